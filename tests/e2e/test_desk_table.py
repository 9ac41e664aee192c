"""Who × what × where × at which status, through the chat, with buttons that were made up or pressed again."""

import os
import random
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import product, zip_longest

import pytest

from models.submission import ENDED, NEEDS_REASON, STAFF_MOVES, About, Kind, Status, Submission
from tests.e2e.desk_stage import AUTHOR, CASES, OWNER, Case, Stage, Trace, Who, button, every_button, named
from tests.e2e.harness import running_bot
from tests.e2e.office import person_id

_STAFF = (Who.OWNER, Who.SECRETARIAT, Who.MANAGER, Who.ANOTHER_MANAGER, Who.COUNCIL)
_NOBODY = tuple(who for who in Who if who not in _STAFF)
_MAY_NOT = {Who.COUNCIL: {"place", "letter", "name"}}  # of what they see
_LOOKS = {"card", "more", "whole", "status", "kinds", "abouts", "files", "pin", "release"}
_WORDS = {"ask", "answer", "note", "transcribe"}
_WRITTEN = "فردا می‌آییم"
_ABSENT = 909_090  # no submission has this id
_SHOWN = {"files": "sendPhoto", "pin": "sendLocation"}
_DESK = ("desk", "desk_area", "case", "case_area", "case_topic", "words", "walk_in", "walk_in_area", "walk_in_topic")
_ABOUT_ONE = ("case", "case_area", "case_topic", "words")  # these name a submission, or one that is being worked on
_seeded = random.Random(1405)


@asynccontextmanager
async def staged(url: str) -> AsyncIterator[Stage]:
    """A town with everybody in it."""
    async with running_bot(url, owner_ids=(OWNER,)) as town:
        yield await Stage.open(town)


@dataclass(frozen=True)
class Cell:
    """One cell of the table: somebody tries an action on a submission that they see."""

    who: Who
    case: Case
    action: str
    is_anonymous: bool = False

    @property
    def to(self) -> Status | None:
        """Where it would be moved."""
        return Status(self.action.removeprefix("to_")) if self.action.startswith("to_") else None

    @property
    def is_allowed(self) -> bool:
        """Whether it is to happen: the role may do it, and the status leads there."""
        moves = STAFF_MOVES[self.case.status]
        if self.action in _MAY_NOT.get(self.who, ()):
            return False
        if self.action == "ask":
            return self.case.status is Status.NEEDS_INFO or Status.NEEDS_INFO in moves
        if self.action == "name":
            return not self.is_anonymous
        return self.to is None or (self.to in moves and self.to is not Status.NEEDS_INFO)

    @property
    def ending(self) -> Sequence[str]:
        """What follows the press of the card's button, each a button's data or words; {n} is the submission."""
        plain, send = "1:words:plain:{n}:1", "1:words:send:{n}:1"
        if not self.is_allowed:
            return (send, plain, "1:words:send:{n}:0", "1:case_area:choose:{place}:1", "1:case_topic:choose:1:1")
        if self.action in _WORDS:
            return (_WRITTEN, send, plain)
        if self.to is not None:
            return (plain, _WRITTEN, send, plain) if self.to in NEEDS_REASON else (plain, plain, plain, send)
        chosen = {"letter": ("۱۲/۳", "1405/08/01"), "topics": ("1:case_topic:choose:1:1",) * 2}
        return {**chosen, "place": ("1:case_area:choose:{place}:1",) * 2}.get(self.action, ())

    def after(self, was: Trace, me: int) -> tuple[Trace, int | None]:
        """What there must be of it afterwards, and who holds it."""
        if not self.is_allowed or self.action in _LOOKS:
            return was, None
        if self.action == "name":
            return replace(was, audits=was.audits + 1), None
        return self._changed(was), None if self.to in ENDED or self._leaves_reach else me

    def _changed(self, was: Trace) -> Trace:
        asks, moves = self.action == "ask", self.to is not None
        moved = moves or (asks and self.case.status is not Status.NEEDS_INFO)
        said = self.action in _WORDS
        tells = moves or self.action in {"ask", "answer"}
        changed = moved or self._corrects
        return replace(
            was,
            version=was.version + changed,
            events=was.events + moved,
            entries=was.entries + said,
            audits=was.audits + (said or moves or self._corrects or self.action == "take"),
            deliveries=was.deliveries + tells,
        )

    @property
    def _corrects(self) -> bool:
        kind = Kind.REPORT if self.case.about is None else Kind.COMPLAINT
        if self.action.startswith("kind_"):
            return self.action != f"kind_{kind}"
        return (
            self.action in {"letter", "place", "topics"}
            or (self.action == "show" and kind is not Kind.COMPLAINT)
            or self._becomes_about != self.case.about
        )

    @property
    def _becomes_about(self) -> About | None:
        if self.case.about is None or self.action == "about_nobody":  # what is no complaint is about nobody
            return None
        return next((whom for whom in About if self.action == f"about_{whom}"), self.case.about)

    @property
    def _leaves_reach(self) -> bool:
        """Placed in the other district, or about somebody else: it may be nobody's of theirs any more."""
        if self.action == "place":
            return self.who is Who.ANOTHER_MANAGER
        return not replace(self.case, about=self._becomes_about).is_for(self.who)


def _cells() -> list[Cell]:
    actions = every_button()["case"]
    seen = [(who, case) for who, case in product(_STAFF, CASES) if case.is_for(who)]
    cells = [Cell(who, case, action) for (who, case), action in product(seen, actions)]
    return cells + [Cell(who, case, "name", is_anonymous=True) for who, case in seen]


def _some_cells() -> list[Cell]:
    """Every action of everybody once, and as many moves again: they depend on the status most."""
    cells = _cells()
    _seeded.shuffle(cells)
    once = list({(one.who, one.action, one.is_anonymous): one for one in cells}.values())
    return once + [one for one in cells if one.to is not None][:20]


async def _try_cells(stage: Stage, cells: Sequence[Cell]) -> None:
    by_person = [[one for one in cells if one.who is who] for who in _STAFF]
    for together in zip_longest(*by_person):  # each on a submission of their own, at the same time
        numbered = [
            (one, await stage.lay(one.case, is_anonymous=one.is_anonymous)) for one in together if one is not None
        ]
        await _try_together(stage, numbered)


async def _try_together(stage: Stage, cells: Sequence[tuple[Cell, int]]) -> None:
    before = {number: stage.trace(number) for _, number in cells}
    last = stage.last_answer()
    for cell, number in cells:
        person = stage.people[cell.who]
        await stage.forget_dialogues(person)
        forged = [button("case", cell.action, number, version) for version in (4, 0, 78_364_164_095)]
        await stage.does(person, [*forged, button("case", cell.action, number, 3), *_filled(stage, cell, number)])
    await stage.town.quiet(60)
    for cell, number in cells:
        _check(stage, cell, number, before[number], stage.answers(stage.people[cell.who], last))


def _filled(stage: Stage, cell: Cell, number: int) -> list[str]:
    ids = {"n": button("x", "x", number).split(":")[3], "place": button("x", "x", stage.elsewhere).split(":")[3]}
    steps = [one.format(**ids) for one in cell.ending]
    return steps if cell.action == "name" else [*steps, button("case", cell.action, number, 3)]


def _check(stage: Stage, cell: Cell, number: int, was: Trace, calls: Sequence[tuple[str, str]]) -> None:
    wanted, holder = cell.after(was, person_id(stage.town, stage.people[cell.who]))
    now = stage.trace(number)
    assert replace(now, claims=0) == replace(wanted, claims=0), (cell, calls)
    assert stage.holder(number) == holder, (cell, calls)
    assert named(calls) <= {number}, (cell, calls)
    assert (AUTHOR in str(calls)) == (cell.action == "name" and cell.is_allowed), (cell, calls)
    row = stage.town.row(Submission, Submission.id == number)
    assert row.status == _status_after(cell), cell
    if cell.is_allowed:
        assert number in named(calls), (cell, calls)
        assert _SHOWN.get(cell.action, "") in {"", *(method for method, _ in calls)}, (cell, calls)
    elif cell.to is not None or cell.action == "ask":
        assert any("به این مرحله نمی‌شود رفت" in words for _, words in calls), (cell, calls)
    else:
        assert any("پیدا نشد" in words for _, words in calls), (cell, calls)


def _status_after(cell: Cell) -> Status:
    if not cell.is_allowed:
        return cell.case.status
    return Status.NEEDS_INFO if cell.action == "ask" else cell.to or cell.case.status


async def test_whoever_may_can_and_does_it_once(sqlite_url: str) -> None:
    """Some cells of the table: forged versions do nothing, the right press does it, pressed again it did it once."""
    async with staged(sqlite_url) as stage:
        await _try_cells(stage, _some_cells())


# All of it takes an hour; TABLE_QUARTER (0 to 3) chooses a part, for whoever has less.
_PART = slice(int(os.environ["TABLE_QUARTER"]) % 4, None, 4) if os.environ.get("TABLE_QUARTER") else slice(None)


@pytest.mark.soak
async def test_every_cell(postgresql_url: str) -> None:
    """All cells of the table, as above."""
    async with staged(postgresql_url) as stage:
        await _try_cells(stage, list(_cells())[_PART])


async def _try_hidden(stage: Stage, who: Who, data: Sequence[tuple[str, str]], cases: Iterable[Case]) -> None:
    """What is hidden is answered as what is not there; nothing is read, and nothing changes."""
    person = stage.people[who]
    absent = await stage.presses(person, [button(noun, action, _ABSENT, 3) for noun, action in data])
    for case in cases:
        number = next(number for number, one in stage.cases.items() if one == case)
        before = stage.trace()
        hidden = await stage.presses(person, [button(noun, action, number, 3) for noun, action in data])
        assert hidden == absent, (who, case)
        assert stage.trace() == before, (who, case)
    calls = stage.answers(person)
    assert not {number for number in named(calls) if not stage.cases[number].is_for(who)}, who
    assert not {"sendPhoto", "sendLocation", "sendMediaGroup"} & {method for method, _ in calls}, who
    assert AUTHOR not in str(calls), who


def _buttons(nouns: Sequence[str]) -> list[tuple[str, str]]:
    return [(noun, action) for noun, actions in every_button().items() if noun in nouns for action in actions]


async def test_whoever_may_not_reads_and_changes_nothing(sqlite_url: str) -> None:
    """Every button of the desk, on something hidden or by somebody who has no desk: as if it were not there."""
    async with staged(sqlite_url) as stage:
        for case in _seeded.sample(CASES, 25):
            await stage.lay(case)
        for who in (*_STAFF[1:], *_NOBODY):
            every = _buttons(_DESK if who in _NOBODY else _ABOUT_ONE)
            hidden = [case for case in stage.cases.values() if not case.is_for(who)]
            await _try_hidden(stage, who, _seeded.sample(every, 18), _seeded.sample(hidden, 1))


@pytest.mark.soak
async def test_everything_hidden(postgresql_url: str) -> None:
    """Everybody, every button, every submission that is hidden from them."""
    async with staged(postgresql_url) as stage:
        for case in CASES[_PART]:
            await stage.lay(case)
        for who in (*_STAFF[1:], *_NOBODY):
            every = _buttons(_DESK if who in _NOBODY else _ABOUT_ONE)
            await _try_hidden(stage, who, every, [case for case in CASES[_PART] if not case.is_for(who)])


async def test_every_button_of_the_house_pressed_by_a_stranger(sqlite_url: str) -> None:
    """Whatever button there is anywhere, made up with the id of another's submission: nothing of it is told."""
    async with staged(sqlite_url) as stage:
        number = await stage.lay(Case(None, Status.DONE, None))
        before, stranger = stage.trace(), stage.people[Who.RESIDENT]
        calls = await stage.presses(stranger, [button(*one, number, 3) for one in _buttons(tuple(every_button()))])
        assert stage.trace() == before
        assert named(calls) == set()
        assert AUTHOR not in str(calls)


async def test_the_trays_hold_what_is_theirs(sqlite_url: str) -> None:
    """The pages of «open» and «ended» list exactly what somebody may see, and the overview counts no more."""
    async with staged(sqlite_url) as stage:
        for case in CASES:
            await stage.lay(case)
        for who in _STAFF:
            pages = [button("desk", tray, page) for tray in ("tray_open", "tray_ended") for page in range(16)]
            calls = await stage.presses(stage.people[who], pages)
            assert named(calls) == {number for number, case in stage.cases.items() if case.is_for(who)}, who


async def test_next_hands_out_what_is_theirs(sqlite_url: str) -> None:
    """«Next», with any id in it, and «three in a row» go through one's own submissions alone, and hold these."""
    async with staged(sqlite_url) as stage:
        for case in CASES:
            await stage.lay(case)
        hidden = next(number for number, case in stage.cases.items() if case == Case(None, Status.REGISTERED, None))
        for who in _STAFF[1:]:
            await stage.let_go()
            data = [button("desk", "three"), *(button("desk", "next", hidden) for _ in range(6))]
            calls = await stage.presses(stage.people[who], data)
            assert named(calls), who
            assert all(stage.cases[number].is_for(who) for number in named(calls)), who
