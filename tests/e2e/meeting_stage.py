"""Members of a council in a town, and what they do with meetings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.playground.messages import Message
from locales import translator
from models.meeting import Meeting, MeetingSeries
from models.meeting_facts import Facts
from tests.e2e.harness import Town
from tests.e2e.office import Staff
from tests.e2e.resident import bare

PLACE = "سرای محله، خیابان لاله"
NEW, YES, ABOVE = "جلسهٔ جدید", "بله، درست است", "در بالاست"  # the last: on the card of a draft that is whole


async def presses(member: Staff, *labels: str) -> Message:
    """Presses these buttons one after another; the newest message after that."""
    await member.chooses(*labels)
    return member.last


async def writes(member: Staff, words: str) -> Message:
    """Writes, and everything is answered; the newest message after that."""
    await member.says(words)
    await member.town.quiet()
    return member.last


async def begins(member: Staff) -> Message:
    """A new meeting; the newest message after that."""
    await member.says_and_sees("/meeting", "جلسه‌های شورا")
    await member.town.quiet()
    return await presses(member, NEW)


async def drafts(member: Staff, when: str = "پنجشنبه ساعت ۱۷", place: str = PLACE) -> Message:
    """A draft that is whole; its card."""
    await begins(member)
    await writes(member, when)
    await presses(member, YES)
    card = await writes(member, place)
    assert ABOVE in bare(card.text), member.phone.transcript()
    return card


async def announces(member: Staff) -> Message:
    """«Announce», whatever speaks against the day; what is said of it."""
    await presses(member, announce_label(member))
    if "بااین‌حال اعلام کن" in member.last.labels:
        await presses(member, "بااین‌حال اعلام کن")
    return member.last


def announce_label(member: Staff) -> str:
    """The label of the button that announces, on the newest card."""
    return next(label for label in member.last.labels if label.startswith("اعلام"))


def meeting_of(town: Town) -> Meeting:
    """The newest meeting."""
    return town.rows(Meeting)[-1]


def facts_of(town: Town) -> Facts:
    """What is told of the newest meeting."""
    return Facts.from_data(meeting_of(town).facts)


def series_of(town: Town) -> MeetingSeries:
    """The only series."""
    return town.row(MeetingSeries)


def local_start(town: Town) -> datetime:
    """When the newest meeting begins, by the city's clock."""
    starts_at = facts_of(town).starts_at
    assert starts_at is not None
    return starts_at.astimezone(town.settings.city.zone)


def workday(town: Town, ahead: int = 7) -> datetime:
    """Noon of a day on which nothing speaks against meeting, at least so many days ahead."""
    zone, holidays = town.settings.city.zone, town.settings.city.holidays
    at = datetime.now(zone).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
    while at.weekday() in {3, 4} or at.date() in holidays:
        at += timedelta(days=1)
    return at


def typed(at: datetime, hours: str = "ساعت ۱۷") -> str:
    """A day as somebody types it, with hours: «۱۹ آذر ۱۴۰۵ ساعت ۱۷»."""
    return f"{translator('fa').date(at, at.tzinfo, year=True)} {hours}"  # type: ignore[arg-type]  # made with a ZoneInfo


def shown(messages: Sequence[Message]) -> str:
    """Everything that stands in a chat."""
    return "\n".join(bare(one.text) for one in messages)
