from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.city import City
from models.meeting_facts import Facts, Session
from models.meeting_warnings import MeetingWarning, WarningKind, may_be_ramadan, sunset, warnings

ZONE = ZoneInfo("Asia/Tehran")
TEHRAN = City("تهران", "شورا", ZONE, "fa", (), holidays=frozenset({date(2026, 11, 10)}))
MASHHAD = City("مشهد", "شورا", ZONE, "fa", (), latitude=36.30, longitude=59.61)

# First day and Eid al-Fitr (the day after the last) as Iran kept them in 1402–1404 and its calendars print them for
# 1404–1406.
RAMADANS = {
    1402: (date(2023, 3, 23), date(2023, 4, 22)),
    1403: (date(2024, 3, 12), date(2024, 4, 10)),
    1404: (date(2025, 3, 2), date(2025, 3, 31)),
    1405: (date(2026, 2, 19), date(2026, 3, 21)),
    1406: (date(2027, 2, 9), date(2027, 3, 10)),
}


def kinds(starts_at: datetime, minutes: int = 90, city: City = TEHRAN) -> list[WarningKind]:
    """What one session is warned of."""
    return [found.kind for found in warnings(Facts("جلسه", (Session(starts_at, minutes),)), city)]


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the city's clock, as the tables keep it."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


@pytest.mark.parametrize("year", RAMADANS)
def test_ramadan_is_known_whenever_the_moon_is_seen(year: int) -> None:
    """Every day of it as Iran keeps it, and no day further away than two."""
    first, eid = RAMADANS[year]
    assert all(may_be_ramadan(first + timedelta(days=number)) for number in range((eid - first).days))
    assert not any(may_be_ramadan(day) for day in (first - timedelta(days=3), eid + timedelta(days=2)))


def test_beyond_the_tables_no_day_is_of_ramadan() -> None:
    """Years that Umm al-Qura does not know break nothing."""
    days = (date.min, date(1924, 7, 31), date(2077, 11, 17), date(2200, 1, 1), date.max)
    assert not any(may_be_ramadan(day) for day in days)


@pytest.mark.parametrize(
    ("city", "day", "expected"),
    [
        (TEHRAN, date(2024, 3, 12), (18, 9)),  # 22 Esfand 1402
        (TEHRAN, date(2026, 6, 21), (19, 23)),
        (TEHRAN, date(2026, 12, 21), (16, 54)),
        (MASHHAD, date(2024, 3, 12), (17, 36)),
        (MASHHAD, date(2026, 12, 21), (16, 20)),
    ],
)
def test_the_sun_sets_by_the_citys_place(city: City, day: date, expected: tuple[int, int]) -> None:
    """To two minutes as the calendars print it; half an hour earlier in Mashhad than in Tehran."""
    told = sunset(day, city)
    assert told is not None
    assert abs(told - datetime(day.year, day.month, day.day, *expected, tzinfo=ZONE)) <= timedelta(minutes=2)


def test_where_the_sun_does_not_set_there_is_no_sunset() -> None:
    """A city beyond the polar circle breaks nothing."""
    pole = City("قطب", "شورا", ZONE, "fa", (), latitude=78.2, longitude=15.6)
    assert sunset(date(2026, 6, 21), pole) is None
    assert kinds(at(2015, 6, 25, 17), city=pole) == []  # of Ramadan 1436


@pytest.mark.parametrize(
    ("starts_at", "minutes", "warned"),
    [
        (at(2026, 2, 26, 17, 0), 30, True),  # 7 Esfand 1404: the sun sets at 17:56
        (at(2026, 2, 26, 16, 0), 60, False),
        (at(2026, 2, 26, 16, 0), 240, True),
        (at(2026, 2, 26, 18, 30), 30, True),
        (at(2026, 2, 26, 19, 0), 60, False),
        (at(2026, 4, 23, 18, 30), 60, False),  # no Ramadan
    ],
)
def test_iftar(starts_at: datetime, minutes: int, *, warned: bool) -> None:
    """In Ramadan whatever touches the half hour before sunset and the hour after it."""
    assert (WarningKind.IFTAR in kinds(starts_at, minutes)) is warned


def test_iftar_comes_earlier_in_the_east() -> None:
    """At five in the afternoon it is iftar in Mashhad, and not yet in Tehran."""
    hour = at(2026, 2, 26, 16, 50)
    assert (kinds(hour, 20, MASHHAD), kinds(hour, 20)) == ([WarningKind.IFTAR], [])


@pytest.mark.parametrize(
    ("starts_at", "expected"),
    [
        (at(2027, 3, 21, 17), [WarningKind.NOWRUZ]),  # 1 Farvardin 1406, a holiday too
        (at(2027, 4, 2, 17), [WarningKind.NOWRUZ]),  # 13 Farvardin, a Friday too
        (at(2027, 4, 3, 17), []),
        (at(2027, 3, 20, 17), [WarningKind.HOLIDAY]),  # 29 Esfand
        (at(2027, 2, 11, 12), [WarningKind.HOLIDAY]),  # 22 Bahman
        (at(2026, 11, 10, 17), [WarningKind.HOLIDAY]),  # one of the lunar calendar, from the settings
        (at(2026, 11, 27, 17), [WarningKind.FRIDAY]),
        (at(2026, 11, 26, 17), []),  # Thursdays are when neighbourhoods meet
        (at(2021, 6, 4, 17), [WarningKind.HOLIDAY]),  # 14 Khordad, a Friday too
        (at(2026, 11, 26, 6, 30), [WarningKind.NIGHT]),
        (at(2026, 11, 26, 21, 30), []),
        (at(2026, 11, 26, 21, 31), [WarningKind.NIGHT]),
        (at(2026, 11, 26, 23, 30), [WarningKind.NIGHT]),
    ],
)
def test_days_off_and_the_night(starts_at: datetime, expected: list[WarningKind]) -> None:
    """The weightiest reason of a day alone, by the city's clock and not by UTC's."""
    assert kinds(starts_at) == expected


def test_a_session_over_midnight_of_ramadan_is_looked_at_on_both_days() -> None:
    """The evening of the day on which it ends counts as well."""
    assert WarningKind.IFTAR in kinds(at(2026, 2, 26, 6), 12 * 60)
    assert kinds(at(2026, 2, 26, 23), 12 * 60) == [WarningKind.NIGHT]


def test_a_course_is_warned_of_session_by_session() -> None:
    """Each warning names its session; iftar says when the sun sets."""
    sessions = (Session(at(2026, 2, 19, 10)), Session(at(2026, 2, 20, 17, 30)), Session(at(2026, 2, 21, 10)))
    found = warnings(Facts("کلاس", sessions), TEHRAN)
    assert found == [
        MeetingWarning(WarningKind.FRIDAY, 1),
        MeetingWarning(WarningKind.IFTAR, 1, sunset(date(2026, 2, 20), TEHRAN)),
    ]


def test_nothing_speaks_against_a_draft_without_a_time() -> None:
    """A meeting that nobody gave a time yet."""
    assert warnings(Facts("جلسه"), TEHRAN) == []
    assert kinds(at(2190, 6, 15, 17)) == []  # a year that no table knows
