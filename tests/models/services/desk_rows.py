"""A staffed city: who holds which office in the sample city, and submissions on their desks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from models.database import AsyncSession
from models.draft import Draft, Part
from models.rights import Rights
from models.role import Grant, Role
from models.services import access, areas, submissions
from models.services.casework import Desk
from models.submission import Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN, resident, settle_city

_numbers = count(1)


@dataclass(frozen=True)
class Office:
    """The sample city with its staff: persons by name, areas by name."""

    session: AsyncSession
    people: dict[str, int]
    areas: dict[str, int]

    async def rights(self, name: str, *, now: datetime = NOW) -> Rights:
        """What they may do. `owner` is whom the settings name."""
        return await access.rights_of(
            session=self.session, person_id=self.people[name], is_owner=name == "owner", now=now
        )

    async def desk(self, name: str, *, now: datetime = NOW) -> Desk:
        """Their desk at a moment."""
        return Desk(self.session, await self.rights(name, now=now), BOT, now, TEHRAN)

    async def submission(self, area: str | None = "گلسار", **changes: object) -> Submission:
        """A report of the resident, on record there; then as `changes` say."""
        number = next(_numbers)
        draft = Draft(id=number, area_id=self.areas[area] if area else None, parts=(Part(number, "تاریک"),))
        made = await submissions.register(
            session=self.session, person_id=self.people["resident"], draft=draft, now=NOW, zone=TEHRAN
        )
        if changes:
            await submissions.change(session=self.session, submission=made, values=dict(changes), now=NOW)
        return made


STAFF: dict[str, tuple[Role, str | None]] = {
    "secretariat": (Role.SECRETARIAT, None),
    "city_secretariat": (Role.SECRETARIAT, "ایزدشهر"),
    "manager": (Role.MANAGER, "منطقهٔ ۱"),
    "other_manager": (Role.MANAGER, "منطقهٔ ۲"),
    "council": (Role.COUNCIL, "گلسار"),
    "expert": (Role.EXPERT, "ایزدشهر"),
}


async def staffed(session: AsyncSession) -> Office:
    """The sample city with one of each office in `STAFF`, an owner and a resident."""
    await settle_city(session)
    tree = await areas.load_tree(session=session)
    by_name = {place.name: place.id for place in tree.places.values()}
    people = {}
    for number, name in enumerate(("owner", "resident", *STAFF)):
        people[name] = await resident(session, 7_200_000_000 + number)
    for name, (role, area) in STAFF.items():
        begins = NOW - timedelta(days=1)
        area_id = by_name[area] if area else None
        session.add(
            Grant(person_id=people[name], role=role.value, area_id=area_id, starts_at=begins, created_at=begins)
        )
    await session.flush()
    return Office(session, people, by_name)
