"""What a resolution is called, and its parts in words: the same on cards, in notes to authors and on paper."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from locales import Translator, mark_label
from models.area import Level
from models.area_tree import Place
from models.resolution import Resolution, ResolutionStatus
from models.typed_votes import Votes

STATUSES: Final = {
    ResolutionStatus.AWAITING_REVIEW: mark_label("resolution status", "waits for the review board"),
    ResolutionStatus.OPEN: mark_label("resolution status", "open"),
    ResolutionStatus.IN_PROGRESS: mark_label("resolution status", "in progress"),
    ResolutionStatus.DONE: mark_label("resolution status", "done"),
    ResolutionStatus.STOPPED: mark_label("resolution status", "stopped"),
}


def is_proposal(place: Place | None) -> bool:
    """Whether the body of an area proposes and others decide: a neighbourhood's does."""
    return place is not None and place.level is Level.NEIGHBOURHOOD


def kind_words(place: Place | None, tr: Translator) -> str:
    """What the body of an area puts on record: «پیشنهاد شورای محله», elsewhere «مصوبه»."""
    if is_proposal(place):
        return tr.label("resolution", "Proposal of the neighbourhood council")
    return tr.label("resolution", "Resolution")


def title_words(resolution: Resolution, place: Place | None, tr: Translator) -> str:
    """What it is called, plain: «پیشنهاد شورای محلهٔ گلسار، شمارهٔ ۱۲ سال ۱۴۰۵»."""
    told = {"number": resolution.number, "year": resolution.year, "area": place.name if place is not None else ""}
    if is_proposal(place):
        return tr.plain("Proposal {number} of {year} of the neighbourhood council of {area}", **told)
    return tr.plain("Resolution {number} of {year} of the council of {area}", **told)


def status_words(status: str, tr: Translator) -> str:
    """Where it stands: «در دست اقدام»."""
    return tr.label("resolution status", STATUSES[ResolutionStatus(status)])


def day_words(day: date, zone: ZoneInfo, tr: Translator) -> str:
    """A day of the city's calendar in words: «پنجشنبه ۱۹ آذر ۱۴۰۵»."""
    noon = datetime.combine(day, time(12), zone)
    return f"{tr.weekday(noon, zone)} {tr.date(noon, zone, year=True)}"


def votes_of(resolution: Resolution) -> Votes | None:
    """The votes on record; None where nobody counted."""
    if resolution.votes_for is None:
        return None
    return Votes(resolution.votes_for, resolution.votes_against or 0, resolution.votes_abstained or 0)


def votes_words(votes: Votes, tr: Translator) -> str:
    """«۵ موافق، ۱ مخالف، ۱ ممتنع»."""
    return tr.plain(
        "{in_favour} in favour, {against} against, {abstained} abstained",
        in_favour=votes.in_favour,
        against=votes.against,
        abstained=votes.abstained,
    )
