import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from bot.outgoing.api import ApiClient
from bot.playground import FaultKind
from models.answer import Answer, AnswerState
from models.services import submissions
from models.services.submissions import OnRecord
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident

ONCE = (FaultKind.SERVER_ERROR, FaultKind.BAD_GATEWAY, FaultKind.RESET)
AT_LEAST_ONCE = (FaultKind.BAD_GATEWAY_AFTER, FaultKind.RESET_AFTER, FaultKind.WRONG_JSON)


async def _three_answers(town: Town) -> Resident:
    maryam = town.person("مریم")
    await maryam.says("/help", "/my", "/language")
    await maryam.sees("به کدام زبان بنویسم؟")
    await town.quiet()
    return maryam


def _heard(maryam: Resident) -> list[str]:
    said = [message.text for message in maryam.messages if message.sender == "bot"]
    names = {"راهنما": "help", "هنوز": "my", "به کدام": "language"}
    return [name for text in said for start, name in names.items() if text.startswith(start)]


async def test_a_flood_limit_is_waited_out(database_url: str) -> None:
    """429: nothing is sent before its time is over, then everything once and in order."""
    async with running_bot(database_url) as town:
        flood = town.playground.faults.add(FaultKind.FLOOD, method="sendMessage", times=1, retry_after=1)
        maryam = await _three_answers(town)
        assert flood.hits == 1
        assert _heard(maryam) == ["help", "my", "language"]
        first, *later = town.playground.calls_of("sendMessage")
        assert min(call.time for call in later) - first.time >= 0.95


@pytest.mark.parametrize("kind", ONCE)
async def test_a_failure_without_effect(sqlite_url: str, kind: FaultKind) -> None:
    """A server's error or a reset before anything was done: everything arrives, once, in order."""
    async with running_bot(sqlite_url) as town:
        town.playground.faults.add(kind, method="sendMessage", times=1)
        assert _heard(await _three_answers(town)) == ["help", "my", "language"]


@pytest.mark.parametrize("kind", AT_LEAST_ONCE)
async def test_a_failure_after_the_effect(sqlite_url: str, kind: FaultKind) -> None:
    """An answer of the API that was lost on its way: everything arrives at least once, still in order."""
    async with running_bot(sqlite_url) as town:
        town.playground.faults.add(kind, method="sendMessage", times=1)
        assert _heard(await _three_answers(town)) == ["help", "help", "my", "language"]


@pytest.mark.parametrize("kind", [FaultKind.SILENCE, FaultKind.SILENCE_AFTER])
async def test_silence(sqlite_url: str, kind: FaultKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that never answers is not waited for for ever; the answer is sent again."""
    _shorten_calls(monkeypatch, 0.5)
    async with running_bot(sqlite_url) as town:
        town.playground.faults.add(kind, method="sendMessage", times=1)
        heard = _heard(await _three_answers(town))
        assert heard[-3:] == ["help", "my", "language"]
        assert len(heard) == (4 if kind is FaultKind.SILENCE_AFTER else 3)


async def test_a_lost_answer_to_the_registering_edit(database_url: str) -> None:
    """«ثبت شد» whose confirmation got lost is shown once: the repeated edit finds nothing to change."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        town.playground.faults.add(FaultKind.RESET_AFTER, method="editMessageText")
        await maryam.taps_and_sees("ثبت", "ثبت شد. کد رهگیری:")
        await town.quiet()
        outcomes = [call.outcome for call in town.playground.calls_of("editMessageText")]
        assert "message is not modified" in outcomes[-1]
        assert len(maryam.heard("کد رهگیری")) == 1
        assert {row.state for row in town.rows(Answer)} == {AnswerState.SENT.value}


async def test_the_token_is_refused_for_a_while(sqlite_url: str) -> None:
    """401 while running: nothing is dropped, it is said, and once the token works again everything goes out."""
    async with running_bot(sqlite_url) as town:
        town.playground.faults.add(FaultKind.ERROR, times=2, code=401, description="Unauthorized")
        town.playground.faults.add(FaultKind.ERROR, method="getUpdates", times=1, code=401, description="Unauthorized")
        assert _heard(await _three_answers(town)) == ["help", "my", "language"]
        assert not town.refused()


async def test_the_network_is_away_at_the_start(database_url: str) -> None:
    """No network at boot: the bot waits for it and then serves."""
    async with running_bot(database_url, starts=False) as town:
        await town.playground.stop_listening()
        await town.start(waits=False)
        await asyncio.sleep(0.4)
        await town.playground.resume_listening()
        await town.serving()
        assert _heard(await _three_answers(town)) == ["help", "my", "language"]


async def test_the_network_goes_away_and_comes_back(database_url: str) -> None:
    """In the middle of a dialogue: what was to be said is said afterwards, nothing twice, one record."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        await town.playground.stop_listening()
        await maryam.says("لطفاً درست کنید", "ثبت", "/my")
        await asyncio.sleep(0.5)
        await town.playground.resume_listening()
        await maryam.sees("درخواست‌های شما (۱)")
        await town.quiet()
        assert len(town.rows(Submission)) == 1
        assert len(maryam.heard("ثبت شد. کد رهگیری:")) == 1
        assert maryam.live_cards == []


async def test_the_order_within_a_chat_under_faults(sqlite_url: str) -> None:
    """Whatever goes wrong on the way, each chat hears its answers in the order of its messages."""
    async with running_bot(sqlite_url) as town:
        people = [town.person(f"شهروند {number}") for number in range(5)]
        for kind in (FaultKind.RESET, FaultKind.BAD_GATEWAY, FaultKind.RESET_AFTER):
            town.playground.faults.add(kind, method="sendMessage", times=2, probability=0.3)
        for somebody in people:
            await somebody.says("/help", "/my", "/language")
        for somebody in people:
            await somebody.sees("به کدام زبان بنویسم؟")
        await town.quiet(30)
        for somebody in people:
            heard = _heard(somebody)
            assert list(dict.fromkeys(heard)) == ["help", "my", "language"]
            assert heard == sorted(heard, key=["help", "my", "language"].index)


async def test_a_press_is_answered_at_once(database_url: str) -> None:
    """The clock on a button goes within a second, also when the answers' way is blocked."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        town.playground.faults.add(FaultKind.SLOW, method="editMessageText", delay=1.5)
        before = asyncio.get_running_loop().time()
        await maryam.taps("ثبت")
        await maryam.phone.wait_for_toast()
        assert asyncio.get_running_loop().time() - before < 1.0
        await maryam.sees("ثبت شد")


async def test_a_press_whose_turn_is_slow(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that takes longer than a second: the press is answered empty before, and once."""
    register = submissions.put_on_record

    async def slowly(**given: Any) -> OnRecord:
        await asyncio.sleep(3)
        return await register(**given)

    monkeypatch.setattr(submissions, "put_on_record", slowly)
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        before = asyncio.get_running_loop().time()
        await maryam.taps("ثبت")
        toast = await maryam.phone.wait_for_toast()
        assert asyncio.get_running_loop().time() - before > 0.9
        assert "ثبت شد" not in maryam.phone.transcript()  # the turn is still at work
        assert toast.text == ""
        await maryam.sees("ثبت شد")
        await town.quiet()
        assert len(maryam.phone.answers) == 1


def _shorten_calls(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    call = ApiClient.call

    async def shortly(client: ApiClient, method: str, parameters: Mapping[str, object], **given: float) -> Any:
        return await call(client, method, parameters, **(given if method == "getUpdates" else {"timeout": seconds}))

    monkeypatch.setattr(ApiClient, "call", shortly)
