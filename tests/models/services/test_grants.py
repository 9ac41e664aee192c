from datetime import timedelta

import pytest

from models.database import AsyncSession
from models.errors import NotFound
from models.role import Action, Role
from models.services import access, grant_changes, grants
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import NOW

LATER = NOW + timedelta(days=100)


async def test_the_list_goes_by_role_and_place(session: AsyncSession) -> None:
    """Owners first, then by role and down the tree; what is over, revoked or not begun is not in it."""
    office = await Office.open(session)
    await office.holder(Role.COUNCIL, "گلسار")
    await office.holder(Role.MANAGER, "منطقهٔ ۲")
    await office.holder(Role.MANAGER, "منطقهٔ ۱")
    await office.holder(Role.OWNER, None)
    _, over = await office.holder(Role.COUNCIL, "علی‌آباد", ends_at=NOW)
    _, revoked = await office.holder(Role.COUNCIL, "علی‌آباد")
    (await office.grant(revoked)).revoked_at = NOW
    await session.flush()
    held, total = await grants.list_current(session=session, now=NOW, offset=0, limit=10)
    assert [(one.role, one.area_id) for one in held] == [
        (Role.OWNER, None),
        (Role.MANAGER, office.areas["منطقهٔ ۱"]),
        (Role.MANAGER, office.areas["منطقهٔ ۲"]),
        (Role.COUNCIL, office.areas["گلسار"]),
    ]
    assert total == 4
    assert over not in {one.grant_id for one in held}
    assert await grants.count_current(session=session, now=NOW) == {Role.OWNER: 1, Role.MANAGER: 2, Role.COUNCIL: 1}
    held, total = await grants.list_current(session=session, now=NOW, offset=1, limit=1, role=Role.MANAGER)
    assert ([one.area_id for one in held], total) == ([office.areas["منطقهٔ ۲"]], 2)


async def test_pages_neither_repeat_nor_skip(session: AsyncSession) -> None:
    """Thirty offices of one role and place, seven at a time."""
    office = await Office.open(session)
    made = [(await office.holder(Role.COUNCIL, "گلسار"))[1] for _ in range(30)]
    seen = []
    for offset in range(0, 35, 7):
        page, _ = await grants.list_current(session=session, now=NOW, offset=offset, limit=7)
        seen += [one.grant_id for one in page]
    assert seen == made


async def test_the_same_office_again_is_held_once(session: AsyncSession) -> None:
    """Who takes an office that they hold already holds it until the newer end; nothing is left to settle."""
    office = await Office.open(session)
    person, older = await office.holder(Role.COUNCIL, "گلسار", ends_at=NOW + timedelta(days=1))
    newer = await grants.give(
        session=session,
        person_id=person,
        role=Role.COUNCIL,
        area_id=office.areas["گلسار"],
        ends_at=LATER,
        granted_by=office.owner,
        invitation_id=None,
        now=NOW,
    )
    held, _ = await grants.list_current(session=session, now=NOW, offset=0, limit=9)
    assert [(one.grant_id, one.ends_at) for one in held] == [(newer, LATER)]
    assert (await office.grant(older)).settled_at == NOW


async def test_an_end_is_changed_and_told_once(session: AsyncSession) -> None:
    """Two changes before anything was sent are one message, with what holds now; each is a row of the trail."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار")
    keeper = await office.keeper()
    await grant_changes.change_end(keeper, grant, LATER)
    await grant_changes.change_end(keeper, grant, LATER)  # the same again changes nothing
    held = await grant_changes.change_area(keeper, grant, office.areas["باغ شاه"])
    assert (held.area_id, held.ends_at) == (office.areas["باغ شاه"], LATER)
    assert await office.told() == [(person, "changed")]
    assert await office.trail() == [("grant.change", "chat", office.owner)] * 2
    rights = await access.rights_of_another(session=session, person_id=person, owners=OWNERS, now=NOW)
    assert rights.reach(Action.SEE) == frozenset({office.areas["باغ شاه"]})


async def test_a_changed_and_then_ended_office_is_one_message(session: AsyncSession) -> None:
    """What waits to be told becomes the newest: nobody reads of a change of what they have lost since."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار")
    keeper = await office.keeper()
    await grant_changes.change_end(keeper, grant, LATER)
    await grant_changes.revoke(keeper, grant)
    assert await office.told() == [(person, "ended")]


async def test_who_changes_their_own_is_not_told(session: AsyncSession) -> None:
    """An owner gives their own office another end: they know."""
    office = await Office.open(session)
    _, grant = await office.holder(Role.COUNCIL, "گلسار", person_id=office.owner)
    await grant_changes.change_end(await office.keeper(), grant, LATER)
    assert await office.told() == []


@pytest.mark.parametrize("role", [*Role, None])
async def test_only_owners_of_everything_change_anything(session: AsyncSession, role: Role | None) -> None:
    """Whatever else somebody holds, an owner of a district too: offices are not there for them, and stay."""
    office = await Office.open(session)
    _, grant = await office.holder(Role.COUNCIL, "گلسار")
    person = await office.person()
    if role is not None:
        await office.holder(role, "منطقهٔ ۱", person_id=person)
    keeper = await office.keeper(person)
    before = (await office.grant(grant)).model_dump()
    for attempt in (
        grant_changes.change_end(keeper, grant, LATER),
        grant_changes.change_area(keeper, grant, None),
        grant_changes.revoke(keeper, grant),
    ):
        with pytest.raises(NotFound):
            await attempt
    assert (await office.grant(grant)).model_dump() == before
    assert await office.trail() == []


async def test_what_is_not_held_any_more_is_not_changed(session: AsyncSession) -> None:
    """An office that is over or was revoked, and one that never was, look the same."""
    office = await Office.open(session)
    _, over = await office.holder(Role.COUNCIL, "گلسار", ends_at=NOW)
    _, revoked = await office.holder(Role.COUNCIL, "گلسار")
    keeper = await office.keeper()
    await grant_changes.revoke(keeper, revoked)
    for grant in (over, revoked, 404):
        with pytest.raises(NotFound):
            await grant_changes.change_end(keeper, grant, LATER)
        with pytest.raises(NotFound):
            await grant_changes.revoke(keeper, grant)
