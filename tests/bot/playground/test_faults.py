import asyncio
import time

import aiohttp
import pytest

from bot.playground import FaultKind, Playground
from tests.bot.playground.caller import Caller


async def send(api: Caller, chat_id: int, text: str = "x") -> dict[str, object]:
    """Sends one message and returns the whole answer."""
    return await api.answer("sendMessage", chat_id=chat_id, text=text)


async def test_flood_on_demand(api: Caller, playground: Playground) -> None:
    """A 429 names its seconds, strikes as often as asked, and has no effect."""
    person = playground.add_person("مریم")
    rule = playground.faults.add(FaultKind.FLOOD, method="sendMessage", times=2, retry_after=7)
    for _ in range(2):
        assert await send(api, person.id) == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    assert (await send(api, person.id))["ok"]
    assert rule.hits == 2
    assert len(person.messages) == 1


async def test_faults_choose_their_calls(api: Caller, playground: Playground) -> None:
    """A fault can be for one chat, skip some calls, and last until cleared."""
    one, two = playground.add_person("یک"), playground.add_person("دو")
    playground.faults.add(FaultKind.SERVER_ERROR, chat_id=two.id, skip=1, times=None)
    outcomes = [(await send(api, person.id))["ok"] for person in (one, two, two, two, one)]
    assert outcomes == [True, True, False, False, True]
    playground.faults.clear()
    assert (await send(api, two.id))["ok"]


async def test_probability_strikes_sometimes(api: Caller, playground: Playground) -> None:
    """A fault with a probability strikes some calls and not all."""
    person = playground.add_person("مریم")
    playground.faults.add(FaultKind.SERVER_ERROR, probability=0.5, times=None)
    outcomes = {(await send(api, person.id))["ok"] for _ in range(40)}
    assert outcomes == {True, False}


async def test_faults_spare_get_updates_unless_named(api: Caller, playground: Playground) -> None:
    """The method getUpdates fails only when asked to."""
    playground.faults.add(FaultKind.SERVER_ERROR, times=None)
    assert await api.updates() == []
    playground.faults.add(FaultKind.ERROR, method="getUpdates", code=401, description="Unauthorized")
    assert await api.refusal("getUpdates") == "Unauthorized"


@pytest.mark.parametrize(
    ("kind", "effect"),
    [(FaultKind.BAD_GATEWAY, 0), (FaultKind.BAD_GATEWAY_AFTER, 1)],
)
async def test_a_proxy_in_front_answers_html(api: Caller, playground: Playground, kind: FaultKind, effect: int) -> None:
    """A 502 carries HTML, before or after the effect."""
    person = playground.add_person("مریم")
    playground.faults.add(kind)
    parameters = {"chat_id": person.id, "text": "x"}
    async with api.session.post(api.url("sendMessage"), json=parameters) as response:
        assert response.status == 502
        assert response.content_type == "text/html"
    assert len(person.messages) == effect


@pytest.mark.parametrize(("kind", "effect"), [(FaultKind.RESET, 0), (FaultKind.RESET_AFTER, 1)])
async def test_connections_are_reset(api: Caller, playground: Playground, kind: FaultKind, effect: int) -> None:
    """A reset ends the connection without an answer, before or after the effect."""
    person = playground.add_person("مریم")
    playground.faults.add(kind)
    with pytest.raises(aiohttp.ClientConnectionError):
        await send(api, person.id)
    assert len(person.messages) == effect
    assert playground.calls[-1].outcome == kind.name
    assert (await send(api, person.id))["ok"]


@pytest.mark.parametrize(("kind", "effect"), [(FaultKind.SILENCE, 0), (FaultKind.SILENCE_AFTER, 1)])
async def test_silence(api: Caller, playground: Playground, kind: FaultKind, effect: int) -> None:
    """No answer ever comes, before or after the effect; other calls go on."""
    person = playground.add_person("مریم")
    playground.faults.add(kind)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(api, person.id), 0.2)
    assert len(person.messages) == effect
    assert (await send(api, person.id))["ok"]


async def test_half_an_answer(api: Caller, playground: Playground) -> None:
    """A 200 with broken JSON, after the effect."""
    person = playground.add_person("مریم")
    playground.faults.add(FaultKind.WRONG_JSON)
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        await send(api, person.id)
    assert len(person.messages) == 1


@pytest.mark.parametrize("kind", [FaultKind.SLOW, FaultKind.SLOW_AFTER])
async def test_slow_answers(api: Caller, playground: Playground, kind: FaultKind) -> None:
    """An answer takes its delay and is right."""
    person = playground.add_person("مریم")
    playground.faults.add(kind, delay=0.2)
    begin = time.monotonic()
    assert (await send(api, person.id))["ok"]
    assert time.monotonic() - begin >= 0.2


async def test_the_network_goes_and_comes_back_on_the_same_port(api: Caller, playground: Playground) -> None:
    """While it is away connections are refused and a poll breaks; afterwards nothing is lost."""
    person = playground.add_person("مریم")
    poll = asyncio.create_task(api.updates(timeout=10))
    await asyncio.sleep(0.05)
    address = playground.base_url
    await playground.stop_listening()
    with pytest.raises(aiohttp.ClientConnectionError):
        await poll
    with pytest.raises(aiohttp.ClientConnectorError):
        await api.result("getMe")
    person.send("سلام")
    await playground.resume_listening()
    assert playground.base_url == address
    assert len(await api.updates()) == 1


async def test_flood_control_counts_per_chat_and_altogether(api: Caller, playground: Playground) -> None:
    """Once switched on, what is too fast gets a 429 with whole seconds; reading calls do not count."""
    people = [playground.add_person(str(number)) for number in range(6)]
    assert all([(await send(api, people[0].id))["ok"] for _ in range(10)])
    playground.flood.switch_on(overall=5, overall_burst=5, per_chat=1, chat_burst=2)
    outcomes = [(await send(api, people[0].id))["ok"] for _ in range(3)]
    assert outcomes == [True, True, False]
    outcomes = [(await send(api, person.id))["ok"] for person in people[1:]]
    assert outcomes[:3] == [True, True, True]
    assert outcomes[-1] is False
    assert playground.flood.refused >= 2
    assert (await api.answer("getMe"))["ok"]
    playground.flood.switch_off()
    assert (await send(api, people[0].id))["ok"]


async def test_stopping_is_quick_and_quiet(
    api: Caller, playground: Playground, caplog: pytest.LogCaptureFixture
) -> None:
    """Polls, silent calls, open pages and resets neither hold the end up nor fill the log."""
    person = playground.add_person("مریم")
    playground.faults.add(FaultKind.SILENCE, times=3)
    playground.faults.add(FaultKind.RESET)
    calls = [asyncio.create_task(send(api, person.id)) for _ in range(4)]
    calls.append(asyncio.create_task(api.answer("getUpdates", timeout=50)))
    async with api.session.get(f"{playground.base_url}/page/events"):
        await asyncio.sleep(0.1)
        begin = time.monotonic()
        await playground.stop()
        assert time.monotonic() - begin < 1
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(outcome, aiohttp.ClientError) for outcome in outcomes)
    assert caplog.records == []
