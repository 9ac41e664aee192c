from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from bot.notifications import Notifications
from bot.notifications.notice import Delivered, WithCard
from bot.outgoing.templates import Told
from handlers.calls import Call, Sendable
from models.database import Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.media import MediaItem, MediaKind
from models.notice import Why
from models.notice_content import NoticeContent
from models.services import notice_mending
from models.services.delivery_sending import Due
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import CITY, HOUR, WORDS, Town

WORDS_TO_ALL = Notifications(city=CITY, bot_id=BOT, owners=OWNERS)
ALBUM = NoticeContent(
    WORDS, files=tuple(MediaItem(one, MediaKind.PHOTO, f"file{one}", f"unique{one}") for one in range(3))
)


def calls_of(message: Sendable, *, without_files: bool = False) -> list[Call]:
    """Every call that it takes, as a sender makes them."""
    calls: list[Call] = []
    sent = 0
    while not calls or not calls[-1].is_last:
        calls.append(message.call_after(sent, without_files=without_files))
        sent += calls[-1].messages
    return calls


def text_of(call: Call) -> str:
    """Its words."""
    return str(call.parameters.get("text") or call.parameters.get("caption") or "")


async def dues(town: Town, kind: DeliveryKind) -> list[Due]:
    """What is on record to be told, the oldest first, as the sender claims it."""
    rows = table_of(Delivery)
    found = await town.session.execute(select(rows).where(rows.c.kind == kind.value).order_by(rows.c.id))
    return [
        Due(
            id=row.id, kind=kind, source_id=row.source_id, occurrence=row.occurrence, person_id=row.person_id,
            content=row.content, revision=0, attempts=0, message_ids=[],
            due_at=row.due_at, language="fa", chat_id=7, quiet="22-8",
        )
        for row in found
    ]  # fmt: skip


async def shown(town: Town, due: Due, now: datetime = NOW + HOUR) -> Any:
    """What somebody is told."""
    return await WORDS_TO_ALL.render(session=town.session, due=due, now=now)


@pytest.mark.parametrize("content", [NoticeContent(WORDS), ALBUM])
async def test_who_is_asked_sees_what_readers_will_see(database: Database, content: NoticeContent) -> None:
    """First the very calls that readers get, then the question; nothing at all once somebody decided."""
    async with database.transaction() as session:
        town = await Town.open(session)
        notice = await town.draft(content=content)
        notice = await town.send(await town.to(notice, "گلسار", "باغ شاه"))
        (due, *_) = await dues(town, DeliveryKind.NOTICE_APPROVAL)
        message = await shown(town, due)
        assert isinstance(message, WithCard)
        calls = calls_of(message)
        assert [call.method for call in calls[:-1]] == [call.method for call in message.above.calls()]
        assert [call.parameters for call in calls[:-1]] == [call.parameters for call in message.above.calls()]
        assert [call.is_last for call in calls] == [False] * (len(calls) - 1) + [True]
        assert "به همین صورت درست است؟" in text_of(calls[-1])
        bare = calls_of(message, without_files=True)
        assert [call.method for call in bare] == ["sendMessage", "sendMessage"]
        await town.approve(notice, "manager")
        assert await shown(town, due) is None


async def test_who_may_not_approve_any_more_is_not_asked(database: Database) -> None:
    """The office of whoever is asked ended before the question left."""
    async with database.transaction() as session:
        town = await Town.open(session)
        await town.asked()
        (due, *_) = await dues(town, DeliveryKind.NOTICE_APPROVAL)
        assert await shown(town, due) is not None
        assert await shown(town, replace(due, person_id=town.people["neighbour"])) is None


async def test_an_amendment_is_marked_as_one(database: Database) -> None:
    """What was made after a notice began to leave is marked with its day; what was there before is not."""
    async with database.transaction() as session:
        town = await Town.open(session)
        notice = await town.sent()
        (told, *_) = await town.times(notice)
        first = Told(DeliveryKind.NOTICE, notice.id or 0, told.occurrence, 1)
        before = await WORDS_TO_ALL.template(session=session, broadcast=first, language="fa")
        assert before is not None
        assert "اصلاح" not in text_of(before.call_after(0))
        await notice_mending.amend(
            await town.as_("author", NOW + HOUR), notice.id or 0, notice.version, NoticeContent("آب قطع نیست.")
        )
        second = Told(DeliveryKind.NOTICE, notice.id or 0, told.occurrence, 2, shown=1)
        after = await WORDS_TO_ALL.template(session=session, broadcast=second, language="fa")
        assert isinstance(after, Delivered)
        (edit,) = after.edit_calls([77])
        assert (edit.method, edit.parameters["message_id"]) == ("editMessageText", 77)
        assert "✏️" in text_of(edit)
        assert "آب قطع نیست." in text_of(edit)
        (gone,) = after.delete_calls([77])
        assert gone.method == "deleteMessage"
        (line,) = after.withdrawn_calls([77])
        assert "آب" not in text_of(line)


async def test_news_of_what_is_no_more_so_is_not_told(database: Database) -> None:
    """A held notice that was taken over, and a question that was answered, are no news by then."""
    async with database.transaction() as session:
        town = await Town.open(session)
        notice = await town.asked()
        await town.approve(notice, "manager")
        (told, *_) = await dues(town, DeliveryKind.NOTICE_NEWS)
        assert "تأیید شد" in text_of(calls_of(await shown(town, told))[-1])
        assert await shown(town, replace(told, content={"what": "held"})) is None
        assert await shown(town, replace(told, content={"what": "nobody", "revision": 1})) is None


def test_an_urgent_question_passes_the_night() -> None:
    """Asked a second before ten in the evening and sent a second after: at once where it is urgent, else at eight."""
    evening = datetime(2026, 12, 10, 21, 59, 59, tzinfo=TEHRAN)
    night = datetime(2026, 12, 10, 22, 0, 1, tzinfo=TEHRAN).astimezone(UTC)
    given: dict[str, Any] = {"id": 1, "kind": DeliveryKind.NOTICE_APPROVAL, "source_id": 1, "occurrence": "1 ask"}
    given |= {"person_id": 1, "revision": 0, "attempts": 0, "message_ids": [], "language": "fa", "chat_id": 7}
    for why, waits in (([Why.URGENT.value], False), ([Why.MANY.value], True)):
        due = Due(**given, content={"why": why}, due_at=evening.astimezone(UTC), quiet="22-8")
        assert (WORDS_TO_ALL.waits_until(due=due, now=night) is not None) is waits
