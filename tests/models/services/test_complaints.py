from dataclasses import replace

import pytest

from models.database import AsyncSession
from models.errors import NotFound
from models.rights import Rights
from models.role import Action, Grant, Role
from models.services import access, areas, casework, claims, desk, submissions
from models.services.casework import Desk
from models.submission import About, Kind, Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident, settle_city


async def _complaint(session: AsyncSession, about: About | None, area: int | None, **changes: object) -> Submission:
    complaint = replace(draft(5, "شکایت دارم", kind=Kind.COMPLAINT, area=area), about=about, **changes)  # type: ignore[arg-type]  # each test knows what it changes
    return await submissions.register(
        session=session, person_id=await resident(session), draft=complaint, now=NOW, zone=TEHRAN
    )


async def _area(session: AsyncSession, name: str) -> int:
    """The id of the place at this path."""
    tree = await areas.load_tree(session=session)
    return next(p.id for p in tree.places.values() if "/".join(s.name for s in reversed(tree.line(p.id))) == name)


async def _holder(session: AsyncSession, role: Role, area: int | None, user_id: int) -> Rights:
    person = await resident(session, user_id)
    session.add(Grant(person_id=person, role=role.value, area_id=area, starts_at=NOW, created_at=NOW))
    await session.flush()
    return await access.rights_of(session=session, person_id=person, is_owner=False, now=NOW)


async def _sees(session: AsyncSession, rights: Rights, complaint: Submission) -> bool:
    """Whether it is in the list, in the count, and open as a file: all three, or none."""
    number = complaint.id or 0
    listed = await desk.page(session=session, rights=rights, tray=desk.Tray.NEW, offset=0, limit=9, now=NOW)
    counts = await desk.counts(session=session, rights=rights, now=NOW)
    following = await desk.next_of(session=session, rights=rights, tray=desk.Tray.NEW, now=NOW)
    found = [[one.id for one in listed], list(following), [number] * counts.trays[desk.Tray.NEW]]
    assert found in ([[number]] * 3, [[]] * 3)
    try:
        await access.submission_for(session=session, rights=rights, submission_id=number, action=Action.SEE)
    except NotFound:
        assert not found[0]
        assert counts.longest is None
        return False
    assert found[0]
    return True


@pytest.mark.parametrize(
    ("about", "hidden", "shown"),
    [
        (About.COUNCIL, ["neighbourhood"], ["zone", "district", "city", "everything"]),
        (About.EMPLOYEE, ["neighbourhood", "zone", "district"], ["city", "everything"]),
        (None, [], ["neighbourhood", "zone", "district", "city", "everything"]),
    ],
)
async def test_a_complaint_goes_one_level_up(
    session: AsyncSession, about: About | None, hidden: list[str], shown: list[str]
) -> None:
    """Neither in list nor in count nor as a file for the body that it is about; all three for those above it."""
    golsar = (await settle_city(session))["گلسار"]
    places = {
        "neighbourhood": golsar,
        "zone": await _area(session, "ایزدشهر/منطقهٔ ۱/ناحیهٔ ۲"),
        "district": await _area(session, "ایزدشهر/منطقهٔ ۱"),
        "city": await _area(session, "ایزدشهر"),
        "everything": None,
    }
    complaint = await _complaint(session, about, golsar)
    assert complaint.about == (about and about.value)
    seen = {}
    for number, (name, area) in enumerate(places.items()):
        role = Role.COUNCIL if name == "neighbourhood" else Role.SECRETARIAT
        seen[name] = await _sees(session, await _holder(session, role, area, 7_000_000_100 + number), complaint)
    assert [name for name, is_seen in seen.items() if not is_seen] == hidden
    assert [name for name, is_seen in seen.items() if is_seen] == shown


async def test_without_a_place_only_owners_read_it(session: AsyncSession) -> None:
    """A complaint about a council that nobody named is for the owners, until they place it."""
    golsar = (await settle_city(session))["گلسار"]
    city = await _area(session, "ایزدشهر")
    complaint = await _complaint(session, About.COUNCIL, None)
    assert complaint.about_area_id == city
    everything = await _holder(session, Role.SECRETARIAT, None, 7_000_000_100)
    council = await _holder(session, Role.COUNCIL, golsar, 7_000_000_101)
    assert not await _sees(session, everything, complaint)
    owner = Rights(await resident(session, 7_000_000_102), is_owner=True)
    assert await _sees(session, owner, complaint)
    await casework.place(Desk(session, owner, BOT, NOW, TEHRAN), complaint.id or 0, golsar)
    await claims.release_all(session=session, person_id=owner.person_id)
    assert (complaint.area_id, complaint.about_area_id) == (golsar, golsar)
    assert (await _sees(session, everything, complaint), await _sees(session, council, complaint)) == (True, False)


async def test_only_complaints_are_about_somebody(session: AsyncSession) -> None:
    """What was chosen on a card that became a report again is not kept, and nothing is hidden by it."""
    golsar = (await settle_city(session))["گلسار"]
    report = await _complaint(session, About.COUNCIL, golsar, kind=Kind.REPORT)
    assert (report.about, report.about_area_id) == (None, None)
