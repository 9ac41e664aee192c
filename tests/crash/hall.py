"""A council that calls meetings in the city of the crash tests, from outside of the program, and who was told what."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, text, update

from bot.playground import Playground
from bot.settings import load_settings
from models.database import AsyncSession, Database, table_of
from models.meeting import Answer, Meeting, MeetingKind, MeetingRevision, MeetingState, Rsvp
from models.meeting_facts import Facts, Session
from models.rights import Owners
from models.role import Grant, Role
from models.services import access, areas, meeting_changes, meetings, people, subscriptions
from models.services.actor import Actor
from models.services.people import Sender
from models.subscription import NO_QUIET

_BOT, _OWNERS = 42, Owners("playground", frozenset())
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
CHANGED = "مکان عوض شد"  # how the change of a place begins


@dataclass
class Hall:
    """The secretariat, its meetings by title, and the residents; nobody of them ever sleeps."""

    database: Database
    secretary: int = 0
    residents: dict[int, int] = field(default_factory=dict)
    """Person by chat."""
    meetings: dict[str, int] = field(default_factory=dict)

    @classmethod
    async def open(cls, url: str, playground: Playground, residents: int) -> "Hall":
        """Settle so many people in the city."""
        hall = cls(Database(url))
        async with hall.database.transaction() as session:
            places = (await areas.load_tree(session=session)).choosable()
            for number in range(residents + 1):
                place = places[number % len(places)].id
                person_id = await hall._settle(session, playground.add_person(f"شهروند {number}").id, place)
            hall.secretary = person_id
            now = datetime.now(UTC)
            role = Role.SECRETARIAT.value
            session.add(Grant(person_id=person_id, role=role, area_id=None, starts_at=now - _DAY, created_at=now))
        return hall

    async def _settle(self, session: AsyncSession, chat_id: int, area_id: int) -> int:
        now = datetime.now(UTC)
        sender = Sender("playground", chat_id, "شهروند", None, "fa")
        known = await people.recognise(session=session, sender=sender, bot_id=_BOT, chat_id=chat_id, now=now)
        await people.choose_area(session=session, person=known.person, area_id=area_id)
        person_id = self.residents[chat_id] = known.person.id
        await subscriptions.choose_quiet(session=session, person_id=person_id, quiet=NO_QUIET, now=now)
        return person_id

    async def _actor(self, session: AsyncSession) -> Actor:
        """The secretariat, which sends without a pause to think."""
        now, city = datetime.now(UTC), replace(load_settings().city, notice_delay=timedelta(0))
        rights = await access.rights_of_another(session=session, person_id=self.secretary, owners=_OWNERS, now=now)
        return Actor(session, rights, _BOT, city, _OWNERS, now)

    async def call(self, title: str) -> None:
        """Have a meeting of the whole city in three days announced as soon as the program looks."""
        async with self.database.transaction() as session:
            actor = await self._actor(session)
            root = (await areas.load_tree(session=session)).children[None][0]
            facts = Facts(title, (Session(actor.now + 3 * _DAY),), "تالار شهر")
            made = await meetings.create(actor, area_id=root.id, kind=MeetingKind.ORDINARY, facts=facts)
            await meeting_changes.publish(actor, made.id or 0, made.version)
            self.meetings[title] = made.id or 0

    async def move(self, title: str) -> bool:
        """Have it take place somewhere else, once it is announced; False where it is not."""
        async with self.database.transaction() as session:
            actor = await self._actor(session)
            one = await meetings.load(session, self.meetings[title])
            if one.state != MeetingState.ANNOUNCED:
                return False
            facts = replace(meetings.facts_of(one), place="فرهنگسرا")
            await meeting_changes.change_facts(actor, one.id or 0, one.version, facts)
            return True

    async def let_time_pass(self, title: str) -> None:
        """Let it begin within the hour, everybody having known and said yes for two days."""
        now, meeting_id = datetime.now(UTC), self.meetings[title]
        rows, revisions = table_of(Meeting), table_of(MeetingRevision)
        async with self.database.transaction() as session:
            one = await meetings.load(session, meeting_id)
            facts = replace(meetings.facts_of(one), sessions=(Session(now + _HOUR * 0.9),))
            then = {"announced_at": now - 2 * _DAY, **meetings.columns_of(facts)}
            await session.execute(update(rows).where(rows.c.id == meeting_id).values(then))
            told = {"made_at": now - 2 * _DAY, "facts": facts.to_data()}
            await session.execute(update(revisions).where(revisions.c.meeting_id == meeting_id).values(told))
            said = {"meeting_id": meeting_id, "answer": Answer.YES.value, "asked_at": now, "answered_at": now}
            answers = [{**said, "person_id": person_id} for person_id in self.residents.values()]
            await session.execute(insert(table_of(Rsvp)), answers)

    async def broadcasts(self) -> dict[tuple[str, str], str]:
        """The state of everything that is told to many, by kind and the meeting's title."""
        titles = {meeting_id: title for title, meeting_id in self.meetings.items()}
        async with self.database.transaction() as session:
            rows = await session.execute(text("SELECT kind, source_id, state FROM broadcast ORDER BY id"))
            return {(row[0], titles[row[1]]): row[2] for row in rows}

    async def uncertain(self) -> dict[tuple[str, str], set[int]]:
        """Chats of which nobody knows whether they were told, by kind and the meeting's title."""
        titles = {meeting_id: title for title, meeting_id in self.meetings.items()}
        chats = {person_id: chat_id for chat_id, person_id in self.residents.items()}
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        async with self.database.transaction() as session:
            rows = await session.execute(
                text("SELECT kind, source_id, person_id FROM delivery WHERE state = 'uncertain'")
            )
            for row in rows:
                found[row[0], titles[row[1]]].add(chats[row[2]])
        return found

    async def states(self) -> set[str]:
        """Every state that a delivery about a meeting is in, those to its chair alone left out."""
        async with self.database.transaction() as session:
            asked = "SELECT DISTINCT state FROM delivery WHERE kind LIKE 'meeting%' AND kind <> 'meeting_news'"
            rows = await session.execute(text(asked))
            return {row[0] for row in rows}


_LEFT = "✅"


def told(playground: Playground, title: str, *, changed: bool) -> Counter[int]:
    """How many messages of each chat are about a meeting: that it changed, or anything else; edited ones count once.

    What its chair alone hears, that it has left, is left out.
    """
    return Counter(
        person.id
        for person in playground.state.people.values()
        for message in person.messages
        if message.sender == "bot" and title in message.text and message.text.startswith(CHANGED) is changed
        if not message.text.startswith(_LEFT)
    )


def told_left(playground: Playground, title: str) -> Counter[int]:
    """How often each chat heard that the announcement of a meeting has left."""
    return Counter(
        person.id
        for person in playground.state.people.values()
        for message in person.messages
        if message.sender == "bot" and title in message.text and message.text.startswith(_LEFT)
    )
