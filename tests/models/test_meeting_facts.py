from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from models.audience import Audience, Concerned
from models.draft import Location
from models.errors import BadMeetingFact
from models.meeting_facts import Facts, Field, Session, changed, check_capacity
from models.subscription import NewsKind

AT = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
WHOLE = Facts("جلسهٔ هفتگی", (Session(AT),), "سرای محله", Location(36.5, 52.1), "https://example.org/room")


def test_data_and_back() -> None:
    """What is stored reads back the same, moments aware; what is not there takes no room."""
    assert Facts.from_data(WHOLE.to_data()) == WHOLE
    assert Facts.from_data(Facts().to_data()) == Facts()
    assert Facts("جلسه").to_data() == {"title": "جلسه", "sessions": []}


@pytest.mark.parametrize(
    ("facts", "lacking"),
    [
        (Facts(), ("title", "sessions", "place")),
        (Facts("  ", (Session(AT),), "سرا"), ("title",)),
        (Facts("جلسه", (), "سرا"), ("sessions",)),
        (Facts("جلسه", (Session(AT),)), ("place",)),
        (Facts("جلسه", (Session(AT),), link="https://example.org"), ()),
        (Facts("جلسه", (Session(AT),), location=Location(36.5, 52.1)), ()),
        (WHOLE, ()),
    ],
)
def test_what_is_lacking(facts: Facts, lacking: tuple[str, ...]) -> None:
    """A meeting needs a title, a time, and a place of any sort."""
    assert facts.lacking == lacking


def test_sessions_are_put_in_order() -> None:
    """However they were given, sessions follow one another; words lose what surrounds them."""
    late, early = Session(AT + timedelta(days=7)), Session(AT)
    facts = Facts("  کلاس   تفکیک ", (late, early), "  ").checked()
    assert (facts.title, facts.sessions, facts.place) == ("کلاس تفکیک", (early, late), None)
    assert (facts.starts_at, facts.ends_at) == (AT, AT + timedelta(days=7, minutes=90))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (replace(WHOLE, title="ج" * 121), "title"),
        (replace(WHOLE, place="ج" * 201), "place"),
        (replace(WHOLE, sessions=tuple(Session(AT + timedelta(days=day)) for day in range(31))), "sessions"),
        (replace(WHOLE, sessions=(Session(AT, 4),)), "minutes"),
        (replace(WHOLE, sessions=(Session(AT, 721),)), "minutes"),
        (replace(WHOLE, sessions=(Session(AT), Session(AT + timedelta(minutes=89)))), "overlap"),
    ],
)
def test_what_cannot_be(facts: Facts, field: str) -> None:
    """Each limit is named, so that the sentence can say what to change."""
    with pytest.raises(BadMeetingFact) as refused:
        facts.checked()
    assert refused.value.field == field


@pytest.mark.parametrize("capacity", [0, -3, 100_001])
def test_impossible_capacities(capacity: int) -> None:
    """Nobody's room has no place, or a hundred thousand and one."""
    with pytest.raises(BadMeetingFact):
        check_capacity(capacity)
    check_capacity(None)
    check_capacity(1)


def test_what_changed() -> None:
    """Each fact that differs is named, and only those."""
    assert changed(WHOLE, WHOLE) == frozenset()
    moved = replace(WHOLE, sessions=(Session(AT + timedelta(hours=1)),), place=None)
    assert changed(WHOLE, moved) == {Field.SESSIONS, Field.PLACE}
    assert changed(WHOLE, replace(WHOLE, sessions=(Session(AT, 60),))) == {Field.SESSIONS}
    assert changed(WHOLE, replace(WHOLE, link=None, location=None, title="دیگر")) == {
        Field.LINK,
        Field.LOCATION,
        Field.TITLE,
    }


def test_audiences_of_meetings_and_back() -> None:
    """A meeting's audience reads back the same; one that was stored before there were meetings still reads."""
    listed = Audience((7,), kind=NewsKind.MEETINGS, meeting_id=5)
    told = Audience(meeting_id=5, concerned=Concerned.TOLD, revision=3)
    assert [Audience.from_data(one.to_data()) for one in (listed, told)] == [listed, told]
    assert Audience.from_data({"areas": [4], "kind": "notices"}) == Audience((4,))
