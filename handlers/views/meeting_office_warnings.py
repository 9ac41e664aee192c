"""What speaks against the time of a meeting, in words."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import shortened
from handlers.views.meeting_words import day_words, title_words, when_words
from locales import Translator, mark
from models.meeting import Meeting
from models.meeting_facts import Facts
from models.meeting_warnings import MeetingWarning, WarningKind

_MOST = 6  # remarks about one meeting
_TITLE = 80
_WORDS = {
    WarningKind.NOWRUZ: mark("⚠️ {day} is within the Nowruz holidays, when many are away."),
    WarningKind.HOLIDAY: mark("⚠️ {day} is a holiday."),
    WarningKind.FRIDAY: mark("⚠️ {day} is a day off."),
    WarningKind.NIGHT: mark("⚠️ On {day} it begins very early or ends late at night."),
}


def remarks(
    found: Sequence[MeetingWarning], clashing: Sequence[Meeting], facts: Facts, zone: ZoneInfo, tr: Translator
) -> list[Markup]:
    """A line for everything that speaks against it: days off, iftar, night, and other meetings of the same body."""
    lines = [*(_warning(one, facts, zone, tr) for one in found), *_clashes(clashing, zone, tr)]
    left = len(lines) - _MOST
    if left <= 0:
        return lines
    return [*lines[:_MOST], tr.count("and {number} more remark", "and {number} more remarks", left)]


def _warning(one: MeetingWarning, facts: Facts, zone: ZoneInfo, tr: Translator) -> Markup:
    day = day_words(facts.sessions[one.session].starts_at, zone, tr)
    if one.kind is WarningKind.IFTAR and one.sunset is not None:
        sunset = tr.time(one.sunset, zone)
        return tr.text("⚠️ {day} is in Ramadan, and the sun sets at {time}: it is time for iftar.", day=day, time=sunset)
    return tr.text(_WORDS.get(one.kind, _WORDS[WarningKind.HOLIDAY]), day=day)


def _clashes(clashing: Sequence[Meeting], zone: ZoneInfo, tr: Translator) -> Iterator[Markup]:
    for meeting in clashing:
        facts = Facts.from_data(meeting.facts)
        title = title_words(shortened(facts.title, _TITLE), tr)
        when = when_words(facts.sessions[0], zone, tr)
        yield tr.text("⚠️ The same council has another meeting then: “{title}”, {when}.", title=title, when=when)
