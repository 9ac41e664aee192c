"""An office at work: an owner, and others who hold roles in the sample city."""

from datetime import datetime, timedelta

from sqlalchemy import select

from models.audit import Audit
from models.database import AsyncSession, table_of
from models.delivery import Delivery
from models.entry import Claim
from models.rights import NOBODY, Owners
from models.role import Grant, Role
from models.services import access, areas, claims, submissions
from models.services.grants import Keeper
from models.submission import Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident, settle_city

OWNER = 7_000_000_001  # the account that the settings name
OWNERS = Owners("telegram", frozenset({OWNER}))


class Office:
    """The sample city with its owner; `areas` are its places' ids by name, a district's by its own name."""

    def __init__(self, session: AsyncSession, areas_by_name: dict[str, int], owner: int) -> None:
        self.session = session
        self.areas = areas_by_name
        self.owner = owner
        self._drafts = 0
        self._people = 0

    @classmethod
    async def open(cls, session: AsyncSession) -> "Office":
        """Settle the city, and its owner in it."""
        await settle_city(session)
        tree = await areas.load_tree(session=session)
        return cls(session, {place.name: place.id for place in tree.places.values()}, await resident(session, OWNER))

    async def keeper(self, person_id: int | None = None, now: datetime = NOW) -> Keeper:
        """Somebody who acts on roles, or (0) the timer; without a name, the owner."""
        person_id = self.owner if person_id is None else person_id
        rights = NOBODY
        if person_id:
            rights = await access.rights_of_another(session=self.session, person_id=person_id, owners=OWNERS, now=now)
        return Keeper(self.session, rights, OWNERS, BOT, now, TEHRAN)

    async def person(self) -> int:
        """Somebody new."""
        self._people += 1
        return await resident(self.session, OWNER + self._people)

    async def holder(
        self, role: Role, area: str | None, *, ends_at: datetime | None = None, person_id: int | None = None
    ) -> tuple[int, int]:
        """(person, grant) of somebody who holds an office since a day."""
        person_id = person_id or await self.person()
        grant = Grant(
            person_id=person_id,
            role=role.value,
            area_id=self.areas[area] if area else None,
            starts_at=NOW - timedelta(days=1),
            ends_at=ends_at,
            created_at=NOW,
        )
        self.session.add(grant)
        await self.session.flush()
        return person_id, grant.id or 0

    async def open_case(self, holder: int, area: str, *, about: str | None = None, now: datetime = NOW) -> int:
        """The id of a submission that somebody works on."""
        self._drafts += 1
        author = await resident(self.session, 7_500_000_000)
        one = await submissions.register(
            session=self.session,
            person_id=author,
            draft=draft(self._drafts, area=self.areas[area]),
            now=NOW,
            zone=TEHRAN,
        )
        if about is not None:
            one.about_area_id = self.areas[about]
            self.session.add(one)
            await self.session.flush()
        await claims.take(session=self.session, submission_id=one.id or 0, person_id=holder, now=now)
        return one.id or 0

    async def held(self) -> dict[int, int]:
        """Who works on which submission."""
        rows = await self.session.execute(select(table_of(Claim).c.submission_id, table_of(Claim).c.person_id))
        return {row[0]: row[1] for row in rows}

    async def told(self) -> list[tuple[int, str]]:
        """(person, what) of every delivery about an office."""
        rows = await self.session.execute(select(Delivery).order_by(table_of(Delivery).c.id))
        return [(one.person_id, one.content["what"]) for one in rows.scalars()]

    async def trail(self) -> list[tuple[str, str, int | None]]:
        """(action, actor, person) of every row of the audit trail."""
        rows = await self.session.execute(select(Audit).order_by(table_of(Audit).c.id))
        return [(one.action, one.actor, one.person_id) for one in rows.scalars()]

    async def grant(self, grant_id: int) -> Grant:
        """The row as it is in the database."""
        found = await self.session.get(Grant, grant_id, populate_existing=True)
        assert found is not None
        return found

    async def submission(self, submission_id: int) -> Submission:
        """The row."""
        found = await self.session.get(Submission, submission_id)
        assert found is not None
        return found
