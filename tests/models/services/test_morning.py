from datetime import date, datetime, timedelta

from sqlmodel import col, select

from models.database import AsyncSession
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.rights import Owners
from models.services import deliveries, delivery_sending, morning, subscriptions
from models.services.deliveries import About
from models.services.delivery_sending import Settled
from models.services.morning import Lost
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.desk_rows import Office, staffed

DAY = date(2026, 12, 10)


async def _put(session: AsyncSession, day: date = DAY, owners: Owners | None = None) -> int:
    return await morning.put_mornings(
        session=session, bot_id=BOT, owners=owners or Owners(), day=day, now=NOW, zone=TEHRAN
    )


async def test_everybody_with_a_desk_is_told_once_a_day(session: AsyncSession) -> None:
    """However often it is put; residents and experts, who have no desk, are told nothing; the next day is another."""
    office = await staffed(session)
    assert [await _put(session) for _ in range(3)] == [5, 0, 0]
    assert await _put(session, DAY + timedelta(days=1)) == 5
    rows = (await session.exec(select(Delivery).order_by(col(Delivery.id)).limit(5))).all()
    told = {row.person_id for row in rows}
    assert told == set(office.people.values()) - {office.people[name] for name in ("owner", "resident", "expert")}
    assert {(row.kind, row.source_id, row.occurrence) for row in rows} == {("morning", 0, "2026-12-10")}


async def test_owners_are_told_too(session: AsyncSession) -> None:
    """Whom the settings name sees every desk, on the messenger that they name them for."""
    await staffed(session)
    assert await _put(session, owners=Owners("elsewhere", frozenset({7_200_000_000}))) == 5
    assert await _put(session, owners=Owners("telegram", frozenset({7_200_000_000}))) == 1


async def _lose(office: Office, submission_id: int, occurrence: str, now: datetime) -> None:
    about = About(DeliveryKind.CHANGE, submission_id, occurrence)
    who = office.people["resident"]
    await deliveries.put(
        session=office.session, bot_id=BOT, person_id=who, about=about, content={}, due_at=now, now=now
    )
    for due in await delivery_sending.claim_due(session=office.session, bot_id=BOT, now=now, limit=9):
        settled = Settled(due.id, DeliveryState.UNCERTAIN, error="nobody knows")
        await delivery_sending.settle(session=office.session, settled=settled, now=now)


async def _lost(office: Office, name: str, now: datetime = NOW) -> Lost:
    newest = select(Delivery.id).where(Delivery.kind == "morning", Delivery.person_id == office.people[name])
    delivery_id = (await office.session.exec(newest.order_by(col(Delivery.id).desc()))).first() or 0
    rights = await office.rights(name)
    return await morning.lost_since_the_last(session=office.session, rights=rights, delivery_id=delivery_id, now=now)


async def test_what_may_not_have_arrived_is_told_once(session: AsyncSession) -> None:
    """To whoever sees the submission, in the morning that follows, and not again in the next one."""
    office = await staffed(session)
    area = office.areas["گلسار"]
    mine = await office.submission()
    theirs = await office.submission(kind="complaint", about="council", about_area_id=area)
    for occurrence in ("e1", "e2"):
        await _lose(office, mine.id or 0, occurrence, NOW)
    await _lose(office, theirs.id or 0, "e1", NOW)
    assert await _lost(office, "council") == Lost(2, [mine.code])
    assert await _lost(office, "manager") == Lost(3, [mine.code, theirs.code])
    assert await _lost(office, "other_manager") == Lost(0, [])
    for day in (DAY, DAY + timedelta(days=1)):
        now = NOW + timedelta(days=1) * (day - DAY).days + timedelta(hours=1)
        await morning.put_mornings(session=session, bot_id=BOT, owners=Owners(), day=day, now=now, zone=TEHRAN)
        assert await _lost(office, "council", now) == (Lost(2, [mine.code]) if day == DAY else Lost(0, []))


async def test_the_morning_waits_for_the_end_of_ones_quiet_hours(session: AsyncSession) -> None:
    """Whoever sleeps longer is told later; the others at eight."""
    office = await staffed(session)
    late = office.people["council"]
    await subscriptions.choose_quiet(session=session, person_id=late, quiet="23-9", now=NOW)
    eight = datetime(2026, 12, 12, 8, tzinfo=TEHRAN)
    await morning.put_mornings(session=session, bot_id=BOT, owners=Owners(), day=eight.date(), now=eight, zone=TEHRAN)
    told = {one.person_id: one.due_at for one in (await session.exec(select(Delivery))).all()}
    assert told.pop(late) == eight.replace(hour=9)
    assert set(told.values()) == {eight}
