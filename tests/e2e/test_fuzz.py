import asyncio
import logging
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import text

from bot import schedule
from bot.outgoing import marks
from bot.playground.messages import Message
from models.role import Role
from tests.e2e import goal_city, paper_stage
from tests.e2e.fuzz_rules import Rules, Warnings, transcript
from tests.e2e.fuzz_stage import Actor, Stage
from tests.e2e.fuzz_updates import Script, scripts
from tests.e2e.harness import Town, running_bot
from tests.e2e.meeting_village import DAY, Village
from tests.e2e.office import area_id, hire
from tests.e2e.resident import CONFIRM, code_in

_OWNERS = range(7_700_000_001, 7_700_006_001)  # a fresh one for each example that has one
_REPORT = "روشنایی کوچهٔ هفتم خراب است و کسی نمی‌آید"
_WAY_ON = (":addition:no:", CONFIRM, ":draft:anywhere:")  # the buttons on a resident's way to a tracking code
_STEPS = 9  # to a code, from wherever somebody stands: an open question, a report, «ثبت», a place, each with a turn
_REPAIR = (
    "UPDATE inbox SET finished_at = received_at, outcome = 'done' WHERE finished_at IS NULL",
    "UPDATE answer SET state = 'dropped' WHERE state = 'waiting'",
    "UPDATE job SET state = 'failed' WHERE state = 'waiting'",
)


class _Theatre:
    """One bot and one database for all examples of a test: fresh people come to it in each."""

    def __init__(self, town: Town, runner: asyncio.Runner, warnings: Warnings) -> None:
        self._town, self._runner, self._warnings = town, runner, warnings
        self._owners = iter(_OWNERS)

    def play(self, script: Script) -> None:
        """Play an example; after one that failed the bot starts anew, so that the next finds no trace of it."""
        try:
            self._runner.run(self._play(script))
        except BaseException:
            self._runner.run(self._clear())
            raise

    async def _play(self, script: Script) -> None:
        stage = Stage(self._town, script, next(self._owners))
        rules = Rules(stage, self._warnings)
        for move in script.moves:
            stage.play(move.who, move.step)
            if move.looks:
                await rules.idle()
                rules.check_words()
        await rules.idle()
        rules.check_words()
        await _check_nobody_is_stuck(stage, rules)
        rules.check_failures()

    async def _clear(self) -> None:
        await self._town.stop()
        self._town.playground.state.updates.clear()
        for statement in _REPAIR:
            await self._town.change(text(statement))
        await self._town.start()


async def _check_nobody_is_stuck(stage: Stage, rules: Rules) -> None:
    """/my is answered, and a plain report gets a code, each with as few messages and taps as the dialogue asks for."""
    for actor in stage.cast:
        actor.phone.unblock()
        actor.phone.send("/my")
    await rules.idle()
    for actor in stage.cast:
        assert _news(actor), f"/my was not answered\n{transcript(actor)}"
    waiting = list(stage.cast)
    for actor in waiting:
        actor.phone.send(_REPORT)
    for _ in range(_STEPS):
        await rules.idle()
        waiting = [actor for actor in waiting if not _has_code(actor)]
        for actor in waiting:
            _go_on(actor)
    assert waiting == [], "\n".join(transcript(actor) for actor in waiting)


def _news(actor: Actor) -> list[Message]:
    return [one for one in actor.phone.messages if one.sender == "bot" and one.change > actor.phone._mark]


def _has_code(actor: Actor) -> bool:
    done = [one for one in _news(actor) if any(button.copy_text for row in one.buttons for button in row)]
    return bool(done) and bool(code_in(done[-1]))


def _go_on(actor: Actor) -> None:
    """Press what leads on in the newest message that has such a button; without one, say it again.

    What the owner writes may be for a card of the office, until they say that it is not.
    """
    for message in reversed(_news(actor)):
        data = [button.data for row in message.buttons for button in row if button.data is not None]
        for way in _WAY_ON:
            for one in data:
                if way in one:
                    actor.phone.press(data=one, message_id=message.id)
                    return
    if actor.is_owner:
        actor.phone.send("/cancel")
    actor.phone.send(_REPORT)


@contextmanager
def _theatre(url: str, folder: Path) -> Iterator[_Theatre]:
    warnings = Warnings()
    with asyncio.Runner() as runner:
        running = running_bot(url, owner_ids=tuple(_OWNERS), media_dir=folder)
        town = runner.run(running.__aenter__())
        town.may_fail = True  # the rules look closer
        runner.run(_hold_meetings(town))
        runner.run(_set_goals(town))
        logging.getLogger().addHandler(warnings)
        try:
            yield _Theatre(town, runner, warnings)
        finally:
            logging.getLogger().removeHandler(warnings)
            runner.run(running.__aexit__(None, None, None))


async def _hold_meetings(town: Town) -> None:
    """One meeting to come, which has room for two; one that was held, with minutes; and what was resolved there."""
    sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
    there = Village(town, sara, sara, sara)
    await there.calls(30 * DAY, capacity=2)
    await paper_stage.minutes(there)
    await paper_stage.resolution(there)


async def _set_goals(town: Town) -> None:
    """One goal with a measure and reports; one without, with half a way stated; one that nobody may read yet."""
    lamps = await goal_city.measured(town)
    await goal_city.reports(town, lamps, 7)
    await goal_city.report(town, lamps, "دوازده چراغ روشن است.", value=12.0)
    await goal_city.report(town, await goal_city.goal(town, goal_city.PARK), "نیمی از راه", stated=50)
    await goal_city.unpublished(town, "هنوز نه")


def _play_many(theatre: _Theatre, count: int) -> None:
    """Random examples; FUZZ_SEED repeats those of an earlier run, whose output named it."""
    seed = int(os.environ.get("FUZZ_SEED") or random.randrange(2**32))
    print(f"FUZZ_SEED={seed}")  # noqa: T201  (pytest shows it where the test fails)
    play = hypothesis.given(scripts())(theatre.play)
    # too_slow: an example is a whole bot's work; data_too_large: a script is long on purpose
    checks = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large]
    settings = hypothesis.settings(
        max_examples=count, deadline=None, print_blob=True, database=None, suppress_health_check=checks
    )
    settings(hypothesis.seed(seed)(play))()


@pytest.fixture
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent answers are marked at once: the rules wait for every mark.

    No alerts: the owners of all examples would hear of every malformed update. test_malformed.py counts alerts.
    """
    monkeypatch.setattr(marks, "WITHIN", 0.001)
    monkeypatch.setattr(schedule, "ALERTS_EVERY", 1e6)


@pytest.mark.usefixtures("_in_haste")
@pytest.mark.parametrize("count", [200, pytest.param(5000, marks=pytest.mark.soak)])
def test_whatever_people_send(sqlite_url: str, tmp_path: Path, count: int) -> None:
    """No unhandled error, no stuck chat, nobody's words lost, no limit of the messenger broken."""
    with _theatre(sqlite_url, tmp_path) as theatre:
        _play_many(theatre, count)


@pytest.mark.usefixtures("_in_haste")
@pytest.mark.parametrize("count", [40, pytest.param(1000, marks=pytest.mark.soak)])
def test_whatever_people_send_to_postgresql(postgresql_url: str, tmp_path: Path, count: int) -> None:
    """The same where the database is a server, which is stricter about what it stores."""
    with _theatre(postgresql_url, tmp_path) as theatre:
        _play_many(theatre, count)
