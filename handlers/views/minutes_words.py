"""What minutes say, in words that fit a message: of each item what was talked about, and what came of it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import shortened
from handlers.views.meeting_words import code_words, day_words, when_words
from locales import Translator, mark_label
from models.meeting import Outcome
from models.meeting_shown import AgendaLine
from models.minutes_shown import DecidedResolution, MinutesItem, MinutesShown, SessionAttendance
from models.resolution_words import day_words as due_words
from models.resolution_words import votes_words

OUTCOMES = {
    Outcome.RESOLVED: mark_label("outcome of an item", "resolved"),
    Outcome.NOTED: mark_label("outcome of an item", "talked about"),
    Outcome.POSTPONED: mark_label("outcome of an item", "postponed"),
    Outcome.DECLINED: mark_label("outcome of an item", "not accepted"),
}
_NAMES = 25  # members that are named
_NAME = 40  # UTF-16 units of each
_SESSIONS = 6  # of a course, whose attendance is told one by one


def outcome_words(outcome: Outcome, tr: Translator) -> str:
    """«موکول شد»."""
    return tr.label("outcome of an item", OUTCOMES[outcome])


def line_words(line: AgendaLine, limit: int, tr: Translator) -> Markup:
    """What an item is about; of a submission whose words are not for everybody, its code."""
    if not line.text:
        return code_words(line, tr)
    return tr.quote(shortened(" ".join(line.text.split()), limit))


def item_lines(item: MinutesItem, limit: int, tr: Translator, body: str, zone: ZoneInfo) -> list[Markup]:
    """One item: what it is about, then what the minutes say of it; `limit` are UTF-16 units of each."""
    head = Markup("<b>{}. {}</b>").format(tr.number(item.line.position), line_words(item.line, limit, tr))
    if item.outcome is not None and item.outcome is not Outcome.RESOLVED:
        head = tr.text("{item} — {outcome}", item=head, outcome=outcome_words(item.outcome, tr))
    lines = [head]
    if item.summary:
        lines.append(_said(item.summary, limit, tr))
    if item.decision and not (item.resolution and item.resolution.text.strip() == item.decision.strip()):
        lines.append(tr.text("Decision: {words}", words=_said(item.decision, limit, tr)))
    if item.resolution is not None:
        lines += resolution_lines(item.resolution, limit, tr, body, zone)
    return lines


def resolution_lines(one: DecidedResolution, limit: int, tr: Translator, body: str, zone: ZoneInfo) -> list[Markup]:
    """A resolution; `body` is what the council's are called: «پیشنهاد شورای محله»."""
    number = tr.code(f"{one.year}/{one.number}")
    lines = [tr.text("{kind} {number}: {text}", kind=body, number=number, text=_said(one.text, limit, tr))]
    parts = [tr.text("Responsible: {body}", body=tr.quote(shortened(one.responsible, limit)))]
    if one.due_on is not None:
        parts.append(tr.text("until {day}", day=due_words(one.due_on, zone, tr)))
    if one.votes is not None:
        parts.append(Markup.escape(votes_words(one.votes, tr)))
    return [*lines, Markup(" · ").join(parts)]


def _said(words: str, limit: int, tr: Translator) -> Markup:
    return tr.quote(shortened(words.strip(), limit))


def when_lines(shown: MinutesShown, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    """When it took place; of a course, from when until when."""
    sessions = shown.facts.sessions
    if len(sessions) == 1:
        return [when_words(sessions[0], zone, tr)]
    if not sessions:
        return []
    first = day_words(sessions[0].starts_at, zone, tr, year=True)
    last = day_words(sessions[-1].starts_at, zone, tr, year=True)
    return [tr.text("{first} until {last}", first=first, last=last)]


def attendance_lines(attendance: Sequence[SessionAttendance], tr: Translator) -> list[Markup]:
    """Who was there: members by name, guests by their number; of a course, how many at each session."""
    if len(attendance) == 1:
        (one,) = attendance
        lines = [_named(tr.text("Present:"), one.present, tr), _named(tr.text("Absent:"), one.absent, tr)]
        if one.guests:
            lines.append(tr.count("{number} guest", "{number} guests", one.guests))
        return [line for line in lines if line is not None]
    return [
        tr.text(
            "Session {number}: {people}",
            number=tr.number(one.session),
            people=tr.count("{number} person", "{number} people", len(one.present) + one.guests),
        )
        for one in attendance[:_SESSIONS]
    ]


def _named(head: Markup, names: Sequence[str], tr: Translator) -> Markup | None:
    known = [name for name in names if name]
    if not names:
        return None
    if len(known) < len(names) or len(names) > _NAMES:
        return Markup(" ").join((head, tr.count("{number} member", "{number} members", len(names))))
    comma = Markup.escape(tr.label("list", ", "))
    return Markup(" ").join((head, comma.join(tr.quote(shortened(name, _NAME)) for name in known)))
