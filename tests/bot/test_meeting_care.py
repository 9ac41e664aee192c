"""The timer of meetings: what is due is done once, whoever looks and however often; one failure stops no other."""

from typing import Any

import pytest

from bot.meeting_care import SLOW_EVERY, MeetingCare, MeetingTimer
from models.database import Database
from models.meeting import Meeting, MeetingState, Rule
from models.services import agenda_prefill, agenda_submissions, meeting_changes, meeting_series, meetings
from models.services.actor import Actor
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.meeting_rows import THURSDAY, Hall
from tests.models.services.notice_rows import CITY, DAY, HOUR, MINUTE


def care(database: Database) -> MeetingCare:
    """What a process that has just begun looks with."""
    return MeetingCare(database=database, city=CITY, bot_id=BOT, owners=OWNERS)


async def _published(database: Database, number: int = 1) -> list[int]:
    """The ids of so many meetings that are to be announced in a minute."""
    async with database.transaction() as session:
        hall = await Hall.settle(session)
        made = [await hall.called() for _ in range(number)]
        for one in made:
            await meeting_changes.publish(await hall.actor(), one.id or 0, one.version)
        return [one.id or 0 for one in made]


async def _state(database: Database, meeting_id: int) -> str:
    async with database.transaction() as session:
        return (await meetings.load(session, meeting_id)).state


async def test_each_step_is_taken_once(database: Database) -> None:
    """Announced, reminded of and closed at their moments, by whichever process looks first."""
    await _published(database)
    first, second = care(database), care(database)
    assert await first.look(NOW) == 0
    for at in (NOW + MINUTE, THURSDAY - DAY, THURSDAY - HOUR, THURSDAY + 2 * HOUR):
        assert [await first.look(at), await second.look(at), await first.look(at + MINUTE)] == [1, 0, 0]


async def test_a_series_goes_on(database: Database) -> None:
    """Its next meetings are put on record, also where the clock was set back since the last look."""
    async with database.transaction() as session:
        hall = await Hall.settle(session)
        draft = await hall.called()
        await meeting_series.begin(
            await hall.actor(), draft.id or 0, draft.version, rule=Rule.WEEKLY, skips_holidays=True, until=None
        )
    looks = care(database)
    assert await looks.look(NOW) == 1
    assert await looks.look(NOW - DAY) == 0
    assert await looks.look(NOW + 7 * DAY - HOUR) == 2  # the first one is announced, and there is a third
    assert await looks.look(NOW + 7 * DAY) == 0
    assert await looks.look(NOW + 7 * DAY + SLOW_EVERY) == 0


async def test_a_step_that_fails_stops_no_other(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in one of the steps is raised, and the others were taken all the same."""
    (meeting_id,) = await _published(database)

    async def fail(**_: object) -> int:
        raise ZeroDivisionError("a bug on demand")

    monkeypatch.setattr(agenda_prefill, "fill_due", fail)
    with pytest.raises(ZeroDivisionError):
        await care(database).look(NOW + MINUTE)
    assert await _state(database, meeting_id) == MeetingState.ANNOUNCED


async def test_one_that_cannot_be_announced_keeps_back_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where announcing one meeting fails each time, the others are announced; it is tried again."""
    broken, other = await _published(database, 2)
    engage = agenda_submissions.engage

    async def fail(actor: Actor, meeting: Meeting, **given: Any) -> int:
        if meeting.id == broken:
            raise ZeroDivisionError("a bug on demand")
        return await engage(actor, meeting, **given)

    with monkeypatch.context() as patched, pytest.raises(ZeroDivisionError):
        patched.setattr(agenda_submissions, "engage", fail)
        await care(database).look(NOW + MINUTE)
    assert await _state(database, other) == MeetingState.ANNOUNCED
    assert await _state(database, broken) == MeetingState.SCHEDULED
    assert await care(database).look(NOW + 2 * MINUTE) == 1


class _Sender:
    def __init__(self) -> None:
        self.nudges = 0

    def nudge(self) -> None:
        """Count it."""
        self.nudges += 1


async def test_whoever_sends_is_woken(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only where something is to be told."""
    looks, sender = care(database), _Sender()
    timer = MeetingTimer(care=looks, senders=(sender,))
    await timer.care()
    assert sender.nudges == 0
    await _published(database)

    async def at_once(now: object = None) -> int:
        return await MeetingCare.look(looks, NOW + MINUTE) if now is None else 0

    monkeypatch.setattr(looks, "look", at_once)
    await timer.care()
    assert sender.nudges == 1
