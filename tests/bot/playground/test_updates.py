import asyncio
import json
import time

import pytest

from bot.playground import Playground
from tests.bot.playground.caller import Caller, HandClock


async def test_offset_acknowledges_what_is_before_it(api: Caller, playground: Playground) -> None:
    """Updates come again until an offset behind them was asked for; ids grow by one."""
    person = playground.add_person("مریم")
    for text in ("۱", "۲", "۳"):
        person.send(text)
    first = await api.updates()
    assert [update["message"]["text"] for update in first] == ["۱", "۲", "۳"]
    assert await api.updates() == first
    ids = [update["update_id"] for update in first]
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
    assert await api.updates(offset=ids[1]) == first[1:]
    assert await api.updates() == first[1:]
    assert await api.updates(offset=ids[2] + 1) == []


async def test_negative_offset_keeps_only_the_last(api: Caller, playground: Playground) -> None:
    """offset=-1 gives the newest update and forgets all before it."""
    person = playground.add_person("مریم")
    for text in ("۱", "۲", "۳"):
        person.send(text)
    for _ in range(2):
        assert [update["message"]["text"] for update in await api.updates(offset=-1)] == ["۳"]


async def test_offset_far_ahead_is_taken_for_a_mistake(api: Caller, playground: Playground) -> None:
    """An offset of another row of ids does not lose updates: they come from the oldest on."""
    playground.add_person("مریم").send("سلام")
    assert len(await api.updates(offset=2**31 - 1)) == 1


async def test_limit(api: Caller, playground: Playground) -> None:
    """At most 100 updates come at once, fewer on demand."""
    person = playground.add_person("مریم")
    for number in range(105):
        person.send(str(number))
    assert len(await api.updates()) == 100
    assert len(await api.updates(limit=1000)) == 100
    assert len(await api.updates(limit=7)) == 7


async def test_long_poll_answers_at_once_when_something_comes(api: Caller, playground: Playground) -> None:
    """A waiting poll gets an update right when it happens, and [] when its time is over."""
    person = playground.add_person("مریم")
    poll = asyncio.create_task(api.updates(timeout=10))
    await asyncio.sleep(0.05)
    assert not poll.done()
    sent_at = time.monotonic()
    person.send("سلام")
    assert len(await poll) == 1
    assert time.monotonic() - sent_at < 1
    assert await api.updates(offset=-1) != []
    playground.state.updates.clear()
    assert await api.updates(timeout=1) == []


async def test_the_older_poller_gets_the_conflict(api: Caller, playground: Playground) -> None:
    """Of two pollers the older is told that another instance runs; the newer goes on."""
    person = playground.add_person("مریم")
    older = asyncio.create_task(api.answer("getUpdates", timeout=10))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(api.answer("getUpdates", timeout=10))
    body = await older
    assert body["error_code"] == 409
    assert body["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    person.send("سلام")
    assert (await newer)["ok"]


async def test_a_poller_that_hung_up_is_no_conflict(api: Caller, playground: Playground) -> None:
    """A poll whose client went away neither conflicts nor swallows updates."""
    person = playground.add_person("مریم")
    gone = asyncio.create_task(api.updates(timeout=10))
    await asyncio.sleep(0.05)
    gone.cancel()
    await asyncio.sleep(0.05)
    person.send("سلام")
    assert len(await api.updates(timeout=1)) == 1


async def test_updates_expire_after_a_day(api: Caller, playground: Playground, clock: HandClock) -> None:
    """What was not fetched for 24 hours is gone, as on the real server."""
    person = playground.add_person("مریم")
    person.send("دیروز")
    clock.forward(23 * 3600)
    person.send("امروز")
    assert len(await api.updates()) == 2
    clock.forward(2 * 3600)
    assert [update["message"]["text"] for update in await api.updates()] == ["امروز"]


async def test_after_a_quiet_week_ids_start_elsewhere(api: Caller, playground: Playground, clock: HandClock) -> None:
    """The update id is no eternal order: after a week without updates the next one is random."""
    person = playground.add_person("مریم")
    person.send("پیش از سفر")
    (before,) = await api.updates()
    clock.forward(8 * 24 * 3600)
    person.send("پس از سفر")
    (after,) = await api.updates(offset=before["update_id"] + 1)
    assert after["update_id"] != before["update_id"] + 1
    assert after["message"]["text"] == "پس از سفر"


async def test_allowed_updates_are_remembered(api: Caller, playground: Playground) -> None:
    """Kinds that were not asked for are not queued, until asked for otherwise."""
    person = playground.add_person("مریم")
    await api.updates(allowed_updates=["message"])
    person.block()
    person.unblock()
    person.send("سلام")
    assert [set(update) - {"update_id"} for update in await api.updates()] == [{"message"}]
    await api.updates(allowed_updates=[], offset=-1)
    person.block()
    assert "my_chat_member" in (await api.updates())[-1]


async def test_raw_updates_arrive_verbatim(api: Caller, playground: Playground) -> None:
    """Whatever a test injects arrives as it is, between proper updates."""
    person = playground.add_person("مریم")
    person.send("پیش")
    playground.push_raw({"message": {"broken": True}})
    update_id = playground.state.updates.next_id
    playground.push_raw(json.dumps({"update_id": update_id, "future_kind": {"a": [1, None]}}))
    person.send("پس")
    updates = await api.updates()
    assert updates[1] == {"update_id": updates[0]["update_id"] + 1, "message": {"broken": True}}
    assert updates[2] == {"update_id": update_id, "future_kind": {"a": [1, None]}}
    assert updates[3]["update_id"] == update_id + 1


async def test_raw_text_that_is_no_json_breaks_the_answer(api: Caller, playground: Playground) -> None:
    """Even JSON errors can be injected; acknowledging past them works."""
    update_id = playground.push_raw("{oops")
    with pytest.raises(json.JSONDecodeError):
        await api.updates()
    assert await api.updates(offset=update_id + 1) == []


async def test_webhook_methods_know_there_is_none(api: Caller, playground: Playground) -> None:
    """The method deleteWebhook succeeds and can drop what waits; getWebhookInfo counts it."""
    playground.add_person("مریم").send("سلام")
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 1
    assert await api.result("deleteWebhook", drop_pending_updates=True) is True
    assert await api.updates() == []
