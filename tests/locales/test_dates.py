from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from locales import jalali_year, translator
from locales.dates import WEEKDAYS, jalali_date, jalali_day, jalali_stamp, local_moment

TEHRAN = ZoneInfo("Asia/Tehran")

# Nowruz as Iran's official calendars had it, or have announced it.
NOWRUZ = {
    1399: date(2020, 3, 20),
    1400: date(2021, 3, 21),
    1403: date(2024, 3, 20),
    1404: date(2025, 3, 21),
    1405: date(2026, 3, 21),
    1407: date(2028, 3, 20),
    1408: date(2029, 3, 20),
    1409: date(2030, 3, 21),
}


@pytest.mark.parametrize(("year", "day"), NOWRUZ.items())
def test_nowruz(year: int, day: date) -> None:
    """The first of Farvardin falls on the day of the official calendar."""
    assert jalali_day(day) == (year, 1, 1)


@pytest.mark.parametrize(("year", "last"), [(1403, 30), (1404, 29), (1407, 29), (1408, 30)])
def test_last_day_of_esfand(year: int, last: int) -> None:
    """1403 and 1408 are leap years, with a 30 Esfand; their neighbours are not."""
    assert jalali_day(NOWRUZ[year + 1] - timedelta(days=1)) == (year, 12, last)


def test_days_follow_each_other() -> None:
    """Over twenty years no Jalali day is missing, doubled or out of order."""
    days = [jalali_day(date(2020, 3, 20) + timedelta(days=offset)) for offset in range(7305)]
    lengths = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30)
    for before, after in pairwise(days):
        if after.day == 1:
            assert before.day == lengths[before.month - 1] if before.month < 12 else before.day in {29, 30}
        else:
            assert after == (before.year, before.month, before.day + 1)


@pytest.mark.parametrize(
    ("moment", "in_tehran", "in_utc"),
    [
        (datetime(2026, 3, 20, 20, 29, 59, tzinfo=UTC), (1404, 12, 29), (1404, 12, 29)),
        (datetime(2026, 3, 20, 20, 30, tzinfo=UTC), (1405, 1, 1), (1404, 12, 29)),
        (datetime(2026, 3, 21, 0, 0, tzinfo=UTC), (1405, 1, 1), (1405, 1, 1)),
        (datetime(2025, 3, 20, 20, 29, 59, tzinfo=UTC), (1403, 12, 30), (1403, 12, 30)),
    ],
)
def test_year_begins_at_midnight_of_the_zone(
    moment: datetime, in_tehran: tuple[int, int, int], in_utc: tuple[int, int, int]
) -> None:
    """At Nowruz the day and the year change at midnight in Tehran, three and a half hours before UTC."""
    assert jalali_date(moment, TEHRAN) == in_tehran
    assert jalali_date(moment, ZoneInfo("UTC")) == in_utc
    assert jalali_year(moment, TEHRAN) == in_tehran[0]


def test_any_aware_moment_is_taken() -> None:
    """It does not matter in which zone a moment was written down."""
    utc = datetime(2026, 12, 10, 14, 0, tzinfo=UTC)
    assert jalali_stamp(utc, TEHRAN) == jalali_stamp(utc.astimezone(ZoneInfo("Asia/Tokyo")), TEHRAN)


def test_stamp_for_files() -> None:
    """A stamp has Latin digits and two-digit parts, so that it sorts as text."""
    assert jalali_stamp(datetime(2026, 12, 10, 14, 0, tzinfo=UTC), TEHRAN) == "1405/09/19 17:30"
    assert jalali_stamp(datetime(2026, 3, 21, 0, 5, tzinfo=UTC), TEHRAN) == "1405/01/01 03:35"


def test_summer_time_of_old_years() -> None:
    """Until 1401 Iran had summer time; old moments are shown as clocks showed them."""
    assert jalali_stamp(datetime(2022, 7, 1, 12, 0, tzinfo=UTC), TEHRAN) == "1401/04/10 16:30"
    assert jalali_stamp(datetime(2023, 7, 1, 12, 0, tzinfo=UTC), TEHRAN) == "1402/04/10 15:30"


@pytest.mark.parametrize("language", ["fa", "en"])
def test_naive_moments_are_refused(language: str) -> None:
    """Nobody can say which day a moment without a zone is, so none is shown."""
    naive = datetime(2026, 12, 10, 14, 0)  # noqa: DTZ001 (it is the point)
    tr = translator(language)
    for say in (tr.date, tr.weekday, tr.time):
        with pytest.raises(ValueError, match="naive"):
            say(naive, TEHRAN)
    with pytest.raises(ValueError, match="naive"):
        local_moment(naive, TEHRAN)


@pytest.mark.parametrize(
    ("language", "day", "long_day", "weekday", "time"),
    [
        ("fa", "۱۹ آذر", "۱۹ آذر ۱۴۰۵", "پنجشنبه", "\u2066۱۷:۳۰\u2069"),
        ("en", "19 Azar", "19 Azar 1405", "Thursday", "\u206617:30\u2069"),
    ],
)
def test_dates_in_words(language: str, day: str, long_day: str, weekday: str, time: str) -> None:
    """Days, weekdays and times are said in the language, months by their Jalali names, times isolated."""
    moment = datetime(2026, 12, 10, 14, 0, tzinfo=UTC)
    tr = translator(language)
    assert tr.date(moment, TEHRAN) == day
    assert tr.date(moment, TEHRAN, year=True) == long_day
    assert tr.weekday(moment, TEHRAN) == weekday
    assert tr.time(moment, TEHRAN) == time


@pytest.mark.parametrize("language", ["fa", "en"])
def test_weekdays_in_order(language: str) -> None:
    """Saturday the 15th of Azar 1404 begins a week whose seven days have their own names."""
    saturday = datetime(2025, 12, 6, 12, 0, tzinfo=UTC)
    names = [translator(language).weekday(saturday + timedelta(days=day), TEHRAN) for day in range(7)]
    assert names[0] == {"fa": "شنبه", "en": "Saturday"}[language]
    assert names[6] == {"fa": "جمعه", "en": "Friday"}[language]
    assert sorted(names) == sorted(WEEKDAYS[language])


@pytest.mark.parametrize("month", range(1, 13))
def test_months_have_names(month: int) -> None:
    """Each month has its name in both languages, the one persiantools knows too."""
    from persiantools.jdatetime import MONTH_NAMES_EN, MONTH_NAMES_FA  # noqa: PLC0415 (only here)

    start = NOWRUZ[1405] + timedelta(days=30 * (month - 1) + min(month - 1, 6))
    moment = datetime(start.year, start.month, start.day, 12, 0, tzinfo=UTC)
    assert translator("fa").date(moment, TEHRAN).endswith(f" {MONTH_NAMES_FA[month]}")
    assert translator("en").date(moment, TEHRAN).endswith(f" {MONTH_NAMES_EN[month]}")
