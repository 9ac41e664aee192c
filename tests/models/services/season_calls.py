"""Calls for ideas in a season: opened, answered, closed by time or by hand, their results written; and who heard."""

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.draft import Draft, Part
from models.goal import CallState, GoalCall, GoalSubmission
from models.notice import Notice
from models.services import goal_calls, goal_rows, submissions
from models.services.goal_call_news import CallNews
from models.submission import Kind, Status, Submission
from tests.models.sample_rows import TEHRAN
from tests.models.services.season import Act, Season

_FIRST_DRAFT = 800_000
_c, _n = table_of(GoalCall).c, table_of(Notice).c
_link, _own, _d = table_of(GoalSubmission).c, table_of(Submission).c, table_of(Delivery).c


async def open_call(season: Season) -> None:
    """The secretariat asks for ideas for a goal, for some days."""
    promises, goal_id = season.promises, season.chance.choice(season.goals)
    closes_on = season.now.astimezone(TEHRAN).date() + timedelta(days=season.chance.randint(1, 8))
    async with promises.turn() as session:
        actor = await promises.town.as_("secretary", season.now, session)
        version = (await goal_rows.load(session, goal_id)).version
        await goal_calls.open_call(actor, goal_id, version, "چه پیشنهادی دارید؟", closes_on)


async def answer_call(season: Season) -> None:
    """Somebody answers a call that they were told of, be it late."""
    promises = season.promises
    asked = select(_c.notice_id).join(table_of(Notice), _n.id == _c.notice_id).where(_n.sent_at.is_not(None))
    async with promises.database.transaction() as session:
        notices = (await session.execute(asked.order_by(_c.id.desc()).limit(4))).scalars().all()
    if not notices:
        return
    season.done["ideas"] += 1
    number = _FIRST_DRAFT + season.done["ideas"]
    said = Draft(
        id=number,
        kind=Kind.PROPOSAL,
        area_id=promises.town.areas["گلسار"],
        notice_id=season.chance.choice(notices),
        parts=(Part(number, "نیمکت بگذارید"),),
    )
    async with promises.turn() as session:
        person_id = season.chance.choice(list(season.readers))
        await submissions.put_on_record(session=session, person_id=person_id, draft=said, now=season.now, zone=TEHRAN)


async def write_result(season: Season) -> None:
    """The secretariat says what became of the ideas."""
    promises = season.promises
    async with promises.turn() as session:
        closed = select(_c.id, _c.version).where(_c.state == CallState.CLOSED.value, _c.result.is_(None))
        found = (await session.execute(closed.order_by(_c.id).limit(1))).first()
        if found is not None:
            actor = await promises.town.as_("secretary", season.now, session)
            await goal_calls.write_result(actor, found.id, found.version, "سه پیشنهاد اجرا می‌شود.")


CALLS: tuple[Act, ...] = (open_call, answer_call, answer_call, write_result)


async def check_calls(season: Season) -> int:
    """Whoever answered hears once that it closed, and once what came of it; nobody else does; how many these are."""
    async with season.promises.database.transaction() as session:
        calls = list((await session.execute(select(GoalCall))).scalars())
        answers = select(_link.call_id, _own.person_id).where(
            _own.id == _link.submission_id, _link.call_id.is_not(None)
        )
        answered = set((await session.execute(answers.where(_own.status != Status.WITHDRAWN.value))).all())
        lost = (_d.kind == DeliveryKind.CALL_NEWS.value, _d.state == DeliveryState.UNCERTAIN.value)
        doubtful = (await session.execute(select(_d.source_id, _d.person_id, _d.occurrence).where(*lost))).all()
    heard = Counter(
        (one.source_id, one.person_id, one.occurrence) for _, one in season.seen if one.kind is DeliveryKind.CALL_NEWS
    )
    wanted = {(call, person, CallNews.CLOSED.value) for call, person in answered}
    results = {call.id for call in calls if call.result is not None}
    wanted |= {(call, person, CallNews.RESULT.value) for call, person in answered if call in results}
    opened = {(call.id or 0, call.opened_by, CallNews.ASK.value) for call in calls if call.state == CallState.CLOSED}
    assert {call.state for call in calls} <= {CallState.CLOSED.value, CallState.CANCELLED.value}
    assert set(heard.values()) <= {1}
    unsure = {tuple(one) for one in doubtful}
    assert wanted - unsure <= set(heard), "somebody answered and was not told"
    gave_up = {CallNews.ASK.value, CallNews.CANCELLED.value}
    assert {one for one in heard if one[2] not in gave_up} <= wanted, "somebody was told who did not answer"
    assert {one for one in heard if one[2] == CallNews.ASK.value} <= opened
    notices = [(one.person_id, one.source_id) for _, one in season.seen if one.kind is DeliveryKind.NOTICE]
    assert len(notices) == len(set(notices)), "somebody got the notice of a call twice"
    return len(wanted)
