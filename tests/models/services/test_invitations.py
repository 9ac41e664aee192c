import asyncio
import hashlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from models.database import AsyncSession, Database
from models.delivery import Delivery
from models.errors import InvitationOver, NotFound
from models.role import Grant, Invitation, Role
from models.services import grants, invitations
from tests.models.office import Office
from tests.models.sample_rows import NOW, TEHRAN

WEEK = timedelta(days=7)


async def _invited(office: Office, role: Role = Role.COUNCIL, area: str | None = "گلسار") -> tuple[int, str]:
    area_id = office.areas[area] if area else None
    offer, payload = await invitations.invite(await office.keeper(), role=role, area_id=area_id, grant_ends_at=None)
    return offer.id, payload


async def test_a_link_hands_out_what_was_meant(session: AsyncSession) -> None:
    """Whoever opens it holds that role in that area until that day; the inviter is told; both steps are on record."""
    office = await Office.open(session)
    ends_at = NOW + timedelta(days=400)
    area_id = office.areas["گلسار"]
    _, payload = await invitations.invite(
        await office.keeper(), role=Role.COUNCIL, area_id=area_id, grant_ends_at=ends_at
    )
    person = await office.person()
    held = await invitations.accept(await office.keeper(person), payload)
    assert (held.person_id, held.role, held.area_id, held.ends_at) == (person, Role.COUNCIL, area_id, ends_at)
    assert await office.told() == [(office.owner, "used")]
    assert await office.trail() == [("invitation.make", "chat", office.owner), ("grant.begin", "chat", person)]


async def test_only_a_hash_of_the_token_is_kept(session: AsyncSession) -> None:
    """The row holds the SHA-256 and nothing of the token; payloads fit a link and no two are the same."""
    office = await Office.open(session)
    payloads = {(await _invited(office))[1] for _ in range(50)}
    assert len(payloads) == 50
    for payload in payloads:
        assert len(payload) <= 64
        assert payload.startswith("inv_")
    rows = (await session.exec(select(Invitation))).all()
    hashes = {hashlib.sha256(payload[4:].encode()).hexdigest() for payload in payloads}
    assert {row.token_hash for row in rows} == hashes


async def test_the_owner_may_take_it_too(session: AsyncSession) -> None:
    """An owner opens their own link, to sit in a council: fine, and nobody has to be told."""
    office = await Office.open(session)
    _, payload = await _invited(office)
    held = await invitations.accept(await office.keeper(), payload)
    assert held.person_id == office.owner
    assert await office.told() == []


@pytest.mark.parametrize(
    ("later", "works"), [(WEEK - timedelta(microseconds=1), True), (WEEK, False), (WEEK * 9, False)]
)
async def test_a_link_lasts_a_week(session: AsyncSession, later: timedelta, *, works: bool) -> None:
    """Until the moment it expires it works, and not from then on."""
    office = await Office.open(session)
    _, payload = await _invited(office)
    keeper = await office.keeper(await office.person(), NOW + later)
    if works:
        await invitations.accept(keeper, payload)
    else:
        with pytest.raises(InvitationOver):
            await invitations.accept(keeper, payload)


async def test_every_link_that_hands_out_nothing_looks_the_same(session: AsyncSession) -> None:
    """Used by another, revoked, of an office that is over by now, or made up: one error, and no grant."""
    office = await Office.open(session)
    person = await office.keeper(await office.person())
    used, revoked, over = (await _invited(office))[1], await _invited(office), NOW + timedelta(hours=1)
    await invitations.accept(await office.keeper(await office.person()), used)
    await invitations.revoke(await office.keeper(), revoked[0])
    _, ended = await invitations.invite(await office.keeper(), role=Role.EXPERT, area_id=None, grant_ends_at=over)
    late = await office.keeper(person.rights.person_id, over)
    for keeper, payload in ((person, used), (person, revoked[1]), (late, ended), (person, "inv_"), (person, "")):
        with pytest.raises(InvitationOver) as refused:
            await invitations.accept(keeper, payload)
        assert vars(refused.value) == {}
    held, _ = await grants.list_current(session=session, now=NOW, offset=0, limit=9)
    assert len(held) == 1


async def test_a_link_is_tapped_twice(session: AsyncSession) -> None:
    """The same person gets the same office again, not another; once it was taken back, the link is over."""
    office = await Office.open(session)
    _, payload = await _invited(office)
    person = await office.keeper(await office.person())
    first = await invitations.accept(person, payload)
    assert await invitations.accept(person, payload) == first
    assert await office.told() == [(office.owner, "used")]
    (await office.grant(first.grant_id)).revoked_at = NOW
    await session.flush()
    with pytest.raises(InvitationOver):
        await invitations.accept(person, payload)


async def test_of_many_who_open_it_at_once_one_gets_it(database: Database) -> None:
    """Twelve people, twelve transactions, one link: one grant, eleven refusals, on both databases."""
    async with database.transaction() as session:
        office = await Office.open(session)
        _, payload = await _invited(office)
        people = [await office.person() for _ in range(12)]

    async def open_it(person: int) -> bool:
        async with database.transaction() as session:
            there = Office(session, office.areas, office.owner)
            try:
                await invitations.accept(await there.keeper(person), payload)
            except InvitationOver:
                return False
            return True

    assert sum(await asyncio.gather(*(open_it(person) for person in people))) == 1
    async with database.transaction() as session:
        assert len((await session.exec(select(Grant))).all()) == 1


async def test_open_invitations_are_listed_and_taken_back(session: AsyncSession) -> None:
    """Newest first, without those that can be used no more; taking back is done once, and by owners."""
    office = await Office.open(session)
    numbers = [(await _invited(office))[0] for _ in range(3)]
    await invitations.revoke(await office.keeper(), numbers[1])
    listed, total = await invitations.list_open(session=session, now=NOW, offset=0, limit=9)
    assert ([one.id for one in listed], total) == ([numbers[2], numbers[0]], 2)
    assert {one.inviter for one in listed} == {"مریم"}
    listed, total = await invitations.list_open(session=session, now=NOW + WEEK, offset=0, limit=9)
    assert (listed, total) == ([], 0)
    stranger, _ = await office.holder(Role.OWNER, "منطقهٔ ۱")
    for keeper, number in ((await office.keeper(), numbers[1]), (await office.keeper(stranger), numbers[0])):
        with pytest.raises(NotFound):
            await invitations.revoke(keeper, number)


@pytest.mark.parametrize("role", [*Role, None])
async def test_only_owners_of_everything_invite(session: AsyncSession, role: Role | None) -> None:
    """Whatever else somebody holds, an owner of a district too, they make no link."""
    office = await Office.open(session)
    person = await office.person()
    if role is not None:
        await office.holder(role, "منطقهٔ ۱", person_id=person)
    with pytest.raises(NotFound):
        await invitations.invite(await office.keeper(person), role=Role.OWNER, area_id=None, grant_ends_at=None)


async def test_the_link_of_a_former_owner_is_over(session: AsyncSession) -> None:
    """An owner by grant invites, and loses the grant: nobody comes in through them any more."""
    office = await Office.open(session)
    second, grant = await office.holder(Role.OWNER, None)
    _, payload = await invitations.invite(
        await office.keeper(second), role=Role.OWNER, area_id=None, grant_ends_at=None
    )
    (await office.grant(grant)).revoked_at = NOW
    await session.flush()
    with pytest.raises(InvitationOver):
        await invitations.accept(await office.keeper(await office.person()), payload)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
async def test_no_words_are_a_token(sqlite_database: Database, words: str) -> None:
    """Whatever somebody puts behind inv_, half surrogates and all: it is over, and nothing breaks."""
    async with sqlite_database.transaction() as session:
        office = Office(session, {}, 0)
        with pytest.raises(InvitationOver):
            await invitations.accept(await office.keeper(1), f"inv_{words}")


async def test_the_inviter_hears_once_that_nobody_used_a_link(session: AsyncSession) -> None:
    """When a link ends unused its inviter is told, once; not before, and not of used or withdrawn links."""
    office = await Office.open(session)
    unused, _ = await _invited(office)
    _, used = await _invited(office, Role.EXPERT)
    withdrawn, _ = await _invited(office, Role.MANAGER, "منطقهٔ ۱")
    await invitations.accept(await office.keeper(await office.person()), used)
    await invitations.revoke(await office.keeper(), withdrawn)
    just_before = await office.keeper(0, NOW + WEEK - timedelta(microseconds=1))
    assert await invitations.tell_of_unused(just_before, limit=9) == 0
    assert [await invitations.tell_of_unused(await office.keeper(0, NOW + WEEK), limit=9) for _ in range(3)] == [
        1,
        0,
        0,
    ]
    assert await office.told() == [(office.owner, "used"), (office.owner, "unused")]
    told = (await session.exec(select(Delivery).where(Delivery.occurrence == f"unused {unused}"))).one()
    area_id = office.areas["گلسار"]
    assert told.content == {"what": "unused", "role": "council", "area": area_id, "until": None}


async def test_a_link_whose_office_is_over_has_ended_too(session: AsyncSession) -> None:
    """Where the office itself would be over before the link, the link has ended with it."""
    office = await Office.open(session)
    soon = NOW + timedelta(days=1)
    await invitations.invite(await office.keeper(), role=Role.EXPERT, area_id=None, grant_ends_at=soon)
    assert await invitations.tell_of_unused(await office.keeper(0, soon), limit=9) == 1


async def test_old_links_are_not_told_of(session: AsyncSession) -> None:
    """After a long time off nobody hears of links that they have forgotten; several are told a few at a time."""
    office = await Office.open(session)
    for _ in range(5):
        await _invited(office)
    long_after = await office.keeper(0, NOW + WEEK + invitations.WORTH_TELLING)
    assert await invitations.tell_of_unused(long_after, limit=9) == 0
    keeper = await office.keeper(0, NOW + WEEK)
    assert [await invitations.tell_of_unused(keeper, limit=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_by_night_it_waits_for_the_morning(session: AsyncSession) -> None:
    """A link that ends at two in the morning is told of at eight."""
    office = await Office.open(session)
    await _invited(office)
    night = NOW.astimezone(TEHRAN).replace(hour=2, minute=0, second=0, microsecond=0) + WEEK + timedelta(days=1)
    await invitations.tell_of_unused(await office.keeper(0, night), limit=9)
    assert (await session.exec(select(Delivery))).one().due_at == night.replace(hour=8)
