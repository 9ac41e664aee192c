"""How far a goal has come, in fractions and in words; what is odd about a report; what can be said of a goal."""

import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import translator
from models.errors import BadGoalFact, GoalUnready
from models.goal import Goal, GoalStatus
from models.goal_facts import GoalValues, check_amount, check_measure, check_percent, checked
from models.goal_progress import Odd, fraction_at, oddities_of_goal, oddities_of_update, progress_of
from models.goal_shown import Budget
from models.goal_words import amount_words, bar, budget_words, number_words, odd_words, progress_words, value_words

FA, EN = translator("fa"), translator("en")
NOW = datetime(2026, 12, 10, tzinfo=UTC)
TODAY = date(2026, 12, 10)
WAY = {"unit": "کیلومتر", "baseline": 5.0, "target": 20.0}
LESS = {"unit": "تن", "baseline": 40.0, "target": 10.0}  # what is to become less


def _goal(**values: Any) -> Goal:
    told = {"status_at": NOW, "created_at": NOW, "updated_at": NOW, "status": GoalStatus.ACTIVE.value, **values}
    return Goal(bot_id=1, area_id=1, number=1, position=1, title="ساخت مسیر دوچرخه", **told)


@pytest.mark.parametrize(
    ("values", "percent"),
    [
        ({**WAY}, 0),
        ({**WAY, "value": 5.0}, 0),
        ({**WAY, "value": 12.5}, 50),
        ({**WAY, "value": 20.0}, 100),
        ({**WAY, "value": 5.001}, 1),
        ({**WAY, "value": 19.999}, 99),
        ({**WAY, "value": 2.0}, 0),
        ({**WAY, "value": 30.0}, 100),
        ({**LESS, "value": 40.0}, 0),
        ({**LESS, "value": 25.0}, 50),
        ({**LESS, "value": 10.0}, 100),
        ({**LESS, "value": 55.0}, 0),
        ({"baseline": -5.0, "target": 5.0, "unit": "درجه", "value": 0.0}, 50),
        ({"stated": 60}, 60),
        ({"stated": 0}, 0),
        ({"stated": 100}, 100),
        ({**WAY, "stated": 60}, 0),  # a measure says it
        ({"unit": "کیلومتر", "target": 20.0, "stated": 30}, 30),  # half a measure does not
        ({}, None),
        ({"value": 12.0}, None),
    ],
)
def test_the_way_that_is_done(values: dict[str, Any], percent: int | None) -> None:
    """By the measure, in either direction; else as stated; all and nothing only where it is so."""
    assert progress_of(_goal(**values)).percent == percent


def test_outside_of_the_bar_is_said() -> None:
    """A value behind the beginning or beyond the target is no more than the bar's end, and stands in words."""
    behind, beyond = progress_of(_goal(**WAY, value=2.0)), progress_of(_goal(**LESS, value=4.0))
    assert (behind.fraction, behind.is_behind, behind.is_beyond) == (0.0, True, False)
    assert (beyond.fraction, beyond.is_behind, beyond.is_beyond) == (1.0, False, True)
    assert "از نقطهٔ آغاز عقب‌تر است." in progress_words(behind, FA)
    assert "از هدف هم گذشته است." in progress_words(beyond, FA)


def test_reached_is_said_whatever_the_bar() -> None:
    """What the office calls reached is called so; the values stay what they are."""
    reached = progress_of(_goal(**WAY, value=12.5, status=GoalStatus.REACHED.value))
    assert (reached.is_reached, reached.percent) == (True, 50)
    assert progress_words(reached, FA).startswith("این هدف محقق شده است.")
    assert progress_words(progress_of(_goal(status=GoalStatus.REACHED.value)), EN) == "The goal is reached."


def test_progress_in_words() -> None:
    """Who sees no bar reads the same."""
    assert (
        progress_words(progress_of(_goal(**WAY, value=12.5)), FA) == "اکنون ۱۲٫۵ کیلومتر؛ از ۵ کیلومتر تا ۲۰ کیلومتر."
    )
    assert "هنوز مقداری گزارش نشده" in progress_words(progress_of(_goal(**WAY)), FA)
    assert progress_words(progress_of(_goal(stated=60)), FA) == "پیشرفت اعلام‌شده: ۶۰٪."
    assert progress_words(progress_of(_goal()), EN) == "Nothing was said yet of how far it has come."


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        (0, "░░░░░░░░░░ ۰٪"),
        (1, "▓░░░░░░░░░ ۱٪"),
        (60, "▓▓▓▓▓▓░░░░ ۶۰٪"),
        (99, "▓▓▓▓▓▓▓▓▓░ ۹۹٪"),
        (100, "▓▓▓▓▓▓▓▓▓▓ ۱۰۰٪"),
    ],
)
def test_bars(percent: int, shown: str) -> None:
    """Ten cells: full only at the end, empty only at the beginning."""
    progress = progress_of(_goal(stated=percent))
    assert bar(progress, FA) == shown
    assert bar(progress, EN) == f"{shown[:10]} {percent}%"


def test_no_bar_where_nothing_is_known() -> None:
    """Nothing is made up."""
    assert bar(progress_of(_goal()), FA) == ""


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12), st.floats(-1e12, 1e12) | st.none())
def test_any_measure_has_a_fraction(baseline: float, target: float, value: float | None) -> None:
    """Whatever the numbers, the bar stays within its ends and words can be said."""
    progress = progress_of(_goal(unit="واحد", baseline=baseline, target=target, value=value))
    if baseline == target:
        assert progress.fraction is None
        return
    assert progress.fraction is not None
    assert 0 <= progress.fraction <= 1
    assert len(bar(progress, FA)) >= 10
    assert progress_words(progress, FA)
    assert not (progress.is_behind and progress.is_beyond)


@pytest.mark.parametrize(
    ("values", "said", "odd"),
    [
        ({**WAY}, {"value": 4.0}, [Odd.BELOW_BASELINE]),
        ({**WAY}, {"value": 21.0}, [Odd.BEYOND_TARGET]),
        ({**WAY}, {"value": 20.0}, []),
        ({**WAY, "value": 12.0}, {"value": 11.0}, [Odd.BACKWARDS]),
        ({**WAY, "value": 12.0}, {"value": 4.0}, [Odd.BELOW_BASELINE, Odd.BACKWARDS]),
        ({**WAY, "value": 12.0}, {"value": 12.0}, []),
        ({**LESS, "value": 30.0}, {"value": 35.0}, [Odd.BACKWARDS]),
        ({**LESS, "value": 30.0}, {"value": 25.0}, []),
        ({**LESS}, {"value": 5.0}, [Odd.BEYOND_TARGET]),
        ({"stated": 60}, {"stated": 50}, [Odd.BACKWARDS]),
        ({"stated": 60}, {"stated": 70}, []),
        ({**WAY, "value": 12.0}, {"status_to": "reached"}, [Odd.NOT_AT_TARGET]),
        ({**WAY}, {"status_to": "reached"}, [Odd.NOT_AT_TARGET]),
        ({**WAY, "value": 12.0}, {"value": 20.0, "status_to": "reached"}, []),
        ({"stated": 60}, {"status_to": "reached"}, [Odd.NOT_AT_TARGET]),
        ({}, {"status_to": "reached"}, []),
        ({**WAY, "value": 12.0}, {"status_to": "paused"}, []),
    ],
)
def test_odd_reports(values: dict[str, Any], said: dict[str, Any], odd: list[Odd]) -> None:
    """What is seldom meant is named, to be asked of once more."""
    assert oddities_of_update(_goal(**values), **said) == odd


@pytest.mark.parametrize(
    ("changes", "odd"),
    [
        (GoalValues(due_on=date(2026, 12, 9)), [Odd.DUE_PAST]),
        (GoalValues(due_on=TODAY), []),
        (GoalValues(budget_spent=11), [Odd.OVERSPENT]),
        (GoalValues(budget_allotted=4), [Odd.OVERSPENT]),
        (GoalValues(budget_spent=10), []),
        (GoalValues(unit="متر"), [Odd.VALUES_KEPT]),
        (GoalValues(title="دیگر"), []),
    ],
)
def test_odd_goals(changes: GoalValues, odd: list[Odd]) -> None:
    """A due day that is over, more spent than there was, another unit under values that were reported."""
    goal = _goal(**WAY, value=12.0, budget_allotted=10, budget_spent=5, due_on=date(2026, 1, 1))
    assert oddities_of_goal(goal, changes, today=TODAY) == odd


def test_every_oddity_has_its_words() -> None:
    """In both languages."""
    for odd in Odd:
        assert odd_words(odd, FA) != odd_words(odd, EN)


def test_a_point_of_the_chart() -> None:
    """Each report has its place on the way, by the goal's measure or as stated."""
    assert fraction_at(_goal(**WAY), 12.5, None) == 0.5
    assert fraction_at(_goal(**WAY), None, 60) is None
    assert fraction_at(_goal(), None, 60) == 0.6
    assert fraction_at(progress_of(_goal(**WAY)), 30.0, None) == 1.0


@pytest.mark.parametrize(
    ("values", "field", "limit"),
    [
        ({"title": "ا" * 201}, "title", 200),
        ({"description": "ا" * 2001}, "description", 2000),
        ({"unit": "ا" * 41}, "unit", 40),
        ({"owner_body": "ا" * 121}, "owner_body", 120),
        ({"baseline": math.nan}, "baseline", 10**12),
        ({"target": math.inf}, "target", 10**12),
        ({"target": -2e12}, "target", 10**12),
        ({"budget_allotted": -1}, "budget_allotted", 10**15),
        ({"budget_spent": 10**16}, "budget_spent", 10**15),
        ({"budget_year": 2026}, "budget_year", 1300),
        ({"number": 0}, "number", 9999),
        ({"number": 10_000}, "number", 9999),
        ({"topics": list("abcdef")}, "topics", 5),
    ],
)
def test_what_cannot_be_said_of_a_goal(values: GoalValues, field: str, limit: int) -> None:
    """It is named, with what it may be."""
    with pytest.raises(BadGoalFact) as refused:
        checked(values)
    assert (refused.value.field, refused.value.limit) == (field, limit)


@pytest.mark.parametrize("title", ["", "  \n", "\u200f\u0000"])
def test_a_goal_needs_a_title(title: str) -> None:
    """Blanks are none."""
    with pytest.raises(GoalUnready) as refused:
        checked({"title": title})
    assert refused.value.lacking == ("title",)


def test_words_are_trimmed() -> None:
    """A title is one line; a description keeps its lines; an empty unit is none; each topic once."""
    said = checked({"title": " ساخت\n مسیر ", "description": " یک\nدو\x00 ", "unit": "  ", "topics": ["a", "a"]})
    assert said == {"title": "ساخت مسیر", "description": "یک\nدو", "unit": None, "topics": ("a",)}


def test_numbers_of_a_measure() -> None:
    """It leads somewhere, with numbers that can be written."""
    with pytest.raises(BadGoalFact):
        check_measure(5.0, 5.0)
    check_measure(5.0, None)
    for name, value in (("value", math.nan), ("value", -math.inf), ("value", 1e13)):
        with pytest.raises(BadGoalFact):
            check_amount(name, value)
    for percent in (-1, 101):
        with pytest.raises(BadGoalFact):
            check_percent(percent)
    check_amount("value", -1e12)
    check_percent(100)


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        (12.5, "۱۲٫۵", "12.5"),
        (1234567.8912, "۱٬۲۳۴٬۵۶۷٫۸۹۱", "1,234,567.891"),
        (0.1 + 0.2, "۰٫۳", "0.3"),
        (-3, "\u2066−۳\u2069", "\u2066−3\u2069"),
        (-0.0001, "\u2066−۰٫۰۰۰۱\u2069", "\u2066−0.0001\u2069"),
        (0.0012, "۰٫۰۰۱۲", "0.0012"),
        (0.00020449, "۰٫۰۰۰۲۰۴", "0.000204"),
        (0.09996, "۰٫۱", "0.1"),
        (-1e-15, "۰", "0"),
        (1e12, "۱٬۰۰۰٬۰۰۰٬۰۰۰٬۰۰۰", "1,000,000,000,000"),
    ],
)
def test_numbers_in_words(value: float, fa: str, en: str) -> None:
    """With three decimals at most, or three digits where it begins with zeros; below zero the sign stays in front."""
    assert (number_words(value, FA), number_words(value, EN)) == (fa, en)


def test_values_in_words() -> None:
    """With their unit; a Latin one does not turn the sentence around it."""
    assert value_words(12.5, "کیلومتر", FA) == "۱۲٫۵ کیلومتر"
    assert value_words(12.5, "km", FA) == "۱۲٫۵ \u2068km\u2069"
    assert value_words(12.5, "<b>", FA) == "۱۲٫۵ \u2068<b>\u2069"
    assert value_words(60, "٪", FA) == value_words(60, "درصد", FA) == "۶۰٪"
    assert value_words(60, None, FA) == "۶۰"


@pytest.mark.parametrize(
    ("tomans", "words"),
    [
        (12 * 10**9, "۱۲ میلیارد تومان"),
        (12_500_000_000, "۱۲٫۵ میلیارد تومان"),
        (12_345_600_000, "۱۲٬۳۴۵٫۶ میلیون تومان"),
        (1_234_567_891, "۱٬۲۳۴٬۵۶۷٬۸۹۱ تومان"),
        (1500, "۱٫۵ هزار تومان"),
        (0, "۰ تومان"),
    ],
)
def test_amounts_in_words(tomans: int, words: str) -> None:
    """In the scale that people say."""
    assert amount_words(tomans, FA) == words


def test_a_budget_in_a_line() -> None:
    """As far as it is known."""
    assert budget_words(Budget(12 * 10**9, 3 * 10**9, 1405), FA) == (
        "۱۲ میلیارد تومان تخصیص‌یافته، ۳ میلیارد تومان هزینه‌شده (سال ۱۴۰۵)"
    )
    assert budget_words(Budget(spent=500), EN) == "500 tomans spent"
    assert budget_words(Budget(year=1405), FA) == ""
