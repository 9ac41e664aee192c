"""How far resolutions come: which steps there are, who takes them, and what becomes of what they answer."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import update
from sqlmodel import select

from models.database import AsyncSession, table_of
from models.errors import EmptyText, NotFound, ResolutionChanged, TextTooLong
from models.media import Media, MediaItem, MediaKind
from models.resolution import RESOLUTION_MOVES, ResolutionStatus
from models.services import resolution_moves, resolutions
from models.services.resolution_moves import LONGEST_NOTE
from models.submission import Status, Submission
from tests.models.sample_rows import NOW
from tests.models.services.resolution_rows import LAMP, Council

S = ResolutionStatus
PHOTO = MediaItem(message_id=9, kind=MediaKind.PHOTO, file_id="photo", file_unique_id="unique")


@pytest.mark.parametrize(("before", "to"), list(product(S, S)))
async def test_every_step(session: AsyncSession, before: ResolutionStatus, to: ResolutionStatus) -> None:
    """It goes exactly where the table leads; every step is a line of its history and a row of the trail."""
    council = await Council.open(session)
    one = await council.decide()
    await council.set(one, status=before.value)
    actor = await council.as_("author", NOW + timedelta(days=1))
    if to not in RESOLUTION_MOVES[before]:
        with pytest.raises(ResolutionChanged):
            await resolution_moves.move(actor, one.id or 0, one.version, to, "خبر تازه")
        return
    moved = await resolution_moves.move(actor, one.id or 0, one.version, to, "خبر تازه")
    assert moved.status == to
    assert moved.status_at == (NOW if to is before else NOW + timedelta(days=1))
    last = (await resolution_moves.history(session=session, resolution_id=one.id or 0))[-1]
    assert (last.status_from, last.status_to, last.note) == (before, to, "خبر تازه")
    assert last.person_id == council.people["author"]
    assert (await council.done())[-1] == "resolution.move"


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("author", True),
        ("colleague", True),
        ("manager", True),
        ("secretary", True),
        ("owner", True),
        ("neighbour", False),
        ("other_manager", False),
        ("expert", False),
        ("resident", False),
    ],
)
async def test_who_may_say_how_far_it_came(session: AsyncSession, who: str, *, may: bool) -> None:
    """Whoever works for the area; for everybody else it is not there to be moved."""
    council = await Council.open(session)
    one = await council.decide()
    if may:
        assert (await council.step(one, S.IN_PROGRESS, who=who)).status == S.IN_PROGRESS
        await council.set(one, due_on=date(2026, 12, 1))
        await resolution_moves.postpone(await council.as_(who), one.id or 0, one.version, date(2027, 1, 1), "باران")
    else:
        with pytest.raises(NotFound):
            await council.step(one, S.IN_PROGRESS, who=who)
        with pytest.raises(NotFound):
            await resolution_moves.postpone(await council.as_(who), one.id or 0, one.version, None, "باران")


async def test_nothing_moves_before_it_is_public(session: AsyncSession) -> None:
    """What is still a draft of the minutes is changed, not moved."""
    council = await Council.open(session)
    meeting = await council.meeting()
    item, actor = await council.item(meeting), await council.as_("author")
    one = await resolutions.create(actor, LAMP, area_id=meeting.area_id, item_id=item.id)
    with pytest.raises(NotFound):
        await council.step(one, S.DONE)


async def test_an_older_cards_step_is_refused(session: AsyncSession) -> None:
    """Two cards of one resolution: the second step would be of another resolution than was seen."""
    council = await Council.open(session)
    one = await council.decide()
    drawn = one.version
    await council.step(one, S.IN_PROGRESS)
    with pytest.raises(ResolutionChanged):
        await resolution_moves.move(await council.as_("colleague"), one.id or 0, drawn, S.DONE, "تمام")


@pytest.mark.parametrize(
    ("words", "error"), [("", EmptyText), (" \n", EmptyText), ("آ" * (LONGEST_NOTE + 1), TextTooLong)]
)
async def test_every_step_needs_a_note(session: AsyncSession, words: str, error: type[Exception]) -> None:
    """Nothing moves without a word on it."""
    council = await Council.open(session)
    one = await council.decide()
    with pytest.raises(error):
        await council.step(one, S.DONE, words)
    assert (await resolutions.load(session, one.id or 0)).status == S.OPEN


async def test_what_it_answers_follows_to_the_end(session: AsyncSession) -> None:
    """Approved, in progress, done: the author hears each step with its note and photo, and the history says why."""
    council = await Council.open(session)
    sent = await council.proposed()
    one = await council.decide(answers=(sent,))
    await council.step(one, S.IN_PROGRESS, "پیمانکار آمد")
    assert await council.status(sent) == Status.IN_PROGRESS
    actor = await council.as_("manager")
    await resolution_moves.move(actor, one.id or 0, one.version, S.DONE, "چراغ‌ها روشن شد", file=PHOTO)
    assert await council.status(sent) == Status.DONE
    title = "پیشنهاد شورای محلهٔ گلسار، شمارهٔ ۱ سال ۱۴۰۵"
    assert (await council.notes(sent))[1:3] == [
        f"{title}: در دست اقدام.\nپیمانکار آمد",
        f"{title}: انجام‌شده.\nچراغ‌ها روشن شد",
    ]
    shown = (await session.exec(select(Media).where(Media.submission_id == sent.id))).all()
    assert [photo.file_id for photo in shown] == ["photo"]


async def test_stopped_is_not_accepted_with_its_reason(session: AsyncSession) -> None:
    """The author reads why."""
    council = await Council.open(session)
    sent = await council.proposed()
    one = await council.decide(answers=(sent,))
    await council.step(one, S.STOPPED, "بودجه نرسید")
    assert await council.status(sent) == Status.NOT_ACCEPTED
    assert (await council.notes(sent))[-1].endswith("متوقف‌شده.\nبودجه نرسید")


async def test_a_word_without_a_step(session: AsyncSession) -> None:
    """How it goes on, in the same status, is told in words: no submission changes its own."""
    council = await Council.open(session)
    sent = await council.proposed()
    one = await council.decide(answers=(sent,))
    await council.step(one, S.OPEN, "منتظر بودجه‌ایم")
    assert await council.status(sent) == Status.APPROVED
    assert (await council.notes(sent))[-1].endswith("منتظر بودجه‌ایم")
    assert await council.changes_told() == 1  # joined to what still waits to leave


async def test_said_too_early(session: AsyncSession) -> None:
    """What was said to be done goes on, and so does what it answers."""
    council = await Council.open(session)
    sent = await council.proposed()
    one = await council.decide(answers=(sent,))
    await council.step(one, S.DONE)
    await council.step(one, S.IN_PROGRESS, "یک چراغ مانده")
    assert await council.status(sent) == Status.IN_PROGRESS


async def test_stopped_and_taken_up_again(session: AsyncSession) -> None:
    """What a stopped resolution ended goes on with it, to its end; what the desk ended meanwhile stays as it is."""
    council = await Council.open(session)
    sent, ended = await council.proposed(), await council.proposed()
    one = await council.decide(answers=(sent, ended))
    await council.step(one, S.STOPPED, "بودجه نرسید")
    ended_at = {"status": Status.NOT_ACCEPTED.value, "status_at": NOW + timedelta(hours=1)}
    await session.execute(update(table_of(Submission)).where(table_of(Submission).c.id == ended.id).values(ended_at))
    await council.step(one, S.OPEN, "بودجه رسید")
    assert (await council.status(sent), await council.status(ended)) == (Status.APPROVED, Status.NOT_ACCEPTED)
    await council.step(one, S.IN_PROGRESS, "پیمانکار آمد")
    await council.step(one, S.OPEN, "پیمانکار رفت")
    assert await council.status(sent) == Status.APPROVED
    await council.step(one, S.DONE, "چراغ‌ها روشن شد")
    assert (await council.status(sent), await council.status(ended)) == (Status.DONE, Status.NOT_ACCEPTED)


async def test_postponing_says_why(session: AsyncSession) -> None:
    """Another day is on record with its reason, and authors are told; what is finished has no day to move."""
    council = await Council.open(session)
    sent = await council.proposed()
    one = await council.decide(answers=(sent,))
    actor, resolution_id, day = await council.as_("author"), one.id or 0, date(2027, 1, 20)
    later = await resolution_moves.postpone(actor, resolution_id, one.version, day, "باران آمد")
    assert later.due_on == day
    assert (await council.notes(sent))[-1].endswith("باران آمد\nمهلت: چهارشنبه ۳۰ دی ۱۴۰۵.")
    later = await resolution_moves.postpone(actor, resolution_id, later.version, None, "تا اطلاع بعدی")
    assert (await resolutions.load(session, resolution_id)).due_on is None
    done = await council.step(later, S.DONE)
    with pytest.raises(ResolutionChanged):
        await resolution_moves.postpone(actor, resolution_id, done.version, day, "باران آمد")
