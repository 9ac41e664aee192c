"""Hours as people type them: «ساعت پنج و نیم عصر», «۱۷ تا ۱۸:۳۰», «ظهر», and durations: «یک ساعت و نیم»."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_HOUR: Final = 60  # minutes
_DAY: Final = 24 * _HOUR
_LONGEST: Final = 12 * _HOUR
_HALF_DAY: Final = 12  # hours
_SMALL_HOURS: Final = 6  # up to here an end may be of the next day

_EVENING: Final = r"عصر|بعد ?از ?ظهر|بعدظهر|غروب|pm|p\.m\.|in the (?:afternoon|evening)"
_MORNING: Final = r"صبح|(?:قبل|پیش) از ظهر|am|a\.m\.|in the morning"
_PERIOD: Final = rf"(?:{_EVENING}|{_MORNING}|شب|بامداد|سحر|ظهر)(?!\w)"
# Which hour of the day an hour of a clock's face is, by what is said of it; what is missing is nobody's hour.
_HOURS: Final = {
    _EVENING: {hour: hour + _HALF_DAY for hour in range(1, 12)} | {hour: hour for hour in range(12, 24)},
    _MORNING: {hour: hour for hour in range(1, 12)},
    "شب": {hour: hour + _HALF_DAY for hour in range(5, 13)} | {hour: hour for hour in range(17, 25)},
    "بامداد|سحر": {hour: hour for hour in range(7)} | {12: 0},
    "ظهر": {11: 11, 12: 12, 1: 13, 2: 14, 3: 15, 13: 13, 14: 14, 15: 15},
}


def _hour(number: str) -> str:
    return (
        rf"(?:(?P<before{number}>{_PERIOD})\s+)?(?P<said{number}>(?:ساعت|\bat\b)\s*)?"
        rf"(?<![\d/.:])(?P<hour{number}>\d{{1,2}})"
        rf"(?:[:.](?P<minute{number}>\d{{2}})|\s*و\s*(?P<part{number}>نیم|ربع|\d{{1,2}}\s*دقیقه)(?!\w))?"
        rf"(?:\s*(?P<after{number}>{_PERIOD}))?(?![\d/:]|\.\d)"
    )


_ONE: Final = re.compile(rf"(?<!\d-){_hour('1')}(?!-\d)")
_TWO: Final = re.compile(rf"(?:\b(?:از|from)\s+)?{_hour('1')}\s*(?:تا|الی|-|\bto\b|\buntil\b|\btill\b)\s*{_hour('2')}")
_NOON: Final = re.compile(r"(?<!از )(?<!\d )(?<!نیم )(?<!ربع )(?<!دقیقه )\bظهر\b(?!\s*(?:ساعت\s*)?\d)|\bnoon\b")
_LENGTH: Final = re.compile(r"\s(?:به مدت|مدت|برای|for)\s+(?P<length>.+)$")
_PARTS: Final = {"نیم": 30, "ربع": 15}

_SPAN: Final = re.compile(
    r"(?:(?P<hours>\d+(?:[./٫]\d+)?)(?P<half>\s*و\s*نیم)?\s*(?:ساعته?|hours?|hrs?|h)(?![^\W\d]))?"
    r"(?P<quarter>\s*(?:و\s*)?(?:نیم|ربع)|\s*and a half)?"
    r"(?:\s*(?:و|and)?\s*(?P<minutes>\d+)\s*(?:دقیقه(?: ?ای)?|minutes?|mins?|m)?)?"
)


class Hours(NamedTuple):
    """When of a day, in minutes after midnight (0–1440), and for how many minutes, if that was said."""

    begins: int
    minutes: int | None


def clocks(typed: str, *, guesses_afternoon: bool) -> Iterator[tuple[Hours, str]]:
    """Every way to read an hour out of plain words (`typed_numbers.plain`) and what is left, the clearest first.

    Args:
        typed: the words.
        guesses_afternoon: that a bare hour from 1 to 6 («۵», but not `05:00`) is the afternoon's: nobody calls a
            meeting for five in the morning without saying so.
    """
    typed = _NOON.sub("12:00 ظهر", typed)
    typed, length = _without_length(typed)
    for found in _TWO.finditer(typed):
        span = _between(found, guesses_afternoon=guesses_afternoon) if length is None else None
        if span is not None:
            yield span, _rest(typed, found)
    for found in sorted(_ONE.finditer(typed), key=lambda one: not _is_marked(one)):
        if not _is_marked(found) and found.end() != len(typed):
            continue
        begins = _begins(found, guesses_afternoon=guesses_afternoon)
        if begins is not None:
            yield Hours(begins, length), _rest(typed, found)


def minutes_of(typed: str) -> int | None:
    """How long plain words say that something lasts, in minutes; None where they do not. A bare 1–4 means hours."""
    if typed in _QUARTERS:
        return _QUARTERS[typed]
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", typed)
    if found is not None:
        return int(found[1]) * _HOUR + int(found[2]) if int(found[2]) < _HOUR else None
    if typed.isdecimal():
        number = int(typed)
        return number * _HOUR if number < 5 else number if number >= 10 else None
    found = _SPAN.fullmatch(typed)
    if found is None or (found["hours"] is None and (found["quarter"] or found["minutes"] is None)):
        return None
    hours = float(re.sub("[/٫]", ".", found["hours"] or "0"))
    quarter = 0 if found["quarter"] is None else 15 if "ربع" in found["quarter"] else 30
    return round(hours * _HOUR) + (30 if found["half"] else 0) + quarter + int(found["minutes"] or 0)


_QUARTERS: Final = {
    "نیم ساعت": 30, "نیمساعت": 30, "نیم ساعته": 30, "half an hour": 30, "an hour": 60, "an hour and a half": 90,
    "ساعت": 60, "ربع": 15, "1 ربع": 15, "ربع ساعت": 15, "1 ربع ساعت": 15, "3 ربع": 45, "3 ربع ساعت": 45,
}  # fmt: skip


def _without_length(typed: str) -> tuple[str, int | None]:
    found = _LENGTH.search(typed)
    length = minutes_of(found["length"]) if found is not None else None
    return (typed[: found.start()], length) if found is not None and length else (typed, None)


def _is_marked(found: re.Match[str]) -> bool:
    """Whether it can be nothing but an hour."""
    return any(found[name] is not None for name in ("before1", "said1", "minute1", "part1", "after1"))


def _rest(typed: str, found: re.Match[str]) -> str:
    return f"{typed[: found.start()]} {typed[found.end() :]}".strip()


def _begins(found: re.Match[str], *, guesses_afternoon: bool) -> int | None:
    period = found["after1"] or found["before1"]
    return _minute(found, "1", period, guesses_afternoon=guesses_afternoon)


def _minute(found: re.Match[str], number: str, period: str | None, *, guesses_afternoon: bool) -> int | None:
    """Minutes after midnight of one hour of a match; None where there is no such hour."""
    hour, part = int(found[f"hour{number}"]), found[f"part{number}"] or ""
    minute = int(found[f"minute{number}"] or _PARTS.get(part) or re.sub(r"\D", "", part) or 0)
    if period is not None:
        hours = next(hours for words, hours in _HOURS.items() if re.fullmatch(words, period))
        if hour not in hours:
            return None
        hour = hours[hour]
    elif guesses_afternoon and 1 <= hour <= _SMALL_HOURS and not found[f"hour{number}"].startswith("0"):
        hour += _HALF_DAY
    whole = hour * _HOUR + minute
    return whole if minute < _HOUR and whole <= _DAY else None


def _between(found: re.Match[str], *, guesses_afternoon: bool) -> Hours | None:
    """«۵ تا ۷ عصر»: what is said of the end holds for the beginning, where that makes sense."""
    first, second = found["after1"] or found["before1"], found["after2"] or found["before2"]
    readings = [(first, guesses_afternoon), (first, False)]
    if first is None and second is not None:
        readings.insert(0, (second, False))
    for period, guesses in readings:
        begins = _minute(found, "1", period, guesses_afternoon=guesses)
        ends = _end(found, second, begins) if begins is not None else None
        if begins is not None and ends is not None:
            return Hours(begins, ends - begins)
    return None


def _end(found: re.Match[str], period: str | None, begins: int) -> int | None:
    """The first moment after the beginning that the end may mean."""
    ends = _minute(found, "2", period, guesses_afternoon=False)
    if ends is None:
        return None
    meant = [ends]
    if period is None and ends < _DAY // 2 and not found["hour2"].startswith("0"):
        meant.append(ends + _DAY // 2)
    if ends <= _SMALL_HOURS * _HOUR and begins >= _LONGEST:
        meant.append(ends + _DAY)
    return next((end for end in meant if begins < end <= begins + _LONGEST), None)
