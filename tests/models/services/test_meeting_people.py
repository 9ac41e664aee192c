"""Whom something about a meeting concerns: who is on its list, sits in its body, was told of it, or comes."""

from typing import Any

from sqlalchemy import insert, select

from models.audience import Audience, Concerned
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.meeting import Answer, Meeting, MeetingGuest, Rsvp
from models.role import Role
from models.services import audience, broadcasts, people, subscriptions
from models.services.audience import Size
from models.subscription import Digest, NewsKind
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.test_audience import Crowd


async def _meeting(crowd: Crowd) -> int:
    """The id of a meeting of «گلسار»."""
    row = {
        "bot_id": BOT,
        "kind": "ordinary",
        "area_id": crowd.areas["گلسار"],
        "author_id": (await crowd.comes("رئیس", None)).id,
        "state": "announced",
        "facts": {},
        "invites": "area",
        "revision": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "version": 1,
    }
    made = insert(table_of(Meeting)).values(**row, chair_id=row["author_id"]).returning(table_of(Meeting).c.id)
    found: int = (await crowd.session.execute(made)).scalar_one()
    return found


async def _list(crowd: Crowd, meeting_id: int, *names: str) -> None:
    rows = [{"meeting_id": meeting_id, "person_id": crowd.ids[name].id, "created_at": NOW} for name in names]
    await crowd.session.execute(insert(table_of(MeetingGuest)).values(rows))


async def _copy(crowd: Crowd, meeting_id: int, name: str, state: DeliveryState, revision: int) -> None:
    row = {"kind": "meeting", "source_id": meeting_id, "occurrence": "announced", "person_id": crowd.ids[name].id}
    moments = dict.fromkeys(("due_at", "next_try_at", "created_at"), NOW)
    state_of: dict[str, Any] = {
        "state": state.value,
        "revision": revision,
        "content": {},
        "message_ids": [],
        "attempts": 0,
    }
    await crowd.session.execute(insert(table_of(Delivery)).values(bot_id=BOT, **row, **state_of, **moments))


async def _says(crowd: Crowd, meeting_id: int, name: str, answer: Answer) -> None:
    row = {"meeting_id": meeting_id, "person_id": crowd.ids[name].id, "answer": answer.value}
    await crowd.session.execute(insert(table_of(Rsvp)).values(**row, asked_at=NOW, answered_at=NOW))


async def test_who_is_on_a_meetings_list_is_told_at_once(session: AsyncSession) -> None:
    """Beside the people of the area, whoever is on the list: wherever they live, whatever they chose; counted once."""
    crowd = await Crowd.gather(session)
    for name, area in (("مریم", "گلسار"), ("رضا", "گلسار"), ("مهمان", "علی‌آباد"), ("دیگری", "علی‌آباد")):
        await crowd.comes(name, area)
    meeting_id = await _meeting(crowd)
    await _list(crowd, meeting_id, "مریم", "مهمان")
    for name in ("مهمان", "رضا"):
        person_id = crowd.ids[name].id
        await subscriptions.switch(session=session, person_id=person_id, kind=NewsKind.MEETINGS, is_on=False, now=NOW)
    meant = crowd.of("گلسار", kind=NewsKind.MEETINGS, meeting_id=meeting_id)
    assert await crowd.told(meant) == ["مریم", "مهمان"]
    assert await crowd.told(Audience(kind=NewsKind.MEETINGS, meeting_id=meeting_id)) == [
        "مریم",
        "مهمان",
        "دیگری",
        "رئیس",
    ]
    alone = Audience(meeting_id=meeting_id, concerned=Concerned.LISTED)
    assert await crowd.told(alone) == ["مریم", "مهمان"]


async def test_who_is_on_the_list_does_not_wait_for_a_digest(session: AsyncSession) -> None:
    """Whoever gathers news reads of a meeting in the digest, but for those on its list."""
    crowd = await Crowd.gather(session)
    for name in ("مریم", "رضا"):
        person = await crowd.comes(name, "گلسار")
        await subscriptions.choose_digest(session=session, person_id=person.id, digest=Digest.DAILY, since=NOW, now=NOW)
    meeting_id = await _meeting(crowd)
    await _list(crowd, meeting_id, "مریم")
    meant = crowd.of("گلسار", kind=NewsKind.MEETINGS, meeting_id=meeting_id)
    assert await crowd.told(meant) == ["مریم"]
    given: dict[str, Any] = {"session": session, "audience": meant, "tree": crowd.tree, "bot_id": BOT, "now": NOW}
    assert await audience.size(**given, is_urgent=False) == Size(1, 1)


async def test_the_members_of_a_body(session: AsyncSession) -> None:
    """Council members of the very area, and who is on the list; of the city's body whoever has the whole city."""
    crowd = await Crowd.gather(session)
    for name in ("عضو", "زیر", "شهر", "مدیر", "مهمان"):
        await crowd.comes(name, "علی‌آباد")
    await crowd.holds("عضو", Role.COUNCIL, "منطقهٔ ۱")
    await crowd.holds("زیر", Role.COUNCIL, "گلسار")
    await crowd.holds("شهر", Role.COUNCIL, None)
    await crowd.holds("مدیر", Role.MANAGER, "منطقهٔ ۱")
    meeting_id = await _meeting(crowd)
    await _list(crowd, meeting_id, "مهمان")
    given = {"meeting_id": meeting_id, "concerned": Concerned.MEMBERS}
    assert await crowd.told(crowd.of("منطقهٔ ۱", **given)) == ["عضو", "مهمان"]
    assert await crowd.told(crowd.of("ایزدشهر", **given)) == ["شهر", "مهمان"]


async def test_who_was_told_of_an_older_revision(session: AsyncSession) -> None:
    """Whose copy left, or may have, with an older one; or who answered or is on the list, and lacks this one."""
    crowd = await Crowd.gather(session)
    copies = {
        "فرستاده": (DeliveryState.SENT, 1),
        "درراه": (DeliveryState.SENDING, 1),
        "نامعلوم": (DeliveryState.UNCERTAIN, 1),
        "منتظر": (DeliveryState.WAITING, 1),
        "گرفته": (DeliveryState.CLAIMED, 1),
        "تازه": (DeliveryState.SENT, 2),
        "مسدود": (DeliveryState.BLOCKED, 1),
        "فهرست": (DeliveryState.WAITING, 1),
    }
    for name in (*copies, "آری", "شاید", "نوبت", "نه", "پیوند", "هیچ"):
        await crowd.comes(name, "گلسار")
    meeting_id = await _meeting(crowd)
    for name, (state, revision) in copies.items():
        await _copy(crowd, meeting_id, name, state, revision)
    answers = {"آری": Answer.YES, "شاید": Answer.MAYBE, "نوبت": Answer.WAITING, "نه": Answer.NO, "تازه": Answer.YES}
    for name, answer in answers.items():
        await _says(crowd, meeting_id, name, answer)
    await _list(crowd, meeting_id, "پیوند", "فهرست")
    meant = Audience(meeting_id=meeting_id, concerned=Concerned.TOLD, revision=2)
    assert await crowd.told(meant) == ["فرستاده", "درراه", "نامعلوم", "آری", "شاید", "نوبت", "پیوند"]
    assert Audience.from_data(meant.to_data()) == meant
    coming = Audience(meeting_id=meeting_id, concerned=Concerned.COMING)
    assert await crowd.told(coming) == ["تازه", "آری", "شاید"]
    await people.mark_blocked(session=session, bot_id=BOT, chat_id=7_500_000_000, now=NOW)
    assert "فرستاده" not in await crowd.told(meant)


async def test_freezing_jumps_to_whom_it_concerns(session: AsyncSession) -> None:
    """What concerns a few of many freezes in as few steps, and none of them is asked twice or left out."""
    crowd = await Crowd.gather(session)
    for number in range(12):
        await crowd.comes(str(number), "گلسار")
    meeting_id = await _meeting(crowd)
    for name in ("1", "7", "8", "11"):
        await _says(crowd, meeting_id, name, Answer.YES)
    meant = Audience(meeting_id=meeting_id, concerned=Concerned.COMING)
    broadcast_id = await broadcasts.start(
        session=session,
        bot_id=BOT,
        kind=DeliveryKind.MEETING_REMINDER,
        source_id=meeting_id,
        occurrence="hour",
        audience=meant,
        is_urgent=False,
        revision=1,
        now=NOW,
    )
    steps = 1
    while await broadcasts.freeze_next(session=session, broadcast_id=broadcast_id or 0, now=NOW, zone=TEHRAN, size=2):
        steps += 1
    copies = table_of(Delivery).c
    told = (await session.execute(select(copies.person_id).order_by(copies.id))).scalars().all()
    assert list(told) == [crowd.ids[name].id for name in ("1", "7", "8", "11")]
    assert steps == 3
