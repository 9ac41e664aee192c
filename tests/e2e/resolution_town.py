"""Members of councils who put on record what they decided, and residents who read it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, update

from models.area import Level
from models.database import table_of
from models.meeting import AgendaItem, Meeting, MeetingState, Minutes, MinutesState
from models.person import Contact
from models.resolution import Resolution
from models.role import Role
from models.submission import Submission
from tests.e2e.harness import Town
from tests.e2e.office import Staff, area_id, hire, person_id, settled
from tests.e2e.resident import Resident

TEXT = "نصب ۱۲ چراغ در کوچهٔ لاله"
BODY = "شرکت توزیع برق"
TITLE = "پیشنهاد شورای محلهٔ گلسار، شمارهٔ ۱ سال ۱۴۰۵"


async def member(town: Town, name: str = "سارا", where: str = "گلسار", level: Level = Level.NEIGHBOURHOOD) -> Staff:
    """Somebody of an area's council."""
    return await hire(town, name, Role.COUNCIL, area_id(town, where, level))


async def begins(staff: Staff) -> None:
    """/resolutions, and «new»: what was decided is asked."""
    await staff.says_and_sees("/resolutions", "شوراها")
    await staff.town.quiet()
    await staff.taps_and_sees("مصوبهٔ تازه", "چه تصویب شد؟")
    await staff.town.quiet()


async def answers(staff: Staff, text: str = TEXT, body: str = BODY, due: str = "", votes: str = "") -> None:
    """What is asked one after another; what is empty is skipped. The card stands there afterwards."""
    await staff.says_and_sees(text, "دستگاه مسئول اجرا کدام است؟")
    await staff.says_and_sees(body, "تا کی باید انجام شود؟")
    await staff.town.quiet()
    if due:
        await staff.says_and_sees(due, "مهلت:", "درست است؟")
        await staff.town.quiet()
    await staff.taps_and_sees("بله، همین روز" if due else "بدون مهلت", "رأی‌گیری چطور بود؟")
    await staff.town.quiet()
    if votes:
        await staff.says_and_sees(votes, "متن:", "دستگاه مسئول:")
    else:
        await staff.taps_and_sees("بدون شمارش رأی", "متن:", "دستگاه مسئول:")
    await staff.town.quiet()


async def decides(staff: Staff, text: str = TEXT, body: str = BODY, due: str = "", votes: str = "") -> Resolution:
    """A resolution made alone, from the first tap to its number."""
    await begins(staff)
    await answers(staff, text, body, due, votes)
    await staff.taps_and_sees("ثبت مصوبه", "ثبت شد:")
    await staff.town.quiet()
    return staff.town.rows(Resolution)[-1]


async def author(town: Town, name: str = "مریم", text: str = "چراغ کوچه سوخته است") -> tuple[Resident, Submission]:
    """Somebody whose submission may be answered."""
    resident = await settled(town, name)
    await resident.registers(text)
    await town.quiet()
    return resident, town.rows(Submission)[-1]


async def meeting(
    town: Town, chair: Staff, *, submission: Submission | None = None, decision: str | None = None
) -> tuple[int, int]:
    """(meeting, item) of a meeting of Golsar that was held yesterday, whose minutes are not public."""
    began, chair_id = datetime.now(UTC) - timedelta(days=1), person_id(town, chair)
    values: dict[str, Any] = {
        "bot_id": town.rows(Contact)[0].bot_id,
        "area_id": area_id(town, "گلسار"),
        "author_id": chair_id,
        "chair_id": chair_id,
        "kind": "ordinary",
        "state": MeetingState.HELD.value,
        "facts": {"title": "جلسهٔ هفتگی", "sessions": [[began.isoformat(), 60]]},
        "starts_at": began,
        "ends_at": began + timedelta(hours=1),
        "invites": "area",
        "revision": 1,
        "created_at": began,
        "updated_at": began,
        "version": 1,
    }
    await town.change(insert(table_of(Meeting)).values(values))
    meeting_id = town.rows(Meeting)[-1].id or 0
    item = {
        "meeting_id": meeting_id,
        "position": 1,
        "text": "روشنایی کوچه‌ها",
        "submission_id": submission.id if submission is not None else None,
        "is_prefilled": False,
        "decision": decision,
        "created_at": began,
    }
    await town.change(insert(table_of(AgendaItem)).values(item))
    minutes = {
        "meeting_id": meeting_id,
        "area_id": values["area_id"],
        "term": 1,
        "number": 1,
        "chair": "سارا",
        "state": MinutesState.DRAFT.value,
        "revision": 1,
        "made_by": chair_id,
        "created_at": began,
        "updated_at": began,
        "version": 1,
    }
    await town.change(insert(table_of(Minutes)).values(minutes))
    return meeting_id, town.rows(AgendaItem)[-1].id or 0


def base36(number: int) -> str:
    """As a button carries it."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


async def chooses(person: Resident, *labels: str) -> None:
    """Presses these buttons, one after another, each once the answer to the last one is there."""
    await person.town.quiet()
    for label in labels:
        await person.taps(label)
        await person.town.quiet()


async def forges(person: Resident, data: str) -> None:
    """Presses a button that nobody drew."""
    person.phone.press(data=data, message_id=person.last.id)
    await person.town.quiet()


async def set_columns(town: Town, **values: Any) -> None:
    """Change all resolutions behind the bot's back."""
    await town.change(update(table_of(Resolution)).values(**values))
