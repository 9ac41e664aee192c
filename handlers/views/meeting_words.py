"""When and where a meeting is, in words: «پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰»."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import shortened
from locales import Translator
from locales.bidi import isolate_left_to_right
from locales.dates import jalali_date, local_moment
from models.meeting import MeetingKind
from models.meeting_facts import Facts, Session
from models.meeting_shown import AgendaLine, MeetingShown, Places
from models.notice_checks import is_page

LISTED = 12  # sessions of a course that are named in its announcement
_DAWN = 5  # o'clock: before it, one in Persian is «۱ بامداد»
_ADDRESS = 80  # letters of a link that are shown; all of it is behind them


def title_line(shown: MeetingShown, tr: Translator) -> Markup:
    """What it is called; an extraordinary meeting and a course say what they are below."""
    line = tr.text("🗓 <b>{title}</b>", title=title_words(shown.facts.title, tr))
    if shown.kind is MeetingKind.EXTRAORDINARY:
        return Markup("\n").join((line, tr.text("Extraordinary meeting")))
    if shown.kind is MeetingKind.COURSE:
        number = len(shown.facts.sessions)
        return Markup("\n").join((line, tr.count("Course, {number} session", "Course, {number} sessions", number)))
    return line


def title_words(title: str, tr: Translator) -> Markup:
    """Its name within a sentence; a draft may have none yet."""
    words = " ".join(title.split())
    return tr.quote(words) if words else tr.text("untitled meeting")


def code_words(line: AgendaLine, tr: Translator) -> Markup:
    """A submission of an agenda whose words nobody reads there any more: «درخواست ۱۲۳ (پس گرفته شد)»."""
    code = tr.code(line.code or "")
    if line.is_withdrawn:
        return tr.text("submission {code} (withdrawn by its author)", code=code)
    return tr.text("submission {code}", code=code)


def when_words(session: Session, zone: ZoneInfo, tr: Translator, *, year: bool = True) -> Markup:
    """Weekday, Jalali date and hours of one session by the city's clock."""
    return tr.text(
        "{weekday} {day}, {hours}",
        weekday=tr.weekday(session.starts_at, zone),
        day=tr.date(session.starts_at, zone, year=year),
        hours=hours_words(session, zone, tr),
    )


def day_words(moment: datetime, zone: ZoneInfo, tr: Translator, *, year: bool = False) -> Markup:
    """«پنجشنبه ۱۹ آذر»."""
    return tr.text("{weekday} {day}", weekday=tr.weekday(moment, zone), day=tr.date(moment, zone, year=year))


def hours_words(session: Session, zone: ZoneInfo, tr: Translator) -> Markup:
    """«ساعت ۱۷ تا ۱۸:۳۰»; where it ends on another day, that day is named."""
    start, end = local_moment(session.starts_at, zone), local_moment(session.ends_at, zone)
    began = clock_words(session.starts_at, zone, tr)
    if end.date() == start.date():
        return tr.text("from {start} to {end}", start=began, end=clock_words(session.ends_at, zone, tr))
    if (end.hour, end.minute) == (0, 0) and end.date() - start.date() == timedelta(days=1):
        return tr.text("from {start} to {end}", start=began, end=tr.label("clock", "{hour}:00", hour=24))
    is_another_year = jalali_date(start, zone).year != jalali_date(end, zone).year
    day = day_words(session.ends_at, zone, tr, year=is_another_year)
    given = {"start": began, "end": clock_words(session.ends_at, zone, tr), "day": day}
    if end.hour < _DAWN:
        return Markup.escape(tr.label("after midnight", "from {start} to {end} on {day}", **given))
    return tr.text("from {start} to {end} on {day}", **given)


def clock_words(moment: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    """«۱۷» for a full hour, «۱۸:۳۰» for any other, by the city's clock."""
    local = local_moment(moment, zone)
    if local.minute == 0 and local.hour != 0:
        return Markup.escape(tr.label("clock", "{hour}:00", hour=local.hour))
    return tr.code(f"{local.hour}:{local.minute:02}")


def sessions_lines(
    sessions: Sequence[Session],
    zone: ZoneInfo,
    tr: Translator,
    *,
    most: int | None = None,
    is_numbered: bool = True,
) -> list[Markup]:
    """A course's sessions, the year wherever it is another one; at most so many, and how many are left.

    Numbered they are all of a course: the numbers are those of its reminders and its lists of attendance.
    """
    lines, year = list[Markup](), 0
    for number, one in enumerate(sessions[:most], 1):
        its_year = jalali_date(one.starts_at, zone).year
        when = when_words(one, zone, tr, year=its_year != year)
        lines.append(Markup("{}. {}").format(tr.number(number), when) if is_numbered else Markup("▫️ {}").format(when))
        year = its_year
    left = len(sessions) - len(lines)
    if left:
        last = day_words(sessions[-1].starts_at, zone, tr, year=True)
        lines.append(tr.count("and {number} more, on {day}", "and {number} more, the last on {day}", left, day=last))
    return lines


def facts_lines(facts: Facts, zone: ZoneInfo, tr: Translator, *, most: int | None = LISTED) -> list[Markup]:
    """When, where, and how to take part from afar, a line each; one session and its place share a line."""
    place = place_words(facts, tr)
    lines: list[Markup] = []
    if len(facts.sessions) > 1:
        lines += sessions_lines(facts.sessions, zone, tr, most=most)
        lines += [place] if place else []
    else:
        parts = [when_words(one, zone, tr) for one in facts.sessions] + ([place] if place else [])
        lines += [Markup(" · ").join(parts)] if parts else []
    if facts.link is not None:
        lines.append(tr.text("Online: {link}", link=link_words(facts.link)))
    return lines


def place_words(facts: Facts, tr: Translator) -> Markup | None:
    """Where it is; None where it is only online, or nobody said yet."""
    if facts.place:
        return tr.quote(" ".join(facts.place.split()))
    return tr.text("at the place on the map") if facts.location is not None else None


def link_words(link: str) -> Markup:
    """The address, to be pressed where the messenger can open it."""
    words = isolate_left_to_right(shortened(link, _ADDRESS))
    return Markup('<a href="{}">{}</a>').format(link, words) if is_page(link) else Markup.escape(words)


def places_line(places: Places, tr: Translator, *, shows_free: bool) -> Markup | None:
    """How many people there is room for, and how many places are left; None where nobody counts."""
    if places.capacity is None:
        return None
    room = tr.count("Room for {number} person", "Room for {number} people", places.capacity)
    if not shows_free:
        return room
    if places.is_full:
        return tr.text("{room}; all places are taken.", room=room)
    left = places.capacity - places.yes
    return tr.count("{room}; {number} place is free.", "{room}; {number} places are free.", left, room=room)
