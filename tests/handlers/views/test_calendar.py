"""The month's picker as people see it: weeks from Saturday on, days off and today marked, nothing past to press."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from handlers.callback_data import LIMIT_BYTES, parse
from handlers.keyboards import Button, Style
from handlers.views import calendar
from handlers.views.calendar import Picker, hour_picker, minute_picker, month_picker, quick_choices
from locales import LANGUAGES, translator
from locales.digits import latin_digits
from models.jalali_calendar import YEARS, month_days, month_of
from tests.models.sample_rows import TEHRAN

TODAY = date(2026, 11, 30)  # 9 Azar 1405, a Monday
NOW = datetime(2026, 11, 30, 13, 20, tzinfo=TEHRAN)
FA = Picker("notice_time", 3, NOW, TODAY, TEHRAN, translator("fa"), holidays=frozenset({date(2026, 12, 2)}))
EN = replace(FA, tr=translator("en"))


def _words(rows: list[list[Button]]) -> list[str]:
    return [" ".join(key.label for key in row) for row in rows]


def _press(rows: list[list[Button]], label: str) -> int:
    keys = [key for row in rows for key in row if key.label == label]
    assert len(keys) == 1
    assert keys[0].data is not None
    return keys[0].data.id


def test_a_month_in_persian_reads_from_right_to_left() -> None:
    """Rows are laid from the left: Saturday stands at the right, Friday at the left, the next month to the left."""
    assert _words(month_picker(FA, 1405, 9)) == [
        "دی ← آذر ۱۴۰۵",
        "ج پ چ س د ی ش",
        "۱۳* ۱۲ ۱۱* ۱۰ [۹] · ·",
        "۲۰* ۱۹ ۱۸ ۱۷ ۱۶ ۱۵ ۱۴",
        "۲۷* ۲۶ ۲۵ ۲۴ ۲۳ ۲۲ ۲۱",
        "· · · · ۳۰ ۲۹ ۲۸",
    ]


def test_a_month_in_english_reads_from_left_to_right() -> None:
    """The same weeks from Saturday to Friday, each month's neighbours on their own side."""
    assert _words(month_picker(EN, 1405, 10)) == [
        "← Azar Dey 1405 Bahman →",
        "Sa Su Mo Tu We Th Fr",
        "· · · 1 2 3 4*",
        "5 6 7 8 9 10 11*",
        "12 13 14 15 16 17 18*",
        "19 20 21 22 23 24 25*",
        "26 27 28 29 30 · ·",
    ]


def test_the_leap_day_is_there_to_choose() -> None:
    """30 Esfand 1403 is a day, and a day off; Esfand 1405 ends with the 29th, and the year turns after it."""
    before = replace(EN, earliest=datetime(2025, 1, 1, tzinfo=TEHRAN), today=date(2025, 1, 1))
    assert calendar.picked_day(_press(month_picker(before, 1403, 12), "30*")) == date(2025, 3, 20)
    esfand = month_picker(EN, 1405, 12)
    assert _words(esfand)[-1] == "29* · · · · · ·"
    assert calendar.picked_month(_press(esfand, "Farvardin →")) == (1406, 1)
    assert calendar.picked_month(_press(month_picker(EN, 1406, 1), "← Esfand")) == (1405, 12)
    assert _words(month_picker(EN, 1406, 1))[2] == "· 1* 2* 3* 4* 5 6*"


def test_thursdays_are_marked_where_the_city_has_them_off() -> None:
    """A city that does not work on Thursdays sees them marked as it sees Fridays."""
    assert "10* 11*" in " ".join(_words(month_picker(replace(EN, thursday_is_off=True), 1405, 10)))


def test_nothing_that_is_over_can_be_pressed() -> None:
    """Days before the earliest moment only draw the month again; nor does an arrow lead to a month that is over."""
    for row in month_picker(FA, 1405, 9)[2:]:
        for key in row:
            assert key.data is not None
            assert (key.data.action == "day") == (key.label != "·")
            if key.data.action == "day":
                assert date.fromordinal(key.data.id) >= TODAY
            else:
                assert calendar.picked_month(key.data.id) == (1405, 9)


def test_the_last_day_ends_the_calendar() -> None:
    """With a last day given, later days are no choice, and no arrow leads beyond its month."""
    rows = _words(month_picker(replace(EN, latest=date(2026, 12, 10)), 1405, 9))
    assert rows[0] == "Azar 1405"
    assert rows[-1] == "14 15 16 17 18 19 ·"


def test_a_day_whose_last_quarter_has_passed_is_over() -> None:
    """At ten to midnight today offers nothing more, tomorrow everything."""
    late = replace(EN, earliest=NOW.replace(hour=23, minute=50))
    assert _words(month_picker(late, 1405, 9))[2] == "· · · 10 11* 12 13*"


def test_the_chosen_day_stands_out() -> None:
    """The day that was chosen before has a colour, where the messenger has colours."""
    keys = [key for row in month_picker(EN, 1405, 9, chosen=date(2026, 12, 6)) for key in row if key.style]
    assert [(key.label, key.style) for key in keys] == [("15", Style.PRIMARY)]


def test_hours_run_as_the_eye_does() -> None:
    """Hours that are over are left out; rows are turned round in Persian; below is the way back to the month."""
    assert _words(hour_picker(EN, TODAY)) == ["· 13 14 15 16 17", "18 19 20 21 22 23", "Another day"]
    assert _words(hour_picker(FA, TODAY))[:2] == ["۱۷ ۱۶ ۱۵ ۱۴ ۱۳ ·", "۲۳ ۲۲ ۲۱ ۲۰ ۱۹ ۱۸"]
    assert len(hour_picker(EN, TODAY + timedelta(days=1))) == 5
    assert calendar.picked_hour(_press(hour_picker(EN, TODAY), "18")) == (TODAY, 18)
    assert calendar.picked_month(_press(hour_picker(EN, TODAY), "Another day")) == (1405, 9)


def test_minutes_are_quarters() -> None:
    """Four quarters of an hour, of the present hour only those to come; a press names the whole moment."""
    assert _words(minute_picker(EN, TODAY, 13)) == ["13:30 13:45", "Another hour"]
    assert _words(minute_picker(FA, TODAY, 9 + 12))[0] == "۲۱:۴۵ ۲۱:۳۰ ۲۱:۱۵ ۲۱:۰۰"
    pressed = _press(minute_picker(EN, TODAY, 18), "18:15")
    assert calendar.picked_moment(pressed, TEHRAN) == datetime(2026, 11, 30, 18, 15, tzinfo=TEHRAN)


def test_usual_moments_take_one_tap() -> None:
    """In an hour, this evening at six, tomorrow at nine; the evening only while it is to come."""
    rows = quick_choices(EN, NOW)
    assert _words(rows) == ["In an hour This evening", "Tomorrow at 9"]
    moments = [calendar.picked_moment(key.data.id, TEHRAN) for row in rows for key in row if key.data]
    assert moments == [
        NOW + timedelta(hours=1), NOW.replace(hour=18, minute=0), NOW.replace(hour=9, minute=0) + timedelta(days=1),
    ]  # fmt: skip
    assert _words(quick_choices(EN, NOW.replace(hour=17, minute=45))) == ["In an hour Tomorrow at 9"]


@pytest.mark.parametrize("number", [-1, 0, 5, 36**12 - 1, 140_500, 140_513, 119_912, date.max.toordinal() * 1440])
def test_a_forged_number_is_no_moment(number: int) -> None:
    """Whatever a button claims is decoded to something of this calendar, or to nothing."""
    month, day = calendar.picked_month(number), calendar.picked_day(number)
    assert month is None or month_days(*month)
    assert day is None or month_picker(FA, *month_of(day))
    hour, moment = calendar.picked_hour(number), calendar.picked_moment(number, TEHRAN)
    assert hour is None or hour_picker(FA, hour[0])
    assert moment is None or moment.tzinfo is TEHRAN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("year", [YEARS.start, 1405, YEARS.stop - 1])
def test_every_month_fits(language: str, year: int) -> None:
    """Labels are short, buttons carry at most 64 bytes and are understood when pressed, seven days make a row."""
    picker = replace(FA, noun="n" * 16, version=36**7 - 1, tr=translator(language), earliest=datetime.min.replace(
        year=1800, tzinfo=TEHRAN))  # fmt: skip
    for month in range(1, 13):
        rows = month_picker(picker, year, month)
        assert all(len(row) == 7 for row in rows[1:])
        days = [latin_digits(key.label).strip("[]*") for row in rows[2:] for key in picker.row(row) if key.label != "·"]
        assert days == [str(number + 1) for number in range(len(month_days(year, month)))]
        _check_buttons([*rows, *hour_picker(picker, month_days(year, month)[-1])])


def _check_buttons(rows: list[list[Button]]) -> None:
    assert sum(len(row) for row in rows) <= 100
    for key in (key for row in rows for key in row):
        assert 0 < len(key.label.strip()) <= 20
        assert key.data is not None
        assert len(key.data.pack().encode()) <= LIMIT_BYTES
        assert parse(key.data.pack()) == key.data


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_says_what_the_signs_mean(language: str) -> None:
    """One short line, with the signs that the month has."""
    line = calendar.legend(replace(FA, tr=translator(language)))
    assert "*" in line
    assert "[" in line
    assert len(line) <= 60
    assert calendar.moment_id(datetime.combine(TODAY, time(0, 1))) == TODAY.toordinal() * 1440 + 1
