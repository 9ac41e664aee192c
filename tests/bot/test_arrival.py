import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.arrival import callback_id_of, is_group_talk, lane_of, parse_arrival, private_chat_of
from bot.intake.essence import essence_of

PRIVATE = {"id": 7_100_000_001, "type": "private", "first_name": "مریم"}
GROUP = {"id": -100_2100000001, "type": "supergroup", "title": "x"}
MESSAGE = {"message_id": 1, "date": 1, "chat": PRIVATE, "from": {"id": 5, "is_bot": False, "first_name": "x"}}

_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_json = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
)
_keys = st.sampled_from(
    ["update_id", "message", "edited_message", "callback_query", "chat", "from", "id", "type", "text"]
)
_updates = st.recursive(_json, lambda inner: st.dictionaries(_keys, inner, max_size=5), max_leaves=20)


@given(_updates)
def test_no_shape_breaks_the_intake(raw: Any) -> None:
    """Whatever JSON arrives: every question about it has an answer."""
    arrival = parse_arrival(raw)
    if arrival is not None:
        assert -(2**63) <= arrival.lane < 2**63
        assert arrival.payload.isascii()
    assert isinstance(is_group_talk(raw), bool)
    callback_id_of(raw)
    private_chat_of(raw)
    essence_of(raw)


@pytest.mark.parametrize("update_id", [None, "7", 7.0, True, -1, 2**63, [], {}])
def test_an_update_without_a_usable_id(update_id: object) -> None:
    """It is no row of the inbox: nobody could acknowledge it or know it again."""
    assert parse_arrival({"update_id": update_id, "message": MESSAGE}) is None


@pytest.mark.parametrize(
    ("raw", "lane"),
    [
        ({"message": MESSAGE}, 7_100_000_001),
        ({"edited_message": {**MESSAGE, "chat": GROUP}}, GROUP["id"]),
        ({"callback_query": {"id": "1", "from": {"id": 5}, "message": MESSAGE}}, 7_100_000_001),
        ({"callback_query": {"id": "1", "from": {"id": 5}}}, 5),
        ({"my_chat_member": {"chat": PRIVATE, "from": {"id": 5}}}, 7_100_000_001),
        ({"poll_answer": {"user": {"id": 5}}}, 5),
        ({"message": {**MESSAGE, "chat": {"id": 2**70}}}, 5),
        ({"poll": {"id": "1"}}, 0),
        ({}, 0),
    ],
)
def test_lanes(raw: dict[str, Any], lane: int) -> None:
    """The chat's id, else the person's, else 0."""
    assert lane_of({"update_id": 1, **raw}) == lane


def test_the_payload_is_ascii() -> None:
    """NUL and unpaired surrogates survive as escapes: no database refuses them."""
    raw = {"update_id": 1, "message": {**MESSAGE, "text": "چراغ\x00\ud83d"}}
    arrival = parse_arrival(raw)
    assert arrival is not None
    assert arrival.payload.isascii()
    assert json.loads(arrival.payload) == raw


def test_an_update_nested_beyond_reason_can_be_acknowledged() -> None:
    """What cannot be written down again keeps its id, so that it does not come back for ever."""
    raw: dict[str, Any] = {"update_id": 9}
    inner = raw
    for _ in range(100_000):
        inner["x"] = {}
        inner = inner["x"]
    arrival = parse_arrival(raw)
    assert arrival is not None
    assert json.loads(arrival.payload) == {"update_id": 9}
    while "x" in raw:  # taken apart level by level: the interpreter would recurse
        raw = raw.pop("x")


@pytest.mark.parametrize(
    ("message", "is_talk"),
    [
        ({**MESSAGE, "chat": GROUP, "text": "سلام"}, True),
        ({**MESSAGE, "chat": GROUP, "text": "/start"}, False),
        ({**MESSAGE, "chat": GROUP, "photo": []}, True),
        ({**MESSAGE, "chat": GROUP, "text": 7}, True),
        ({**MESSAGE, "text": "سلام"}, False),
        ({**MESSAGE, "chat": {"id": 1, "type": {}}}, False),
    ],
)
def test_what_people_say_to_each_other(message: dict[str, Any], is_talk: bool) -> None:
    """Talk in a group is not for us, its commands are, and a private chat always is."""
    assert is_group_talk({"update_id": 1, "message": message}) == is_talk


def test_edits_in_groups_are_talk() -> None:
    """Also where a command was edited."""
    assert is_group_talk({"update_id": 1, "edited_message": {**MESSAGE, "chat": GROUP, "text": "/start"}})


def test_the_essence_of_a_message() -> None:
    """Words, sender and chat stay; a part that PTB may not read goes."""
    raw = {"update_id": 1, "message": {**MESSAGE, "text": "چراغ", "poll": {}, "chat": {**PRIVATE, "new_field": 1}}}
    assert essence_of(raw) == {"update_id": 1, "message": {**MESSAGE, "text": "چراغ"}}


def test_the_essence_of_a_press() -> None:
    """Data, presser and the message it is below stay."""
    press = {"id": "1", "from": MESSAGE["from"], "chat_instance": "1", "data": "x"}
    raw = {"update_id": 1, "callback_query": {**press, "message": {**MESSAGE, "reply_markup": 7}, "game": 1}}
    assert essence_of(raw) == {"update_id": 1, "callback_query": {**press, "message": MESSAGE}}
