"""The events of a calendar file: everything here needs icalendar, which `calendar_file` loads at first use."""

import re
from datetime import UTC, date
from typing import Final

from icalendar import Calendar, Event, Timezone, vGeo

from locales import Translator
from models.documents.calendar_file import CalendarFile
from models.meeting_facts import Session

_PRODUCT: Final = "-//Mahalleyar//Meetings//FA"
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def calendar_of(file: CalendarFile, tr: Translator) -> Calendar:
    """A calendar with an event a session, and the rules of the city's clock."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "CANCEL" if file.is_cancelled else "PUBLISH")
    calendar.add_component(_zone(file))
    for at, session in enumerate(file.sessions, 1):
        calendar.add_component(_event(file, at, session, tr, is_cancelled=file.is_cancelled))
    for at in range(len(file.sessions) + 1, file.known + 1):
        calendar.add_component(_event(file, at, file.sessions[-1], tr, is_cancelled=True))
    return calendar


def _zone(file: CalendarFile) -> Timezone:
    """The rules of the city's clock for the years that count: some programs know no names of zones."""
    years = [moment.astimezone(file.zone).year for one in file.sessions for moment in (one.starts_at, one.ends_at)]
    zone = Timezone.from_tzid(file.zone.key, first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 1))
    zone.pop("comment", None)
    return zone


def _event(file: CalendarFile, at: int, session: Session, tr: Translator, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("uid", f"meeting-{file.number}-{at}@{file.bot_id}.mahalleyar")
    event.add("sequence", file.revision - 1)
    event.add("dtstamp", file.made_at.astimezone(UTC))
    event.add("dtstart", session.starts_at.astimezone(file.zone))
    event.add("dtend", session.ends_at.astimezone(file.zone))
    title = _clean(_numbered(file, at, tr))
    event.add("summary", tr.plain("Cancelled: {title}", title=title) if is_cancelled else title)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    if file.place:
        event.add("location", _clean(file.place))
    if file.location is not None:
        event["geo"] = vGeo((file.location.latitude, file.location.longitude))
    if file.link:
        event.add("url", file.link)
    if description := _description(file, tr):
        event.add("description", _clean(description))
    return event


def _numbered(file: CalendarFile, at: int, tr: Translator) -> str:
    if len(file.sessions) == 1 or at > len(file.sessions):
        return file.title
    return tr.plain("{title}, session {number}", title=file.title, number=tr.number(at))


def _description(file: CalendarFile, tr: Translator) -> str:
    parts = []
    if file.is_cancelled and file.cancel_reason:
        parts.append(tr.plain("Why it was cancelled: {reason}", reason=file.cancel_reason))
    if file.agenda:
        items = [f"{tr.digits(number)}. {' '.join(text.split())}" for number, text in enumerate(file.agenda, 1)]
        parts.append("\n".join([tr.plain("Agenda:"), *items]))
    if file.link:
        parts.append(tr.plain("Online: {link}", link=file.link))
    return "\n\n".join(parts)


def _clean(text: str) -> str:
    """Without what turns or ends a line in the middle."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n")).strip()
