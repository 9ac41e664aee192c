from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import col, select

from models.database import AsyncSession
from models.delivery import Delivery
from models.entry import Entry, EntryKind
from models.role import Grant, Role
from models.services import changes, delivery_sending
from models.submission import Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.desk_rows import Office, staffed

NIGHT = datetime(2026, 12, 10, 23, 30, tzinfo=TEHRAN)
MORNING = datetime(2026, 12, 11, 8, 0, tzinfo=TEHRAN).astimezone(UTC)


@pytest.fixture
async def office(session: AsyncSession) -> Office:
    """The sample city with its staff."""
    return await staffed(session)


async def _rows(office: Office) -> list[Delivery]:
    found = select(Delivery).order_by(col(Delivery.id)).execution_options(populate_existing=True)
    return list((await office.session.exec(found)).all())


async def _tell(office: Office, submission: Submission, *, now: datetime = NOW, **news: int) -> None:
    await changes.tell_author_of_change(
        session=office.session, bot_id=BOT, submission=submission, now=now, zone=TEHRAN, **news
    )


async def test_news_of_a_night_is_one_delivery(office: Office) -> None:
    """By night it waits until eight, and what comes meanwhile goes along; of another submission it is another one."""
    submission, another = await office.submission(), await office.submission()
    await _tell(office, submission, now=NIGHT, event_id=1)
    await _tell(office, submission, now=NIGHT + timedelta(hours=1), entry_id=7)
    await _tell(office, another, now=NIGHT, event_id=2)
    first, second = await _rows(office)
    assert first.content == {"events": [1], "entries": [7]}
    assert second.content == {"events": [2], "entries": []}
    assert (first.kind, first.occurrence, first.person_id) == ("change", "e1", office.people["resident"])
    assert first.due_at == second.due_at == MORNING


async def test_news_after_it_was_claimed_is_another_delivery(office: Office) -> None:
    """What is on its way already says what it says."""
    submission = await office.submission()
    await _tell(office, submission, event_id=1)
    await delivery_sending.claim_due(session=office.session, bot_id=BOT, now=NOW, limit=9)
    await _tell(office, submission, entry_id=7)
    assert [row.content for row in await _rows(office)] == [
        {"events": [1], "entries": []},
        {"events": [], "entries": [7]},
    ]


async def test_who_was_written_down_at_the_counter_is_not_told(office: Office) -> None:
    """They have no chat: neither changes nor questions are put for them."""
    submission = await office.submission(recorded_by=office.people["secretariat"])
    await _tell(office, submission, event_id=1)
    await changes.ask_author(session=office.session, bot_id=BOT, submission=submission, entry_id=1, now=NOW)
    assert await _rows(office) == []


async def test_a_question_is_its_authors_and_a_reply_the_askers(office: Office) -> None:
    """Each is put once for whom it is for, by day at once."""
    submission = await office.submission()
    asked = Entry(
        submission_id=submission.id or 0,
        kind=EntryKind.QUESTION.value,
        person_id=office.people["council"],
        text="کدام پلاک؟",
        created_at=NOW,
    )
    office.session.add(asked)
    await office.session.flush()
    for _ in range(2):
        await changes.ask_author(
            session=office.session, bot_id=BOT, submission=submission, entry_id=asked.id or 0, now=NOW, zone=TEHRAN
        )
        await changes.tell_asker(
            session=office.session,
            bot_id=BOT,
            submission=submission,
            question_id=asked.id or 0,
            entry_id=asked.id or 0,
            now=NOW,
        )
    question, reply = await _rows(office)
    assert (question.kind, question.person_id, question.content) == (
        "question",
        office.people["resident"],
        {"entry": asked.id},
    )
    assert (reply.kind, reply.person_id, reply.due_at) == ("reply", office.people["council"], NOW)


async def _told_above(office: Office, submission: Submission) -> set[str]:
    await changes.tell_next_level(
        session=office.session,
        bot_id=BOT,
        submission=submission,
        event_id=submission.id or 0,
        now=NOW,
        owner_ids=[office.people["owner"]],
    )
    names = {number: name for name, number in office.people.items()}
    return {names[row.person_id] for row in await _rows(office) if row.source_id == submission.id}


async def _revoke(office: Office, *names: str) -> None:
    ids = [office.people[name] for name in names]
    for grant in (await office.session.exec(select(Grant).where(col(Grant.person_id).in_(ids)))).all():
        grant.revoked_at = NOW
        office.session.add(grant)
    await office.session.flush()


async def test_the_next_level_is_the_nearest_that_has_anybody(office: Office) -> None:
    """The district's manager for a neighbourhood, never its own council; then the city; then everybody's; then owners.

    Experts see no desk: they are not told.
    """
    assert await _told_above(office, await office.submission()) == {"manager"}
    assert await _told_above(office, await office.submission("علی‌آباد")) == {"other_manager"}
    await _revoke(office, "manager")
    assert await _told_above(office, await office.submission()) == {"city_secretariat"}
    await _revoke(office, "city_secretariat")
    assert await _told_above(office, await office.submission()) == {"secretariat"}
    assert await _told_above(office, await office.submission(None)) == {"secretariat"}
    await _revoke(office, "secretariat")
    assert await _told_above(office, await office.submission()) == {"owner"}


async def test_a_complaint_is_not_told_to_whom_it_is_about(office: Office) -> None:
    """A manager who sits in the council complained about is passed over, and so is its author."""
    area = office.areas["گلسار"]
    submission = await office.submission(kind="complaint", about="council", about_area_id=area)
    office.session.add(
        Grant(
            person_id=office.people["manager"],
            role=Role.COUNCIL.value,
            area_id=area,
            starts_at=NOW - timedelta(days=1),
            created_at=NOW,
        )
    )
    await office.session.flush()
    assert await _told_above(office, submission) == {"city_secretariat"}
    office.people["resident"] = office.people["manager"]
    assert await _told_above(office, await office.submission()) == {"city_secretariat"}


async def _told_of_reply(office: Office, submission: Submission, asker: str) -> set[str]:
    asked = Entry(
        submission_id=submission.id or 0, kind="question", person_id=office.people[asker], text="؟", created_at=NOW
    )
    office.session.add(asked)
    await office.session.flush()
    await changes.tell_asker(
        session=office.session,
        bot_id=BOT,
        submission=submission,
        question_id=asked.id or 0,
        entry_id=asked.id or 0,
        now=NOW,
        owner_ids=[office.people["owner"]],
    )
    names = {number: name for name, number in office.people.items()}
    return {
        names[row.person_id] for row in await _rows(office) if row.kind == "reply" and row.content["entry"] == asked.id
    }


async def _appoint(office: Office, name: str, role: Role, area: str | None) -> None:
    begins = NOW - timedelta(hours=1)
    area_id = office.areas[area] if area else None
    office.session.add(
        Grant(person_id=office.people[name], role=role.value, area_id=area_id, starts_at=begins, created_at=begins)
    )
    await office.session.flush()


async def test_a_reply_reaches_somebody_when_the_asker_has_left(office: Office) -> None:
    """The successor in their office first; else the nearest who may see it, from the area itself upwards; else owners.

    Owners who asked hear it themselves, and so does whoever still may see it by another office.
    """
    assert await _told_of_reply(office, await office.submission(), "manager") == {"manager"}
    assert await _told_of_reply(office, await office.submission(), "owner") == {"owner"}
    await _revoke(office, "manager")
    assert await _told_of_reply(office, await office.submission(), "manager") == {"council"}
    await _appoint(office, "expert", Role.MANAGER, "منطقهٔ ۱")
    assert await _told_of_reply(office, await office.submission(), "manager") == {"expert"}
    await _revoke(office, "expert", "council")
    assert await _told_of_reply(office, await office.submission(), "manager") == {"city_secretariat"}
    await _revoke(office, "city_secretariat", "secretariat")
    assert await _told_of_reply(office, await office.submission(), "manager") == {"owner"}


async def test_a_reply_about_a_complaint_is_not_passed_to_its_body(office: Office) -> None:
    """Whoever holds the asker's office now, and is part of the body complained of, is passed over."""
    area = office.areas["گلسار"]
    submission = await office.submission(kind="complaint", about="council", about_area_id=area)
    await _revoke(office, "manager")
    await _appoint(office, "council", Role.MANAGER, "منطقهٔ ۱")
    assert await _told_of_reply(office, submission, "manager") == {"city_secretariat"}
