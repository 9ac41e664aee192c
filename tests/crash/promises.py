"""Goals in the city of the crash tests, reported on from outside of the program, and who was told what of them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text

from bot.playground import Playground
from bot.settings import load_settings
from models.database import AsyncSession, Database, table_of
from models.draft import Draft, Part
from models.goal import GoalSubmission
from models.rights import Owners
from models.role import Grant, Role
from models.services import (
    access,
    areas,
    goal_follows,
    goal_rows,
    goal_updates,
    goals,
    people,
    submissions,
    subscriptions,
)
from models.services.actor import Actor
from models.services.goal_updates import UpdateContent
from models.services.people import Sender
from models.submission import Kind
from models.subscription import NO_QUIET

_BOT, _OWNERS = 42, Owners("playground", frozenset())


@dataclass
class Promises:
    """Two goals, the residents who follow them, and the authors behind the second one; nobody of them ever sleeps."""

    database: Database
    secretary: int = 0
    goals: list[int] = field(default_factory=list)
    residents: dict[int, int] = field(default_factory=dict)
    """Person by chat."""
    concerned: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Chats by goal."""
    made: dict[str, int] = field(default_factory=dict)
    """The goal of each report, by its words."""

    @classmethod
    async def open(cls, url: str, playground: Playground, residents: int) -> "Promises":
        """Settle so many people, of whom each follows the first goal and every second has to do with the other."""
        city = cls(Database(url))
        async with city.database.transaction() as session:
            for number in range(residents):
                await city._settle(session, playground.add_person(f"شهروند {number}").id)
            city.secretary = next(iter(city.residents.values()))
            now = datetime.now(UTC)
            began = now - timedelta(days=1)
            session.add(Grant(person_id=city.secretary, role=Role.SECRETARIAT.value, starts_at=began, created_at=now))
        async with city.database.transaction() as session:
            actor = await city.actor(session)
            root = (await areas.load_tree(session=session)).children[None][0]
            for title in ("کاشت درخت", "روشنایی"):
                made = await goals.create(actor, area_id=root.id, title=title)
                city.goals.append((await goals.publish(actor, made.id or 0, made.version)).id or 0)
            for number, chat_id in enumerate(city.residents):
                await city._concern(session, number, chat_id)
        return city

    async def _settle(self, session: AsyncSession, chat_id: int) -> None:
        now = datetime.now(UTC)
        sender = Sender("playground", chat_id, "شهروند", None, "fa")
        known = await people.recognise(session=session, sender=sender, bot_id=_BOT, chat_id=chat_id, now=now)
        person_id = self.residents[chat_id] = known.person.id
        await subscriptions.choose_quiet(session=session, person_id=person_id, quiet=NO_QUIET, now=now)

    async def _concern(self, session: AsyncSession, number: int, chat_id: int) -> None:
        """Everybody follows the first goal; of four, one follows the other, one stands behind it, and one does both."""
        now, person_id = datetime.now(UTC), self.residents[chat_id]
        first, second = self.goals
        await goal_follows.follow(session=session, goal_id=first, person_id=person_id, now=now)
        self.concerned[first].add(chat_id)
        if number % 4 in {1, 3}:
            await goal_follows.follow(session=session, goal_id=second, person_id=person_id, now=now)
        if number % 4 in {2, 3}:
            said = Draft(id=9_000 + number, kind=Kind.PROPOSAL, parts=(Part(100 + number, "چراغ بیشتر"),))
            zone = load_settings().city.zone
            sent = await submissions.register(session=session, person_id=person_id, draft=said, now=now, zone=zone)
            link = {"goal_id": second, "submission_id": sent.id, "created_at": now}
            await session.execute(insert(table_of(GoalSubmission)).values(link))
        if number % 4:
            self.concerned[second].add(chat_id)

    async def actor(self, session: AsyncSession) -> Actor:
        """The secretariat, which has things told without a pause to think."""
        now, city = datetime.now(UTC), replace(load_settings().city, notice_delay=timedelta(0))
        rights = await access.rights_of_another(session=session, person_id=self.secretary, owners=_OWNERS, now=now)
        return Actor(session, rights, _BOT, city, _OWNERS, now)

    async def report(self, words: str, *, goal: int = 0, corrects_id: int | None = None) -> int:
        """Have a report told as soon as the program looks; its id."""
        goal_id = self.goals[goal]
        async with self.database.transaction() as session:
            actor = await self.actor(session)
            version = (await goal_rows.load(session, goal_id)).version
            said = UpdateContent(words, corrects_id=corrects_id)
            made = await goal_updates.publish_update(actor, goal_id, version, said)
            await goal_updates.tell_now(actor, made.id or 0)
        self.made[words] = goal_id
        return made.id or 0

    async def is_over(self) -> bool:
        """Whether every report was told, and everybody's message is settled."""
        async with self.database.transaction() as session:
            untold = "SELECT count(*) FROM goal_update WHERE told_at IS NULL"
            states = await session.execute(text("SELECT DISTINCT state FROM broadcast"))
            return (await session.execute(text(untold))).scalar_one() == 0 and set(states.scalars()) == {"done"}

    async def uncertain(self) -> dict[str, set[int]]:
        """Chats of which nobody knows whether they were told, by the words of the reports of that round."""
        chats = {person_id: chat_id for chat_id, person_id in self.residents.items()}
        found: dict[str, set[int]] = defaultdict(set)
        asked = (
            "SELECT goal_update.text, delivery.person_id FROM delivery JOIN goal_update"
            " ON goal_update.round_id = delivery.source_id"
            " WHERE delivery.kind = 'goal_news' AND delivery.state = 'uncertain'"
        )
        async with self.database.transaction() as session:
            for words, person_id in await session.execute(text(asked)):
                found[words].add(chats[person_id])
        return found

    async def states(self) -> set[str]:
        """Every state that a message about goals is in."""
        async with self.database.transaction() as session:
            asked = "SELECT DISTINCT state FROM delivery WHERE kind = 'goal_news'"
            return set((await session.execute(text(asked))).scalars())


def told(playground: Playground, words: str) -> Counter[int]:
    """In how many messages each chat reads a report."""
    return Counter(
        person.id
        for person in playground.state.people.values()
        for message in person.messages
        if message.sender == "bot" and words in message.text
    )
