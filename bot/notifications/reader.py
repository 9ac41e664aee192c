"""What a delivery is put into words from: its person's language, their rights, and the rows that it names."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from handlers.calls import File
from locales import Translator, translator
from models.city import City
from models.database import AsyncSession
from models.entry import Entry, EntryKind
from models.media import Media, MediaKind
from models.rights import Owners, Rights
from models.role import Action
from models.services import access, people
from models.services.delivery_sending import Due
from models.submission import Submission


@dataclass(frozen=True)
class Reader:
    """One delivery, in the transaction that begins to send it. `now` is aware."""

    session: AsyncSession
    due: Due
    now: datetime
    city: City
    bot_id: int
    owners: Owners

    @property
    def tr(self) -> Translator:
        """The person's language."""
        return translator(self.due.language)

    def day_of(self, moment: datetime) -> date:
        """The day of the city's clock."""
        return moment.astimezone(self.city.zone).date()

    async def rights(self) -> Rights:
        """What the person may do now: an office may have ended since it was put."""
        return await access.rights_of_another(
            session=self.session, person_id=self.due.person_id, owners=self.owners, now=self.now
        )

    async def owner_ids(self) -> Sequence[int]:
        """The persons whom the settings name as owners."""
        return await people.persons_of_users(
            session=self.session, platform=self.owners.platform, user_ids=self.owners.user_ids
        )

    async def submission(self) -> Submission | None:
        """What it is about."""
        return await self.session.get(Submission, self.due.source_id)

    async def submission_they_see(self) -> Submission | None:
        """What it is about, as long as it is for them."""
        submission, rights = await self.submission(), await self.rights()
        if submission is None or not rights.may(Action.SEE, submission.area_id, submission.about_area_id):
            return None
        return submission

    async def entry(self, entry_id: int) -> Entry | None:
        """One entry of its file."""
        return await self.session.get(Entry, entry_id)

    async def entries_since(self, kind: EntryKind, moment: datetime) -> Sequence[Entry]:
        """The entries of a kind from a moment on, oldest first."""
        found = select(Entry).where(
            Entry.submission_id == self.due.source_id, Entry.kind == kind.value, col(Entry.created_at) >= moment
        )
        return (await self.session.exec(found.order_by(col(Entry.id)))).all()

    async def files_of(self, entry_ids: Collection[int]) -> list[File]:
        """The files that came with these entries, as far as this bot can show them."""
        if not entry_ids:
            return []
        found = select(Media).where(
            Media.submission_id == self.due.source_id,
            col(Media.entry_id).in_(entry_ids),
            Media.bot_id == self.bot_id,
        )
        ordered = found.order_by(col(Media.position), col(Media.id))
        return [File(MediaKind(one.kind), one.file_id) for one in await self.session.exec(ordered)]
