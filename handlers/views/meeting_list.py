"""/meetings: those to come, those that were, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.meeting_buttons import to_meeting
from handlers.views.meeting_words import title_words, when_words
from locales import Translator, mark, mark_label
from locales.dates import jalali_date
from models.meeting import Answer, MeetingState
from models.meeting_facts import Facts, Session

NOUN = "meetings"
PAGE = 5  # with two lines each one screen of an old phone
NEXT, PAST, MINE = "next", "past", "mine"  # the lists, and the actions that open them
_TITLE = 80  # letters
_HEADS = {
    NEXT: mark("<b>Meetings to come</b>"),
    PAST: mark("<b>Meetings that were held</b>"),
    MINE: mark("<b>My meetings</b>"),
}
_EMPTY = {
    NEXT: mark("No meeting of your neighbourhoods is announced just now. When one is, I will tell you here."),
    PAST: mark("No meeting has been held in your neighbourhoods yet."),
    MINE: mark("You have not said of any meeting yet that you will come."),
}
_TABS = {
    NEXT: mark_label("meetings", "To come"),
    PAST: mark_label("meetings", "Held"),
    MINE: mark_label("meetings", "Mine"),
}
_ANSWERS = {
    Answer.YES: mark_label("rsvp", "✓ you come"),
    Answer.MAYBE: mark_label("rsvp", "you may come"),
    Answer.NO: mark_label("rsvp", "you do not come"),
    Answer.WAITING: mark_label("rsvp", "you are in line"),
}


@dataclass(frozen=True)
class Line:
    """One meeting of a list. `place` is whose it is; `answer` what the reader answered."""

    id: int
    facts: Facts
    state: MeetingState
    place: Markup
    answer: Answer | None = None

    def session_at(self, now: datetime) -> Session | None:
        """The session that goes on or comes next; of what is over the last one."""
        to_come = (one for one in self.facts.sessions if one.ends_at > now)
        return next(to_come, self.facts.sessions[-1] if self.facts.sessions else None)


def meeting_list(
    lines: Sequence[Line],
    total: int,
    tab: str,
    page: int,
    *,
    zone: ZoneInfo,
    now: datetime,
    tr: Translator,
    has_home: bool = True,
) -> View:
    """A page of a list. `now` is aware; without `has_home`, whoever looks has not said where they live."""
    blocks = [tr.text(_HEADS[tab])]
    blocks += [_line(number, one, zone, now, tr) for number, one in enumerate(lines, page * PAGE + 1)]
    if not total:
        blocks.append(tr.text(_EMPTY[tab]))
    if not has_home and tab != MINE:
        blocks.append(tr.text("With /area you choose your neighbourhood; its meetings are shown here then."))
    keys = [_to_card(number, one, zone, now, tr) for number, one in enumerate(lines, page * PAGE + 1)]
    others = [Button(tr.label("meetings", _TABS[one]), ButtonData(NOUN, one)) for one in _TABS if one != tab]
    return View(Markup("\n\n").join(blocks), [*in_pairs(keys), _paging(tab, page, total, tr), others])


def _line(number: int, one: Line, zone: ZoneInfo, now: datetime, tr: Translator) -> Markup:
    title = title_words(shortened(one.facts.title, _TITLE), tr)
    session = one.session_at(now)
    parts = [when_words(session, zone, tr, year=_is_another_year(session, zone, now))] if session else []
    parts.append(one.place)
    lines = [Markup("{}. <b>{}</b>").format(tr.digits(number), title), Markup(" · ").join(parts)]
    if one.state is MeetingState.CANCELLED:
        lines.append(tr.text("<b>cancelled</b>"))
    elif one.answer is not None and session is not None and session.ends_at > now:
        lines.append(Markup.escape(tr.label("rsvp", _ANSWERS[one.answer])))
    return Markup("\n").join(lines)


def _is_another_year(session: Session, zone: ZoneInfo, now: datetime) -> bool:
    return jalali_date(session.starts_at, zone).year != jalali_date(now, zone).year


def _to_card(number: int, one: Line, zone: ZoneInfo, now: datetime, tr: Translator) -> Button:
    session = one.session_at(now)
    if session is None:
        return to_meeting(one.id, tr.digits(number))
    weekday, day = tr.weekday(session.starts_at, zone), tr.date(session.starts_at, zone)
    label = tr.label("meetings", "{number}. {weekday} {day}", number=tr.digits(number), weekday=weekday, day=day)
    return to_meeting(one.id, label)


def _paging(tab: str, page: int, total: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, tab, page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, tab, page + 1)))
    return buttons


def all_meetings(tr: Translator, *, tab: str = NEXT) -> Button:
    """The way to the lists."""
    return Button(tr.label("meetings", "Other meetings"), ButtonData(NOUN, tab))
