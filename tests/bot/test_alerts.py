import sqlite3
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from bot.alerts import Alerts
from models.database import Database
from models.services import answers, people
from models.services.people import Sender

BOT = 42
PERSIAN, ENGLISH, ABSENT, RESIDENT = 7_100_000_001, 7_100_000_002, 7_100_000_003, 7_100_000_004


async def _meet(database: Database, user_id: int, language: str, platform: str = "telegram", bot_id: int = BOT) -> None:
    async with database.transaction() as session:
        await people.recognise(
            session=session,
            sender=Sender(platform, user_id, "x", None, language),
            bot_id=bot_id,
            chat_id=user_id,
            now=datetime.now(UTC),
        )


async def _alerts(database: Database) -> Alerts:
    for user_id, language in ((PERSIAN, "fa"), (ENGLISH, "en"), (RESIDENT, "fa")):
        await _meet(database, user_id, language)
    return Alerts(database=database, platform="telegram", bot_id=BOT, owner_ids=(PERSIAN, ENGLISH, ABSENT))


async def test_nothing_happened_nothing_is_said(database: Database) -> None:
    """A quiet time writes no rows."""
    assert await (await _alerts(database)).flush() == []


async def test_many_of_a_kind_are_one_message(database: Database) -> None:
    """Each owner who can be reached gets one message a kind, with the number and the newest, in their language."""
    alerts = await _alerts(database)
    for number in range(1200):
        alerts.add("set_aside", f"update {number}")
    alerts.add("answer_refused", "answer 7")
    said = {(one.chat_id, str(one.parameters["text"])) for one in await alerts.flush()}
    assert {chat for chat, _ in said} == {PERSIAN, ENGLISH}
    assert len(said) == 4
    persian = next(text for chat, text in said if chat == PERSIAN and "update" in text)
    assert "۱٬۲۰۰ بار" in persian
    assert "update 1199" in persian
    assert any("went wrong 1 time" in text for chat, text in said if chat == ENGLISH)
    assert await alerts.flush() == []


async def test_owners_of_another_messenger_hear_nothing(database: Database) -> None:
    """The same user id on another platform, or at another bot only, is nobody we can reach."""
    await _meet(database, PERSIAN, "fa", platform="bale")
    await _meet(database, ENGLISH, "en", bot_id=77)
    alerts = Alerts(database=database, platform="telegram", bot_id=BOT, owner_ids=(PERSIAN, ENGLISH))
    alerts.add("set_aside", "x")
    assert await alerts.flush() == []


async def test_an_owner_who_blocked_the_bot(database: Database) -> None:
    """Is not written to."""
    alerts = await _alerts(database)
    async with database.transaction() as session:
        await people.mark_blocked(session=session, bot_id=BOT, chat_id=PERSIAN, now=datetime.now(UTC))
    alerts.add("set_aside", "x")
    assert [one.chat_id for one in await alerts.flush()] == [ENGLISH]


async def test_a_summary_is_only_text(database: Database) -> None:
    """Markup in an error's text is shown, not obeyed."""
    alerts = await _alerts(database)
    alerts.add("set_aside", "<b>KeyError</b> & \u202e")
    text = str((await alerts.flush())[0].parameters["text"])
    assert "&lt;b&gt;KeyError&lt;/b&gt; &amp;" in text
    assert "\u202e" not in text


async def test_trouble_that_goes_on_is_said_less_and_less(sqlite_database: Database) -> None:
    """A day of failures is a few messages, with all of it counted; after quiet times it is said at once again."""
    now = 0.0
    await _meet(sqlite_database, PERSIAN, "fa")
    alerts = Alerts(database=sqlite_database, platform="telegram", bot_id=BOT, owner_ids=(PERSIAN,), clock=lambda: now)
    told = []
    while now < 86_400:
        alerts.add("set_aside", f"at {now:g}")
        told += [now for _ in await alerts.flush()]
        now += 10.0
    assert told[:5] == [0.0, 30.0, 120.0, 390.0, 1200.0]
    assert len(told) <= 30
    await alerts.flush()
    now += 10_000.0
    alerts.add("set_aside", "again")
    assert len(await alerts.flush()) == 1
    now += 31.0
    alerts.add("set_aside", "and again")
    assert len(await alerts.flush()) == 1


async def test_what_cannot_be_written_is_said_later(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away the counts stay, and grow."""
    alerts = await _alerts(sqlite_database)
    record = answers.record

    async def failing(**_: object) -> None:
        raise OperationalError("INSERT", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(answers, "record", failing)
    alerts.add("set_aside", "first")
    with pytest.raises(OperationalError):
        await alerts.flush()
    monkeypatch.setattr(answers, "record", record)
    alerts.add("set_aside", "second")
    text = str((await alerts.flush())[0].parameters["text"])
    assert "۲ بار" in text
    assert "second" in text
