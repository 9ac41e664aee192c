"""Audiences: who is told, how many that is, and when."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from models.area import AreaRow, Level
from models.area_tree import AreaTree
from models.audience import Audience
from models.database import AsyncSession, Database, table_of
from models.person import Account, Contact, Person
from models.role import Grant, Role
from models.services import areas, audience, people, subscriptions
from models.services.audience import Size
from models.services.people import KnownPerson
from models.subscription import Digest, NewsKind
from tests.models.sample_rows import BOT, NOW, TEHRAN, meet, sender, settle_city

_people = table_of(Person).c


@dataclass
class Crowd:
    """People of the sample city by name, and its areas by name (a district's by its own)."""

    session: AsyncSession
    tree: AreaTree
    areas: dict[str, int]
    ids: dict[str, KnownPerson] = field(default_factory=dict)

    @classmethod
    async def gather(cls, session: AsyncSession) -> "Crowd":
        """The city, empty."""
        await settle_city(session)
        tree = await areas.load_tree(session=session)
        return cls(session, tree, {place.name: place.id for place in tree.places.values()})

    async def comes(self, name: str, area: str | None, *, follows: str | None = None) -> KnownPerson:
        """Somebody new who lives there."""
        person = (await meet(self.session, 7_500_000_000 + len(self.ids))).person
        self.ids[name] = person
        await people.choose_area(
            session=self.session, person=person, area_id=self.areas[area] if area is not None else None
        )
        if follows is not None:
            area_id = self.areas[follows]
            await subscriptions.follow(session=self.session, person=person, area_id=area_id, now=NOW)
        return person

    async def holds(self, name: str, role: Role, area: str | None, *, ends_at: datetime | None = None) -> None:
        """Somebody holds an office."""
        row = {"person_id": self.ids[name].id, "role": role.value, "area_id": self.areas[area] if area else None}
        await self.session.execute(
            insert(table_of(Grant)).values(**row, starts_at=NOW, created_at=NOW, ends_at=ends_at)
        )

    async def told(self, meant: Audience, *, is_urgent: bool = False, bot_id: int = BOT) -> list[str]:
        """Who is told at once; and counting says as many."""
        given: dict[str, Any] = {"audience": meant, "tree": self.tree, "bot_id": bot_id, "now": NOW}
        wanted = audience.conditions(**given, is_urgent=is_urgent)
        rows = select(_people.id).select_from(audience.recipients).where(*wanted).order_by(_people.id)
        found = [row[0] for row in await self.session.execute(rows)]
        size = await audience.size(session=self.session, **given, is_urgent=is_urgent)
        assert size.at_once == len(found)
        names = {person.id: name for name, person in self.ids.items()}
        return [names[one] for one in found]

    def of(self, *names: str, **narrowed: Any) -> Audience:
        """The audience of these areas."""
        return Audience(tuple(self.areas[name] for name in names), **narrowed)


async def test_an_area_and_all_below_it(session: AsyncSession) -> None:
    """Who lives in an area or below it is told, and who follows one of them; nobody else."""
    crowd = await Crowd.gather(session)
    await crowd.comes("مریم", "گلسار")
    await crowd.comes("رضا", "علی‌آباد")
    await crowd.comes("نیما", "علی‌آباد", follows="باغ شاه")
    await crowd.comes("سارا", None)
    assert await crowd.told(crowd.of("گلسار")) == ["مریم"]
    assert await crowd.told(crowd.of("منطقهٔ ۱")) == ["مریم", "نیما"]
    assert await crowd.told(crowd.of("گلسار", "علی‌آباد")) == ["مریم", "رضا", "نیما"]
    assert await crowd.told(Audience((10_000,))) == []


async def test_the_whole_city(session: AsyncSession) -> None:
    """No area, or the top of the tree, is everybody: those too who did not say where they live."""
    crowd = await Crowd.gather(session)
    await crowd.comes("مریم", "گلسار")
    await crowd.comes("سارا", None)
    assert await crowd.told(Audience()) == ["مریم", "سارا"]
    assert await crowd.told(crowd.of("گلسار", "ایزدشهر")) == ["مریم", "سارا"]
    assert audience.reach_of(crowd.of("ایزدشهر"), crowd.tree) is None
    assert await crowd.told(crowd.of("منطقهٔ ۱", "منطقهٔ ۲")) == ["مریم"]


async def test_one_of_two_cities_is_not_everybody(session: AsyncSession) -> None:
    """Where a tree has several tops, only all of them are everybody."""
    await areas.import_areas(
        session=session, lines=[AreaRow(2, Level.DISTRICT, "شرق", ""), AreaRow(3, Level.DISTRICT, "غرب", "")]
    )
    tree = await areas.load_tree(session=session)
    east, west = (place.id for place in tree.children[None])
    assert audience.reach_of(Audience((east,)), tree) == frozenset({east})
    assert audience.reach_of(Audience((east, west)), tree) is None
    assert audience.reach_of(Audience((east,)), AreaTree()) == frozenset()


async def test_language_and_kind_narrow_it(session: AsyncSession) -> None:
    """Who speaks another language, or switched this kind of news off, is left out, of urgent news too."""
    crowd = await Crowd.gather(session)
    for name in ("مریم", "رضا", "John"):
        await crowd.comes(name, "گلسار")
    await people.choose_language(session=session, person=crowd.ids["John"], language="en")
    await subscriptions.switch(
        session=session, person_id=crowd.ids["رضا"].id, kind=NewsKind.NOTICES, is_on=False, now=NOW
    )
    assert await crowd.told(crowd.of("گلسار")) == ["مریم", "John"]
    assert await crowd.told(crowd.of("گلسار"), is_urgent=True) == ["مریم", "John"]
    assert await crowd.told(crowd.of("گلسار", language="en")) == ["John"]
    assert await crowd.told(crowd.of("گلسار", kind=NewsKind.GOALS)) == ["مریم", "رضا", "John"]


async def test_a_role_counts_where_it_is_held(session: AsyncSession) -> None:
    """Holders of a role are told where their office lies in the areas, wherever they live, while it lasts."""
    crowd = await Crowd.gather(session)
    for name, lives in (("سارا", "علی‌آباد"), ("علی", "گلسار"), ("مدیر", None), ("پیشین", "گلسار")):
        await crowd.comes(name, lives)
    await crowd.holds("سارا", Role.COUNCIL, "گلسار")
    await crowd.holds("سارا", Role.COUNCIL, "باغ شاه")  # two offices are one copy
    await crowd.holds("علی", Role.COUNCIL, "علی‌آباد")
    await crowd.holds("مدیر", Role.COUNCIL, None)
    await crowd.holds("پیشین", Role.COUNCIL, "گلسار", ends_at=NOW)
    assert await crowd.told(crowd.of("منطقهٔ ۱", role=Role.COUNCIL)) == ["سارا"]
    assert await crowd.told(Audience(role=Role.COUNCIL)) == ["سارا", "علی", "مدیر"]
    assert await crowd.told(Audience(role=Role.MANAGER)) == []


async def test_one_copy_however_many_accounts(session: AsyncSession) -> None:
    """Somebody with two accounts is one person; whom another bot reaches, or who blocked this one, is left out."""
    crowd = await Crowd.gather(session)
    twice, blocked = await crowd.comes("دوحسابه", "گلسار"), await crowd.comes("مسدود", "گلسار")
    second = await people.recognise(session=session, sender=sender(7_600), bot_id=BOT, chat_id=7_600, now=NOW)
    accounts = table_of(Account)
    await session.execute(update(accounts).where(accounts.c.id == second.account_id).values(person_id=twice.id))
    await people.mark_blocked(session=session, bot_id=BOT, chat_id=7_500_000_001, now=NOW)
    assert blocked.id == crowd.ids["مسدود"].id
    assert await crowd.told(crowd.of("گلسار")) == ["دوحسابه"]
    await people.mark_blocked(session=session, bot_id=BOT, chat_id=7_500_000_000, now=NOW)
    assert await crowd.told(crowd.of("گلسار")) == ["دوحسابه"]
    contacts = table_of(Contact)
    await session.execute(update(contacts).values(blocked_at=None, bot_id=99))
    assert await crowd.told(crowd.of("گلسار")) == []
    assert await crowd.told(crowd.of("گلسار"), bot_id=99) == ["دوحسابه", "مسدود"]


async def test_who_gathers_news_is_counted_apart(session: AsyncSession) -> None:
    """Whoever has a digest is not told at once, unless it is urgent; the count says how many read it later."""
    crowd = await Crowd.gather(session)
    for name, digest in (("مریم", Digest.OFF), ("رضا", Digest.DAILY), ("نیما", Digest.WEEKLY)):
        person = await crowd.comes(name, "گلسار")
        await subscriptions.choose_digest(session=session, person_id=person.id, digest=digest, since=NOW, now=NOW)
    meant = crowd.of("گلسار")
    assert await crowd.told(meant) == ["مریم"]
    assert await crowd.told(meant, is_urgent=True) == ["مریم", "رضا", "نیما"]
    given: dict[str, Any] = {"session": session, "audience": meant, "tree": crowd.tree, "bot_id": BOT, "now": NOW}
    assert await audience.size(**given, is_urgent=False) == Size(1, 2)
    assert await audience.size(**given, is_urgent=True) == Size(3, 0)
    assert (await audience.size(**given, is_urgent=False)).everybody == 3


async def test_each_is_due_by_their_own_night(session: AsyncSession) -> None:
    """What starts at night is due when each one's own quiet hours end; what is urgent, at once."""
    crowd = await Crowd.gather(session)
    for name, quiet in (("مریم", None), ("رضا", "21-7"), ("نیما", "none")):
        person = await crowd.comes(name, "گلسار")
        if quiet is not None:
            await subscriptions.choose_quiet(session=session, person_id=person.id, quiet=quiet, now=NOW)
    night = datetime(2026, 12, 10, 23, 30, tzinfo=TEHRAN)
    assert await _due(crowd, night) == [_at(11, 8), _at(11, 7), night]
    assert await _due(crowd, _at(10, 21)) == [_at(10, 21), _at(11, 7), _at(10, 21)]
    assert await _due(crowd, night, is_urgent=True) == [night] * 3
    assert await _due(crowd, _at(10, 12)) == [_at(10, 12)] * 3


async def _due(crowd: Crowd, start: datetime, *, is_urgent: bool = False) -> list[datetime]:
    due = audience.due_case(start=start, zone=TEHRAN, is_urgent=is_urgent)
    rows = await crowd.session.execute(select(due).select_from(audience.recipients).order_by(_people.id))
    return [row[0] for row in rows]


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=TEHRAN)


async def test_many_are_counted_apart_and_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit the count is made beside the transaction, the same, and is given again until it is old."""
    monkeypatch.setattr(audience, "EXACT_BELOW", 1)
    async with database.transaction() as session:
        crowd = await Crowd.gather(session)
        for name in ("مریم", "رضا", "نیما"):
            await crowd.comes(name, "گلسار")
        await crowd.comes("سارا", "علی‌آباد", follows="گلسار")
    for meant in (crowd.of("گلسار"), Audience(), crowd.of("منطقهٔ ۱", "منطقهٔ ۲")):
        assert await _counted(database, crowd, meant) == Size(4)
    async with database.transaction() as session:
        crowd.session = session
        await crowd.comes("امیر", "گلسار")
    assert await _counted(database, crowd, crowd.of("گلسار")) == Size(4)
    monkeypatch.setattr(audience, "_KEPT", 0.0)
    assert await _counted(database, crowd, crowd.of("گلسار")) == Size(5)


async def test_who_asks_meanwhile_waits_for_the_same_count(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two who look at the same audience at one moment make one count; one that failed is made anew."""
    monkeypatch.setattr(audience, "EXACT_BELOW", -1)
    counted: list[int] = []
    really = audience._count_apart

    def count(*given: Any) -> Size:
        counted.append(1)
        if len(counted) == 1:
            raise OSError("the disk is away")
        return really(*given)

    monkeypatch.setattr(audience, "_count_apart", count)
    async with postgresql_database.transaction() as session:
        crowd = await Crowd.gather(session)
        await crowd.comes("مریم", "گلسار")
    with pytest.raises(OSError, match="away"):
        await _counted(postgresql_database, crowd, Audience())
    sizes = await asyncio.gather(*(_counted(postgresql_database, crowd, Audience()) for _ in range(5)))
    assert sizes == [Size(1)] * 5
    assert len(counted) == 2


async def _counted(database: Database, crowd: Crowd, meant: Audience) -> Size:
    async with database.transaction() as session:
        return await audience.size(
            session=session, audience=meant, tree=crowd.tree, bot_id=BOT, now=NOW + timedelta(1), is_urgent=False
        )
