"""A village in which a meeting is called: as if its council had done so, and everybody had been told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from models.database import Database, table_of
from models.meeting import Answer, Attendance, Meeting, MeetingQuestion, MeetingRevision, MeetingState, Rsvp
from models.meeting_facts import Facts, Session
from models.person import Contact
from models.role import Role
from models.services import meeting_tokens
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, area_id, hire, person_id, settled
from tests.e2e.resident import Resident

TITLE = "جلسهٔ هفتگی شورا"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Village:
    """Sara is a member for Golsar, where Maryam lives; Reza lives in Bagh-e Shah."""

    town: Town
    maryam: Resident
    reza: Resident
    sara: Staff

    async def calls(self, starts_in: timedelta = 3 * DAY, *, sessions: int = 1, **changes: Any) -> int:
        """The id of a meeting of Golsar that was announced: its sessions begin so long from now, a day apart."""
        now = datetime.now(UTC).replace(microsecond=0)
        named = {"title": TITLE, "place": "سرای محله", **changes.pop("facts", {})}
        facts = Facts(sessions=tuple(Session(now + starts_in + DAY * n) for n in range(sessions)), **named)
        sara = person_id(self.town, self.sara)
        meeting = Meeting(
            bot_id=self.town.rows(Contact)[0].bot_id,
            area_id=changes.pop("area_id", area_id(self.town, "گلسار")),
            author_id=sara,
            chair_id=sara,
            facts=facts.to_data(),
            starts_at=facts.starts_at,
            ends_at=facts.ends_at,
            state=MeetingState.ANNOUNCED.value,
            announced_at=now - HOUR,
            created_at=now - DAY,
            updated_at=now - DAY,
        )
        row = {**meeting.model_dump(exclude={"id"}), **changes}
        await self.town.change(insert(table_of(Meeting)).values(row))
        meeting_id = max(one.id or 0 for one in self.town.rows(Meeting))
        told = {"meeting_id": meeting_id, "number": 1, "facts": facts.to_data(), "made_by": sara, "made_at": now}
        await self.town.change(insert(table_of(MeetingRevision)).values(told))
        return meeting_id

    async def becomes(self, meeting_id: int, **values: Any) -> None:
        """Change the meeting behind the bot's back."""
        meetings = table_of(Meeting)
        await self.town.change(update(meetings).where(meetings.c.id == meeting_id).values(**values))

    async def moves(self, meeting_id: int, starts_in: timedelta) -> None:
        """It is at another time now: so long from now."""
        old = Facts.from_data(self.town.row(Meeting, Meeting.id == meeting_id).facts)
        now = datetime.now(UTC).replace(microsecond=0)
        facts = Facts(old.title, tuple(Session(now + starts_in + DAY * n) for n in range(len(old.sessions))), old.place)
        await self.becomes(
            meeting_id, facts=facts.to_data(), starts_at=facts.starts_at, ends_at=facts.ends_at, revision=2
        )

    async def door(self, meeting_id: int, session_no: int = 1) -> str:
        """The payload behind the picture at the door."""
        database = Database(self.town.settings.database_url.get_secret_value())
        try:
            async with database.transaction() as session:
                return await meeting_tokens.door_payload(session=session, meeting_id=meeting_id, session_no=session_no)
        finally:
            await database.close()

    async def guest_link(self, meeting_id: int) -> str:
        """The payload of the link that puts people on its list."""
        database = Database(self.town.settings.database_url.get_secret_value())
        try:
            async with database.transaction() as session:
                return await meeting_tokens.list_payload(session=session, meeting_id=meeting_id)
        finally:
            await database.close()

    async def opens(self, resident: Resident, meeting_id: int) -> None:
        """Somebody opens the meeting's card, by its button in whichever message."""
        resident.phone.press(data=f"1:meet:open:{_base36(meeting_id)}:0", message_id=resident.last.id)
        await resident.sees(TITLE)
        await self.town.quiet()

    async def presses(self, resident: Resident, data: str) -> None:
        """Somebody presses a button that carries this, made up or old, below their newest message."""
        resident.phone.press(data=data, message_id=resident.last.id)
        await self.town.quiet()

    def answers(self) -> dict[int, Answer]:
        """What everybody answered, by person."""
        return {row.person_id: Answer(row.answer) for row in self.town.rows(Rsvp)}

    def answer_of(self, resident: Resident) -> Answer | None:
        """What somebody answered."""
        return self.answers().get(person_id(self.town, resident))

    def questions(self) -> list[str]:
        """What was asked."""
        return [row.text for row in self.town.rows(MeetingQuestion)]

    def attended(self) -> list[tuple[int, str, str]]:
        """(session, name, part) of the list of attendance."""
        return [(row.session, row.name, row.part) for row in self.town.rows(Attendance)]


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (_base36(number // 36) if number >= 36 else "") + digits[number % 36]


@asynccontextmanager
async def village(database_url: str, **settings: Any) -> AsyncIterator[Village]:
    """A town with a council."""
    async with running_bot(database_url, **settings) as town:
        maryam, reza = await settled(town, "مریم"), await settled(town, "رضا", "باغ شاه")
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        yield Village(town, maryam, reza, sara)
