"""Goals as they are read: lists with what narrows them, cards with what belongs to them; nothing that is private."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from models.database import AsyncSession, table_of
from models.errors import NotFound
from models.goal import CallState, GoalCall, GoalStatus
from models.goal_facts import GoalValues
from models.media import MediaItem, MediaKind
from models.meeting import Invites
from models.notice import Notice
from models.rights import NOBODY
from models.role import Role
from models.services import goal_follows, goal_readers, goal_ties, goals
from models.services.goal_readers import GoalWish
from models.submission import Kind, Status, Submission, Visibility
from tests.models.sample_rows import BOT, NOW
from tests.models.services.goal_rows import TODAY, WAY, Plan, titles

PHOTO = MediaItem(5, MediaKind.PHOTO, "file", "unique")


async def test_in_the_order_of_the_office(session: AsyncSession) -> None:
    """From the whole city down, each area's in its own order, page by page."""
    plan = await Plan.open(session)
    await plan.goal("گلسار ۱", "گلسار")
    first = await plan.goal("شهر ۱")
    second = await plan.goal("شهر ۲")
    await plan.goal("منطقه", "منطقهٔ ۱")
    await plan.goal("گلسار ۲", "گلسار")
    await goals.move(await plan.as_("secretary"), second.id or 0, second.version, up=True)
    everything = ["شهر ۲", "شهر ۱", "منطقه", "گلسار ۱", "گلسار ۲"]
    assert titles(await plan.listed()) == everything
    for limit in (1, 2, 3):
        pages = [await plan.listed(offset=offset, limit=limit) for offset in range(0, 6, limit)]
        assert [title for page in pages for title in titles(page)] == everything
    assert (await plan.listed(offset=1, limit=1))[0].id == first.id


async def test_what_the_list_shows(session: AsyncSession) -> None:
    """Everything that a line and a card need is there, read at once."""
    plan = await Plan.open(session)
    facts = GoalValues(**WAY, topics=["parks", "asphalt"], due_on=TODAY - timedelta(days=1), owner_body="شهرداری")
    one = await plan.goal(values={**facts, "budget_allotted": 10, "budget_year": 1405, "description": "شرح"})
    await plan.report(one, 4, value=12.5)
    await plan.report(one, 2)
    reader = await plan.reader("گلسار")
    await goal_follows.follow(session=session, goal_id=one.id or 0, person_id=reader, now=NOW)
    (shown,) = await plan.listed(person_id=reader)
    assert (shown.number, shown.title, shown.description, shown.owner_body) == (1, one.title, "شرح", "شهرداری")
    assert (shown.area_id, shown.topics, shown.status) == (one.area_id, ("parks", "asphalt"), GoalStatus.ACTIVE)
    assert (shown.progress.percent, shown.progress.value, shown.last_day) == (50, 12.5, TODAY - timedelta(days=2))
    assert (shown.is_overdue, shown.followers, shown.is_followed, shown.is_published) == (True, 1, True, True)
    assert shown.budget is not None
    assert (shown.budget.allotted, shown.budget.spent, shown.budget.year) == (10, None, 1405)
    assert not (await plan.listed())[0].is_followed
    await plan.report(one, status_from="active", status_to="reached")
    assert not (await plan.listed())[0].is_overdue


async def test_unpublished_goals_are_for_who_plans_there(session: AsyncSession) -> None:
    """Everybody else finds neither it nor its card, whatever they ask for."""
    plan = await Plan.open(session)
    one = await plan.begun(values=GoalValues(topics=["parks"]))
    for who in ("manager", "author", "expert", "resident"):
        rights = (await plan.as_(who)).rights
        for wish in (GoalWish(), GoalWish(words="دوچرخه"), GoalWish(topic="parks"), GoalWish(area_id=one.area_id)):
            assert await plan.listed(wish, rights=rights) == []
        with pytest.raises(NotFound):
            await plan.card(one, rights=rights)
        with pytest.raises(NotFound):
            await goal_readers.goal(session=session, goal_id=one.id or 0, rights=rights)
    for who in ("owner", "secretary"):
        rights = (await plan.as_(who)).rights
        (found,) = await plan.listed(rights=rights)
        assert (found.id, found.is_published) == (one.id, False)
        assert (await plan.card(one, rights=rights)).goal.id == one.id
    assert await goal_readers.used_topics(session=session) == []
    assert await goal_readers.used_areas(session=session) == {}


async def test_a_secretariat_of_one_area(session: AsyncSession) -> None:
    """It sees its own unpublished goals, those below it, and no others."""
    plan = await Plan.open(session)
    await plan.begun("شهر")
    await plan.begun("گلسار", "گلسار")
    await plan.begun("غربی", "گلسار غربی")
    from_district = await plan.office.holder(Role.SECRETARIAT, "منطقهٔ ۱")
    plan.people["local"] = from_district[0]
    assert titles(await plan.listed(rights=(await plan.as_("local")).rights)) == ["گلسار"]


_AREAS = ("ایزدشهر", "منطقهٔ ۱", "گلسار", "گلسار غربی")


async def test_by_area(session: AsyncSession) -> None:
    """One area with all below it; or exactly some, in the order in which they were asked for."""
    plan = await Plan.open(session)
    for area in _AREAS:
        await plan.goal(area, area)
    at = plan.areas
    assert titles(await plan.listed(GoalWish(area_id=at["منطقهٔ ۱"]))) == ["منطقهٔ ۱", "گلسار"]
    assert titles(await plan.listed(GoalWish(area_id=at["ایزدشهر"]))) == list(_AREAS)
    assert titles(await plan.listed(GoalWish(area_ids=(at["گلسار"], at["ایزدشهر"])))) == ["گلسار", "ایزدشهر"]
    assert await plan.listed(GoalWish(area_id=999)) == []
    assert await plan.listed(GoalWish(area_ids=())) == []
    assert await goal_readers.used_areas(session=session) == {at[name]: 1 for name in _AREAS}


async def test_ones_own_places(session: AsyncSession) -> None:
    """Where somebody lives and what lies above it, the nearest first; whoever told no place has all of them."""
    plan = await Plan.open(session)
    for area in ("ایزدشهر", "گلسار", "باغ شاه"):
        await plan.goal(area, area)
    reader, stranger = await plan.reader("گلسار"), await plan.reader(None)
    own = await goal_readers.near(session=session, person_id=reader)
    assert titles(await plan.listed(GoalWish(area_ids=own))) == ["گلسار", "ایزدشهر"]
    assert await goal_readers.near(session=session, person_id=stranger) is None


async def test_by_topic_status_and_follower(session: AsyncSession) -> None:
    """A topic with those below it; where a goal stands; what somebody follows; all of it together."""
    plan = await Plan.open(session)
    park = await plan.goal("پارک", values=GoalValues(topics=["parks"]))
    green = await plan.goal("سبز", values=GoalValues(topics=["green", "asphalt"]))
    await plan.goal("بی‌موضوع")
    await plan.report(green, status_from="active", status_to="reached")
    reader = await plan.reader("گلسار")
    await goal_follows.follow(session=session, goal_id=green.id or 0, person_id=reader, now=NOW)
    assert titles(await plan.listed(GoalWish(topic="green"))) == ["پارک", "سبز"]
    assert titles(await plan.listed(GoalWish(topic="parks"))) == ["پارک"]
    assert await plan.listed(GoalWish(topic="made up")) == []
    assert titles(await plan.listed(GoalWish(status=GoalStatus.REACHED))) == ["سبز"]
    assert titles(await plan.listed(GoalWish(is_open=True))) == ["پارک", "بی‌موضوع"]
    assert titles(await plan.listed(GoalWish(mine=reader))) == ["سبز"]
    assert await plan.listed(GoalWish(mine=reader, topic="parks")) == []
    assert await goal_readers.used_topics(session=session) == ["asphalt", "green", "parks"]
    assert park.id


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("دوچرخه", ["ساخت مسیر دوچرخه"]),
        ("مسير دوچرخه", ["ساخت مسیر دوچرخه"]),
        ("دوچرخه مسیر", ["ساخت مسیر دوچرخه"]),
        ("شهرداری", ["ساخت مسیر دوچرخه"]),
        ("بلوار", ["ساخت مسیر دوچرخه"]),
        ("گلسار", ["کتابخانه"]),
        ("کتاب", ["کتابخانه"]),
        ("۱۲", ["کتابخانه"]),
        ("12", ["کتابخانه"]),
        ("1", []),
        ("%", ["ساخت مسیر دوچرخه", "کتابخانه"]),
        ("دوچرخه کتابخانه", []),
        ("", ["ساخت مسیر دوچرخه", "کتابخانه"]),
    ],
)
async def test_by_words(session: AsyncSession, words: str, found: list[str]) -> None:
    """All of them, in any spelling and order, in title, description, owner body or the area's name; or the number."""
    plan = await Plan.open(session)
    await plan.goal(values=GoalValues(description="در بلوار لاله", owner_body="شهرداری", number=7))
    await plan.goal("کتابخانه", "گلسار", GoalValues(number=12))
    assert titles(await plan.listed(GoalWish(words=words))) == found


def test_a_wish_is_kept() -> None:
    """A list that somebody narrowed is the same one a page later; a status of another version narrows nothing."""
    wishes = [
        GoalWish(),
        GoalWish(area_ids=(3, 1)),
        GoalWish(area_id=2, topic="parks", status=GoalStatus.PAUSED, words="پارک", mine=7, is_open=True),
    ]
    for wish in wishes:
        assert GoalWish.from_data(wish.to_data()) == wish
    assert wishes[0].is_empty
    assert not wishes[1].is_empty
    assert GoalWish.from_data({"status": "made up"}).is_empty
    assert not GoalWish.from_data(GoalWish(area_ids=()).to_data()).is_empty


async def test_a_card(session: AsyncSession) -> None:
    """Its newest reports that hold, how many there are, and everything that belongs to it."""
    plan = await Plan.open(session)
    one = await plan.goal(values=WAY)
    for days in (9, 8, 7):
        await plan.report(one, days, f"{days} روز پیش", value=float(days))
    wrong = await plan.report(one, 2, "نادرست", photo=PHOTO.to_data())
    await plan.report(one, 2, "درست", corrects_id=wrong, photo=PHOTO.to_data(), value=8.0)
    await plan.remove(one, await plan.report(one, 0, "پس گرفته"))
    made = await plan.decide()
    meeting = await plan.announced()
    actor = await plan.as_("secretary")
    await goal_ties.tie_resolution(actor, one.id or 0, made.id or 0)
    await goal_ties.tie_meeting(actor, one.id or 0, meeting.id or 0)
    await plan.back(one, await plan.proposed())
    card = await plan.card(one)
    assert [shown.text for shown in card.updates] == ["درست", "7 روز پیش", "8 روز پیش"]
    assert (card.update_count, card.file_count, card.submissions) == (4, 1, 1)
    assert card.updates[0].photo == PHOTO
    assert [row.id for row in card.resolutions] == [made.id]
    assert [row.id for row in card.meetings] == [meeting.id]
    assert (card.resolution_count, card.meeting_count, card.call, card.last_call) == (1, 1, None, None)
    assert card.goal.progress.value == 8.0
    every, total = await goal_readers.updates(
        session=session, goal_id=one.id or 0, offset=1, limit=2, with_corrected=True
    )
    assert total == 5
    assert [(row.text, row.is_corrected) for row in every] == [("نادرست", True), ("7 روز پیش", False)]


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.WITHDRAWN.value},
        {"status": Status.MERGED.value},
        {"visibility": Visibility.STAFF_ONLY.value},
        {"kind": Kind.COMPLAINT.value},
    ],
    ids=lambda hidden: next(iter(hidden.values())),
)
async def test_what_became_private_is_not_behind_it(session: AsyncSession, hidden: dict[str, str]) -> None:
    """A submission that its author withdrew, or that only staff read now, is neither counted nor named."""
    plan = await Plan.open(session)
    one = await plan.goal()
    submission, other = await plan.proposed(), await plan.proposed()
    await plan.back(one, submission)
    await plan.back(one, other)
    await plan.report(one, submission_id=submission.id)
    before = await plan.card(one)
    assert (before.submissions, before.updates[0].submission_code) == (2, submission.code)
    rows = table_of(Submission)
    await session.execute(update(rows).where(rows.c.id == submission.id).values(**hidden))
    after = await plan.card(one)
    assert (after.submissions, after.updates[0].submission_code, after.updates[0].submission_id) == (1, None, None)


async def test_what_nobody_may_read_is_not_on_it(session: AsyncSession) -> None:
    """A resolution that is taken from the public, a meeting that only its members know of."""
    plan = await Plan.open(session)
    one = await plan.goal()
    made, meeting = await plan.decide(), await plan.announced()
    actor = await plan.as_("secretary")
    await goal_ties.tie_resolution(actor, one.id or 0, made.id or 0)
    await goal_ties.tie_meeting(actor, one.id or 0, meeting.id or 0)
    await plan.report(one, resolution_id=made.id)
    assert (await plan.card(one)).updates[0].resolution is not None
    await plan.set(made, published_at=None)
    meeting.invites = Invites.MEMBERS.value
    session.add(meeting)
    await session.flush()
    card = await plan.card(one)
    assert (card.resolutions, card.resolution_count, card.meetings, card.meeting_count) == ((), 0, (), 0)
    assert card.updates[0].resolution is None
    everything = await goal_ties.resolutions_of(session=session, goal_id=one.id or 0, only_public=False)
    assert [row.id for row in everything] == [made.id]
    assert len(await goal_ties.meetings_of(session=session, goal_id=one.id or 0, only_public=False)) == 1


async def test_a_call_for_ideas(session: AsyncSession) -> None:
    """It stands on the card once people know of it, and what became of it afterwards; one that never left does not."""
    plan = await Plan.open(session)
    one = await plan.goal()
    notice = await plan.draft("secretary", None)
    call = GoalCall(
        bot_id=BOT,
        goal_id=one.id or 0,
        notice_id=notice.id or 0,
        question="کجا؟",
        closes_on=date(2026, 12, 20),
        closes_at=NOW + timedelta(days=10),
        opened_by=plan.people["secretary"],
        opened_at=NOW,
    )
    session.add(call)
    await session.flush()
    assert (await plan.card(one)).call is None
    rows = table_of(Notice)
    await session.execute(update(rows).where(rows.c.id == notice.id).values(sent_at=NOW))
    running = (await plan.card(one)).call
    assert running is not None
    assert running.question == "کجا؟"
    for state, is_last in ((CallState.CLOSED, True), (CallState.CANCELLED, False)):
        call.state = state.value
        session.add(call)
        await session.flush()
        card = await plan.card(one)
        assert (card.call, card.last_call is not None) == (None, is_last)


async def test_there_is_no_such_goal(session: AsyncSession) -> None:
    """A made-up button opens nothing."""
    with pytest.raises(NotFound):
        await goal_readers.card(session=session, goal_id=99, today=TODAY, rights=NOBODY)
    assert await goal_readers.shown(session=session, goals=[], today=TODAY) == []
    assert await goal_readers.updates_shown(session=session, rows=[]) == []
