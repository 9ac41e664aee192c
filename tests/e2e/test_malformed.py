import json
from typing import Any

import pytest

from bot import schedule
from models.answer import Answer
from models.inbox import Inbox
from tests.e2e.harness import Town, running_bot
from tests.e2e.mutations import malformed_updates, valid_updates
from tests.e2e.resident import Resident

OWNER = 7_600_000_001
APOLOGY = "ببخشید، اشکالی از سمت ما پیش آمد"
COUNT = {"sqlite": 2000, "postgresql": 500}
ROUNDS = 10


async def test_thousands_of_malformed_updates(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing crashes; everybody's real messages in between are registered; apologies and alerts are few."""
    monkeypatch.setattr(schedule, "ALERTS_EVERY", 1.0)
    async with running_bot(database_url, city=(), owner_ids=(OWNER,)) as town:
        town.may_fail = True
        owner, maryam, victim = town.person("مدیر", person_id=OWNER), town.person("مریم"), town.person("قربانی")
        await owner.says_and_sees("/help", "راهنما")
        updates = list(malformed_updates(_valid(victim), COUNT[database_url.partition(":")[0]]))
        broken = _valid(victim)[0]
        broken["message"] = {**broken["message"], "text": 7}
        await _push(town, victim, broken)
        await victim.sees(APOLOGY)
        codes = set()
        for start in range(ROUNDS):
            for update in updates[start::ROUNDS]:
                town.playground.push_raw(update)
            codes.add(await maryam.registers(f"پیام شمارهٔ {start} از کوچهٔ ما"))
            await town.quiet(60)
        await victim.registers("من هم می‌خواهم چیزی بگویم")
        assert len(codes) == ROUNDS
        assert len(town.rows(Inbox)) >= len(updates)
        assert town.set_aside()
        apologies = [call for call in town.playground.calls_of("sendMessage") if APOLOGY in call.parameters["text"]]
        assert len(apologies) <= 10
        assert maryam.heard(APOLOGY) == []
        assert 1 <= len(owner.heard("بار اشکالی پیش آمد")) <= 12


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_many_more_malformed_updates(database_url: str, seed: int) -> None:
    """The same with other mistakes: five thousand a round."""
    async with running_bot(database_url, city=()) as town:
        town.may_fail = True
        maryam, victim = town.person("مریم"), town.person("قربانی")
        for number, update in enumerate(malformed_updates(_valid(victim), 5000, seed)):
            town.playground.push_raw(update)
            if number % 1000 == 999:
                await maryam.registers(f"پیام شمارهٔ {number} از کوچهٔ ما")
                await town.quiet(120)


async def test_updates_without_a_usable_id(sqlite_url: str) -> None:
    """What cannot be acknowledged is skipped over; the messages behind it are answered."""
    async with running_bot(sqlite_url, city=()) as town:
        town.may_fail = True
        maryam = town.person("مریم")
        for broken in (
            '{"message": {}}',
            '{"update_id": "x"}',
            '{"update_id": null}',
            "[]",
            "7",
            "null",
            '{"update_id": -5}',
        ):
            town.playground.push_raw(broken)
        await maryam.registers("چراغ کوچه سوخته است")


@pytest.mark.parametrize("depth", [500, 3000, 9000])
async def test_an_update_nested_beyond_reason(sqlite_url: str, depth: int) -> None:
    """However deep a field is nested, it is set aside or read in part, and the way goes on behind it."""
    async with running_bot(sqlite_url, city=()) as town:
        town.may_fail = True
        maryam = town.person("مریم")
        number = town.playground.state.updates.next_id
        text = _valid(maryam)[0]
        body = json.dumps({"update_id": number, **text})[:-1] + ', "x": ' + '{"x":' * depth + "1" + "}" * depth + "}"
        town.playground.push_raw(body)
        await maryam.registers("نیمکت بوستان شکسته است")


async def test_the_same_update_delivered_again(database_url: str) -> None:
    """A message under the update id of an earlier one, as after a lost acknowledgement, is not taken twice."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await town.quiet()
        stored = json.loads(town.row(Inbox).payload)
        town.playground.push_raw(json.dumps(stored))
        await maryam.says_and_sees("لطفاً درست کنید", "لطفاً درست کنید»")
        assert len(town.rows(Inbox)) == 2


@pytest.mark.parametrize("number", ["1" * 40, 1.5, True, 2**70])
async def test_a_chat_whose_id_is_no_number(database_url: str, number: Any) -> None:
    """It is set aside before anything of it is stored; nothing is ever sent to such a chat."""
    async with running_bot(database_url, city=()) as town:
        town.may_fail = True
        maryam = town.person("مریم")
        update = _valid(maryam)[0]
        update["message"] = {**update["message"], "chat": {**update["message"]["chat"], "id": number}}
        await _push(town, maryam, update)
        await town.quiet()
        assert len(town.set_aside()) == 1
        assert [row.chat_id for row in town.rows(Answer) if row.chat_id != maryam.id] == []


async def test_an_empty_private_chat_is_answered_in_part(sqlite_url: str) -> None:
    """A text message with a part that nobody can read is answered all the same."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        update = _valid(maryam)[0]
        unreadable = {"poll": {"id": 1}, "reply_to_message": 7, "sticker": "x", "location": {}, "dice": []}
        update["message"] = {**update["message"], **unreadable}
        await _push(town, maryam, update)
        await maryam.sees("پیش‌نویس شما:", "چراغ کوچه سوخته است و شب‌ها تاریک است")


def _valid(resident: Resident) -> list[dict[str, Any]]:
    return valid_updates(resident.phone.user, resident.phone.api)


async def _push(town: Town, resident: Resident, update: dict[str, Any]) -> None:
    resident.phone._mark = resident.phone.state.next_change()
    town.playground.push_raw(update)
