"""What readers press below a notice, counted once for each person, and the notice that a reply belongs to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from models.database import AsyncSession, table_of, upsert
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.errors import NotFound, NoticeOver
from models.notice import Notice, NoticeAnswer, NoticeState
from models.notice_content import NoticeContent
from models.person import Person
from models.services import areas, audience, notices
from models.submission import Kind

_answers, _delivery = table_of(NoticeAnswer), table_of(Delivery).c
_a = _answers.c
_LEFT = tuple(
    state.value for state in (DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN)
)
_NEWEST = 50  # notices of one's own among which a reply's message is looked for


@dataclass(frozen=True)
class AreaResult:
    """What the people of one area pressed; None is those who said of no neighbourhood that it is theirs."""

    area_id: int | None
    read: int
    choices: Sequence[int]


@dataclass(frozen=True)
class Results:
    """How many people pressed «read», how many answered, how many answered what, and all of that by area."""

    read: int = 0
    answered: int = 0
    choices: Sequence[int] = ()
    by_area: Sequence[AreaResult] = ()


async def mark_read(
    *, session: AsyncSession, person_id: int, area_id: int | None, notice_id: int, now: datetime
) -> bool:
    """Count somebody as a reader who says so; False where they were counted before.

    Args:
        session: the caller's transaction.
        person_id: who pressed.
        area_id: where they live.
        notice_id: which notice.
        now: aware.

    Raises:
        NotFound: the notice does not ask that, or never came to them.
        NoticeOver: it was withdrawn.
    """
    content = await _content_for(session, person_id, notice_id, now)
    if not content.asks_read:
        raise NotFound
    made = upsert(session.get_bind().dialect.name)(_answers).values(
        notice_id=notice_id, person_id=person_id, area_id=area_id, read_at=now
    )
    counted = await session.execute(
        made.on_conflict_do_update(
            index_elements=["notice_id", "person_id"], set_={"read_at": now}, where=_a.read_at.is_(None)
        ).returning(_a.person_id)
    )
    return counted.first() is not None


async def pick(
    *, session: AsyncSession, person_id: int, area_id: int | None, notice_id: int, choice: int, now: datetime
) -> bool:
    """Count somebody's answer (from 0); another one than before moves it. False where it was the same before.

    Args and errors as `mark_read`; NotFound for an answer that was not offered, too.
    """
    content = await _content_for(session, person_id, notice_id, now)
    if content.question is None or not 0 <= choice < len(content.question.answers):
        raise NotFound
    answer = {"choice": choice, "answered_at": now}
    made = upsert(session.get_bind().dialect.name)(_answers).values(
        notice_id=notice_id, person_id=person_id, area_id=area_id, **answer
    )
    counted = await session.execute(
        made.on_conflict_do_update(
            index_elements=["notice_id", "person_id"], set_=answer, where=_a.choice.is_distinct_from(choice)
        ).returning(_a.person_id)
    )
    return counted.first() is not None


async def _content_for(session: AsyncSession, person_id: int, notice_id: int, now: datetime) -> NoticeContent:
    """What a notice says to one of its readers."""
    notice = await notices.load(session, notice_id)
    if notice.sent_at is None or not await is_reader(session=session, notice=notice, person_id=person_id, now=now):
        raise NotFound
    if notice.state == NoticeState.WITHDRAWN:
        raise NoticeOver
    return await notices.content_of(session=session, notice_id=notice_id, number=notice.revision)


async def is_reader(*, session: AsyncSession, notice: Notice, person_id: int, now: datetime) -> bool:
    """Whether a notice came to somebody: as a message of its own, or it is for them and stood in their digest."""
    came = select(_delivery.id).where(
        _delivery.person_id == person_id,
        _delivery.kind == DeliveryKind.NOTICE.value,
        _delivery.source_id == notice.id,
        _delivery.state.in_(_LEFT),
    )
    if (await session.execute(came.limit(1))).first() is not None:
        return True
    wanted = audience.conditions(
        audience=notices.audience_of(notice),
        tree=await areas.load_tree(session=session),
        bot_id=notice.bot_id,
        now=now,
        is_urgent=True,  # whoever reads it in a digest is one of its readers
    )
    people = table_of(Person).c.id
    found = select(people).select_from(audience.recipients).where(people == person_id, *wanted)
    return (await session.execute(found)).first() is not None


async def results(*, session: AsyncSession, notice_id: int) -> Results:
    """What readers pressed so far. Answers are in the order of the question's; areas are in that of their ids.

    Raises:
        NotFound: there is no such notice.
    """
    notice = await notices.load(session, notice_id)
    content = await notices.content_of(session=session, notice_id=notice_id, number=notice.revision)
    offered = len(content.question.answers) if content.question is not None else 0
    rows = await session.execute(
        select(_a.area_id, _a.choice, func.count(), func.count(_a.read_at))
        .where(_a.notice_id == notice_id)
        .group_by(_a.area_id, _a.choice)
    )
    read: Counter[int | None] = Counter()
    chosen: dict[int | None, list[int]] = {}
    for area_id, choice, number, readers in rows:
        read[area_id] += readers
        here = chosen.setdefault(area_id, [0] * offered)
        if choice is not None and choice < offered:
            here[choice] += number
    by_area = [
        AreaResult(area_id, read[area_id], chosen[area_id])
        for area_id in sorted(chosen, key=lambda one: (one is None, one or 0))
    ]
    choices = [sum(one.choices[number] for one in by_area) for number in range(offered)]
    return Results(read.total(), sum(choices), choices, by_area)


async def notice_of_message(*, session: AsyncSession, bot_id: int, person_id: int, message_id: int) -> int | None:
    """The notice of which a message in somebody's chat with a bot is their copy; None for any other message.

    Args:
        session: the caller's transaction.
        bot_id: whose chat it is: message ids count within one bot's.
        person_id: whose copy.
        message_id: of the message that was replied to; a notice may be several (an album, and its words).
    """
    newest = (
        select(_delivery.source_id, _delivery.message_ids)
        .where(
            _delivery.person_id == person_id,
            _delivery.kind == DeliveryKind.NOTICE.value,
            _delivery.bot_id == bot_id,
        )
        .order_by(_delivery.id.desc())
        .limit(_NEWEST)
    )
    rows = (await session.execute(newest)).all()
    return next((row.source_id for row in rows if message_id in row.message_ids), None)


async def place_of_reply(*, session: AsyncSession, notice_id: int | None, kind: Kind) -> dict[str, Any]:
    """The columns of a submission that a reply has from its notice: an opinion goes to the council that sent it.

    What else somebody makes of their reply (a complaint, a report) belongs where they live.
    """
    if notice_id is None or kind is not Kind.OPINION:
        return {}
    sender = select(table_of(Notice).c.office_area_id).where(table_of(Notice).c.id == notice_id)
    area_id = (await session.execute(sender)).scalar_one_or_none()
    return {} if area_id is None else {"area_id": area_id, "needs_placing": False}
