"""An update that kills the program: it is set aside after two crashes alone, and everybody else is served."""

from pathlib import Path

from bot.playground import Playground
from tests.crash.conftest import MakeBot
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger
from tests.crash.waiting import is_all_done, until

_WORD = "کلمهٔ مرگبار"
# Python imports this before the program: the word ends the process in the middle of its turn, as a crash in C does.
_SABOTAGE = f"""
import os
from models.draft import Draft
_joined = Draft.joined
def joined(self, message_id, text, **attached):
    if {_WORD!r} in text:
        os._exit(139)
    return _joined(self, message_id, text, **attached)
Draft.joined = joined
"""
_MOST_DEATHS = 4  # once among others, twice alone; and once more if nothing else was in flight at first


async def test_a_deadly_update_is_set_aside(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, tmp_path: Path
) -> None:
    """After two crashes with it alone it is set aside with an apology; everything else is served."""
    folder = tmp_path / "sabotage"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_SABOTAGE, encoding="utf-8")
    crowd = Crowd(playground, people=20, submissions=2)
    crowd.say_hello()
    author = crowd.residents[7].person
    author.send(_WORD)
    for number in range(crowd.submissions):
        crowd.write_one(number)
    bot, deaths = make_bot(PYTHONPATH=str(folder)), 0
    while not is_all_done(playground, ledger):
        assert deaths <= _MOST_DEATHS, bot.tail()
        await bot.start()
        await until(lambda: not bot.is_running or is_all_done(playground, ledger), "it died or served", within=60)
        deaths += not bot.is_running
    assert 2 <= deaths <= _MOST_DEATHS
    assert len(ledger.set_aside()) == 1
    crowd.check(ledger, set_aside=1)
    assert "ببخشید" in author.transcript()
