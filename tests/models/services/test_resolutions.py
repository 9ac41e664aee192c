"""Putting resolutions on record: numbers, what they answer, who may, and when they are public."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from models.database import AsyncSession
from models.errors import NotFound, ResolutionChanged, ResolutionUnready, TextTooLong
from models.meeting import MinutesState, Outcome
from models.resolution import ResolutionStatus
from models.resolution_wording import LONGEST_BODY, LONGEST_TEXT, Wording
from models.resolution_words import votes_of
from models.services import resolution_moves, resolutions
from models.submission import Status
from models.typed_votes import Votes
from tests.models.sample_rows import NOW
from tests.models.services.resolution_rows import LAMP, Council

S = ResolutionStatus


async def test_a_neighbourhoods_is_open_at_once(session: AsyncSession) -> None:
    """Made alone it is public at once, has number 1 of its year, and keeps every part of what was said."""
    council = await Council.open(session)
    said = replace(LAMP, due_on=date(2027, 1, 20), votes=Votes(5, 1, 1))
    one = await council.decide(said)
    assert (one.number, one.year, one.term, one.status) == (1, 1405, 1, S.OPEN)
    assert (one.text, one.responsible, one.due_on) == (LAMP.text, LAMP.responsible, date(2027, 1, 20))
    assert votes_of(one) == Votes(5, 1, 1)
    assert one.published_at == NOW
    assert one.binds_at is None
    assert await council.done() == ["resolution.create", "resolution.publish"]


async def test_the_citys_waits_for_the_review_board(session: AsyncSession) -> None:
    """A resolution of the whole city's council waits two weeks; a district's does not."""
    council = await Council.open(session)
    city = await council.decide(who="secretary", area="ایزدشهر")
    assert (city.status, city.binds_at) == (S.AWAITING_REVIEW, NOW + timedelta(days=14))
    assert (await council.decide(who="secretary", area="منطقهٔ ۱")).status == S.OPEN


async def test_numbers_are_counted_per_body_and_year(session: AsyncSession) -> None:
    """Each body counts for itself, and begins again with the Jalali year of the city's clock."""
    council = await Council.open(session)
    eve = datetime(2027, 3, 20, 20, 29, tzinfo=UTC)  # a minute before midnight in Tehran: 29 Esfand 1405
    made = [
        await council.decide(),
        await council.decide(),
        await council.decide(who="neighbour", area="باغ شاه"),
        await council.decide(now=eve),
        await council.decide(now=eve + timedelta(minutes=1)),
    ]
    assert [(one.year, one.number) for one in made] == [(1405, 1), (1405, 2), (1405, 1), (1405, 3), (1406, 1)]


async def test_a_new_term_counts_anew(session: AsyncSession) -> None:
    """The term is the city's setting."""
    council = await Council.open(session)
    await council.decide()
    council.city = replace(council.city, council_term=2)
    one = await council.decide()
    assert (one.term, one.number) == (2, 1)


@pytest.mark.parametrize(
    ("wording", "lacking"),
    [
        (Wording("", "شهرداری"), ("text",)),
        (Wording("نصب چراغ", " \n "), ("responsible",)),
        (Wording(" ", ""), ("text", "responsible")),
    ],
)
async def test_without_text_or_body_it_is_not_put_on_record(
    session: AsyncSession, wording: Wording, lacking: tuple[str, ...]
) -> None:
    """What is missing is named, and no number is used up."""
    council = await Council.open(session)
    with pytest.raises(ResolutionUnready) as caught:
        await council.decide(wording)
    assert caught.value.lacking == lacking
    assert (await council.decide()).number == 1


@pytest.mark.parametrize(
    "wording", [Wording("آ" * (LONGEST_TEXT + 1), "شهرداری"), Wording("آ", "ش" * (LONGEST_BODY + 1))]
)
async def test_too_long_is_refused(session: AsyncSession, wording: Wording) -> None:
    """Its card fits one message."""
    council = await Council.open(session)
    with pytest.raises(TextTooLong):
        await council.decide(wording)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("author", True),
        ("colleague", True),
        ("secretary", True),
        ("owner", True),
        ("neighbour", False),
        ("manager", False),
        ("other_manager", False),
        ("expert", False),
        ("resident", False),
    ],
)
async def test_who_may_put_on_record(session: AsyncSession, who: str, *, may: bool) -> None:
    """Whoever calls meetings in the area; for everybody else there is no such area."""
    council = await Council.open(session)
    if may:
        assert (await council.decide(who=who)).made_by == council.people[who]
    else:
        with pytest.raises(NotFound):
            await council.decide(who=who)


async def test_an_area_that_is_not_there(session: AsyncSession) -> None:
    """Owners may do everything, but not in a place that does not exist."""
    council = await Council.open(session)
    with pytest.raises(NotFound):
        await resolutions.create(await council.as_("owner"), LAMP, area_id=9_999)


async def test_what_it_answers_is_approved(session: AsyncSession) -> None:
    """Its submissions are approved, with a note that says what was decided, and each author is told once."""
    council = await Council.open(session)
    both = (await council.proposed(), await council.proposed())
    await council.decide(replace(LAMP, due_on=date(2027, 1, 20)), answers=both)
    told = (
        "پیشنهاد شورای محلهٔ گلسار، شمارهٔ ۱ سال ۱۴۰۵: «نصب ۱۲ چراغ در کوچه‌های خیابان لاله»\n"
        "دستگاه مسئول: شرکت توزیع برق.\n"
        "مهلت: چهارشنبه ۳۰ دی ۱۴۰۵."
    )
    for one in both:
        assert await council.status(one) == Status.APPROVED
        assert await council.notes(one) == [told]
    assert await council.changes_told() == 2


async def test_a_complaint_is_never_answered_by_one(session: AsyncSession) -> None:
    """What only staff read, and whatever lies beyond an office, cannot be linked: nothing is put on record."""
    council = await Council.open(session)
    for one in (await council.complaint(), await council.proposed("باغ شاه")):
        with pytest.raises(NotFound):
            await council.decide(answers=(one,))
    assert (await council.decide()).number == 1


async def test_it_takes_the_topic_of_what_it_answers(session: AsyncSession) -> None:
    """Residents find it by that topic."""
    council = await Council.open(session)
    answered = await council.proposed()
    answered.topic = None
    one = await council.decide(answers=(answered,))
    assert one.topic == answered.topic


async def test_of_an_item_of_the_agenda(session: AsyncSession) -> None:
    """It belongs to that item's meeting, answers its submission, and the item is decided; a second one is refused."""
    council = await Council.open(session)
    meeting, sent = await council.meeting(), await council.proposed()
    item = await council.item(meeting, sent)
    actor, area_id = await council.as_("author"), meeting.area_id
    one = await resolutions.create(actor, LAMP, area_id=area_id, item_id=item.id)
    await session.refresh(item)
    assert (one.meeting_id, one.item_id, item.outcome) == (meeting.id, item.id, Outcome.RESOLVED)
    with pytest.raises(ResolutionChanged):
        await resolutions.create(actor, LAMP, area_id=area_id, item_id=item.id)
    found = await resolutions.of_item(session=session, item_id=item.id or 0)
    assert found is not None
    assert found.id == one.id
    assert [one.id for one in await resolutions.of_meeting(session=session, meeting_id=meeting.id or 0)] == [one.id]
    assert await resolutions.of_meeting(session=session, meeting_id=meeting.id or 0, published_only=True) == []


async def test_an_item_of_another_body(session: AsyncSession) -> None:
    """An item is decided by the body that met."""
    council = await Council.open(session)
    item = await council.item(await council.meeting("باغ شاه"))
    with pytest.raises(NotFound):
        await resolutions.create(await council.as_("author"), LAMP, area_id=council.areas["گلسار"], item_id=item.id)
    with pytest.raises(NotFound):
        await resolutions.create(await council.as_("author"), LAMP, area_id=council.areas["گلسار"], item_id=77_777)


async def test_it_is_public_with_the_minutes(session: AsyncSession) -> None:
    """Until the minutes are public nobody reads it and nobody is told; then everybody may, once."""
    council = await Council.open(session)
    meeting, sent = await council.meeting(), await council.proposed()
    item = await council.item(meeting, sent)
    await council.minutes(meeting, MinutesState.DRAFT)
    actor = await council.as_("author")
    one = await resolutions.create(actor, LAMP, area_id=meeting.area_id, item_id=item.id)
    assert one.published_at is None
    assert await council.changes_told() == 0
    with pytest.raises(NotFound):
        await resolutions.published(session=session, resolution_id=one.id or 0)
    later = await council.as_("author", NOW + timedelta(hours=2))
    assert await resolutions.publish_of_meeting(later, meeting.id or 0) == 1
    assert await resolutions.publish_of_meeting(later, meeting.id or 0) == 0
    read = await resolutions.published(session=session, resolution_id=one.id or 0)
    assert read.published_at == NOW + timedelta(hours=2)
    assert await council.status(sent) == Status.APPROVED
    assert await council.changes_told() == 1
    steps = await resolution_moves.history(session=session, resolution_id=one.id or 0)
    assert [(step.status_from, step.status_to) for step in steps] == [(None, "open")]


async def test_after_the_minutes_it_is_public_at_once(session: AsyncSession) -> None:
    """What was forgotten in the minutes does not wait for them again."""
    council = await Council.open(session)
    meeting = await council.meeting()
    await council.minutes(meeting, MinutesState.PUBLISHED)
    item = await council.item(meeting)
    one = await resolutions.create(await council.as_("author"), LAMP, area_id=meeting.area_id, item_id=item.id)
    assert one.published_at == NOW


async def test_the_review_boards_days_count_from_the_publication(session: AsyncSession) -> None:
    """Not from the day on which somebody typed it."""
    council = await Council.open(session)
    meeting = await council.meeting("ایزدشهر")
    item = await council.item(meeting)
    await resolutions.create(await council.as_("secretary"), LAMP, area_id=meeting.area_id, item_id=item.id)
    later = NOW + timedelta(days=3)
    await resolutions.publish_of_meeting(await council.as_("secretary", later), meeting.id or 0)
    (one,) = await resolutions.of_meeting(session=session, meeting_id=meeting.id or 0)
    assert one.binds_at == later + timedelta(days=14)


async def test_before_it_is_public_it_can_be_changed(session: AsyncSession) -> None:
    """Every part of it; an older card's save, or one after the publication, changes nothing."""
    council = await Council.open(session)
    meeting = await council.meeting()
    item, actor = await council.item(meeting), await council.as_("author")
    one = await resolutions.create(actor, LAMP, area_id=meeting.area_id, item_id=item.id)
    other = Wording("آسفالت کوچه", "شهرداری", date(2027, 2, 1), Votes(3))
    changed = await resolutions.change(actor, one.id or 0, 1, other)
    assert (changed.text, changed.responsible, changed.version) == ("آسفالت کوچه", "شهرداری", 2)
    with pytest.raises(ResolutionChanged):
        await resolutions.change(actor, one.id or 0, 1, LAMP)
    with pytest.raises(ResolutionUnready):
        await resolutions.change(actor, one.id or 0, 2, Wording("آسفالت", ""))
    for stranger in ("neighbour", "manager", "resident", "expert"):
        with pytest.raises(NotFound):
            await resolutions.change(await council.as_(stranger), one.id or 0, 2, LAMP)
    await resolutions.publish_of_meeting(actor, meeting.id or 0)
    with pytest.raises(ResolutionChanged):
        await resolutions.change(actor, one.id or 0, 3, LAMP)


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("author", True, True),
        ("secretary", True, True),
        ("owner", True, True),
        ("manager", False, True),
        ("neighbour", False, False),
        ("other_manager", False, False),
        ("expert", False, False),
        ("resident", False, False),
    ],
)
async def test_who_opens_its_card_of_the_office(session: AsyncSession, who: str, *, before: bool, after: bool) -> None:
    """Before it is public only who calls meetings there; afterwards whoever says how far things have come, too."""
    council = await Council.open(session)
    meeting = await council.meeting()
    item = await council.item(meeting)
    one = await resolutions.create(await council.as_("author"), LAMP, area_id=meeting.area_id, item_id=item.id)
    for may in (before, after):
        if may:
            assert (await resolutions.resolution_for(await council.as_(who), one.id or 0)).id == one.id
        else:
            with pytest.raises(NotFound):
                await resolutions.resolution_for(await council.as_(who), one.id or 0)
        await resolutions.publish_of_meeting(await council.as_("author"), meeting.id or 0)


async def test_bodies_that_were_made_responsible_before(session: AsyncSession) -> None:
    """Those of the same body first, the most used first, one spelling of each."""
    council = await Council.open(session)
    for name in ("شهرداری", "برق منطقه", "برق منطقه", "برق منطقه‌"):
        await council.decide(replace(LAMP, responsible=name))
    await council.decide(replace(LAMP, responsible="آبفا"), who="neighbour", area="باغ شاه")
    actor = await council.as_("author")
    assert await resolutions.used_bodies(actor, council.areas["گلسار"]) == ["برق منطقه", "شهرداری", "آبفا"]
    assert await resolutions.used_bodies(actor, council.areas["گلسار"], limit=1) == ["برق منطقه"]
