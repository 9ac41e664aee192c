"""Random sequences of what staff and authors do: the history explains the state, and everybody is told once."""

import asyncio
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from models.audit import Audit
from models.database import AsyncSession, Database
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.entry import Entry, EntryKind
from models.errors import DomainError
from models.services import authors, casework, claims, delivery_sending, submissions
from models.services.authors import Author
from models.services.casework import Words
from models.services.delivery_sending import Settled
from models.submission import STAFF_MOVES, Kind, Status, StatusEvent, Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.desk_rows import STAFF, Office, staffed

_WORKERS = ("owner", *STAFF)
_numbers = count(1)
_CITY = ("گلسار", "علی‌آباد")
_ACTIONS = (
    "ask", "answer", "note", "move", "correct", "reply", "solved", "not_solved", "withdraw", "release", "send",
)  # fmt: skip
_AUTHORS = {"reply", "solved", "not_solved", "withdraw"}
_AUTHORS_MOVES = {
    Status.WITHDRAWN: frozenset(Status) - {Status.DONE},
    Status.REOPENED: frozenset({Status.DONE}),
}


@dataclass(frozen=True)
class Act:
    """One thing that somebody tries, so many minutes after the one before."""

    name: str
    who: str
    which: int
    to: Status
    minutes: int


_acts = st.lists(
    st.builds(
        Act,
        name=st.sampled_from(_ACTIONS),
        who=st.sampled_from(_WORKERS),
        which=st.integers(0, 2),
        to=st.sampled_from(list(Status)),
        minutes=st.integers(0, 40),
    ),
    max_size=25,
)


class Play:
    """The staffed city while it is acted in, and what must come of what worked."""

    def __init__(self, office: Office, made: list[int]) -> None:
        self.office, self.made = office, made
        self.now = NOW
        self.worked: list[tuple[Act, int]] = []

    async def do(self, act: Act) -> None:
        """Try it; what is refused must leave no trace, which the checks at the end see."""
        self.now += timedelta(minutes=act.minutes)
        one = self.made[act.which]
        try:
            async with self.office.session.begin_nested():
                await self._step(act, one)
        except DomainError:
            self.office.session.expire_all()
        else:
            self.worked.append((act, one))

    async def _step(self, act: Act, one: int) -> None:
        desk = await self.office.desk(act.who, now=self.now)
        author = Author(self.office.session, self.office.people["resident"], BOT, self.now, zone=TEHRAN)
        words = Words(f"{act.name} {len(self.worked)}", message_id=len(self.worked) + 1)
        steps: dict[str, Callable[[], Awaitable[object]]] = {
            "ask": lambda: casework.ask(desk, one, words),
            "answer": lambda: casework.answer(desk, one, words),
            "note": lambda: casework.note(desk, one, words),
            "move": lambda: casework.move(desk, one, act.to, "چون"),
            "correct": lambda: casework.correct(desk, one, kind=Kind.OPINION),
            "release": lambda: claims.release(session=desk.session, submission_id=one, person_id=desk.rights.person_id),
            "reply": lambda: self._reply(author, words),
            "solved": lambda: authors.solved(author, one),
            "not_solved": lambda: authors.not_solved(author, one),
            "withdraw": lambda: self._withdraw(one),
            "send": self._send,
        }
        await steps[act.name]()

    async def _reply(self, author: Author, words: Words) -> None:
        question = await authors.open_question(author)
        if question is not None:
            await authors.reply(author, question.id or 0, words)

    async def _withdraw(self, one: int) -> None:
        session = self.office.session
        submission = await session.get(Submission, one)
        assert submission is not None
        await submissions.withdraw(session=session, submission=submission, person_id=submission.person_id, now=self.now)

    async def _send(self) -> None:
        session = self.office.session
        for due in await delivery_sending.claim_due(session=session, bot_id=BOT, now=self.now, limit=50):
            assert await delivery_sending.begin_sending(session=session, delivery_id=due.id)
            sent = Settled(due.id, DeliveryState.SENT, (due.id,))
            await delivery_sending.settle(session=session, settled=sent, now=self.now)

    async def check(self) -> None:
        """History explains every status; every event and answer that is due to somebody is told exactly once."""
        session = self.office.session
        session.expire_all()
        for one in self.made:
            submission = await session.get(Submission, one)
            assert submission is not None
            events = await submissions.history(session=session, submission_id=one)
            _check_history(submission, list(events))
        await self._check_told()
        await self._check_audit()

    async def _check_told(self) -> None:
        session = self.office.session
        rows = (await session.exec(select(Delivery))).all()
        told = [row for row in rows if row.kind == DeliveryKind.CHANGE]
        events = Counter(number for row in told for number in row.content["events"])
        entries = Counter(number for row in told for number in row.content["entries"])
        moved = (await session.exec(select(StatusEvent).where(col(StatusEvent.status_from).is_not(None)))).all()
        author = self.office.people["resident"]
        due = {event.id for event in moved if event.person_id != author and event.status_to != Status.NEEDS_INFO.value}
        answers = (await session.exec(select(Entry).where(Entry.kind == EntryKind.ANSWER.value))).all()
        assert events == Counter(due)
        assert entries == Counter(entry.id for entry in answers)
        asked = (await session.exec(select(Entry).where(Entry.kind == EntryKind.QUESTION.value))).all()
        questions = [row.content["entry"] for row in rows if row.kind == DeliveryKind.QUESTION]
        assert sorted(questions) == sorted(entry.id or 0 for entry in asked)

    async def _check_audit(self) -> None:
        rows = (await self.office.session.exec(select(Audit))).all()
        staff = Counter(
            f"submission.{act.name}" for act, _ in self.worked if act.name in {"ask", "answer", "note", "move"}
        )
        assert Counter(row.action for row in rows if row.action != "submission.correct") == staff


def _check_history(submission: Submission, events: list[StatusEvent]) -> None:
    assert events[0].status_from is None
    assert events[-1].status_to == submission.status
    for before, after in pairwise(events):
        assert after.status_from == before.status_to
        was, to = Status(before.status_to), Status(after.status_to)
        by_author = after.person_id == submission.person_id
        if not by_author:
            assert to in STAFF_MOVES[was]
        elif to in _AUTHORS_MOVES:
            assert was in _AUTHORS_MOVES[to]
        else:
            assert was is Status.NEEDS_INFO  # a reply goes back


@dataclass(frozen=True)
class Stage:
    """A database file with the staffed city and three submissions, to be copied for every sequence."""

    file: Path
    people: dict[str, int]
    areas: dict[str, int]
    made: list[int]


async def _set(file: Path) -> Stage:
    async with _opened(file) as session:
        office = await staffed(session)
        made = [(await office.submission(_CITY[number % 2])).id or 0 for number in range(3)]
    return Stage(file, office.people, office.areas, made)


@asynccontextmanager
async def _opened(file: Path) -> AsyncIterator[AsyncSession]:
    database = Database(f"sqlite:///{file}")
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()


async def _play(stage: Stage, acts: list[Act]) -> None:
    file = stage.file.with_name(f"{next(_numbers)}.db")
    shutil.copyfile(stage.file, file)
    async with _opened(file) as session:
        play = Play(Office(session, stage.people, stage.areas), stage.made)
        for act in acts:
            await play.do(act)
        await play.check()
    file.unlink()


def _run(examples: int, url: str) -> None:
    stage = asyncio.run(_set(Path(url.removeprefix("sqlite:///"))))

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(_acts)
    def played(acts: list[Act]) -> None:
        asyncio.run(_play(stage, acts))

    played()


def test_whatever_is_done_is_explained_and_told_once(sqlite_url: str) -> None:
    """200 random sequences: the history explains the status, and every message that is due is due once."""
    _run(200, sqlite_url)


@pytest.mark.soak
def test_whatever_is_done_is_explained_and_told_once_5000(sqlite_url: str) -> None:
    """The same with 5,000 sequences."""
    _run(5_000, sqlite_url)
