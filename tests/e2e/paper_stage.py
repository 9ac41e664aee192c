"""Meetings with minutes, resolutions, and what somebody gets of them as files."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert

from bot import paper_job
from bot.playground.messages import Message
from models.database import table_of
from models.meeting import AgendaItem, Attendance, MeetingState, Minutes
from models.resolution import Resolution
from tests.e2e.harness import Town
from tests.e2e.meeting_village import DAY, Village
from tests.e2e.office import area_id, person_id
from tests.e2e.resident import Resident

BEGUN = "دارم فایل را می‌سازم"


def content_of(town: Town, message: Message) -> bytes:
    """The bytes of a file that came."""
    api = message.api["document"] if message.kind == "document" else message.api["photo"][-1]
    file = town.playground.state.files.by_id(api["file_id"])
    assert file is not None
    return file.content


async def press(who: Resident, action: str, number: int, version: int = 0) -> None:
    """Press a paper's button, made up, below the newest message."""
    base36 = "0123456789abcdefghijklmnopqrstuvwxyz"
    who.phone.press(data=f"1:paper:{action}:{base36[number]}:{base36[version]}", message_id=who.last.id)


async def file_for(who: Resident, kind: str = "document") -> Message:
    """Wait for the next file."""
    return await who.phone.wait_for(lambda message: message.kind == kind, timeout=30)


def files_of(who: Resident) -> list[Message]:
    """Every file that came."""
    return [message for message in who.messages if message.kind in {"document", "photo"}]


async def minutes(there: Village, *, state: str = "published", items: int = 2, **meeting: Any) -> int:
    """The id of a meeting of yesterday with minutes, an agenda and who was there."""
    meeting_id = await there.calls(-DAY, state=MeetingState.HELD.value, **meeting)
    now, town = datetime.now(UTC), there.town
    row = {
        "meeting_id": meeting_id,
        "area_id": meeting.get("area_id", area_id(town, "گلسار")),
        "term": 6,
        "number": 3,
        "chair": "سارا",
        "state": state,
        "revision": 1,
        "made_by": person_id(town, there.sara),
        "created_at": now,
        "updated_at": now,
        "published_at": now if state == "published" else None,
        "version": 1,
    }
    await town.change(insert(table_of(Minutes)).values(row))
    said = {"summary": "گفت‌وگو شد. " * 20, "decision": "پیگیری شود", "outcome": "noted", "created_at": now}
    for number in range(1, items + 1):
        item = {"meeting_id": meeting_id, "position": number, "text": f"بند {number} دستور", **said}
        await town.change(insert(table_of(AgendaItem)).values(item))
    for name, part in (("سارا", "present"), ("مهمان ناشناس", "guest")):
        came = {"meeting_id": meeting_id, "session": 1, "name": name, "part": part, "noted_at": now}
        await town.change(insert(table_of(Attendance)).values(came))
    return meeting_id


async def resolution(there: Village, **given: Any) -> int:
    """The id of a resolution of Golsar's council that is public."""
    town, now = there.town, datetime.now(UTC)
    row = {
        "bot_id": 42,
        "area_id": area_id(town, "گلسار"),
        "term": 6,
        "year": 1405,
        "number": 3,
        "text": "تعویض چراغ‌های کوچهٔ سوم",
        "responsible": "معاونت فنی‌وعمرانی",
        "due_on": date(2026, 8, 3),
        "status": "open",
        "status_at": now,
        "search_key": "",
        "published_at": now,
        "made_by": person_id(town, there.sara),
        "created_at": now,
        "updated_at": now,
        "version": 1,
        **given,
    }
    await town.change(insert(table_of(Resolution)).values(row))
    return town.rows(Resolution)[-1].id or 0


@contextmanager
def slow(seconds: float = 1.0) -> Iterator[None]:
    """Papers take so long meanwhile."""
    make = paper_job.make_paper

    async def slowly(*given: Any) -> paper_job.PaperFile:
        await asyncio.sleep(seconds)
        return await make(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paper_job, "make_paper", slowly)
        yield
