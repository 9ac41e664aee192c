"""What somebody decides about the lines of a published text: each decision gives the lines anew. Pure."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from models.goal_likeness import double_among
from models.goal_reading import Line, Part, joined, without_sign

type Lines = list[Line]

TITLE: Final = 90  # letters of a goal's title
_SHORTEST_TITLE: Final = 30
_ENDS: Final = ("؛", ". ", "،", ":", " - ", " – ", " (")
_LOOSE: Final = frozenset(("و", "یا", "با", "به", "از", "در", "برای", "که", "تا", "بر", "جهت", "های", "هر", "این"))


def goals_of(lines: Iterable[Line]) -> Lines:
    """Those that become goals."""
    return [line for line in lines if line.part is Part.GOAL]


def strays_of(lines: Iterable[Line]) -> Lines:
    """Those that wait for somebody to say what they are."""
    return [line for line in lines if line.part is Part.STRAY]


def repeated_numbers(lines: Iterable[Line], taken: Collection[int] = ()) -> set[int]:
    """Numbers that more than one goal would have, or that goals have already (`taken`)."""
    count = Counter(line.number for line in goals_of(lines) if line.number is not None)
    return {number for number, times in count.items() if times > 1 or number in taken}


def undecided(lines: Sequence[Line], taken: Collection[int] = ()) -> Lines:
    """Whatever keeps the text from being stored: strays, the second of two with one number, goals that are too long."""
    seen: set[int] = set(taken)
    found = []
    for line in lines:
        is_twice = line.part is Part.GOAL and line.number is not None and line.number in seen
        if line.part is Part.STRAY or is_twice or (line.part is Part.GOAL and (line.is_long or not line.text.strip())):
            found.append(line)
        if line.part is Part.GOAL and line.number is not None:
            seen.add(line.number)
    return found


def double_of(lines: Sequence[Line], line: Line) -> Line | None:
    """The goal that says nearly the same, as long as both are there and nobody said that both stay."""
    if line.double_of is None or line.is_settled or line.part is Part.DROPPED:
        return None
    other = find(lines, line.double_of)
    return other if other is not None and other.part is Part.GOAL else None


def missing_numbers(lines: Iterable[Line]) -> list[int]:
    """Numbers between those of the goals that none has: a goal may have been overlooked."""
    numbers = {line.number for line in goals_of(lines) if line.number is not None}
    return sorted(set(range(1 if min(numbers) < 3 else min(numbers), max(numbers))) - numbers) if numbers else []


def find(lines: Iterable[Line], key: int) -> Line | None:
    """The line of this name."""
    return next((line for line in lines if line.key == key), None)


def above(lines: Sequence[Line], key: int) -> Line | None:
    """The goal to which a line would be joined: the nearest one before it."""
    before = []
    for line in lines:
        if line.key == key:
            break
        before.append(line)
    return next((line for line in reversed(before) if line.part is Part.GOAL), None)


def join(lines: Sequence[Line], key: int) -> Lines | None:
    """The line as a part of the goal before it; None where none is before it."""
    target, line = above(lines, key), find(lines, key)
    if target is None or line is None or line.part not in {Part.GOAL, Part.STRAY}:
        return None
    whole = replace(target, text=joined(target.text, line.text), is_settled=False)
    return _with(_without(lines, key), whole)


def own(lines: Sequence[Line], key: int) -> Lines:
    """The line as a goal of its own; its number is the next free one."""
    return [replace(line, part=Part.GOAL, number=None) if line.key == key else line for line in lines]


def drop(lines: Sequence[Line], key: int) -> Lines:
    """The line left out; it can be taken back."""
    return [
        replace(line, part=Part.DROPPED, was=line.part) if line.key == key and line.part in _DROPPABLE else line
        for line in lines
    ]


_DROPPABLE: Final = {Part.GOAL, Part.STRAY}


def take_back(lines: Sequence[Line], key: int) -> Lines:
    """A line that was left out, as it was before."""
    return [
        replace(line, part=line.was or Part.STRAY, was=None) if line.key == key and line.part is Part.DROPPED else line
        for line in lines
    ]


def settle(lines: Sequence[Line], key: int) -> Lines:
    """Both of two that say nearly the same stay."""
    return [replace(line, is_settled=True) if line.key == key else line for line in lines]


def reword(lines: Sequence[Line], key: int, text: str) -> Lines:
    """The line with other words; one without a number becomes a goal only when somebody says so."""
    line = find(lines, key)
    words = text.strip()
    if line is None or not words or line.part not in _DROPPABLE:
        return list(lines)
    return _with(lines, replace(line, text=words, is_settled=False))


def renumber(lines: Sequence[Line], keys: Collection[int]) -> Lines:
    """These get the next free numbers in the place of their own."""
    return [replace(line, number=None) if line.key in keys else line for line in lines]


def with_numbers(lines: Sequence[Line], taken: Collection[int] = ()) -> Lines:
    """The goals, each with the number it will have: those without one follow the greatest there is."""
    goals = goals_of(lines)
    last = max([0, *taken, *(line.number for line in goals if line.number is not None)])
    found: Lines = []
    for line in goals:
        if line.number is None:
            last += 1
        found.append(line if line.number is not None else replace(line, number=last))
    return found


def places_to_split(text: str, most: int = 6) -> list[int]:
    """Where a text may be cut in two: at its lines, else after sentences, else at dashes and commas."""
    found: list[int] = []
    for signs in (("\n",), (". ", "؛", "؟", "! "), (" - ", " – ", " — "), ("،",), (" و ",)):
        for sign in signs:
            at = text.find(sign)
            while at > 0:
                end = at + len(sign) if sign != " و " else at + 1
                if text[:at].strip() and text[end:].strip(" \t\n-–—"):
                    found.append(end)
                at = text.find(sign, at + 1)
        if found:
            break
    return sorted(set(found))[:most]


def place_of(text: str, words: str) -> int | None:
    """Where the second part begins, by its first words as somebody typed them; None where they are not there once."""
    wanted = " ".join(words.split()).strip(" .،…«»")
    flat = text.replace("\n", " ")
    at = flat.find(wanted)
    if not wanted or at <= 0 or flat.find(wanted, at + 1) >= 0:
        return None
    return at


def split(lines: Sequence[Line], key: int, at: int) -> Lines | None:
    """The line as two, cut before a letter; the second is a goal with the next free number, or without one as it was.

    None where one of the two would be empty.
    """
    line = find(lines, key)
    if line is None or line.part not in _DROPPABLE:
        return None
    one, other = line.text[:at].rstrip(" \t\n-–—"), without_sign(line.text[at:].lstrip(" \t\n-–—"))
    one, other = _AND_LAST.sub("", one), _AND_FIRST.sub("", other)
    if not one.strip() or not other.strip():
        return None
    place = next(at for at, found in enumerate(lines) if found.key == key)
    more = Line(max(found.key for found in lines) + 1, line.part, other)
    whole = [*lines[: place + 1], more, *lines[place + 1 :]]
    return _with(_with(whole, replace(line, text=one, is_settled=False)), more)


_AND_LAST, _AND_FIRST = re.compile(r"(?:[،\s]+و|،)$"), re.compile(r"^و\s+")  # what joined them joins nothing any more


def read_preamble(lines: Sequence[Line]) -> Lines:
    """What stands before the list, read too: each of its lines waits for somebody to say what it is."""
    found: Lines = []
    key = max((line.key for line in lines), default=0)
    for line in lines:
        if line.part is not Part.PREAMBLE:
            found.append(line)
            continue
        for words in line.text.split("\n"):
            if words.strip():
                key += 1
                found.append(Line(key, Part.STRAY, without_sign(words.strip())))
    return found


def _without(lines: Sequence[Line], key: int) -> Lines:
    return [line for line in lines if line.key != key]


def _with(lines: Sequence[Line], changed: Line) -> Lines:
    """The lines with one of them changed, and looked at anew whether it says what another one does."""
    others = [line for line in lines if line.key != changed.key and line.part in _DROPPABLE]
    at = double_among(changed.text, [line.text for line in others])
    double = others[at].key if at is not None else None
    found = replace(changed, double_of=double)
    return [
        found if line.key == changed.key else replace(line, double_of=None) if line.double_of == changed.key else line
        for line in lines
    ]


def title_of(text: str) -> str:
    """The beginning of a goal's text as its title: all of it where it is short, else up to a sign or a word's end."""
    first = text.strip().split("\n", 1)[0].strip()
    if len(first) <= TITLE:
        return first.rstrip(" :؛،-") or first
    ends = (first.rfind(sign, _SHORTEST_TITLE, TITLE) for sign in _ENDS)
    at = max(ends)
    if at > 0:
        return first[:at].rstrip(" :؛،-.(")
    words = first[: TITLE - 1].rsplit(" ", 1)[0].split()
    while len(words) > 3 and words[-1] in _LOOSE:
        words.pop()
    return " ".join(words) + "…"
