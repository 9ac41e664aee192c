from models.database import AsyncSession
from models.services import claims, desk
from models.services.desk import Tray
from models.submission import Status
from tests.models.sample_rows import NOW
from tests.models.services.desk_rows import Office, staffed


async def _fill(office: Office) -> None:
    await office.submission("گلسار")
    await office.submission("باغ شاه", status=Status.NEEDS_INFO.value)
    await office.submission("علی‌آباد", status=Status.REOPENED.value)
    await office.submission("گلسار", status=Status.DONE.value)
    await office.submission("گلسار", status=Status.IN_PROGRESS.value)
    await office.submission(None, needs_placing=True)


async def _numbers(office: Office, name: str) -> dict[Tray, int]:
    found = await desk.counts(session=office.session, rights=await office.rights(name), now=NOW)
    return {tray: number for tray, number in found.trays.items() if number}


async def test_each_desk_counts_what_is_on_it(session: AsyncSession) -> None:
    """Everybody counts their own areas: the council its neighbourhood, the secretariat the city, an expert nothing."""
    office = await staffed(session)
    await _fill(office)
    everything = {Tray.NEW: 2, Tray.NEEDS_INFO: 1, Tray.REOPENED: 1, Tray.UNPLACED: 1, Tray.OPEN: 5}
    assert await _numbers(office, "secretariat") == everything
    assert await _numbers(office, "owner") == everything
    assert await _numbers(office, "manager") == {Tray.NEW: 1, Tray.NEEDS_INFO: 1, Tray.OPEN: 3}
    assert await _numbers(office, "other_manager") == {Tray.REOPENED: 1, Tray.OPEN: 1}
    assert await _numbers(office, "council") == {Tray.NEW: 1, Tray.OPEN: 2}
    assert await _numbers(office, "expert") == {}
    assert await _numbers(office, "resident") == {}


async def test_a_hidden_complaint_is_in_no_count_and_no_list(session: AsyncSession) -> None:
    """A complaint about a body is neither counted, nor listed, nor handed out to anybody of that body."""
    office = await staffed(session)
    one = await office.submission("گلسار", about_area_id=office.areas["گلسار"])
    for name, sees in {"council": False, "manager": True, "secretariat": True, "other_manager": False}.items():
        rights = await office.rights(name)
        listed = await desk.page(session=session, rights=rights, tray=Tray.NEW, offset=0, limit=9, now=NOW)
        following = await desk.next_of(session=session, rights=rights, tray=Tray.NEW, now=NOW)
        assert [found.id for found in listed] == ([one.id] if sees else [])
        assert list(following) == ([one.id] if sees else [])
        counted = await desk.counts(session=session, rights=rights, now=NOW)
        assert (counted.trays[Tray.NEW], counted.longest is not None) == (int(sees), sees)


async def test_the_longest_waiting_comes_first(session: AsyncSession) -> None:
    """Lists and «next» begin with the oldest, and pages follow on each other; what is ended begins with the newest."""
    office = await staffed(session)
    made = [(await office.submission()).id for _ in range(5)]
    rights = await office.rights("council")

    async def page(tray: Tray, offset: int) -> list[int | None]:
        found = await desk.page(session=session, rights=rights, tray=tray, offset=offset, limit=2, now=NOW)
        return [one.id for one in found]

    assert [await page(Tray.NEW, offset) for offset in (0, 2, 4, 6)] == [made[:2], made[2:4], made[4:], []]
    counted = await desk.counts(session=session, rights=rights, now=NOW)
    assert counted.longest is not None
    assert counted.longest.id == made[0]


async def test_next_leaves_out_what_others_hold(session: AsyncSession) -> None:
    """What a colleague works on is not handed out; what one holds oneself is, and lies in one's own tray."""
    office = await staffed(session)
    first, second, third = [(await office.submission()).id or 0 for _ in range(3)]
    manager, council = office.people["manager"], office.people["council"]
    await claims.take(session=session, submission_id=first, person_id=manager, now=NOW)
    await claims.take(session=session, submission_id=second, person_id=council, now=NOW)
    rights = await office.rights("council")
    found = await desk.next_of(session=session, rights=rights, tray=Tray.NEW, now=NOW, limit=3)
    assert list(found) == [second, third]
    assert list(await desk.next_of(session=session, rights=rights, tray=Tray.NEW, now=NOW, after=second)) == [third]
    mine = await desk.page(session=session, rights=rights, tray=Tray.MINE, offset=0, limit=9, now=NOW)
    assert [one.id for one in mine] == [second]
    after_all = NOW + claims.HELD_FOR
    found = await desk.next_of(session=session, rights=rights, tray=Tray.NEW, now=after_all, limit=3)
    assert list(found) == [first, second, third]


async def test_what_one_holds_and_may_not_see_is_not_counted(session: AsyncSession) -> None:
    """A claim from before a submission became a complaint about one's own body: neither listed nor counted."""
    office = await staffed(session)
    area, council = office.areas["گلسار"], office.people["council"]
    hidden = await office.submission(kind="complaint", about="council", about_area_id=area)
    for one in (hidden, await office.submission()):
        await claims.take(session=session, submission_id=one.id or 0, person_id=council, now=NOW)
    counted = await desk.counts(session=session, rights=await office.rights("council"), now=NOW)
    assert counted.trays[Tray.MINE] == 1


async def test_a_file_holds_everything(session: AsyncSession) -> None:
    """History, additions, entries, attachments and who holds it, oldest first."""
    office = await staffed(session)
    one = await office.submission()
    await claims.take(session=session, submission_id=one.id or 0, person_id=office.people["council"], now=NOW)
    found = await desk.file_of(session=session, submission=one, now=NOW)
    assert [event.status_to for event in found.history] == ["registered"]
    assert (list(found.additions), list(found.entries), list(found.attachments)) == ([], [], [])
    assert found.held_by == office.people["council"]
