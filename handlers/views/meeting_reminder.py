"""Reminding somebody of a meeting for which they said that they come, or may come."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import View
from handlers.views.meeting_buttons import reader_rows
from handlers.views.meeting_message import answer_line, whole_buttons
from handlers.views.meeting_words import facts_lines, hours_words, title_words, when_words
from locales import Translator
from locales.dates import local_moment
from models.meeting import Answer, MeetingKind
from models.meeting_facts import Session
from models.meeting_shown import MeetingShown

_ABOUT_AN_HOUR = timedelta(minutes=50)
_SOON = timedelta(minutes=70)
_STEP = 5  # minutes: nobody needs to know it better


@dataclass(frozen=True)
class Reminder:
    """What somebody is reminded of: session `number` (from 1) of a meeting; `now` is aware."""

    shown: MeetingShown
    number: int
    answer: Answer
    now: datetime

    @property
    def session(self) -> Session:
        """The session that is to come."""
        return self.shown.facts.sessions[self.number - 1]


def reminder_card(reminder: Reminder, *, zone: ZoneInfo, tr: Translator) -> View:
    """How soon it is, when and where, and what they answered: to be answered otherwise with one tap."""
    shown, session = reminder.shown, reminder.session
    lines = [tr.text("🗓 <b>{title}</b>", title=title_words(shown.facts.title, tr))]
    if len(shown.facts.sessions) > 1:
        total = tr.number(len(shown.facts.sessions))
        lines.append(tr.text("Session {number} of {total}", number=tr.number(reminder.number), total=total))
    lines += facts_lines(replace(shown.facts, sessions=(session,)), zone, tr)
    blocks = [_how_soon(session, reminder.now, zone, tr), Markup("\n").join(lines)]
    blocks += [line] if (line := answer_line(reminder.answer, shown.kind, tr)) is not None else []
    if shown.places.capacity is not None and reminder.answer is Answer.YES:
        blocks.append(_gives_back(shown.kind, tr))
    more = whole_buttons(shown, tr, has_agenda=False)
    return View(Markup("\n\n").join(blocks), reader_rows(shown, reminder.answer, tr, more=more))


def _how_soon(session: Session, now: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    left = session.starts_at - now
    if left < _ABOUT_AN_HOUR:
        minutes = max(_STEP, -(-int(left.total_seconds()) // 60 // _STEP) * _STEP)
        return tr.count("<b>It begins in {number} minute.</b>", "<b>It begins in {number} minutes.</b>", minutes)
    if left <= _SOON:
        return tr.text("<b>It begins in an hour.</b>")
    days = (local_moment(session.starts_at, zone).date() - local_moment(now, zone).date()).days
    if days == 0:
        return tr.text("<b>Reminder: it is today, {hours}.</b>", hours=hours_words(session, zone, tr))
    if days == 1:
        return tr.text("<b>Reminder: it is tomorrow, {hours}.</b>", hours=hours_words(session, zone, tr))
    return tr.text("<b>Reminder: {when}</b>", when=when_words(session, zone, tr))


def _gives_back(kind: MeetingKind, tr: Translator) -> Markup:
    if kind is MeetingKind.COURSE:
        return tr.text("If you cannot come, please say so: somebody else can have your place in the course.")
    return tr.text("If you cannot come, please say so: somebody else can have your place.")
