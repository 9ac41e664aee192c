"""Agendas as they are read: the items in their order, with the submissions that they are about."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.meeting import AgendaItem
from models.meeting_shown import AgendaLine
from models.services import agenda_submissions
from models.submission import Status, Submission

_i = table_of(AgendaItem).c


@dataclass(frozen=True)
class Entry:
    """One item as the office sees it: with the submission, as it is now, that it is about."""

    item: AgendaItem
    submission: Submission | None = None

    @property
    def line(self) -> AgendaLine:
        """As everybody reads it: what became the staff's alone, or was taken back, shows no words, only its code."""
        item, submission = self.item, self.submission
        line = AgendaLine(item.id or 0, item.position, item.text, item.presenter)
        if submission is None:
            return line
        is_withdrawn = submission.status == Status.WITHDRAWN
        is_read = agenda_submissions.may_be_read(submission) and not is_withdrawn
        return replace(line, text=item.text if is_read else "", code=submission.code, is_withdrawn=is_withdrawn)


async def items(*, session: AsyncSession, meeting_id: int) -> list[AgendaItem]:
    """The items of an agenda in their order."""
    found = select(AgendaItem).where(_i.meeting_id == meeting_id).order_by(_i.position, _i.id)
    return list((await session.execute(found.execution_options(populate_existing=True))).scalars())


async def entries(*, session: AsyncSession, meeting_id: int) -> list[Entry]:
    """The items with the submissions they are about, in their order."""
    found = await agenda_submissions.of_meeting(session=session, meeting_id=meeting_id)
    return [Entry(one, found.get(one.id or 0)) for one in await items(session=session, meeting_id=meeting_id)]


async def lines(*, session: AsyncSession, meeting_id: int) -> list[AgendaLine]:
    """The items as everybody reads them, numbered from 1."""
    found = await entries(session=session, meeting_id=meeting_id)
    return [replace(one.line, position=number) for number, one in enumerate(found, start=1)]
