"""Meetings for the tests of what is shown of them: an ordinary one, and with the most and the longest of everything."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from markupsafe import Markup

from handlers.keyboards import View
from handlers.views.meeting_message import MeetingMessage
from locales import Translator
from models.draft import Location
from models.meeting import MeetingKind, MeetingState
from models.meeting_facts import MOST_ITEMS, PLACE_LIMIT, TITLE_LIMIT, Facts, Session
from models.meeting_shown import AgendaLine, MeetingShown, Places
from tests.e2e.resident import bare
from tests.handlers.views.limits import check_fits
from tests.models.sample_rows import TEHRAN

THURSDAY = datetime(2026, 12, 10, 17, tzinfo=TEHRAN)  # پنجشنبه ۱۹ آذر ۱۴۰۵
LINK = "https://meet.example.org/golsar"
GOLSAR = Markup("محلهٔ گلسار")
FACTS = Facts("جلسهٔ هفتگی شورای محلهٔ گلسار", (Session(THURSDAY),), "سرای محله، خیابان لاله ۴")
ITEMS = ("روشنایی کوچه‌ها", "زمین بازی", "پرسش‌های شما")
MEETING = MeetingShown(
    3,
    MeetingKind.ORDINARY,
    MeetingState.ANNOUNCED,
    1,
    FACTS,
    1,
    1,
    agenda=[AgendaLine(number, number, words) for number, words in enumerate(ITEMS, 1)],
)
WIDEST = "<b>&\u202e🗓 " * 400  # markup, a stray control, and letters of two UTF-16 units


def sessions(count: int, first: datetime = THURSDAY, *, days: int = 7, minutes: int = 90) -> tuple[Session, ...]:
    """So many, a week or some days apart."""
    return tuple(Session(first + timedelta(days=days) * number, minutes) for number in range(count))


def agenda(words: Sequence[str], presenter: str | None = None) -> list[AgendaLine]:
    """Items of these words."""
    return [AgendaLine(number, number, one, presenter) for number, one in enumerate(words, 1)]


COURSE = replace(
    MEETING,
    kind=MeetingKind.COURSE,
    facts=replace(FACTS, title="کلاس کمک‌های اولیه", sessions=sessions(4)),
    agenda=(),
    places=Places(20, 8),
)
WORST = replace(
    MEETING,
    id=2**62,
    facts=Facts(
        WIDEST[:TITLE_LIMIT],
        sessions(30, datetime(2026, 12, 10, 23, 45, tzinfo=TEHRAN), minutes=720),
        WIDEST[:PLACE_LIMIT],
        Location(36.6, 51.4),
        f"https://meet.example.org/{'a' * 900}",
    ),
    kind=MeetingKind.COURSE,
    agenda=agenda([WIDEST[:1000]] * MOST_ITEMS, WIDEST[:80]),
    places=Places(100_000, 99_999, 100_000, 100_000),
    cancel_reason=WIDEST[:500],
)


def words_of(view: View) -> str:
    """What somebody reads of it, once it is known to fit."""
    return bare(check_fits(view))


def message(shown: MeetingShown, tr: Translator, **given: object) -> MeetingMessage:
    """The meeting of Golsar to its readers."""
    return MeetingMessage(shown, tr, TEHRAN, GOLSAR, **given)  # type: ignore[arg-type]  # as the test gives it
