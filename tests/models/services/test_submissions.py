import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from models import text as persian
from models.database import AsyncSession, Database
from models.draft import Draft, Part
from models.errors import AlreadyEnded, EmptyText
from models.services import derived_texts, inbox, submissions
from models.services.inbox import Arrival
from models.submission import ENDED, Kind, Status, StatusEvent, Submission, TrackingSerial
from models.tracking_code import tracking_code
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident, settle_city

# In 2027 the Jalali year 1406 begins at midnight in Tehran, which is 20:30 of the day before in UTC.
NOWRUZ_1406 = datetime(2027, 3, 20, 20, 30, tzinfo=UTC)
LAST_SECOND_OF_1405 = NOWRUZ_1406 - timedelta(seconds=1)


async def _register(session: AsyncSession, person: int, of_draft: Draft, now: datetime = NOW) -> Submission:
    return await submissions.register(session=session, person_id=person, draft=of_draft, now=now, zone=TEHRAN)


async def test_a_draft_becomes_a_submission_with_a_code(database: Database) -> None:
    """Everything of the draft is on record, under the first code of the year, with its first status event."""
    async with database.transaction() as session:
        golsar = (await settle_city(session))["گلسار"]
        person = await resident(session)
        parts = (Part(10, "کوچمون خیلی تاریکه\x00"), Part(12, "شبا نمیشه رد شد"))
        await _register(session, person, Draft(id=5, kind=Kind.PROPOSAL, area_id=golsar, parts=parts))
    async with database.transaction() as session:
        found = (await session.exec(select(Submission))).one()
        events = await submissions.history(session=session, submission_id=found.id or 0)
    assert (found.code, found.year, found.serial) == ("1405-000001-" + tracking_code(1405, 1)[-1], 1405, 1)
    assert found.text == "کوچمون خیلی تاریکه\nشبا نمیشه رد شد"
    assert (found.kind, found.status, found.visibility, found.version) == ("proposal", "registered", "public", 1)
    assert (found.person_id, found.area_id, found.draft_id, found.message_ids) == (person, golsar, 5, [10, 12])
    assert (found.created_at, found.updated_at) == (NOW, NOW)
    assert [(event.status_from, event.status_to, event.person_id, event.created_at) for event in events] == [
        (None, "registered", person, NOW)
    ]


async def test_a_draft_is_registered_once(session: AsyncSession) -> None:
    """However often «ثبت» is pressed, there is one record, one code and one event; the first time counts."""
    person = await resident(session)
    first = await _register(session, person, draft(5))
    again = await _register(session, person, draft(5, "چیز دیگر"), NOW + timedelta(days=400))
    assert (again.id, again.code, again.text) == (first.id, first.code, "کوچمون خیلی تاریکه")
    for table in (Submission, StatusEvent):
        assert (await session.exec(select(func.count()).select_from(table))).one() == 1
    assert (await session.exec(select(TrackingSerial.last))).one() == 1


async def test_an_empty_draft_is_no_submission(session: AsyncSession) -> None:
    """A draft without a part is refused and takes no serial."""
    person = await resident(session)
    with pytest.raises(EmptyText):
        await _register(session, person, Draft(id=5))
    assert (await session.exec(select(TrackingSerial.last))).all() == []


async def test_serials_count_without_a_gap(session: AsyncSession) -> None:
    """The year's submissions are numbered 1, 2, 3 …, whoever sends them."""
    people = [await resident(session, 7_000_000_000 + number) for number in range(3)]
    codes = [(await _register(session, people[number % 3], draft(number + 1))).code for number in range(12)]
    assert codes == [tracking_code(1405, serial) for serial in range(1, 13)]


async def test_the_year_turns_at_midnight_in_tehran(session: AsyncSession) -> None:
    """The last second before Nowruz in Tehran belongs to the old year, the next one begins the new year's count."""
    person = await resident(session)
    old = [await _register(session, person, draft(number), LAST_SECOND_OF_1405) for number in (1, 2)]
    new = [await _register(session, person, draft(number), NOWRUZ_1406) for number in (3, 4)]
    assert [one.code[:11] for one in (*old, *new)] == ["1405-000001", "1405-000002", "1406-000001", "1406-000002"]
    late = await _register(session, person, draft(5), LAST_SECOND_OF_1405)
    assert late.code.startswith("1405-000003")


async def test_a_year_of_thirty_days_of_esfand_ends_a_day_later(session: AsyncSession) -> None:
    """1403 was a leap year: the 30th of Esfand is still 1403."""
    person = await resident(session)
    leap_day = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
    assert (await _register(session, person, draft(1), leap_day)).year == 1403
    assert (await _register(session, person, draft(2), leap_day + timedelta(days=1))).year == 1404


async def test_a_registration_taken_back_leaves_no_gap(database: Database) -> None:
    """A turn that fails after registering gives its serial back."""
    async with database.transaction() as session:
        person = await resident(session)
    with pytest.raises(LookupError):
        async with database.transaction() as session:
            await _register(session, person, draft(1))
            raise LookupError
    async with database.transaction() as session:
        assert (await _register(session, person, draft(2))).serial == 1


async def test_confirming_at_once_gives_distinct_codes_without_a_gap(database: Database) -> None:
    """Thirty residents who press «ثبت» at the same moment get thirty codes, one after the other, none left out."""
    async with database.transaction() as session:
        people = [await resident(session, 7_000_000_000 + number) for number in range(30)]

    async def confirm(person: int) -> str:
        async with database.transaction() as session:
            registered = await _register(session, person, draft(person))
            await asyncio.sleep(0)
            return registered.code

    codes = await asyncio.gather(*map(confirm, people))
    assert sorted(codes) == [tracking_code(1405, serial) for serial in range(1, 31)]


async def test_two_presses_at_once_make_one_record(database: Database) -> None:
    """Of simultaneous presses on one draft one makes the record; the others fail to commit or find it."""
    async with database.transaction() as session:
        person = await resident(session)

    async def press() -> str | None:
        try:
            async with database.transaction() as session:
                return (await _register(session, person, draft(7))).code
        except IntegrityError:  # the turn runs again and finds the record
            return None

    codes = {code for code in await asyncio.gather(*(press() for _ in range(8))) if code}
    assert codes == {tracking_code(1405, 1)}
    async with database.transaction() as session:
        assert (await session.exec(select(Submission.code))).all() == [tracking_code(1405, 1)]
        assert (await session.exec(select(TrackingSerial.last))).one() == 1


@pytest.mark.parametrize("kind", Kind)
async def test_only_a_complaint_is_for_the_staff_alone(session: AsyncSession, kind: Kind) -> None:
    """A complaint is shown to staff only; everything else, unless its author wished otherwise, to neighbours too."""
    registered = await _register(session, await resident(session), draft(1, kind=kind))
    assert registered.visibility == ("staff_only" if kind is Kind.COMPLAINT else "public")


async def test_nobody_waits_for_hazm(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """A submission is registered without its derived columns, which are due: nobody waits for them in a turn."""
    monkeypatch.setattr(persian, "is_loaded", lambda: False)
    registered = await _register(session, await resident(session), draft(1, "كوچه تاريك است"))
    assert (registered.normalized, registered.search_key, registered.text_version) == (None, None, None)
    assert await derived_texts.underived(session=session, limit=10) == [(registered.id, "كوچه تاريك است")]


async def test_derived_columns_are_refilled_after_a_change_of_the_text_code(
    session: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of another text version are due, oldest first and as many as asked for, until they are stored."""
    monkeypatch.setattr(persian, "is_loaded", lambda: False)
    person = await resident(session)
    ids = [(await _register(session, person, draft(number, f"متن {number}"))).id or 0 for number in (1, 2, 3)]
    assert await derived_texts.underived(session=session, limit=2) == [(ids[0], "متن 1"), (ids[1], "متن 2")]
    await derived_texts.store_derived(session=session, derived=[(number, "ن", "ک") for number in ids[:2]])
    assert await derived_texts.underived(session=session, limit=9) == [(ids[2], "متن 3")]
    stored = select(Submission.normalized, Submission.search_key).where(Submission.id == ids[0])
    assert tuple((await session.exec(stored)).one()) == ("ن", "ک")
    monkeypatch.setattr(persian, "TEXT_VERSION", persian.TEXT_VERSION + 1)
    assert [row[0] for row in await derived_texts.underived(session=session, limit=9)] == ids


async def test_everybody_lists_their_own(session: AsyncSession) -> None:
    """A page of somebody's submissions is theirs alone, newest first, with how many there are in all."""
    mine, theirs = await resident(session), await resident(session, 7_000_000_001)
    for number in range(1, 8):
        await _register(session, mine if number % 2 else theirs, draft(number))
    page, total = await submissions.list_own(session=session, person_id=mine, offset=1, limit=2)
    assert ([one.serial for one in page], total) == ([5, 3], 4)
    assert await submissions.list_own(session=session, person_id=404, offset=0, limit=5) == ([], 0)
    beyond, total = await submissions.list_own(session=session, person_id=mine, offset=99, limit=5)
    assert (list(beyond), total) == ([], 4)


async def test_the_last_place_is_remembered(session: AsyncSession) -> None:
    """The area of somebody's newest submission is given; None without one, or when the newest had none."""
    city = await settle_city(session)
    person = await resident(session)
    assert await submissions.last_area(session=session, person_id=person) is None
    await _register(session, person, draft(1, area=city["گلسار"]))
    await _register(session, person, draft(2, area=city["باغ شاه"]))
    assert await submissions.last_area(session=session, person_id=person) == city["باغ شاه"]
    await _register(session, person, draft(3))
    assert await submissions.last_area(session=session, person_id=person) is None


async def test_a_message_leads_to_its_submission(session: AsyncSession) -> None:
    """A message that became part of one of somebody's submissions is found there, and for nobody else."""
    mine, theirs = await resident(session), await resident(session, 7_000_000_001)
    registered = await _register(session, mine, Draft(id=1, parts=(Part(10, "یک"), Part(11, "دو"))))
    await _register(session, mine, draft(2))
    for message, owner, found in ((11, mine, registered.id), (99, mine, None), (11, theirs, None)):
        of_message = await submissions.of_message(session=session, bot_id=BOT, person_id=owner, message_id=message)
        assert (of_message.id if of_message else None) == found


async def test_another_bots_message_of_the_same_number_is_another(session: AsyncSession) -> None:
    """Two bots on one database count their messages alike: what one took in is not found by the other's numbers."""
    person = await resident(session)
    arrived = [Arrival(1, 5, "{}")]
    ((row, _),) = await inbox.store(session=session, bot_id=BOT, arrivals=arrived, now=NOW)
    registered = await _register(session, person, draft(row))
    (message,) = registered.message_ids
    for bot, found in ((BOT, registered.id), (BOT + 1, None)):
        one = await submissions.of_message(session=session, bot_id=bot, person_id=person, message_id=message)
        assert (one.id if one else None) == found


async def test_ids_follow_the_codes(session: AsyncSession) -> None:
    """Within a year submissions sorted by id are sorted by serial, as paging by id relies on."""
    person = await resident(session)
    for number in range(1, 6):
        await _register(session, person, draft(number))
    assert (await session.exec(select(Submission.serial).order_by(col(Submission.id)))).all() == [1, 2, 3, 4, 5]


async def test_the_newest_submission_can_still_be_added_to(session: AsyncSession) -> None:
    """The newest after a moment, unless it is at its end; an older one is not given in its place."""
    person = await resident(session)
    assert await submissions.recent(session=session, person_id=person, since=NOW) is None
    await _register(session, person, draft(1))
    newest = await _register(session, person, draft(2))
    just_before = NOW - timedelta(seconds=1)
    for owner, since, found in ((person, just_before, newest), (person, NOW, None), (404, just_before, None)):
        recent = await submissions.recent(session=session, person_id=owner, since=since)
        assert (recent and (recent.id, recent.code)) == (found and (found.id, found.code))
    await submissions.withdraw(session=session, submission=newest, person_id=person, now=NOW)
    assert await submissions.recent(session=session, person_id=person, since=just_before) is None


async def test_an_addition_is_added_once(session: AsyncSession) -> None:
    """The same message twice is one addition; additions come oldest first; the text stays as it was."""
    registered = await _register(session, await resident(session), draft(1))
    for message, words in ((20, "یک"), (21, "دو"), (20, "یک")):
        await submissions.add(session=session, submission=registered, message_id=message, text=words, now=NOW)
    found = await submissions.additions(session=session, submission_id=registered.id or 0)
    assert [(one.message_id, one.text, one.created_at) for one in found] == [(20, "یک", NOW), (21, "دو", NOW)]
    assert registered.text == "کوچمون خیلی تاریکه"


async def test_withdrawing_is_a_step_of_its_history(session: AsyncSession) -> None:
    """Status, its time, the version and one event, by its author."""
    person = await resident(session)
    registered = await _register(session, person, draft(1))
    later = NOW + timedelta(days=1)
    await submissions.withdraw(session=session, submission=registered, person_id=person, now=later)
    assert (registered.status, registered.status_at, registered.updated_at) == ("withdrawn", later, later)
    assert registered.version == 2
    events = await submissions.history(session=session, submission_id=registered.id or 0)
    assert [(event.status_from, event.status_to, event.person_id, event.created_at) for event in events] == [
        (None, "registered", person, NOW),
        ("registered", "withdrawn", person, later),
    ]


@pytest.mark.parametrize("status", sorted(ENDED))
async def test_what_is_at_its_end_stays_so(session: AsyncSession, status: Status) -> None:
    """It can neither be added to nor withdrawn, and nothing of the attempt stays."""
    person = await resident(session)
    registered = await _register(session, person, draft(1))
    registered.status = status.value
    with pytest.raises(AlreadyEnded):
        await submissions.add(session=session, submission=registered, message_id=20, text="یک", now=NOW)
    with pytest.raises(AlreadyEnded):
        await submissions.withdraw(session=session, submission=registered, person_id=person, now=NOW)
    assert await submissions.additions(session=session, submission_id=registered.id or 0) == []
    assert len(await submissions.history(session=session, submission_id=registered.id or 0)) == 1
