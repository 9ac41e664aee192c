"""The axes of a chart, as numbers: round ticks of values, Jalali ticks of time, and labels that keep their distance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from locales.dates import jalali_day
from models.jalali_calendar import JalaliMonth, month_days, month_of, next_month

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_INTERVALS: Final = 5  # about so many between the lowest and the highest tick
_MOST_TICKS: Final = 5  # of time: more labels do not stand beside each other on a phone
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120)  # from one tick of time to the next
_DAYS: Final = (1, 2, 5, 10)
_YEAR: Final = 12
_BROKEN_OFF: Final = 4  # times as long as the history: a day farther away than that would press it into a corner
_SHORTEST: Final = timedelta(days=60)
_AROUND: Final = timedelta(days=15)  # on both sides of a history of one day


@dataclass(frozen=True)
class Values:
    """The axis of values: its ticks, evenly from the lowest to the highest, are its ends."""

    ticks: Sequence[float]

    @property
    def decimals(self) -> int:
        """How many decimals the ticks need; below zero: so many zeros they end with."""
        step = self.ticks[1] - self.ticks[0]
        power = math.floor(math.log10(step) + 1e-9)
        return (abs(step / 10.0**power - 2.5) < 1e-6) - power

    def at(self, value: float) -> float:
        """Where a value lies, from 0 at the lowest tick to 1 at the highest."""
        low, high = self.ticks[0], self.ticks[-1]
        return (value / 2 - low / 2) / (high / 2 - low / 2)  # halves: the largest numbers have no difference


@dataclass(frozen=True)
class Tick:
    """A day of the axis of time that has a label: of its month, else of its own."""

    day: date
    is_year: bool  # only the year is said
    is_month: bool  # it is the first of a month, and stands for it


@dataclass(frozen=True)
class Times:
    """The axis of time, from a day to a day."""

    first: date
    last: date
    ticks: Sequence[Tick]

    def at(self, day: date) -> float:
        """Where a day lies: from 0 at the first to 1 at the last."""
        return (day - self.first) / (self.last - self.first)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def values_axis(values: Sequence[float]) -> Values:
    """Round ticks around finite values, four to seven of them; a single value stands in the middle."""
    low, high = min(values), max(values)
    if not high / 2 - low / 2 > max(abs(low), abs(high)) * 1e-9:  # equal, as far as a picture shows
        half = abs(high) / 4 or 0.5
        low, high = low - half, high + half
    step = _round_step((high / 2 - low / 2) / _INTERVALS * 2)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    return Values([number * step for number in range(first, last + 1)])


def _round_step(rough: float) -> float:
    """The round number that is next above."""
    power = math.floor(math.log10(rough))
    factor = next((one for one in _STEPS if one * 10.0**power >= rough * 0.999), _STEPS[-1])
    return float(f"{factor}e{power}")


def times_axis(days: Sequence[date], *, due_on: date | None) -> Times:
    """From the first day to the last, and to the day something is due unless that is far away.

    Args:
        days: of the history, in order; at least one.
        due_on: the day that is aimed at.
    """
    first, last = days[0], days[-1]
    span = max(last - first, _SHORTEST)
    if due_on is not None and first - span * _BROKEN_OFF <= due_on <= first + span * _BROKEN_OFF:
        first, last = min(first, due_on), max(last, due_on)
    if first == last:
        first, last = first - _AROUND, last + _AROUND
    return Times(first, last, _time_ticks(first, last))


def _time_ticks(first: date, last: date) -> list[Tick]:
    """Beginnings of months or years, few enough to be read; in a history of some weeks days."""
    months = _months(first, last)
    if len(months) < 2:
        return [Tick(day, False, False) for day in _single_days(first, last)]
    for step in _MONTHS:
        chosen = [one for one in months if _is_round(one, step)]
        if len(chosen) <= _MOST_TICKS:
            break
    if not chosen:  # a year and a half may hold no first of a round month
        chosen = months[:: -(-len(months) // _MOST_TICKS)]
    return [Tick(month_days(*one)[0], step >= _YEAR, True) for one in chosen]


def _is_round(month: JalaliMonth, step: int) -> bool:
    if step < _YEAR:
        return (month.month - 1) % step == 0
    return month.month == 1 and month.year % (step // _YEAR) == 0


def _months(first: date, last: date) -> list[JalaliMonth]:
    """The months that begin between two days."""
    found, month = [], month_of(first)
    if jalali_day(first).day > 1:
        month = next_month(*month)
    while month_days(*month)[0] <= last:
        found.append(month)
        month = next_month(*month)
    return found


def _single_days(first: date, last: date) -> list[date]:
    every = next((step for step in _DAYS if (last - first).days // step < _MOST_TICKS), 15)
    return [first + timedelta(days=number) for number in range(0, (last - first).days + 1, every)]


def kept_apart(places: Sequence[float], distance: float, within: tuple[float, float]) -> list[float]:
    """Places on a line, moved as little as keeps them apart, each at its index.

    Args:
        places: where things should stand.
        distance: the least between two of them.
        within: between which two none stands outside; they have room there.
    """
    order = sorted(range(len(places)), key=lambda at: places[at])
    found, (least, most) = list(places), within
    for at in order:
        found[at] = least = max(places[at], least)
        least += distance
    for at in reversed(order):
        found[at] = most = min(found[at], most)
        most -= distance
    return found
