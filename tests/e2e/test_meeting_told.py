"""A meeting on its way to people's chats: announced, moved, cancelled; and in a digest."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from models.database import Database, table_of
from models.meeting import Meeting, MeetingKind, MeetingRevision, MeetingState
from models.meeting_facts import Facts, Session
from models.person import Contact
from models.rights import Owners
from models.services import access, meeting_changes, meetings
from models.services.actor import Actor
from tests.e2e.notice_town import Council, Timers, council, timers
from tests.e2e.office import area_id, person_id
from tests.e2e.resident import bare
from tests.e2e.test_news import DIGEST, _digests_are_due, _gathers

__all__ = ["timers"]

TITLE, PLACE = "جلسهٔ هفتگی شورا", "سرای محله"
COMES = "می‌آیم"

type _Step = Callable[[Actor], Awaitable[Meeting]]


async def _acts(there: Council, step: _Step) -> Meeting:
    """What Sara does, as her buttons would; the bot finds it when it starts again."""
    settings = there.town.settings
    city = replace(settings.city, notice_delay=timedelta(0))
    async with there.timers.resting():
        await there.town.stop()
        database = Database(settings.database_url.get_secret_value())
        try:
            async with database.transaction() as session:
                now, owners = datetime.now(UTC), Owners()
                sara = person_id(there.town, there.sara)
                rights = await access.rights_of_another(session=session, person_id=sara, owners=owners, now=now)
                bot_id = there.town.rows(Contact)[0].bot_id
                return await step(Actor(session, rights, bot_id, city, owners, now))
        finally:
            await database.close()
            await there.town.start()


async def _announces(there: Council) -> Meeting:
    """A meeting of Golsar three days from now, announced to everybody."""
    golsar = area_id(there.town, "گلسار")
    begins = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=3)

    async def step(actor: Actor) -> Meeting:
        facts = Facts(TITLE, (Session(begins),), PLACE)
        meeting = await meetings.create(actor, area_id=golsar, kind=MeetingKind.ORDINARY, facts=facts)
        return await meeting_changes.publish(actor, meeting.id or 0, meeting.version)

    return await _acts(there, step)


async def _is_announced(there: Council) -> None:
    async with asyncio.timeout(30):
        while there.town.row(Meeting).state != MeetingState.ANNOUNCED:  # noqa: ASYNC110  (rows wake nobody)
            await asyncio.sleep(0.01)
    await there.town.quiet()


async def _moves(there: Council, days: int) -> Meeting:
    async def step(actor: Actor) -> Meeting:
        meeting = await meetings.load(actor.session, there.town.row(Meeting).id or 0)
        facts = meetings.facts_of(meeting)
        later = Session(facts.sessions[0].starts_at + timedelta(days=days))
        return await meeting_changes.change_facts(
            actor, meeting.id or 0, meeting.version, replace(facts, sessions=(later,))
        )

    return await _acts(there, step)


async def _cancels(there: Council) -> Meeting:
    async def step(actor: Actor) -> Meeting:
        meeting = await meetings.load(actor.session, there.town.row(Meeting).id or 0)
        return await meeting_changes.cancel(actor, meeting.id or 0, meeting.version, "سالن تعمیر می‌شود")

    return await _acts(there, step)


async def test_a_meeting_is_announced_moved_and_cancelled(database_url: str, timers: Timers) -> None:
    """Neighbours get it once; a move is one message more, and the first says the new time; so is a cancellation."""
    async with council(database_url, timers) as there:
        await _announces(there)
        await there.maryam.sees(TITLE, PLACE)
        await there.town.quiet()
        first = there.maryam.last
        assert COMES in first.labels
        await _moves(there, 1)
        await there.maryam.sees("زمان عوض شد.", "زمان پیشین:")
        await there.town.quiet()
        (edited,) = [one for one in there.maryam.messages if one.id == first.id]
        assert "✏️ تغییر در" in bare(edited.text)
        await _cancels(there)
        await there.maryam.sees("این جلسه لغو شد.", "علت: سالن تعمیر می‌شود")
        await there.town.quiet()
        assert [len(there.maryam.heard(words)) for words in ("زمان عوض شد.", "✏️")] == [1, 0]
        (edited,) = [one for one in there.maryam.messages if one.id == first.id]
        assert "این جلسه لغو شد." in bare(edited.text)
        assert edited.labels == []
        assert not there.reza.heard(TITLE)


async def test_a_digest_opens_a_meeting_as_a_card(sqlite_url: str, timers: Timers) -> None:
    """Who has news gathered reads of it in the digest, and opens it there to answer."""
    async with council(sqlite_url, timers) as there:
        await _gathers(there, there.maryam)
        await _announces(there)
        await _is_announced(there)
        assert not there.maryam.heard(TITLE)
        await _digests_are_due(there)
        card = await there.maryam.sees(DIGEST, f"۱. {TITLE}", PLACE)
        await there.maryam.taps(card.labels[0])
        await there.town.quiet()
        assert COMES in there.maryam.last.labels
        await there.maryam.taps(COMES)
        await there.town.quiet()
        await _moves(there, 1)
        await there.maryam.sees("زمان عوض شد.")


async def test_who_read_a_digest_hears_of_changes_at_once(database_url: str, timers: Timers) -> None:
    """Who read of it in a digest and said nothing hears of a move and a cancellation at once, once each."""
    async with council(database_url, timers) as there:
        await _gathers(there, there.maryam)
        await _announces(there)
        await _is_announced(there)
        await _digests_are_due(there)
        await there.maryam.sees(DIGEST, TITLE, PLACE)
        await there.town.quiet()
        await _moves(there, 1)
        card = await there.maryam.sees("زمان عوض شد.", "زمان پیشین:")
        assert COMES in card.labels
        await there.town.quiet()
        await _cancels(there)
        await there.maryam.sees("این جلسه لغو شد.", "علت: سالن تعمیر می‌شود")
        await there.town.quiet()
        assert [len(there.maryam.heard(words)) for words in (DIGEST, "زمان عوض شد.", "این جلسه لغو شد.")] == [1, 1, 1]


async def _is_near(there: Council, minutes: int) -> None:
    """Days have passed: it begins so many minutes from now, as everybody has known for long."""
    now = datetime.now(UTC).replace(microsecond=0)
    facts = Facts(TITLE, (Session(now + timedelta(minutes=minutes)),), PLACE)
    told, long_ago = table_of(MeetingRevision), now - timedelta(days=3)
    begins = {"facts": facts.to_data(), "starts_at": facts.starts_at, "ends_at": facts.ends_at}
    await there.change(update(told).values(facts=facts.to_data(), made_at=long_ago))
    await there.change(update(table_of(Meeting)).values(**begins, announced_at=long_ago))


async def test_who_comes_is_reminded_once(sqlite_url: str, timers: Timers) -> None:
    """An hour before it begins, and nobody else; where the day's reminder would come too late, it stays away."""
    async with council(sqlite_url, timers) as there:
        (other,) = await there.neighbours(1)
        await _announces(there)
        for one, label in ((there.maryam, "شاید"), (other, "نمی‌آیم")):
            await one.sees(TITLE)
            await there.town.quiet()
            await one.taps(label)
            await there.town.quiet()
        await _is_near(there, 50)
        reminder = await there.maryam.sees("دقیقهٔ دیگر شروع می‌شود", TITLE, PLACE, "شاید بیایید")
        assert "✓ شاید" in reminder.labels
        await there.town.restart()
        await there.town.quiet()
        assert len(there.maryam.heard("دیگر شروع می‌شود")) == 1
        assert not there.maryam.heard("یادآوری")
        assert not other.heard("دیگر شروع می‌شود")
