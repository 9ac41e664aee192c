"""Subscriptions: what somebody wants to hear of, from which areas, how often, and at which hours."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, select

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of, upsert
from models.errors import NotFound, TooManyFollowed
from models.person import Person
from models.prepared import Prepared
from models.quiet_hours import QUIET_CHOICES, QuietHours
from models.services import areas
from models.services.people import KnownPerson
from models.subscription import DEFAULT_QUIET, Digest, FollowedArea, NewsKind, Subscription

MOST_FOLLOWED = 10  # areas beside one's own: more of them is the whole city's news
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when whoever chose nothing yet changed it

_subscription, _followed = table_of(Subscription), table_of(FollowedArea)


async def of(*, session: AsyncSession, person_id: int) -> Subscription:
    """Somebody's choices, to be read only; the defaults of whoever made none."""
    found = (await session.execute(select(_subscription).where(_subscription.c.person_id == person_id))).first()
    chosen: dict[str, Any] = {"person_id": person_id, "updated_at": NEVER} if found is None else dict(found._mapping)  # noqa: SLF001  (SQLAlchemy's name for a row as a dict)
    return Subscription(**chosen)


async def switch(*, session: AsyncSession, person_id: int, kind: NewsKind, is_on: bool, now: datetime) -> None:
    """Hear of a kind of news, or not. `now` is aware."""
    await _write(session, person_id, {kind.value: is_on}, now)


async def choose_digest(
    *, session: AsyncSession, person_id: int, digest: Digest, since: datetime | None, now: datetime
) -> None:
    """Note whether news is gathered, and from when the first digest tells (None: as before); see `digests.choose`."""
    values: dict[str, Any] = {"digest": digest.value}
    if since is not None:
        values["digested_at"] = since
    await _write(session, person_id, values, now)


async def choose_quiet(*, session: AsyncSession, person_id: int, quiet: str, now: datetime) -> None:
    """Say at which hours nothing may come. `now` is aware.

    Raises:
        NotFound: it is none of `QUIET_CHOICES`.
    """
    if quiet not in QUIET_CHOICES:
        raise NotFound
    await _write(session, person_id, {"quiet": quiet}, now)


async def _write(session: AsyncSession, person_id: int, values: dict[str, Any], now: datetime) -> None:
    chosen = {**values, "updated_at": now}
    defaults = Subscription(person_id=person_id, updated_at=now).model_dump()
    statement = upsert(session.get_bind().dialect.name)(_subscription).values({**defaults, **chosen})
    await session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=chosen))


async def follow(*, session: AsyncSession, person: KnownPerson, area_id: int, now: datetime) -> None:
    """Hear of an area beside one's own, too; of one's own there is news anyway. `now` is aware.

    Raises:
        NotFound: there is no such area.
        TooManyFollowed: it would be one more than `MOST_FOLLOWED`.
    """
    tree = await areas.load_tree(session=session)
    if area_id not in tree.places:
        raise NotFound
    known = await _rows(session, person.id)
    if area_id in known or area_id == person.area_id:
        return
    if len([one for one in known if one in tree.places]) >= MOST_FOLLOWED:
        raise TooManyFollowed(MOST_FOLLOWED)
    row = {"person_id": person.id, "area_id": area_id, "created_at": now}
    await session.execute(upsert(session.get_bind().dialect.name)(_followed).values(row).on_conflict_do_nothing())
    await _write(session, person.id, {}, now)


async def unfollow(*, session: AsyncSession, person_id: int, area_id: int, now: datetime) -> None:
    """Hear no more of an area that was followed. `now` is aware."""
    row = _followed.c
    await session.execute(delete(_followed).where(row.person_id == person_id, row.area_id == area_id))
    await _write(session, person_id, {}, now)


async def followed(*, session: AsyncSession, person_id: int) -> list[int]:
    """The areas that somebody follows beside their own, in the order they chose them."""
    tree = await areas.load_tree(session=session)
    return [area_id for area_id in await _rows(session, person_id) if area_id in tree.places]


async def _rows(session: AsyncSession, person_id: int) -> list[int]:
    found = await session.run(_FOLLOWED, {"person": person_id})
    return [row[0] for row in found.all]


_FOLLOWED = Prepared(
    select(_followed.c.area_id)
    .where(_followed.c.person_id == bindparam("person"))
    .order_by(_followed.c.created_at, _followed.c.area_id)
)


async def areas_of(*, session: AsyncSession, person_id: int) -> list[int]:
    """Every area whose news somebody gets: where they live, those they follow, and what lies above any of them."""
    home = (await session.run(_HOME, {"person": person_id})).first()
    tree = await areas.load_tree(session=session)
    return lines_of([home[0] if home else None, *await _rows(session, person_id)], tree)


_HOME = Prepared(select(table_of(Person).c.area_id).where(table_of(Person).c.id == bindparam("person")))


def lines_of(area_ids: list[int | None], tree: AreaTree) -> list[int]:
    """These areas and all above them, each once, the nearest first."""
    return list(dict.fromkeys(place.id for area_id in area_ids for place in tree.line(area_id)))


async def note_move(
    *, session: AsyncSession, person: KnownPerson, from_area_id: int | None, now: datetime
) -> int | None:
    """Somebody says that they live elsewhere now: the area whose news they may still want, or None.

    The new neighbourhood is followed no more: its news come because they live there. `now` is aware.
    """
    known = await _rows(session, person.id)
    if person.area_id in known:
        await unfollow(session=session, person_id=person.id, area_id=person.area_id or 0, now=now)
    tree = await areas.load_tree(session=session)
    is_asked = from_area_id not in {None, person.area_id, *known} and from_area_id in tree.places
    return from_area_id if is_asked else None


async def quiet_of(*, session: AsyncSession, person_id: int, zone: ZoneInfo) -> QuietHours:
    """When somebody may not be told anything, by the city's clock."""
    found = (await session.run(_QUIET, {"person": person_id})).first()
    return QuietHours.of(DEFAULT_QUIET if found is None else found[0], zone)


_QUIET = Prepared(select(_subscription.c.quiet).where(_subscription.c.person_id == bindparam("person")))


async def due_at(*, session: AsyncSession, person_id: int, now: datetime, zone: ZoneInfo | None) -> datetime:
    """When somebody may be told something that happens now (aware); now, where it cannot wait (no `zone`)."""
    if zone is None:
        return now
    return (await quiet_of(session=session, person_id=person_id, zone=zone)).next_allowed(now)
