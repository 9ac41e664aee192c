from typing import Any

import pytest

from bot.playground import Button, Playground
from tests.bot.playground.caller import Caller, button, inline


async def test_an_inline_keyboard_is_seen_and_pressed_with_its_message(api: Caller, playground: Playground) -> None:
    """A press arrives as callback_query with the person, the data and the message with its keyboard."""
    person = playground.add_person("مریم")
    keyboard = inline([button("ثبت", "s:1")], [button("انصراف", "c")])
    sent = await api.result("sendMessage", chat_id=person.id, text="پیش‌نویس", reply_markup=keyboard)
    assert person.last.buttons == [[Button("ثبت", data="s:1")], [Button("انصراف", data="c")]]
    query_id = person.press("ثبت")
    (update,) = await api.updates()
    query = update["callback_query"]
    assert query["id"] == query_id
    assert query["from"]["id"] == person.id
    assert query["data"] == "s:1"
    assert query["message"] == sent
    assert query["message"]["reply_markup"] == keyboard
    assert isinstance(query["chat_instance"], str)


@pytest.mark.parametrize(
    ("button_fields", "refusal"),
    [
        ({"callback_data": "ا" * 33}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {}}, "can't parse CopyTextButton: Can't find field \"text\""),
        ({"url": "nonsense"}, "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL"),
        ({"callback_data": "1", "style": "pink"}, "invalid button style specified"),
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": 1}, 'field "callback_data" must be of the type String'),
    ],
)
async def test_bad_buttons_are_refused(
    api: Caller, playground: Playground, button_fields: dict[str, Any], refusal: str
) -> None:
    """Data has 1 to 64 bytes, a copied text at most 256 characters, and every button does one thing."""
    person = playground.add_person("مریم")
    keyboard = inline([{"text": "x", **button_fields}])
    given = await api.refusal("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard)
    assert given == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({}, "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be of the type Array'),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" must be of the type Array'),
        (inline([{"callback_data": "1"}]), "can't parse InlineKeyboardButton: Can't find field \"text\""),
    ],
)
async def test_broken_markup_is_refused(api: Caller, playground: Playground, markup: object, refusal: str) -> None:
    """A reply_markup that is no keyboard is a 400."""
    person = playground.add_person("مریم")
    given = await api.refusal("sendMessage", chat_id=person.id, text="x", reply_markup=markup)
    assert given == f"Bad Request: {refusal}"


async def test_a_hundred_buttons_pass_and_no_more(api: Caller, playground: Playground) -> None:
    """Inline keyboards hold 100 buttons."""
    person = playground.add_person("مریم")
    full = inline(*[[button(str(n), str(n))] for n in range(100)])
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=full)
    full["inline_keyboard"][0].append(button("x", "x"))
    refusal = await api.refusal("sendMessage", chat_id=person.id, text="x", reply_markup=full)
    assert refusal == "Bad Request: reply markup is too long"


async def test_links_copies_and_styles_are_seen(api: Caller, playground: Playground) -> None:
    """Buttons keep address, text to copy and style; pressing those tells the bot nothing."""
    person = playground.add_person("مریم")
    keyboard = inline(
        [{"text": "رونوشت", "copy_text": {"text": "1405-000123-7"}}],
        [{"text": "سایت", "url": "https://example.ir"}],
        [{"text": "ثبت", "callback_data": "1", "style": "success"}],
    )
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard)
    assert [row[0] for row in person.last.buttons] == [
        Button("رونوشت", copy_text="1405-000123-7"),
        Button("سایت", url="https://example.ir/"),
        Button("ثبت", data="1", style="success"),
    ]
    assert person.press("رونوشت") is None
    assert person.press("سایت") is None
    assert person.copied == "1405-000123-7"
    assert await api.updates() == []


async def test_reply_keyboard_comes_stays_and_goes(api: Caller, playground: Playground) -> None:
    """A reply keyboard stays until removed; its keys send their labels or what they ask for."""
    person = playground.add_person("مریم")
    place = {"text": "موقعیت", "request_location": True}
    keyboard = {
        "keyboard": [["فهرست", {"text": "من", "request_contact": True}], [place]],
        "resize_keyboard": True,
    }
    await api.result("sendMessage", chat_id=person.id, text="x", reply_markup=keyboard)
    await api.result("sendMessage", chat_id=person.id, text="y")
    shown = [person.reply_keyboard]
    for label in ("فهرست", "من", "موقعیت"):
        person.press(label)
    texts, contact, location = [update["message"] for update in await api.updates()]
    assert texts["text"] == "فهرست"
    assert contact["contact"]["user_id"] == person.id
    assert set(location["location"]) == {"latitude", "longitude"}
    gone = {"remove_keyboard": True}
    await api.result("sendMessage", chat_id=person.id, text="z", reply_markup=gone)
    assert [*shown, person.reply_keyboard] == [[["فهرست", "من"], ["موقعیت"]], None]
    await api.result("sendMessage", chat_id=person.id, text="?", reply_markup={"force_reply": True})
