"""A meeting's own list: who stands on it, putting people there, and the office's people who may be put there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select

from models.database import AsyncSession, table_of, upsert
from models.errors import MeetingChanged
from models.meeting import Meeting, MeetingGuest, MeetingState
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, meeting_telling, meetings, people
from models.services.actor import Actor

_guests, _grants = table_of(MeetingGuest), table_of(Grant)
_OPEN = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.ANNOUNCED})
_MOST = 200  # of the office's people in a list
_CALLERS = tuple(role for role in Role if Action.MEET in MAY[role])


@dataclass(frozen=True)
class Guest:
    """Somebody who stands on the list, or may be put there. `role` is the office they hold; None for others."""

    person_id: int
    name: str
    role: Role | None = None
    area_id: int | None = None
    is_on: bool = False


async def add(actor: Actor, meeting_id: int, version: int, person_ids: Collection[int]) -> Meeting:
    """Put people on the list; who stands there already stays. Of an announced meeting they are told at once.

    Raises:
        NotFound: it is not for them.
        MeetingChanged: somebody changed it meanwhile, or it is over.
    """
    meeting = await _open(actor, meeting_id, version)
    for person_id in dict.fromkeys(person_ids):
        row = {"meeting_id": meeting_id, "person_id": person_id, "added_by": actor.person_id, "created_at": actor.now}
        put = upsert(actor.session.get_bind().dialect.name)(_guests).values(row)
        await actor.session.execute(put.on_conflict_do_nothing())
        await meetings.note(actor, "meeting.invite", meeting_id, (None, {"person": person_id}))
    await meetings.change(actor, meeting, {})
    await meeting_telling.tell_guests(actor, meeting, person_ids)
    return meeting


async def remove(actor: Actor, meeting_id: int, version: int, person_id: int) -> Meeting:
    """Take somebody off the list. Raises as `add`."""
    meeting = await _open(actor, meeting_id, version)
    theirs = (_guests.c.meeting_id == meeting_id, _guests.c.person_id == person_id)
    await actor.session.execute(delete(_guests).where(*theirs))
    await meetings.change(actor, meeting, {})
    await meetings.note(actor, "meeting.uninvite", meeting_id, ({"person": person_id}, None))
    return meeting


async def _open(actor: Actor, meeting_id: int, version: int) -> Meeting:
    meeting = await meetings.versioned(actor, meeting_id, version)
    if meeting.state not in _OPEN:
        raise MeetingChanged
    return meeting


async def count(*, session: AsyncSession, meeting_id: int) -> int:
    """How many people stand on the list."""
    counted = select(func.count()).select_from(_guests).where(_guests.c.meeting_id == meeting_id)
    return int((await session.execute(counted)).scalar_one())


async def listed(actor: Actor, meeting: Meeting) -> list[Guest]:
    """The office's people of the area and of what lies above and below it, then everybody else on the list."""
    on = select(_guests.c.person_id).where(_guests.c.meeting_id == meeting.id).order_by(_guests.c.created_at)
    standing = list((await actor.session.execute(on)).scalars())
    office = await _office_people(actor, meeting.area_id)
    others = [one for one in standing if one not in office]
    names = await people.names_of(session=actor.session, person_ids=[*office, *others])
    held = [Guest(one, names.get(one, ""), role, area_id, one in standing) for one, (role, area_id) in office.items()]
    return [*held, *(Guest(one, names.get(one, ""), is_on=True) for one in others)]


async def callers(actor: Actor, area_id: int) -> Sequence[Guest]:
    """Those who may call meetings there, and so may lead one; the nearest first."""
    office = await _office_people(actor, area_id, _CALLERS)
    tree = await areas.load_tree(session=actor.session)
    above = [None, *reversed([place.id for place in tree.line(area_id)])]
    near = {one: held for one, held in office.items() if held[1] in above}
    names = await people.names_of(session=actor.session, person_ids=near)
    nearest = sorted(near.items(), key=lambda one: -above.index(one[1][1]))
    return [Guest(one, names.get(one, ""), role, place) for one, (role, place) in nearest]


async def _office_people(
    actor: Actor, area_id: int, roles: Collection[Role] = tuple(Role)
) -> dict[int, tuple[Role, int | None]]:
    tree = await areas.load_tree(session=actor.session)
    line = [place.id for place in tree.line(area_id)]
    near = {*line, *(place.id for place in tree.with_all_below(area_id))}
    rows = await actor.session.execute(
        select(_grants.c.person_id, _grants.c.role, _grants.c.area_id)
        .where(
            access.in_force(actor.now),
            _grants.c.role.in_([role.value for role in roles]),
            _grants.c.area_id.in_(sorted(near)) | _grants.c.area_id.is_(None),
        )
        .order_by(_grants.c.id)
        .limit(_MOST)
    )
    found: dict[int, tuple[Role, int | None]] = {}
    for person_id, role, place in rows:
        if person_id not in found or place == area_id:  # of several offices, the one of this very area
            found[person_id] = (Role(role), place)
    return dict(sorted(found.items(), key=lambda one: one[1][1] != area_id))
