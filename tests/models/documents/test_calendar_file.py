from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from locales import translator
from models.documents.calendar_file import CalendarFile, calendar_bytes
from models.draft import Location
from models.meeting_facts import Session

FA = translator("fa")
TEHRAN = ZoneInfo("Asia/Tehran")
BEGIN = datetime(2026, 7, 23, 13, 30, tzinfo=UTC)  # 17:00 of Tehran, in what was once its summer time
MADE = datetime(2026, 7, 1, 8, 0, tzinfo=UTC)


def _bytes(**given: Any) -> bytes:
    file: dict[str, Any] = {
        "number": 12,
        "bot_id": 42,
        "revision": 1,
        "title": "جلسهٔ هفتگی شورای محلهٔ گلسار؛ روشنایی، پارک",
        "sessions": [Session(BEGIN, 90)],
        "zone": TEHRAN,
        "made_at": MADE,
        "place": "سرای محله، طبقهٔ ۲",
        "location": Location(36.5, 52.67),
        "link": "https://meet.example/golsar",
        "agenda": ["روشنایی کوچهٔ سوم", "پارک"],
    }
    return calendar_bytes(CalendarFile(**{**file, **given}), FA)


def _events(**given: Any) -> list[Event]:
    return list(Calendar.from_ical(_bytes(**given)).walk("VEVENT"))  # type: ignore[arg-type]  # walk by name gives events


def test_what_an_event_says() -> None:
    """Title, time on the city's clock, place, pin, link and agenda, read back by another program's rules."""
    (event,) = _events()
    assert str(event["summary"]) == "جلسهٔ هفتگی شورای محلهٔ گلسار؛ روشنایی، پارک"
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    assert (start, end) == (BEGIN, BEGIN + timedelta(minutes=90))
    assert (start.hour, start.utcoffset()) == (17, timedelta(hours=3, minutes=30))
    assert str(event["location"]) == "سرای محله، طبقهٔ ۲"
    assert event["geo"].to_ical() == "36.5;52.67"
    assert str(event["url"]) == "https://meet.example/golsar"
    assert "۱. روشنایی کوچهٔ سوم\n۲. پارک" in str(event["description"])
    assert str(event["status"]) == "CONFIRMED"


def test_the_file_is_what_calendars_take() -> None:
    """CRLF everywhere, no line above 75 octets, no letter cut in two, version, product, method and scale."""
    content = _bytes(title="جلسهٔ " * 40)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for line in content.split(b"\r\n"):
        line.decode("utf-8")
    for line in (b"BEGIN:VCALENDAR", b"VERSION:2.0", b"METHOD:PUBLISH", b"CALSCALE:GREGORIAN"):
        assert line in content.split(b"\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"PRODID:" in content


def test_a_change_moves_the_same_event() -> None:
    """Its name stays for ever, its sequence is the revision's: another meeting or another bot has another name."""
    first, moved = _events()[0], _events(revision=3, sessions=[Session(BEGIN + timedelta(days=1))])[0]
    assert first["uid"] == moved["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 2)
    assert len({str(_events(**other)[0]["uid"]) for other in ({}, {"number": 13}, {"bot_id": 43})}) == 3


def test_cancelled() -> None:
    """The same name, cancelled, taking no time; a program that only shows titles says so, too."""
    content = _bytes(revision=2, is_cancelled=True, cancel_reason="سالن در دسترس نیست")
    assert b"METHOD:CANCEL" in content.split(b"\r\n")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["status"]), event["uid"], event["sequence"]) == ("CANCELLED", _events()[0]["uid"], 1)
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["summary"]).startswith("لغو شد: ")
    assert "سالن در دسترس نیست" in str(event["description"])


def test_a_course() -> None:
    """Every session is an event of its own; one that fell away is taken out of calendars."""
    sessions = [Session(BEGIN + timedelta(days=7 * week), 60) for week in range(3)]
    events = _events(sessions=sessions, known=4)
    assert [str(one["status"]) for one in events] == ["CONFIRMED"] * 3 + ["CANCELLED"]
    assert len({str(one["uid"]) for one in events}) == 4
    assert [one.decoded("dtstart") for one in events[:3]] == [one.starts_at for one in sessions]
    assert str(events[1]["summary"]).endswith("جلسهٔ ۲")


def test_tehran_has_no_summer_time_any_more() -> None:
    """The rules in the file: one offset the whole year, as since 2022; at a zone that changes, both."""
    (zone,) = Calendar.from_ical(_bytes()).walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Tehran"
    assert {rule.decoded("tzoffsetto") for rule in zone.subcomponents} == {timedelta(hours=3, minutes=30)}
    (zone,) = Calendar.from_ical(_bytes(zone=ZoneInfo("Europe/Berlin"))).walk("VTIMEZONE")
    assert {rule.decoded("tzoffsetto") for rule in zone.subcomponents} == {timedelta(hours=1), timedelta(hours=2)}


def test_around_new_year() -> None:
    """A meeting over midnight into another year has the rules of both years."""
    eve = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    (event,) = _events(sessions=[Session(eve, 120)], zone=ZoneInfo("Europe/Berlin"))
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=2)


def test_words_end_no_line() -> None:
    """Line ends, commas, semicolons, backslashes and controls of somebody's words stay words."""
    title = "یک\r\nDTSTART:19990101T000000\\; , \u202eدو\x07"
    (event,) = _events(title=title, place=None, location=None, link=None, agenda=["الف\nب"])
    assert str(event["summary"]) == "یک\nDTSTART:19990101T000000\\; , دو"
    assert event.decoded("dtstart") == BEGIN
    assert "۱. الف ب" in str(event["description"])
    assert "geo" not in event
