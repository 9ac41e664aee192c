"""Words that papers share: what a body is called, numbers, days and times, as they are printed."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from locales import Translator
from locales.bidi import isolate_left_to_right, isolate_words
from models.area import Level
from models.meeting_facts import Session
from models.text import fold


def body_name(level: Level, place: str, tr: Translator) -> str:
    """What the council of an area is called: «شورای محلهٔ گلسار», «شورای شهر ایزدشهر»."""
    name = isolate_words(place)
    says_it_itself = fold(place).startswith((fold("محله"), fold("شهر ")))
    if level is Level.NEIGHBOURHOOD and not says_it_itself:
        return tr.label("body", "Council of the {name} neighbourhood", name=name)
    if level is Level.CITY and not says_it_itself:
        return tr.label("body", "City council of {name}", name=name)
    return tr.label("body", "Council of {name}", name=name)


def mayor_name(district: str | None, city: str, tr: Translator) -> str:
    """To whom a letter goes: «شهردار منطقهٔ ۱»; where the city has no districts, «شهردار ایزدشهر».

    A district that is called by its level («منطقهٔ ۱») is not given the level's name twice.
    """
    if district is None:
        return tr.label("letter", "{mayor} of {place}", mayor=tr.label("role", "Mayor"), place=isolate_words(city))
    mayor = tr.label("role", "District mayor")
    office, _, level = mayor.rpartition(" ")
    if office and fold(district.split(maxsplit=1)[0].rstrip("\u0654")) == fold(level):
        return f"{office} {district}"
    return tr.label("letter", "{mayor}, {place}", mayor=mayor, place=isolate_words(district))


def day_words(day: date, tr: Translator) -> str:
    """A day of the city's calendar: «۱۲ مرداد ۱۴۰۵»."""
    utc = ZoneInfo("UTC")
    return tr.date(datetime.combine(day, time(12), utc), utc, year=True)


def session_words(session: Session, zone: ZoneInfo, tr: Translator) -> str:
    """When people meet: «پنجشنبه ۱۲ مرداد ۱۴۰۵، از ساعت ۱۷:۰۰ تا ۱۸:۳۰», on the city's clock."""
    return tr.plain(
        "{weekday} {date}, from {begin} to {end}",
        weekday=tr.weekday(session.starts_at, zone),
        date=tr.date(session.starts_at, zone, year=True),
        begin=tr.time(session.starts_at, zone),
        end=tr.time(session.ends_at, zone),
    )


def number_words(number: int | str, tr: Translator) -> str:
    """A number or code of several parts, «۱۴۰۵/۳», which no sentence turns around."""
    return isolate_left_to_right(tr.digits(number))


def page_words(tr: Translator) -> list[str]:
    """What stands before, between and behind the number of a page and of all pages."""
    before, _, rest = tr.plain("Page {page} of {pages}", page="\0", pages="\1").partition("\0")
    between, _, behind = rest.partition("\1")
    return [before, between, behind]
