"""Which lines of a published text begin a goal: numbers are judged by the list that they make together. Pure.

A number at the beginning of a line may also be a quantity («۲ parks»), a year, a page, or that of a part of a goal.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from models.goal_marks import HEADINGS, REMARKS, Mark, Strength
from models.goal_text_rows import Row, is_unfinished

_FARTHEST: Final = 25  # numbers that may be missing between two goals that follow each other
_DISPLACED: Final = 3  # how far a goal's number may be out of order
_LEAST: Final = {Strength.BARE: 2, Strength.PLAIN: 3, Strength.GLUED: 3}  # numbers without a sign that make a list
_GOAL: Final = "هدف"
_DASHES: Final = "-–—−ـ"

type Found = list[tuple[int, Mark]]


def starts_of(rows: Sequence[Row]) -> dict[int, Mark]:
    """The rows (by index) that begin a goal, each with its number, in order."""
    signed = _main_kind(_of(rows, Strength.SIGNED))
    chain = best_chain(signed, rows)
    for strength, least in _LEAST.items():
        weak = best_chain(_of(rows, strength), rows)
        if weak and weak[0][1].number == 1 and len(weak) >= max(least, len(chain) + 1):
            return dict(weak)
    starts = dict(chain)
    starts.update(_out_of_order(rows, signed, chain))
    starts.update(_missing(rows, chain))
    return dict(sorted(starts.items()))


def _of(rows: Sequence[Row], strength: Strength) -> Found:
    """The rows whose numbers are of a strength; of those with parts («1-2»), only where no number is there twice."""
    found = [(at, row.mark) for at, row in enumerate(rows) if row.mark is not None and row.mark.strength is strength]
    if strength is Strength.GLUED:
        is_list = len({mark.number for _, mark in found}) == len(found)
        return [one for one in found if is_list and one[1].style in _DASHES]
    return found


def _main_kind(found: Found) -> Found:
    """Without the numbers of what stands above goals («محور اول:»), or below them where these say «هدف»."""
    found = [one for one in found if one[1].key not in HEADINGS | REMARKS] or found
    keyed = [one for one in found if one[1].key]
    if len(keyed) < 2 or _rises(found):
        return found
    if _rises(keyed):
        return keyed
    count = Counter(mark.key for _, mark in keyed)
    goals = [key for key, number in count.items() if key.startswith(_GOAL) and number > 1]
    main = goals[0] if goals else count.most_common(1)[0][0]
    return [one for one in keyed if one[1].key == main]


def _rises(found: Found) -> bool:
    return all(before[1].number < after[1].number for before, after in pairwise(found))


def best_chain(found: Found, rows: Sequence[Row]) -> Found:
    """The most of these whose numbers rise line by line; of several, the one with the fewest numbers missing."""
    best: list[tuple[float, int]] = []  # the worth of the best chain that ends here, and the one before
    for here, (at, mark) in enumerate(found):
        worth, before = (1.0 if mark.number == 1 else 0.9) - 0.0001 * here - 0.001 * rows[at].indent, -1
        for earlier in range(here):
            place, other = found[earlier]
            step = mark.number - other.number
            odd = (mark.style != other.style) + (rows[at].indent != rows[place].indent)
            reached = best[earlier][0] + 1 - 0.01 * step - 0.02 * odd
            if 0 < step <= _FARTHEST and reached > worth:
                worth, before = reached, earlier
        best.append((worth, before))
    at = max(range(len(found)), key=lambda one: best[one][0], default=-1)
    chain: Found = []
    while at >= 0:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]


def _out_of_order(rows: Sequence[Row], found: Found, chain: Found) -> Iterator[tuple[int, Mark]]:
    """Goals whose numbers are not in order: twice there, exchanged, or counted anew under another heading."""
    numbers, rank = {mark.number for _, mark in chain}, {at: place for place, (at, _) in enumerate(chain)}
    place = -1
    for is_chain, group in groupby(found, key=lambda one: one[0] in rank):
        run = list(group)
        if is_chain:
            place = rank[run[-1][0]]
            continue
        above = chain[place] if place >= 0 else None
        if above is not None and _are_parts(rows, run, above):
            continue
        for at, mark in run:
            is_near = above is None or abs(mark.number - above[1].number - 1) <= _DISPLACED
            wraps = at > 0 and not rows[at].gap and is_unfinished(rows[at - 1].words)
            if not wraps and (mark.number in numbers or is_near or mark.number <= len(numbers)):
                yield at, mark


def _are_parts(rows: Sequence[Row], run: Found, above: tuple[int, Mark]) -> bool:
    """Whether a list from 1 stands within a goal: farther in, or with another sign; not below a heading."""
    first, mark = run[0]
    if mark.number != 1 or not _rises(run):
        return False
    if first - 1 != above[0] and (rows[first].gap or rows[first - 1].gap):
        return False
    return rows[first].indent > rows[above[0]].indent or mark.style != above[1].style


def _missing(rows: Sequence[Row], chain: Found) -> Iterator[tuple[int, Mark]]:
    """Numbers that the list lacks, where a line begins with one without a sign: «۲ …» between «۱-» and «۳-»."""
    if not chain:
        return
    parts = Counter(row.mark.number for row in rows if row.mark is not None and row.mark.child is not None)
    before = (-1, chain[0][1].number - 2 if chain[0][1].number == 2 else chain[0][1].number - 1)
    for (begin, low), (end, high) in pairwise([before, *((at, mark.number) for at, mark in chain)]):
        wanted = low + 1
        for at in range(begin + 1, end):
            mark = rows[at].mark
            if mark is None or not wanted <= mark.number < high or not _may_stand(rows, at, mark, parts):
                continue
            if mark.number == wanted:
                yield at, mark
                wanted += 1


def _may_stand(rows: Sequence[Row], at: int, mark: Mark, parts: Counter[int]) -> bool:
    if mark.strength is Strength.SIGNED or mark.key in HEADINGS:
        return False
    if mark.strength is Strength.GLUED and (mark.style not in _DASHES or mark.child == 1 or parts[mark.number] > 1):
        return False
    return at == 0 or rows[at].gap or not is_unfinished(rows[at - 1].words)
