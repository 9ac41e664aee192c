"""Whom a complaint is about, put right by staff: who loses sight of it by that, and who sees it again."""

import pytest
from sqlmodel import select

from models.audit import Audit
from models.correction import NOBODY
from models.database import AsyncSession
from models.delivery import Delivery
from models.entry import Claim
from models.errors import NotFound
from models.role import Action
from models.services import casework
from models.submission import About, Kind, Submission
from tests.models.services.desk_rows import Office, staffed


async def _seeing(office: Office, one: Submission) -> set[str]:
    """Whose desks a submission is on."""
    rights = {name: await office.rights(name) for name in office.people}
    return {name for name, own in rights.items() if own.may(Action.SEE, one.area_id, one.about_area_id)}


def _check_about_nobody(one: Submission) -> None:
    assert [one.about, one.about_area_id] == [None, None]


ABOVE_COUNCIL = {"owner", "secretariat", "city_secretariat", "manager"}


@pytest.mark.parametrize(
    ("whom", "body", "seeing"),
    [
        (About.COUNCIL, "گلسار", ABOVE_COUNCIL),
        (About.EMPLOYEE, "منطقهٔ ۱", ABOVE_COUNCIL - {"manager"}),
    ],
)
async def test_said_afterwards_it_is_kept_from_that_body(
    session: AsyncSession, whom: About, body: str, seeing: set[str]
) -> None:
    """A complaint that turns out to be about somebody is kept from them as if its author had said so, and on record."""
    office = await staffed(session)
    one = await office.submission(kind="complaint", visibility="staff_only")
    assert await _seeing(office, one) == ABOVE_COUNCIL | {"council"}
    await casework.correct(await office.desk("secretariat"), one.id or 0, about=whom)
    assert await _seeing(office, one) == seeing
    row = (await session.exec(select(Audit))).one()
    assert (row.action, row.before) == ("submission.correct", {"about": None, "about_area_id": None})
    assert row.after == {"about": whom.value, "about_area_id": office.areas[body]}
    assert (await session.exec(select(Delivery))).all() == []


async def test_whoever_loses_sight_lets_go(session: AsyncSession) -> None:
    """The council's member who says that it is about them holds it no longer: those above can work on it at once."""
    office = await staffed(session)
    one = await office.submission(kind="complaint", visibility="staff_only")
    await casework.correct(await office.desk("council"), one.id or 0, about=About.COUNCIL)
    with pytest.raises(NotFound):
        await casework.correct(await office.desk("council"), one.id or 0, about=NOBODY)
    assert (await session.exec(select(Claim))).all() == []
    await casework.correct(await office.desk("manager"), one.id or 0, about=NOBODY)
    _check_about_nobody(one)
    assert (await session.exec(select(Claim))).one().person_id == office.people["manager"]


async def test_whoever_places_it_out_of_reach_lets_go(session: AsyncSession) -> None:
    """What a manager passes on to another district is not held by them there."""
    office = await staffed(session)
    one = await office.submission()
    await casework.place(await office.desk("manager"), one.id or 0, office.areas["علی‌آباد"])
    assert (await session.exec(select(Claim))).all() == []


async def test_only_a_complaint_is_about_somebody(session: AsyncSession) -> None:
    """A report is about nobody; corrected to a complaint, it can be said with it; what was one stays hidden."""
    office = await staffed(session)
    one, desk = await office.submission(), await office.desk("secretariat")
    await casework.correct(desk, one.id or 0, about=About.COUNCIL)
    assert one.about is None
    await casework.correct(desk, one.id or 0, kind=Kind.COMPLAINT, about=About.COUNCIL)
    assert [one.about, one.about_area_id] == ["council", office.areas["گلسار"]]
    await casework.correct(desk, one.id or 0, kind=Kind.OPINION)
    assert one.about_area_id == office.areas["گلسار"]
    await casework.correct(desk, one.id or 0, about=NOBODY)
    _check_about_nobody(one)


async def test_where_it_belongs_says_which_council(session: AsyncSession) -> None:
    """Placed elsewhere, it is about the council there."""
    office = await staffed(session)
    one, desk = await office.submission(kind="complaint", visibility="staff_only"), await office.desk("secretariat")
    await casework.correct(desk, one.id or 0, about=About.COUNCIL)
    await casework.place(desk, one.id or 0, office.areas["علی‌آباد"])
    assert one.about_area_id == office.areas["علی‌آباد"]
