from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import translator
from models.documents.chart_axis import kept_apart, times_axis, values_axis
from models.documents.chart_numbers import scale_of

FA = translator("fa")
TODAY = date(2026, 11, 22)
VALUES = st.floats(-(10.0**12), 10.0**12, allow_nan=False).filter(lambda value: value == 0 or abs(value) > 1e-6)


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_ticks_hold_every_value(values: list[float]) -> None:
    """Every value lies between the lowest and the highest tick; of these there are two to eight, evenly apart."""
    axis = values_axis(values)
    assert 2 <= len(axis.ticks) <= 8
    assert all(-0.001 <= axis.at(value) <= 1.001 for value in values)
    steps = [high - low for low, high in zip(axis.ticks, axis.ticks[1:], strict=False)]
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_every_tick_has_a_label_of_its_own(values: list[float]) -> None:
    """In the scale of an axis no two ticks are written alike."""
    axis = values_axis(values)
    scale = scale_of(axis)
    labels = [scale.words(tick, FA) for tick in axis.ticks]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize(
    ("values", "labels", "name"),
    [
        ([0, 100], ["۰", "۲۰", "۴۰", "۶۰", "۸۰", "۱۰۰"], ""),
        ([12, 31, 40], ["۱۰", "۲۰", "۳۰", "۴۰"], ""),
        ([0, 250_000], ["۰", "۵۰", "۱۰۰", "۱۵۰", "۲۰۰", "۲۵۰"], "هزار"),
        ([0, 2.5e12], ["۰", "۵۰۰", "۱٬۰۰۰", "۱٬۵۰۰", "۲٬۰۰۰", "۲٬۵۰۰"], "میلیارد"),
        ([-20, 10], ["\u2066−۲۰\u2069", "\u2066−۱۰\u2069", "۰", "۱۰"], ""),
        ([7], ["۵", "۶", "۷", "۸", "۹"], ""),
        ([0], ["\u2066−۰٫۶\u2069", "\u2066−۰٫۴\u2069", "\u2066−۰٫۲\u2069", "۰", "۰٫۲", "۰٫۴", "۰٫۶"], ""),
        ([1_000_001, 1_000_009], ["۱٬۰۰۰٬۰۰۰", "۱٬۰۰۰٬۰۰۲", "۱٬۰۰۰٬۰۰۴", "۱٬۰۰۰٬۰۰۶", "۱٬۰۰۰٬۰۰۸", "۱٬۰۰۰٬۰۱۰"], ""),
    ],
)
def test_round_numbers(values: list[float], labels: list[str], name: str) -> None:
    """Ticks are numbers that people count in, in Persian digits; large ones are counted in thousands and more."""
    axis = values_axis(values)
    scale = scale_of(axis)
    assert [scale.words(tick, FA) for tick in axis.ticks] == labels
    assert scale.name(FA) == name


@given(st.integers(0, 6000), st.integers(-4000, 4000))
def test_times_hold_the_history(span: int, due_in: int) -> None:
    """The whole history is on the axis, with at most five labels; a due day is, unless it is far away."""
    first = TODAY - timedelta(days=span)
    due_on = TODAY + timedelta(days=due_in)
    axis = times_axis([first, TODAY], due_on=due_on)
    assert axis.first <= first <= TODAY <= axis.last
    assert 1 <= len(axis.ticks) <= 5
    assert all(tick.day in axis for tick in axis.ticks)
    is_near = abs((due_on - first).days) <= 4 * max(span, 60)
    assert (due_on in axis) or not is_near


@given(st.lists(st.floats(-50, 250), min_size=1, max_size=4))
def test_labels_keep_their_distance(places: list[float]) -> None:
    """However close the places are: labels stand apart, in the same order, within the picture."""
    moved = kept_apart(places, 33.0, (12.0, 164.0))
    assert all(12.0 <= place <= 164.0 for place in moved)
    for one, place in zip(places, moved, strict=True):
        for other, there in zip(places, moved, strict=True):
            if one < other:
                assert there - place >= 33.0 - 1e-9


def test_labels_that_have_room_stay() -> None:
    """What stands apart already is not moved."""
    assert kept_apart([100.0, 20.0, 60.0], 33.0, (12.0, 164.0)) == [100.0, 20.0, 60.0]
