from datetime import timedelta

import pytest
from sqlmodel import select

from models.audit import Audit
from models.database import AsyncSession
from models.errors import HeldByAnother
from models.role import Role
from models.services import claims, grant_changes, grant_ends
from tests.models.office import Office
from tests.models.sample_rows import NOW

SOON = NOW + timedelta(minutes=10)


async def test_an_office_ends_by_itself(session: AsyncSession) -> None:
    """Over at its moment: what its holder had open is free again, they are told, and the timer stands on record."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON)
    case = await office.open_case(person, "گلسار")
    assert await grant_ends.overdue(session=session, now=NOW, limit=9) == []
    assert await grant_ends.settle(await office.keeper(0), grant) is None
    assert await grant_ends.overdue(session=session, now=SOON, limit=9) == [grant]
    assert await grant_ends.settle(await office.keeper(0, SOON), grant) == person
    assert await office.held() == {}
    assert await office.told() == [(person, "ended")]
    assert await office.trail() == [("grant.ended", "timer", None)]
    assert await grant_ends.settle(await office.keeper(0, SOON), grant) is None  # once
    assert await grant_ends.overdue(session=session, now=SOON, limit=9) == []
    other, _ = await office.holder(Role.MANAGER, "منطقهٔ ۱")
    await claims.take(session=session, submission_id=case, person_id=other, now=SOON)


async def test_a_successor_takes_over(session: AsyncSession) -> None:
    """The newest other holder of the same office has the open cases, is told how many, and nobody else takes them."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON)
    await office.holder(Role.COUNCIL, "گلسار")
    heir, _ = await office.holder(Role.COUNCIL, "گلسار")
    await office.holder(Role.COUNCIL, "باغ شاه")
    await office.holder(Role.SECRETARIAT, "گلسار")
    cases = [await office.open_case(person, "گلسار") for _ in range(2)]
    await grant_ends.settle(await office.keeper(0, SOON), grant)
    assert await office.held() == dict.fromkeys(cases, heir)
    assert await office.told() == [(heir, "passed"), (person, "ended")]
    (row,) = (await session.exec(select(Audit))).all()
    assert row.after == {"person": person, "passed_to": heir, "passed": 2, "released": 0}
    with pytest.raises(HeldByAnother):
        await claims.take(session=session, submission_id=cases[0], person_id=person, now=SOON + timedelta(hours=1))


async def test_what_a_successor_may_not_read_goes_to_the_queue(session: AsyncSession) -> None:
    """A heir who is part of the body that a complaint is about gets everything but that complaint."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.MANAGER, "منطقهٔ ۱", ends_at=SOON)
    heir, _ = await office.holder(Role.MANAGER, "منطقهٔ ۱")
    await office.holder(Role.COUNCIL, "گلسار", person_id=heir)
    plain = await office.open_case(person, "گلسار")
    await office.open_case(person, "گلسار", about="گلسار")
    await grant_ends.settle(await office.keeper(0, SOON), grant)
    assert await office.held() == {plain: heir}


async def test_what_another_office_still_reaches_stays(session: AsyncSession) -> None:
    """Whoever is also the district's manager keeps what lies in the district; somebody else's cases are not touched."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON)
    await office.holder(Role.MANAGER, "منطقهٔ ۱", person_id=person)
    colleague, _ = await office.holder(Role.COUNCIL, "گلسار")
    mine, theirs = await office.open_case(person, "گلسار"), await office.open_case(colleague, "گلسار")
    await grant_ends.settle(await office.keeper(0, SOON), grant)
    assert await office.held() == {mine: person, theirs: colleague}


async def test_owners_of_the_settings_keep_what_they_have(session: AsyncSession) -> None:
    """An owner's grant in a neighbourhood ends: as an owner they may still work on everything."""
    office = await Office.open(session)
    _, grant = await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON, person_id=office.owner)
    case = await office.open_case(office.owner, "گلسار")
    await grant_ends.settle(await office.keeper(0, SOON), grant)
    assert await office.held() == {case: office.owner}


async def test_who_holds_the_same_office_again_hears_nothing(session: AsyncSession) -> None:
    """The older of two grants of one office ends: for its holder nothing ends."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON)
    await office.holder(Role.COUNCIL, "گلسار", person_id=person)
    case = await office.open_case(person, "گلسار")
    await grant_ends.settle(await office.keeper(0, SOON), grant)
    assert await office.held() == {case: person}
    assert await office.told() == []


async def test_revoking_settles_at_once(session: AsyncSession) -> None:
    """Nothing is left for the timer; the owner, not the timer, stands on record."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار")
    await office.open_case(person, "گلسار")
    await grant_changes.revoke(await office.keeper(), grant)
    assert await office.held() == {}
    assert await office.told() == [(person, "ended")]
    assert await office.trail() == [("grant.revoke", "chat", office.owner)]
    assert await grant_ends.overdue(session=session, now=NOW, limit=9) == []


async def test_another_area_lets_go_of_the_old_one(session: AsyncSession) -> None:
    """Moved from one neighbourhood to the other: what was open in the first goes to who holds that office now."""
    office = await Office.open(session)
    person, grant = await office.holder(Role.COUNCIL, "گلسار")
    heir, _ = await office.holder(Role.COUNCIL, "گلسار")
    case = await office.open_case(person, "گلسار")
    await grant_changes.change_area(await office.keeper(), grant, office.areas["باغ شاه"])
    assert await office.held() == {case: heir}
    assert sorted(await office.told()) == sorted([(person, "changed"), (heir, "passed")])


async def test_at_night_nobody_is_woken(session: AsyncSession) -> None:
    """An office that ends at midnight: its holder hears of it at eight, and the successor has until ten."""
    office = await Office.open(session)
    midnight = NOW.replace(hour=20, minute=30, second=0, microsecond=0)  # of Tehran
    person, grant = await office.holder(Role.COUNCIL, "گلسار", ends_at=midnight)
    heir, _ = await office.holder(Role.COUNCIL, "گلسار")
    case = await office.open_case(person, "گلسار", now=midnight - timedelta(minutes=5))
    await grant_ends.settle(await office.keeper(0, midnight), grant)
    eight = midnight + timedelta(hours=8)
    with pytest.raises(HeldByAnother) as held:
        await claims.take(session=session, submission_id=case, person_id=person, now=eight)
    assert held.value.ends_at == eight + grant_ends.PASSED_FOR
    assert await claims.holder(session=session, submission_id=case, now=eight) == heir
