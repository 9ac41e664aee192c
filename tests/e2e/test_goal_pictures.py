"""Pictures of goals and seasons in the chat: drawn beside the turns, once, and the same in words."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, update
from sqlmodel import col

from bot import picture_job
from bot.playground.messages import Message
from models.answer import Answer
from models.area import Level
from models.database import table_of
from models.documents.goal_chart import chart_png
from models.goal import Goal, GoalUpdate
from models.job import Job, JobState
from models.season import season_of
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import area_id, settled
from tests.e2e.paper_stage import content_of, file_for, files_of
from tests.e2e.resident import Resident, bare
from tests.e2e.resolution_town import base36

BEGUN, AGAIN = "دارم تصویر را می‌کشم", "هنوز به‌روز است"
PNG = b"\x89PNG"


async def goal(town: Town, title: str = "روشن‌بودن همهٔ کوچه‌ها", **given: Any) -> int:
    """The id of a published goal of the city with a measure."""
    now = datetime.now(UTC)
    number = len(town.rows(Goal)) + 1
    row = {
        "bot_id": 42,
        "area_id": area_id(town, "ایزدشهر", Level.CITY),
        "number": number,
        "position": number,
        "title": title,
        "status": "active",
        "status_at": now,
        "unit": "چراغ",
        "baseline": 0.0,
        "target": 100.0,
        "published_at": now,
        "created_at": now,
        "updated_at": now,
        "version": 1,
        "description": "",
        "owner_body": "",
        "search_key": "",
        **given,
    }
    await town.change(insert(table_of(Goal)).values(row))
    return town.rows(Goal)[-1].id or 0


async def report(town: Town, goal_id: int, days_ago: int = 0, text: str = "چراغ‌ها عوض شد", **given: Any) -> None:
    """A report of so many days ago."""
    now = datetime.now(UTC)
    row = {
        "goal_id": goal_id,
        "bot_id": 42,
        "text": text,
        "on_day": (now.astimezone(town.settings.city.zone) - timedelta(days=days_ago)).date(),
        "tell_at": now,
        "told_at": now,
        "made_at": now,
        **given,
    }
    await town.change(insert(table_of(GoalUpdate)).values(row))
    if "value" in given:
        values = {"value": given["value"], "version": town.row(Goal, Goal.id == goal_id).version + 1}
        await town.change(update(table_of(Goal)).where(table_of(Goal).c.id == goal_id).values(values))


async def press(who: Resident, action: str, number: int = 0, version: int = 0) -> None:
    """Press a picture's button, made up, below the newest message."""
    who.phone.press(data=f"1:gchart:{action}:{base36(number)}:{base36(version)}", message_id=who.last.id)


async def reader(town: Town, name: str = "مریم") -> Resident:
    """Somebody with a message to press below."""
    who = await settled(town, name)
    await who.says_and_sees("/help", "راهنما")
    await town.quiet()
    return who


def caption_of(message: Message) -> str:
    """What stands below a picture."""
    return bare(message.api.get("caption", ""))


@contextmanager
def slow(seconds: float) -> Iterator[None]:
    """Drawing takes so long meanwhile, in its thread."""

    def slowly(*given: Any) -> bytes:
        time.sleep(seconds)
        return chart_png(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture_job, "chart_png", slowly)
        yield


async def test_a_goal_as_a_picture_and_in_words(database_url: str, tmp_path: Path) -> None:
    """A press brings the picture with what it is below it; the same in words is one press away, and back."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        maryam = await reader(town)
        goal_id = await goal(town)
        for number in range(5):
            await report(town, goal_id, 100 - 20 * number, f"گزارش {number} پیشرفت", value=10.0 * number)
        await press(maryam, "goal", goal_id)
        await maryam.sees_toast(BEGUN)
        photo = await file_for(maryam, "photo")
        assert content_of(town, photo).startswith(PNG)
        for words in ("هدف ۱، ایزدشهر", "روشن‌بودن همهٔ کوچه‌ها", "در حال انجام، ۴۰٪", "گزارش 4 پیشرفت"):
            assert words in caption_of(photo), words
        await town.quiet()
        text = await maryam.taps_and_sees("همین به‌صورت متن", "اکنون: ۴۰ چراغ", "گزارش 0 پیشرفت")
        assert bare(text.text).index("گزارش 4") < bare(text.text).index("گزارش 0")
        assert text.labels == ["به‌صورت تصویر", "خود هدف"]


async def test_ten_presses_are_one_picture(sqlite_url: str, tmp_path: Path) -> None:
    """While it is drawn, and while the one they have is up to date, they get no other; after a report they do."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        maryam = await reader(town)
        goal_id = await goal(town)
        with slow(0.5):
            for _ in range(5):
                await press(maryam, "goal", goal_id)
            await file_for(maryam, "photo")
        for _ in range(5):
            await press(maryam, "goal", goal_id)
        await maryam.sees_toast(AGAIN)
        await town.quiet()
        assert len(files_of(maryam)) == len(town.rows(Job)) == 1
        await report(town, goal_id, value=30.0)
        await press(maryam, "goal", goal_id)
        async with asyncio.timeout(30):
            while len(files_of(maryam)) < 2:  # noqa: ASYNC110  (a phone wakes nobody)
                await asyncio.sleep(0.02)
        assert "۳۰٪" in caption_of(files_of(maryam)[-1])


async def test_others_are_answered_meanwhile(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as a picture is being drawn, everybody else is answered: it is drawn beside the event loop."""
    goes_on, ways_out = threading.Event(), []

    def held(*given: Any) -> bytes:
        ways_out.append(goes_on.wait(timeout=20))
        return chart_png(*given)

    monkeypatch.setattr(picture_job, "chart_png", held)
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        maryam, reza = await reader(town), await reader(town, "رضا")
        await press(maryam, "goal", await goal(town))
        await maryam.sees_toast(BEGUN)
        for _ in range(5):
            await reza.says_and_sees("/help", "راهنما")
        assert files_of(maryam) == []
        goes_on.set()
        await file_for(maryam, "photo")
        assert ways_out == [True], "nobody had to wait until the drawing gave up"


async def test_a_picture_that_cannot_be_drawn(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried three times, then said in a sentence, with the same words as text one tap away."""

    def broken(*_: object) -> bytes:
        raise RuntimeError("a bug on demand")

    monkeypatch.setattr(picture_job, "chart_png", broken)
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        town.may_fail = True
        maryam = await reader(town)
        goal_id = await goal(town)
        await press(maryam, "goal", goal_id)
        await maryam.sees("تصویر کشیده نشد")
        assert town.row(Job).attempts == 3
        await maryam.taps_and_sees("همین به‌صورت متن", "هنوز گزارشی از پیشرفت نیامده است")


async def test_what_is_not_for_them(sqlite_url: str, tmp_path: Path) -> None:
    """A goal that is not published, none at all, a season that never was: a sentence, and nothing is drawn."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        maryam = await reader(town)
        hidden = await goal(town, published_at=None)
        for action, number in (("goal", hidden), ("text", hidden), ("goal", 999), ("season", 99), ("turn", 14999)):
            before = len(maryam.messages)
            await press(maryam, action, number)
            await town.quiet()
            assert "پیدا نشد" in bare(maryam.last.text)
            assert len(maryam.messages) == before + 1
        assert town.rows(Job) == []


async def test_taken_back_before_it_was_drawn(sqlite_url: str, tmp_path: Path) -> None:
    """Who may not see the goal any more when it is drawn is told so, and gets no picture."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        maryam, reza = await reader(town), await reader(town, "رضا")
        goal_id, other = await goal(town), await goal(town, "دیگری")
        with slow(1.0):
            await press(reza, "goal", other)
            await reza.sees_toast(BEGUN)
            await press(maryam, "goal", goal_id)
            await maryam.sees_toast(BEGUN)
            await town.change(update(table_of(Goal)).where(table_of(Goal).c.id == goal_id).values(published_at=None))
            await maryam.sees("پیدا نشد")
        assert files_of(maryam) == []


async def test_after_a_crash_it_comes_once(database_url: str, tmp_path: Path) -> None:
    """Killed between the picture and its answer: the next start draws it anew, and it comes once."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        maryam = await reader(town)
        await press(maryam, "goal", await goal(town))
        await file_for(maryam, "photo")
        await town.quiet()
        await town.stop()
        await town.change(update(Job).values(state=JobState.WAITING.value, settled_at=None))
        await town.change(delete(Answer).where(col(Answer.method) == "sendPhoto"))
        before = maryam.last.id
        await town.start()
        await maryam.phone.wait_for(lambda one: one.kind == "photo" and one.id > before, timeout=30)
        await town.restart()
        await town.quiet()
        assert len(files_of(maryam)) == 2


async def test_a_season(database_url: str, tmp_path: Path) -> None:
    """The message at once, the picture after it; another season, and one's own neighbourhood, in the same message."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        maryam = await reader(town)
        city, lights = await goal(town), await goal(town, "چراغ‌های گلسار", area_id=area_id(town, "گلسار"))
        far = await goal(town, "باغ شاه", area_id=area_id(town, "باغ شاه"))
        for one in (city, lights, far):
            await report(town, one, 120, value=20.0)
            await report(town, one, 0, value=50.0)
        await press(maryam, "season")
        await maryam.sees("این فصل چه گذشت", "هدف‌های سراسر ایزدشهر", "۳ گزارش پیشرفت", "از ۲۰٪ به ۵۰٪")
        photo = await file_for(maryam, "photo")
        assert content_of(town, photo).startswith(PNG)
        assert "۳ گزارش پیشرفت" in caption_of(photo)
        await town.quiet()

        def message() -> Message:
            return next(one for one in maryam.messages if one.kind == "text" and "چه گذشت" in one.text)

        season = season_of(datetime.now(town.settings.city.zone).date())
        maryam.phone.press(data=f"1:gchart:turn:{base36(season.code)}:1", message_id=message().id)
        await town.quiet()
        assert "هدف‌های گلسار و آنچه بالاتر از آن است" in bare(message().text)
        assert "باغ شاه" not in bare(message().text)
        maryam.phone.press(
            data=f"1:gchart:turn:{base36(season.before.before.before.before.code)}:0", message_id=message().id
        )
        await town.quiet()
        assert "در این فصل گزارشی از پیشرفت نیامد" in bare(message().text)
        assert len(files_of(maryam)) == 1


async def test_an_empty_season(sqlite_url: str, tmp_path: Path) -> None:
    """Nothing happened: one message says so, and there is no picture of nothing."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        maryam = await reader(town)
        await press(maryam, "season")
        await maryam.sees("این فصل چه گذشت", "در این فصل هنوز گزارشی از پیشرفت نیامده است")
        await town.quiet()
        assert town.rows(Job) == []
