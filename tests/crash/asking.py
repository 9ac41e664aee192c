"""Calls for ideas in the city of the crash tests: opened, answered and closed from outside, and who hears of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select, text, update

from bot.playground import Playground
from bot.settings import load_settings
from locales.dates import local_moment
from models.database import table_of
from models.draft import Draft, Part
from models.goal import CallState, GoalCall
from models.notice import Notice
from models.services import goal_call_answers, goal_calls, goal_rows, submissions
from models.submission import Kind
from tests.crash.promises import Promises

QUESTION, RESULT, IDEA = "درخت‌ها را کجا بکاریم؟", "در سه کوچه درخت کاشته می‌شود.", "کنار مدرسه"
ASKED, OVER, BECAME = "فراخوان ایده برای هدف", "که پاسخ داده بودید بسته شد", "نتیجهٔ فراخوان ایده"
_DRAFTS = 50_000
_calls = table_of(GoalCall)


@dataclass
class Asking:
    """One call of the city's first goal, about which all of its residents are asked."""

    city: Promises
    call_id: int
    notice_id: int
    answered: Counter[int] = field(default_factory=Counter)
    """How many ideas each chat had."""

    @classmethod
    async def begin(cls, city: Promises) -> "Asking":
        """The secretariat opens it; its notice leaves as soon as the program looks."""
        async with city.database.transaction() as session:
            actor = await city.actor(session)
            version = (await goal_rows.load(session, city.goals[0])).version
            today = local_moment(actor.now, actor.city.zone).date()
            call = await goal_calls.open_call(actor, city.goals[0], version, QUESTION, today)
            return cls(city, call.id or 0, call.notice_id)

    async def is_asked(self) -> bool:
        """Whether its notice has begun to leave: ideas are taken from then on."""
        async with self.city.database.transaction() as session:
            notice = await session.get(Notice, self.notice_id, populate_existing=True)
            return notice is not None and notice.sent_at is not None

    async def answer(self) -> None:
        """Of every three residents one stays silent, one has an idea, one has two."""
        for number, (chat_id, person_id) in enumerate(self.city.residents.items()):
            for one in range(number % 3):
                await self._say(_DRAFTS + number * 10 + one, person_id)
                self.answered[chat_id] += 1

    async def _say(self, draft_id: int, person_id: int) -> None:
        part = Part(draft_id, IDEA)
        said = Draft(id=draft_id, kind=Kind.PROPOSAL, notice_id=self.notice_id, parts=(part,))
        async with self.city.database.transaction() as session:
            zone, now = load_settings().city.zone, datetime.now(UTC)
            await submissions.put_on_record(session=session, person_id=person_id, draft=said, now=now, zone=zone)

    async def let_its_time_pass(self) -> None:
        """Its last day is over now: the program closes it as soon as it looks."""
        async with self.city.database.transaction() as session:
            over = update(_calls).where(_calls.c.id == self.call_id).values(closes_at=datetime.now(UTC))
            await session.execute(over)

    async def state(self) -> CallState:
        """Whether it is open."""
        async with self.city.database.transaction() as session:
            found = await session.execute(select(_calls.c.state).where(_calls.c.id == self.call_id))
            return CallState(found.scalar_one())

    async def tell_result(self) -> None:
        """The secretariat says what became of the ideas."""
        async with self.city.database.transaction() as session:
            call = (await goal_call_answers.shown(session=session, call_id=self.call_id)).call
            await goal_calls.write_result(await self.city.actor(session), self.call_id, call.version, RESULT)

    async def is_over(self) -> bool:
        """Whether the notice is through and nobody's message about it waits or is on its way."""
        async with self.city.database.transaction() as session:
            states = await session.execute(text("SELECT DISTINCT state FROM broadcast"))
            open_ones = "SELECT count(*) FROM delivery WHERE state IN ('waiting', 'claimed', 'sending')"
            left = (await session.execute(text(open_ones))).scalar_one()
            return set(states.scalars()) == {"done"} and left == 0

    async def uncertain(self) -> dict[str, set[int]]:
        """Chats of which nobody knows whether they were told, by `notice` or the occurrence of what is told of it."""
        chats = {person_id: chat_id for chat_id, person_id in self.city.residents.items()}
        asked = (
            "SELECT kind, occurrence, person_id FROM delivery"
            " WHERE state = 'uncertain' AND kind IN ('notice', 'call_news')"
        )
        found: dict[str, set[int]] = defaultdict(set)
        async with self.city.database.transaction() as session:
            for kind, occurrence, person_id in await session.execute(text(asked)):
                found["notice" if kind == "notice" else occurrence].add(chats[person_id])
        return found


def heard(playground: Playground, words: str) -> Counter[int]:
    """In how many messages each chat reads these words of the bot's, but for what the sender of a notice is told."""
    return Counter(
        person.id
        for person in playground.state.people.values()
        for message in person.messages
        if message.sender == "bot" and words in message.text and message.text.startswith("💡")
    )
