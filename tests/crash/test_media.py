"""Kill -9 while files come: none is lost, none is there in part."""

import asyncio
import hashlib
import random
from pathlib import Path

import pytest

from bot.playground import FaultKind, Playground
from tests.crash.bot_process import BotProcess
from tests.crash.conftest import MakeBot
from tests.crash.ledger import Ledger
from tests.crash.waiting import is_all_done, start_and_wait_for_call, until

_PEOPLE, _FILES = 8, 4


def _kept(bot: BotProcess) -> list[Path]:
    return [path for path in (bot.folder / "media").rglob("*") if path.is_file()]


@pytest.mark.parametrize("kills", [4, pytest.param(25, marks=pytest.mark.soak)])
async def test_kills_while_files_come(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, moments: random.Random, kills: int
) -> None:
    """Killed at random moments while residents send files: in the end every one lies whole in MEDIA_DIR, once."""
    playground.faults.add(FaultKind.SLOW, method="file", delay=0.2, times=None, probability=0.7)
    contents = set()
    for number in range(_PEOPLE):
        person = playground.add_person(f"شهروند {number}")
        person.send("/start")
        person.send("ساحلی")
        for part in range(_FILES):
            content = bytes([number, part]) * 60_000
            contents.add(content)
            person.send_document(content, f"{part}.bin")
        person.send("ثبت")
    bot = make_bot()
    for _ in range(kills):
        await start_and_wait_for_call(bot, playground)
        await asyncio.sleep(moments.uniform(0.0, 1.3))
        await bot.kill()
    await bot.start()
    expected = {"stored": len(contents)}
    await until(
        lambda: is_all_done(playground, ledger) and ledger.media_by_state() == expected,
        "every file was fetched",
        within=90,
    )
    await bot.kill()
    assert {path.read_bytes() for path in _kept(bot)} == contents
    assert all(path.name.startswith(hashlib.sha256(path.read_bytes()).hexdigest()) for path in _kept(bot))
    assert len(_kept(bot)) == len(contents)
    assert ledger.set_aside() == []
