"""Subscriptions: choices, areas that are followed, and quiet hours in what is told to one person."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.errors import NotFound, TooManyFollowed
from models.services import areas, deliveries, delivery_sending, people, subscriptions
from models.services.deliveries import About
from models.services.people import KnownPerson
from models.subscription import Digest, NewsKind
from tests.models.sample_rows import BOT, NOW, TEHRAN, meet, settle_city

LATER = NOW + timedelta(hours=1)
NIGHT = datetime(2026, 12, 10, 23, tzinfo=TEHRAN)


async def _resident(session: AsyncSession, area: str | None = "گلسار") -> tuple[KnownPerson, dict[str, int]]:
    named = await settle_city(session)
    person = (await meet(session)).person
    await people.choose_area(session=session, person=person, area_id=named[area] if area else None)
    return person, named


async def test_who_chose_nothing_has_the_defaults(session: AsyncSession) -> None:
    """Everything comes, one by one, by day."""
    person, _ = await _resident(session)
    found = await subscriptions.of(session=session, person_id=person.id)
    assert all(getattr(found, kind.value) for kind in NewsKind)
    assert (found.digest, found.quiet, found.updated_at) == ("off", "22-8", subscriptions.NEVER)


async def test_a_choice_changes_nothing_else(session: AsyncSession) -> None:
    """Each choice is kept; the others stay as they are."""
    person, _ = await _resident(session)
    given: dict[str, Any] = {"session": session, "person_id": person.id}
    await subscriptions.switch(**given, kind=NewsKind.GOALS, is_on=False, now=NOW)
    await subscriptions.choose_quiet(**given, quiet="21-7", now=NOW)
    await subscriptions.choose_digest(**given, digest=Digest.DAILY, since=NOW, now=LATER)
    found = await subscriptions.of(**given)
    assert (found.notices, found.goals, found.quiet, found.digest) == (True, False, "21-7", "daily")
    assert (found.digested_at, found.updated_at) == (NOW, LATER)
    await subscriptions.switch(**given, kind=NewsKind.GOALS, is_on=True, now=LATER)
    assert (await subscriptions.of(**given)).goals


@pytest.mark.parametrize("quiet", ["0-23", "", "22-8 ", "99-1"])
async def test_only_hours_that_are_offered(session: AsyncSession, quiet: str) -> None:
    """A made-up choice of hours is not there."""
    person, _ = await _resident(session)
    with pytest.raises(NotFound):
        await subscriptions.choose_quiet(session=session, person_id=person.id, quiet=quiet, now=NOW)


async def test_following(session: AsyncSession) -> None:
    """An area is followed once, in the order chosen; one's own and one that is not there are not."""
    person, named = await _resident(session)
    for name in ("علی‌آباد", "باغ شاه", "علی‌آباد", "گلسار"):
        await subscriptions.follow(session=session, person=person, area_id=named[name], now=NOW)
    assert await subscriptions.followed(session=session, person_id=person.id) == sorted(
        [named["باغ شاه"], named["علی‌آباد"]]
    )
    with pytest.raises(NotFound):
        await subscriptions.follow(session=session, person=person, area_id=10_000, now=NOW)
    await subscriptions.unfollow(session=session, person_id=person.id, area_id=named["باغ شاه"], now=LATER)
    assert await subscriptions.followed(session=session, person_id=person.id) == [named["علی‌آباد"]]
    assert (await subscriptions.of(session=session, person_id=person.id)).updated_at == LATER


async def test_ten_are_the_most(session: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than the most is refused."""
    monkeypatch.setattr(subscriptions, "MOST_FOLLOWED", 1)
    person, named = await _resident(session)
    await subscriptions.follow(session=session, person=person, area_id=named["باغ شاه"], now=NOW)
    with pytest.raises(TooManyFollowed):
        await subscriptions.follow(session=session, person=person, area_id=named["علی‌آباد"], now=NOW)


async def test_the_areas_whose_news_somebody_gets(session: AsyncSession) -> None:
    """Home, what is followed, and everything above them."""
    person, named = await _resident(session)
    await subscriptions.follow(session=session, person=person, area_id=named["علی‌آباد"], now=NOW)
    tree = await areas.load_tree(session=session)
    found = [tree.places[one].name for one in await subscriptions.areas_of(session=session, person_id=person.id)]
    assert found == ["گلسار", "ناحیهٔ ۲", "منطقهٔ ۱", "ایزدشهر", "علی‌آباد", "ناحیهٔ ۲", "منطقهٔ ۲"]


async def test_moving_house(session: AsyncSession) -> None:
    """The old place is asked about once there is one, it is another one and not followed already."""
    person, named = await _resident(session, None)
    given: dict[str, Any] = {"session": session, "person": person, "now": NOW}
    person.area_id = named["گلسار"]
    assert await subscriptions.note_move(**given, from_area_id=None) is None
    assert await subscriptions.note_move(**given, from_area_id=named["گلسار"]) is None
    assert await subscriptions.note_move(**given, from_area_id=10_000) is None
    assert await subscriptions.note_move(**given, from_area_id=named["باغ شاه"]) == named["باغ شاه"]
    await subscriptions.follow(session=session, person=person, area_id=named["باغ شاه"], now=NOW)
    assert await subscriptions.note_move(**given, from_area_id=named["باغ شاه"]) is None
    person.area_id = named["باغ شاه"]
    assert await subscriptions.note_move(**given, from_area_id=named["گلسار"]) == named["گلسار"]
    assert await subscriptions.followed(session=session, person_id=person.id) == []


@pytest.mark.parametrize(
    ("quiet", "hour"), [(None, 8), ("21-7", 7), ("23-9", 9), ("none", None)], ids=["default", "early", "late", "none"]
)
async def test_each_is_told_by_their_own_night(session: AsyncSession, quiet: str | None, hour: int | None) -> None:
    """What happens at night is due when one's own quiet hours end; what cannot wait, now."""
    person, _ = await _resident(session)
    if quiet is not None:
        await subscriptions.choose_quiet(session=session, person_id=person.id, quiet=quiet, now=NOW)
    given: dict[str, Any] = {"session": session, "person_id": person.id, "now": NIGHT}
    wanted = NIGHT if hour is None else datetime(2026, 12, 11, hour, tzinfo=TEHRAN)
    assert await subscriptions.due_at(**given, zone=TEHRAN) == wanted
    assert await subscriptions.due_at(**given, zone=None) == NIGHT


async def test_a_claimed_delivery_knows_its_readers_night(session: AsyncSession) -> None:
    """Whoever sends it can ask once more: it carries the hours that were chosen meanwhile, or the defaults."""
    person, _ = await _resident(session)
    for source, quiet in ((1, None), (2, "21-7")):
        if quiet is not None:
            await subscriptions.choose_quiet(session=session, person_id=person.id, quiet=quiet, now=NOW)
        about = About(DeliveryKind.CHANGE, source, "e1")
        given: dict[str, Any] = {"session": session, "bot_id": BOT, "now": NOW}
        await deliveries.put(**given, person_id=person.id, about=about, content={}, due_at=NOW)
        (due,) = await delivery_sending.claim_due(**given, limit=5)
        assert (due.quiet, due.chat_id) == (quiet or "22-8", 7_123_456_789)
