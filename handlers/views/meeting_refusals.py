"""What to say when a meeting cannot be as somebody wants it: what is missing, and what cannot be."""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from handlers.keyboards import View
from locales import Translator
from models.errors import BadMeetingFact, MeetingUnready

_LACKING: Final[dict[str, Callable[[Translator], str]]] = {
    "title": lambda tr: tr.label("of a meeting", "a title"),
    "sessions": lambda tr: tr.label("of a meeting", "a date and time"),
    "place": lambda tr: tr.label("of a meeting", "a place or a link"),
}


def unready(error: MeetingUnready, tr: Translator) -> View:
    """Which of its facts a meeting still needs before people can be told of it."""
    comma = tr.label("list", ", ")
    lacking = comma.join(_LACKING[name](tr) for name in error.lacking)
    return View(tr.text("People cannot be told of this meeting yet. It still needs: {lacking}.", lacking=lacking))


def bad_fact(error: BadMeetingFact, tr: Translator) -> View:
    """Why something cannot be said of a meeting, and what can."""
    return View(_BAD.get(error.field, _too_long)(tr, error.limit))


def _too_long(tr: Translator, limit: int) -> Markup:
    return tr.text("That is too long: {limit} letters are the most. Please say it shorter.", limit=tr.number(limit))


def _sessions(tr: Translator, limit: int) -> Markup:
    if limit == 1:
        return tr.text("Only a course has several sessions. Make it a course, or take the other sessions away first.")
    return tr.text("A course has {limit} sessions at most.", limit=tr.number(limit))


_BAD: Final[dict[str, Callable[[Translator, int], Markup]]] = {
    "sessions": _sessions,
    "minutes": lambda tr, limit: tr.text(
        "A session lasts from five minutes to {hours} hours. Please say it anew.", hours=tr.number(limit // 60)
    ),
    "overlap": lambda tr, _: tr.text("Two sessions would be at the same time. Please choose another hour."),
    "begun": lambda tr, _: tr.text(
        "A session of this course that has begun stays where it is: its list of attendance belongs to it."
    ),
    "capacity": lambda tr, limit: tr.text(
        "The number of places is from one to {limit}; or there is no limit. Please send it anew.",
        limit=tr.number(limit),
    ),
    "series": lambda tr, _: tr.text("A course has its own sessions and does not repeat. Add sessions to it instead."),
    "announce_before": lambda tr, limit: tr.text(
        "A meeting that repeats is announced from one hour to {days} days before it begins.",
        days=tr.number(limit // 24),
    ),
}
