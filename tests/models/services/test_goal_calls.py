"""Calls for ideas from opening to result: whom they reach, what counts, who is told what, once each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.audience import Audience
from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.errors import (
    BadGoalFact,
    CallOver,
    CallRuns,
    DomainError,
    GoalChanged,
    GoalUnready,
    NobodyToAsk,
    NotFound,
    TimePassed,
)
from models.goal import CallState, GoalStatus
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent
from models.role import Role
from models.services import goal_call_answers, goal_calls, goal_links, notice_mending, notice_sending, notices
from models.submission import Kind, Status, Visibility
from models.subscription import NewsKind
from tests.models.sample_rows import BOT, NOW
from tests.models.services.call_rows import HOUR, LAST_DAY, OVER, QUESTION, Asking
from tests.models.services.notice_rows import DAY, MINUTE


async def test_a_call_is_a_notice(session: AsyncSession) -> None:
    """It goes to the goal's area and followers as a notice in the office's name, with a button for ideas."""
    town = await Asking.open(session)
    goal = await town.goal()
    call = await town.opens(goal)
    notice = await notices.load(session, call.notice_id)
    content = await notices.content_of(session=session, notice_id=call.notice_id, number=notice.revision)
    assert (notice.state, notice.starts_at, notice.office_area_id) == ("scheduled", NOW + MINUTE, None)
    assert notices.audience_of(notice) == Audience((await town.root(),), kind=NewsKind.GOALS, goal_ids=(goal.id or 0,))
    assert content.asks_ideas
    assert content.has_buttons
    assert NoticeContent.from_data(content.to_data()) == content
    assert goal.title in content.html
    assert QUESTION in content.html
    assert "یکشنبه ۲۹ آذر ۱۴۰۵" in content.html
    assert call.closes_at == OVER
    assert (await town.done())[-1] == "goal.call"


async def test_words_of_a_question_are_no_markup(session: AsyncSession) -> None:
    """Whatever is typed as a question is shown as it was typed."""
    town = await Asking.open(session)
    call = await town.opens(await town.goal(), question="  آیا <b>پارک</b> & زمین بازی؟ ")
    content = await notices.content_of(session=session, notice_id=call.notice_id, number=1)
    assert "آیا &lt;b&gt;پارک&lt;/b&gt; &amp; زمین بازی؟" in content.html


async def test_a_large_call_is_approved_first(session: AsyncSession) -> None:
    """Where notices need a second person's yes, a call does; where nobody can give it, nothing is opened."""
    town = await Asking.open(session, approval_above=0)
    call = await town.opens(await town.goal())
    assert (await notices.load(session, call.notice_id)).state == NoticeState.APPROVAL
    alone = await town.goal(title="هدف دیگر")
    for name in ("author", "colleague", "neighbour", "manager", "other_manager", "secretary"):
        await town.revoke(name)
    before = len((await session.execute(select(Notice))).all())
    with pytest.raises(NobodyToAsk):
        await town.opens(alone, who="owner")
    assert await goal_calls.running(session=session, goal_id=alone.id or 0) is None
    assert len((await session.execute(select(Notice))).all()) == before


@pytest.mark.parametrize(
    ("question", "until", "error"),
    [
        ("", LAST_DAY, GoalUnready),
        (" ‌ ", LAST_DAY, GoalUnready),
        ("؟" * 1501, LAST_DAY, BadGoalFact),
        (QUESTION, date(2026, 12, 9), TimePassed),
        (QUESTION, date(2028, 1, 1), BadGoalFact),
    ],
)
async def test_what_cannot_be_opened(
    session: AsyncSession, question: str, until: date, error: type[DomainError]
) -> None:
    """A question without words or too long, a day that has passed or is too far: nothing is written."""
    town = await Asking.open(session)
    goal = await town.goal()
    with pytest.raises(error):
        await town.opens(goal, question=question, until=until)
    assert (await session.execute(select(Notice))).first() is None
    assert "goal.call" not in await town.done()


async def test_today_is_a_last_day(session: AsyncSession) -> None:
    """A call may end on the day it begins; the longest question fits one message with the goal's name."""
    town = await Asking.open(session)
    call = await town.opens(await town.goal(title="ه" * 200), question="؟" * 1500, until=date(2026, 12, 10))
    assert call.closes_at - NOW < DAY


async def test_for_which_goals(session: AsyncSession) -> None:
    """Not for one that nobody reads, that is over, that changed, or for which a call runs."""
    town = await Asking.open(session)
    goal, actor = await town.goal(), await town.as_("secretary")
    for status in (GoalStatus.REACHED, GoalStatus.DROPPED):
        await town.stands(goal, status)
        with pytest.raises(GoalUnready):
            await town.opens(goal)
    await town.stands(goal, GoalStatus.ACTIVE)
    with pytest.raises(GoalChanged):
        await goal_calls.open_call(actor, goal.id or 0, goal.version + 1, QUESTION, LAST_DAY)
    await town.opens(goal)
    with pytest.raises(CallRuns):
        await town.opens(goal)
    hidden = await town.goal(title="پنهان")
    hidden.published_at = None
    session.add(hidden)
    await session.flush()
    with pytest.raises(GoalUnready):
        await town.opens(hidden)


async def test_who_may(session: AsyncSession) -> None:
    """Only who says what the goals of that area are opens, closes and answers for a call."""
    town = await Asking.open(session)
    goal = await town.goal()
    call = await town.called(goal)
    for name in ("author", "manager", "expert", "resident"):
        with pytest.raises(NotFound):
            await town.opens(await town.goal(title=name), who=name)
        with pytest.raises(NotFound):
            await goal_calls.close(await town.as_(name), call.id or 0, call.version)
        with pytest.raises(NotFound):
            await goal_calls.write_result(await town.as_(name), call.id or 0, call.version, "ممنون")
    other_bot = replace(await town.as_("secretary"), bot_id=BOT + 1)
    with pytest.raises(NotFound):
        await goal_calls.close(other_bot, call.id or 0, call.version)
    with pytest.raises(NotFound):
        await goal_calls.call_for(await town.as_("secretary"), 999)


async def test_a_proposal_answers_in_the_same_transaction(session: AsyncSession) -> None:
    """A proposal that replies to a call's notice stands behind its goal; other kinds and other notices do not."""
    town = await Asking.open(session)
    goal = await town.goal()
    call = await town.called(goal)
    maryam, reza = await town.reader("گلسار"), await town.reader("باغ شاه")
    idea = await town.says(maryam, call)
    await town.says(reza, call, kind=Kind.OPINION)
    await town.says(reza, None)
    assert await town.links() == [(idea.id, call.id)]
    shown = await goal_call_answers.current(session=session, goal_id=goal.id or 0)
    assert shown is not None
    assert (shown.ideas, shown.is_open, shown.days_left(NOW.date())) == (1, True, 10)
    found, total = await goal_call_answers.ideas(session=session, call_id=call.id or 0, offset=0, limit=5)
    assert ([one.id for one in found], total) == ([idea.id], 1)


async def test_private_ideas_are_counted_and_not_shown(session: AsyncSession) -> None:
    """What only the staff reads counts as an idea; neighbours do not read it."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    await town.says(await town.reader("گلسار"), call, staff_only=True)
    assert (await town.call(call)).ideas == 1
    assert await goal_call_answers.ideas(session=session, call_id=call.id or 0, offset=0, limit=5) == ([], 0)


async def test_what_is_registered_twice_answers_once(session: AsyncSession) -> None:
    """A confirmation that is pressed again, even after closing, finds what was registered."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    person = await town.reader("گلسار")
    first = await town.says(person, call)
    type(town)._drafts -= 1
    await town.closes()
    assert await town.says(person, call, at=OVER + HOUR) == first
    assert len(await town.links()) == 1


async def test_after_its_last_day_it_takes_none(session: AsyncSession) -> None:
    """What is said at its last moment counts, one moment later it does not, closed by the timer or not yet."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    person, moment = await town.reader("گلسار"), timedelta(seconds=1)
    await town.says(person, call, at=OVER - moment)
    with pytest.raises(CallOver):
        await town.says(person, call, at=OVER)
    await town.closes()
    with pytest.raises(CallOver):
        await town.says(person, call, at=OVER + moment)
    assert len(await town.links()) == 1


async def test_what_was_said_in_time_and_came_late_counts(session: AsyncSession) -> None:
    """Said before the end, handled after it was closed and its result told: it counts, and its author hears both."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    early, late = await town.reader("گلسار"), await town.reader("گلسار")
    await town.says(early, call)
    await town.closes()
    await goal_calls.write_result(await town.as_("secretary", OVER), call.id or 0, 2, "هر دو اجرا می‌شود")
    await town.says(late, call, at=OVER - HOUR, now=OVER + HOUR)
    assert [what for who, what in await town.news() if who == late] == ["closed", "result"]
    assert (await town.call(call)).ideas == 2


async def test_before_its_notice_leaves_it_takes_none(session: AsyncSession) -> None:
    """Nobody knows of it yet: not on the card, no ideas."""
    town = await Asking.open(session)
    goal = await town.goal()
    call = await town.opens(goal)
    with pytest.raises(CallOver):
        await town.says(await town.reader("گلسار"), call)
    assert await goal_call_answers.current(session=session, goal_id=goal.id or 0) is None
    office = await goal_call_answers.current(session=session, goal_id=goal.id or 0, is_office=True)
    assert office is not None
    assert not office.is_open


async def test_everybody_who_answered_is_told_once(session: AsyncSession) -> None:
    """Each person one message however many ideas they had; the opener is asked; the timer comes by in vain again."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    maryam, reza, silent = [await town.reader("گلسار") for _ in range(3)]
    for person in (maryam, maryam, reza):
        await town.says(person, call)
    assert await town.closes(OVER - MINUTE) == 0
    assert await town.closes() == 3
    assert await town.closes(OVER + DAY) == 0
    assert await town.news() == [(maryam, "closed"), (reza, "closed"), (town.people["secretary"], "ask")]
    assert silent not in dict(await town.news())
    shown = await town.call(call)
    assert (shown.call.state, shown.is_asked_for_result) == (CallState.CLOSED, True)
    due = select(table_of(Delivery).c.due_at).where(table_of(Delivery).c.kind == DeliveryKind.CALL_NEWS.value)
    assert set((await session.execute(due)).scalars()) == {OVER + timedelta(hours=8)}  # midnight: told in the morning


async def test_withdrawn_answers_are_not_told(session: AsyncSession) -> None:
    """Who took back all they had sent hears nothing more; who took back one of two does; it is not counted."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    gone, half = await town.reader("گلسار"), await town.reader("گلسار")
    await town.becomes((await town.says(gone, call)).id, Status.WITHDRAWN)
    await town.becomes((await town.says(half, call)).id, Status.WITHDRAWN)
    kept = await town.says(half, call)
    await town.closes()
    assert [who for who, what in await town.news() if what == "closed"] == [half]
    own = await goal_call_answers.own(session=session, call_id=call.id or 0, person_id=half, limit=5)
    assert ([one.id for one in own.ideas], own.shown.ideas) == ([kept.id], 1)


async def test_statuses_as_they_stand(session: AsyncSession) -> None:
    """What the desk moved, merged or hid is told as it stands when the message leaves; merged ones are not listed."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    person = await town.reader("گلسار")
    moved, merged, hidden = [await town.says(person, call) for _ in range(3)]
    await town.closes()
    await town.becomes(moved.id, Status.REFERRED)
    await town.becomes(merged.id, Status.MERGED)
    await town.becomes(hidden.id, visibility=Visibility.STAFF_ONLY)
    own = await goal_call_answers.own(session=session, call_id=call.id or 0, person_id=person, limit=2)
    assert ([one.status for one in own.ideas], own.more) == (["referred", "merged"], 1)
    found, _ = await goal_call_answers.ideas(session=session, call_id=call.id or 0, offset=0, limit=5)
    assert [one.id for one in found] == [moved.id]


async def test_the_result_is_told_once(session: AsyncSession) -> None:
    """What became of the ideas goes to everybody who answered; nobody writes it twice, or before the end."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    person, actor = await town.reader("گلسار"), await town.as_("secretary", OVER)
    await town.says(person, call)
    with pytest.raises(GoalChanged):
        await goal_calls.write_result(actor, call.id or 0, call.version, "زود است")
    await town.closes()
    for words, error in (("  ", GoalUnready), ("ن" * 2001, BadGoalFact)):
        with pytest.raises(error):
            await goal_calls.write_result(actor, call.id or 0, 2, words)
    await goal_calls.write_result(actor, call.id or 0, 2, " هزار درخت می‌کاریم ")
    with pytest.raises(GoalChanged):
        await goal_calls.write_result(actor, call.id or 0, 3, "دوباره")
    assert [what for who, what in await town.news() if who == person] == ["closed", "result"]
    assert (await town.call(call)).call.result == "هزار درخت می‌کاریم"
    assert (await town.done())[-1] == "goal.call_result"


async def test_early_by_hand(session: AsyncSession) -> None:
    """Ended before its time, it takes no ideas from then on; the one who ended it is not asked, the opener is."""
    town = await Asking.open(session)
    call = await town.called(await town.goal(), who="owner")
    person = await town.reader("گلسار")
    await town.says(person, call)
    await goal_calls.close(await town.as_("secretary", NOW + 2 * HOUR), call.id or 0, call.version)
    with pytest.raises(GoalChanged):
        await goal_calls.close(await town.as_("secretary", NOW + 2 * HOUR), call.id or 0, 2)
    with pytest.raises(CallOver):
        await town.says(person, call, at=NOW + 3 * HOUR)
    assert await town.closes() == 0
    assert await town.news() == [(person, "closed"), (town.people["owner"], "ask")]


async def test_another_call_may_follow(session: AsyncSession) -> None:
    """Once one is over, another begins; the card shows the newest, and each keeps its own ideas."""
    town = await Asking.open(session)
    goal = await town.goal()
    first, person = await town.called(goal), await town.reader("گلسار")
    await town.says(person, first)
    await goal_calls.close(await town.as_("secretary", NOW + 2 * HOUR), first.id or 0, first.version)
    second = await town.opens(goal, now=NOW + 2 * HOUR)
    assert await town.start(NOW + 3 * HOUR)
    await town.says(person, second, at=NOW + 4 * HOUR)
    shown = await goal_call_answers.current(session=session, goal_id=goal.id or 0)
    assert shown is not None
    assert (shown.id, shown.ideas) == (second.id, 1)
    assert (await town.call(first)).ideas == 1


async def test_a_notice_that_was_withdrawn(session: AsyncSession) -> None:
    """Its notice taken back, it takes no ideas any more and is over; who had answered is told."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    person = await town.reader("گلسار")
    await town.says(person, call)
    notice = await notices.load(session, call.notice_id)
    await town.finish(notice, NOW + 2 * HOUR)
    notice = await notices.load(session, call.notice_id)
    await notice_mending.withdraw(await town.as_("secretary", NOW + 3 * HOUR), call.notice_id, notice.version)
    with pytest.raises(CallOver):
        await town.says(person, call, at=NOW + 4 * HOUR)
    assert not (await town.call(call)).is_open
    assert await town.closes(NOW + 4 * HOUR) == 2
    assert (await town.call(call)).call.state == CallState.CLOSED


async def test_a_notice_that_was_stopped_before_it_left(session: AsyncSession) -> None:
    """Stopped, it waits as a draft; sent later it is a call all the same; thrown away, the call is cancelled."""
    town = await Asking.open(session)
    goal, actor = await town.goal(), await town.as_("secretary")
    call = await town.opens(goal)
    draft = await notice_sending.unsend(actor, call.notice_id, (await notices.load(session, call.notice_id)).version)
    assert await town.closes(NOW + HOUR) == 0
    await notice_sending.send(actor, call.notice_id, draft.version)
    assert await town.start(NOW + MINUTE)
    await town.says(await town.reader("گلسار"), call)
    assert (await town.call(call)).ideas == 1


async def test_a_notice_that_nobody_approved(session: AsyncSession) -> None:
    """At the end of its last day it is cancelled, its opener told once, and its notice can leave no more."""
    town = await Asking.open(session, approval_above=0)
    goal = await town.goal()
    call = await town.opens(goal)
    assert await town.closes() == 1
    assert await town.news() == [(town.people["secretary"], "cancelled")]
    assert (await town.call(call)).call.state == CallState.CANCELLED
    assert (await notices.load(session, call.notice_id)).state == NoticeState.DISCARDED
    assert not await town.start(OVER + DAY)
    assert await goal_call_answers.current(session=session, goal_id=goal.id or 0, is_office=True) is None
    assert (await session.execute(select(Broadcast))).first() is None


async def test_a_call_cancelled_by_hand(session: AsyncSession) -> None:
    """Ended before its notice left: nobody is told, and nothing leaves."""
    town = await Asking.open(session)
    call = await town.opens(await town.goal())
    await goal_calls.close(await town.as_("secretary"), call.id or 0, call.version)
    assert not await town.start(NOW + DAY)
    assert await town.news() == []


async def test_a_goal_that_was_dropped(session: AsyncSession) -> None:
    """Nobody needs ideas for it any more: the call is over, and who answered is told."""
    town = await Asking.open(session)
    goal = await town.goal()
    call, person = await town.called(goal), await town.reader("گلسار")
    await town.says(person, call)
    await town.stands(goal, GoalStatus.DROPPED)
    assert await town.closes(NOW + 2 * HOUR) == 2
    assert await town.news() == [(person, "closed"), (town.people["secretary"], "ask")]


async def test_the_openers_office_ended(session: AsyncSession) -> None:
    """The successor in that office is asked; where there is none, the owner."""
    town = await Asking.open(session)
    heir, _ = await town.office.holder(Role.SECRETARIAT, None)
    first = await town.called(await town.goal())
    await town.says(await town.reader("گلسار"), first)
    await town.revoke("secretary", NOW + HOUR)
    await town.closes()
    assert (await town.news())[-1] == (heir, "ask")
    second = await town.opens(await town.goal(title="هدف دیگر"), who="owner", now=OVER, until=date(2026, 12, 25))
    assert second.state == CallState.OPEN


async def test_without_a_successor_the_owner_is_asked(session: AsyncSession) -> None:
    """Nobody holds an office that says what goals are: whoever owns the city is asked."""
    town = await Asking.open(session)
    call = await town.called(await town.goal())
    await town.says(await town.reader("گلسار"), call)
    await town.revoke("secretary", NOW + HOUR)
    await town.closes()
    assert (await town.news())[-1] == (town.people["owner"], "ask")


async def test_a_neighbourhoods_own_call(session: AsyncSession) -> None:
    """The office of one neighbourhood asks its own people, in its own name; a successor may come from above."""
    town = await Asking.open(session)
    local, grant = await town.office.holder(Role.SECRETARIAT, "گلسار")
    town.people["local"] = local
    goal = await town.goal("گلسار", who="local")
    call = await town.called(goal, who="local")
    notice = await notices.load(session, call.notice_id)
    assert notice.office_area_id == town.areas["گلسار"]
    await town.says(await town.reader("گلسار"), call)
    await town.revoke("local", NOW + HOUR)
    await town.closes()
    assert grant
    assert (await town.news())[-1] == (town.people["secretary"], "ask")


async def test_answers_stay_behind_the_goal(session: AsyncSession) -> None:
    """An answer is its author's own: the office does not unlink it; its author stands behind the goal."""
    town = await Asking.open(session)
    goal = await town.goal()
    call = await town.called(goal)
    idea = await town.says(await town.reader("گلسار"), call)
    assert not await goal_links.unlink(await town.as_("secretary"), goal.id or 0, idea.id)
    assert not await goal_links.link(await town.as_("secretary"), goal.id or 0, idea.id)
    assert await town.links() == [(idea.id, call.id)]
