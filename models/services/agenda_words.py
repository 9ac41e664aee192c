"""What the history of a submission says when a meeting takes it up: in the city's own language, for its author."""

from locales import Translator, translator
from models.city import City
from models.meeting import Meeting, Outcome
from models.meeting_facts import Facts


def put_on(meeting: Meeting, city: City) -> str:
    """It is on the agenda of a meeting, which is named, with its day."""
    tr = translator(city.default_language)
    return tr.plain("It is on the agenda of the meeting {meeting}.", meeting=named(meeting, city, tr))


def taken_off(meeting: Meeting, city: City) -> str:
    """It will not be talked about there."""
    tr = translator(city.default_language)
    return tr.plain(
        "It was taken off the agenda of the meeting {meeting}; it is looked at again.", meeting=named(meeting, city, tr)
    )


def cancelled(meeting: Meeting, city: City) -> str:
    """The meeting does not take place."""
    tr = translator(city.default_language)
    return tr.plain("The meeting {meeting} is cancelled; this waits for another one.", meeting=named(meeting, city, tr))


def decided(meeting: Meeting, city: City, outcome: Outcome | None, words: str) -> str:
    """What the minutes say of it; `words` are the minutes' own."""
    tr = translator(city.default_language)
    where = named(meeting, city, tr)
    if outcome is Outcome.DECLINED:
        said = tr.plain("It was not accepted at the meeting {meeting}.", meeting=where)
    elif outcome is Outcome.NOTED:
        said = tr.plain("It was talked about at the meeting {meeting}.", meeting=where)
    elif outcome is Outcome.POSTPONED:
        said = tr.plain("It was postponed at the meeting {meeting}.", meeting=where)
    else:
        said = tr.plain("The meeting {meeting} has taken place, and nothing was decided about this yet.", meeting=where)
    return "\n".join((said, words)) if words else said


def named(meeting: Meeting, city: City, tr: Translator) -> str:
    """A meeting by its title and day: «جلسهٔ هفتگی» (پنجشنبه ۱۹ آذر)."""
    facts = Facts.from_data(meeting.facts)
    title = facts.title or tr.plain("without a title")
    if facts.starts_at is None:
        return tr.plain("“{title}”", title=title)
    weekday, day = tr.weekday(facts.starts_at, city.zone), tr.date(facts.starts_at, city.zone)
    return tr.plain("“{title}” ({weekday} {day})", title=title, weekday=weekday, day=day)
