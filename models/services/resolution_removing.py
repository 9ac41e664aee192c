"""Taking back a resolution that nobody outside has read: the numbers after it move up, so that none is missing."""

from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from models.database import table_of
from models.errors import NotFound, ResolutionChanged, ResolutionKept
from models.meeting import AgendaItem
from models.resolution import Resolution, ResolutionEvent, ResolutionSerial, ResolutionSubmission
from models.role import Action
from models.services.actor import Actor
from models.services.resolution_rows import load, note, versioned

_resolutions, _serials, _items = table_of(Resolution), table_of(ResolutionSerial), table_of(AgendaItem)


async def remove(actor: Actor, resolution_id: int, version: int) -> None:
    """Take one back that is not public. Its item is undecided again; nobody is told, for nobody knew.

    Raises:
        NotFound: it is not there, or not theirs.
        ResolutionChanged: it is public, or another one by now.
        ResolutionKept: a later one of the same body is public under its number.
    """
    one = await versioned(actor, resolution_id, version)
    if not actor.rights.may(Action.MEET, one.area_id):
        raise NotFound
    if one.published_at is not None:
        raise ResolutionChanged
    await actor.session.execute(select(_serials.c.last).where(*_same(_serials.c, one)).with_for_update())
    await load(actor.session, resolution_id, is_locked=True)  # somebody may be publishing it in this moment
    one = await versioned(actor, resolution_id, version)  # nobody counts on, or back, from here
    later = await _later(actor, one)
    if any(published_at is not None for _, _, published_at in later):
        raise ResolutionKept
    for model in (ResolutionSubmission, ResolutionEvent):
        rows = table_of(model)
        await actor.session.execute(delete(rows).where(rows.c.resolution_id == resolution_id))
    await actor.session.execute(delete(_resolutions).where(_resolutions.c.id == resolution_id))
    await actor.session.execute(update(_items).where(_items.c.id == one.item_id).values(outcome=None))
    await _move_up(actor, one, [number for number, _, _ in later])
    told = {"area_id": one.area_id, "number": one.number, "year": one.year}
    await note(actor, "resolution.remove", resolution_id, (told, None))
    actor.session.expunge(one)


async def _later(actor: Actor, one: Resolution) -> list[tuple[int, int, object]]:
    """(id, number, public since) of those after it, locked until the transaction ends."""
    c = _resolutions.c
    after = select(c.id, c.number, c.published_at).where(*_same(c, one), c.number > one.number)
    rows = await actor.session.execute(after.order_by(c.number).with_for_update())
    return [(row[0], row[1], row[2]) for row in rows.all()]


def _same(c: Any, one: Resolution) -> tuple[ColumnElement[bool], ...]:
    """Of the same body, term and year."""
    return (c.area_id == one.area_id, c.term == one.term, c.year == one.year)


async def _move_up(actor: Actor, one: Resolution, ids: list[int]) -> None:
    c = _resolutions.c
    for number in ids:  # in their order: no two ever have the same
        moved = {"number": c.number - 1, "version": c.version + 1, "updated_at": actor.now}
        await actor.session.execute(update(_resolutions).where(c.id == number).values(moved))
    await actor.session.execute(update(_serials).where(*_same(_serials.c, one)).values(last=_serials.c.last - 1))
