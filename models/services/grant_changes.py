"""What owners change about an office that is held: its end, its area, or that it is held at all."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from models.database import table_of
from models.role import Grant, GrantNews, Held
from models.services import access, audit, grant_ends, grants
from models.services.grants import Keeper, as_json

_grants = table_of(Grant)


async def change_end(keeper: Keeper, grant_id: int, ends_at: datetime | None) -> Held:
    """Give an office another end: an aware moment to come, or None for none.

    Raises:
        NotFound: they are no owner, or it is not held any more.
    """
    return await _change(keeper, grant_id, {"ends_at": ends_at})


async def change_area(keeper: Keeper, grant_id: int, area_id: int | None) -> Held:
    """Give an office another area; None is the whole city. What its holder may not see any more, they let go of.

    Raises:
        NotFound: they are no owner, or it is not held any more.
    """
    return await _change(keeper, grant_id, {"area_id": area_id})


async def _change(keeper: Keeper, grant_id: int, values: dict[str, Any]) -> Held:
    was = await _held_for_owner(keeper, grant_id)
    before = {name: getattr(was, name) for name in values}
    if before == values:
        return was
    await keeper.session.execute(update(_grants).where(_grants.c.id == grant_id).values(**values))
    change = ({name: as_json(before[name]) for name in values}, {name: as_json(values[name]) for name in values})
    await _note(keeper, "grant.change", grant_id, change)
    held = await grants.current(session=keeper.session, grant_id=grant_id, now=keeper.now)
    await grants.tell(keeper, held.person_id, grant_id, GrantNews.CHANGED, grants.news_of(held))
    await grant_ends.let_go(keeper, was)
    return held


async def revoke(keeper: Keeper, grant_id: int) -> Held:
    """End an office now; what its holder had open is passed on, and they are told.

    Raises:
        NotFound: they are no owner, or it is not held any more.
    """
    was = await _held_for_owner(keeper, grant_id)
    await keeper.session.execute(update(_grants).where(_grants.c.id == grant_id).values(revoked_at=keeper.now))
    change = ({"person": was.person_id, "ends_at": as_json(was.ends_at)}, None)
    await _note(keeper, "grant.revoke", grant_id, change)
    await grant_ends.settle(keeper, grant_id)
    return was


async def _held_for_owner(keeper: Keeper, grant_id: int) -> Held:
    """The office, which nobody else changes until this transaction ends."""
    access.must_own(is_owner=keeper.rights.is_owner)
    await keeper.session.execute(select(_grants.c.id).where(_grants.c.id == grant_id).with_for_update())
    return await grants.current(session=keeper.session, grant_id=grant_id, now=keeper.now)


async def _note(keeper: Keeper, action: str, grant_id: int, change: tuple[Any, Any]) -> None:
    on = ("role_grant", grant_id)
    await audit.write(session=keeper.session, by=keeper.by, action=action, on=on, now=keeper.now, change=change)
