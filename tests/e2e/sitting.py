"""A council that sits, in a whole town: its members open agendas, minutes and lists below their newest message."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from bot.playground.messages import Message
from models.meeting import AgendaItem, Minutes
from models.role import Role
from models.submission import Submission
from tests.e2e.meeting_village import HOUR, Village, village
from tests.e2e.office import Staff, area_id, hire
from tests.e2e.resident import Resident, bare

BEGAN = -HOUR  # so long from now did a meeting begin of which minutes are written


class Hall:
    """The village with one meeting; Ali is a member for Golsar, too."""

    def __init__(self, there: Village, ali: Staff, meeting_id: int) -> None:
        self.there, self.town, self.sara, self.ali, self.maryam = there, there.town, there.sara, ali, there.maryam
        self.meeting_id = meeting_id

    async def opens(self, member: Resident, noun: str) -> Message:
        """Somebody opens the agenda, the minutes or the list; the newest message after that."""
        return await self.presses(member, f"1:{noun}:open:{base36(self.meeting_id)}:0")

    async def presses(self, member: Resident, data: str) -> Message:
        """Somebody presses a button that carries this, made up or old."""
        member.phone.press(data=data, message_id=member.last.id)
        await self.town.quiet()
        return member.last

    async def taps(self, member: Resident, *labels: str) -> Message:
        """Presses buttons one after another, each once everything before is answered."""
        for label in labels:
            await member.taps(label)
            await self.town.quiet()
        return member.last

    async def writes(self, member: Resident, words: str) -> Message:
        """Writes, and everything is answered."""
        await member.says(words)
        await self.town.quiet()
        return member.last

    async def begins(self, member: Resident) -> Message:
        """A fresh message below which buttons can be pressed."""
        await member.says("/help")
        await self.town.quiet()
        return member.last

    def items(self) -> list[AgendaItem]:
        """What is on the agenda, in order."""
        found = self.town.rows(AgendaItem, AgendaItem.meeting_id == self.meeting_id)
        return sorted(found, key=lambda one: one.position)

    def texts(self) -> list[str]:
        """The words of the agenda, in order."""
        return [one.text for one in self.items()]

    def statuses(self) -> list[str]:
        """Where the submissions stand, the oldest first."""
        return [one.status for one in self.town.rows(Submission)]

    @property
    def minutes(self) -> Minutes:
        """The only minutes there are."""
        return self.town.row(Minutes)


def base36(number: int) -> str:
    """A number as button data carry it."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (base36(number // 36) if number >= 36 else "") + digits[number % 36]


def words_of(message: Message) -> str:
    """What a message says, without marks."""
    return bare(message.text)


@asynccontextmanager
async def hall(
    database_url: str, *, starts_in: timedelta = timedelta(days=3), sessions: int = 1, **changes: Any
) -> AsyncIterator[Hall]:
    """A town in which a meeting of Golsar was announced, so long before it begins."""
    async with village(database_url) as there:
        ali = await hire(there.town, "علی", Role.COUNCIL, area_id(there.town, "گلسار"))
        meeting_id = await there.calls(starts_in, sessions=sessions, **changes)
        made = Hall(there, ali, meeting_id)
        for member in (there.sara, ali, there.maryam):
            await made.begins(member)
        yield made
