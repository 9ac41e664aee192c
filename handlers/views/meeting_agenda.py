"""The agenda of a meeting for its readers: the beginning of it in a message, and all of it page by page."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from handlers.views.meeting_buttons import MEET, to_meeting
from handlers.views.meeting_words import code_words, sessions_lines, title_line
from locales import Translator
from models.meeting_shown import AgendaLine, MeetingShown

PAGE = 10  # items of the whole agenda: one screen of an old phone
_NAMED = 8  # items in an announcement
_SHORT, _LONG = 120, 200  # UTF-16 units of an item: in an announcement, and in the whole agenda
_PRESENTER = 40  # letters of a name


def agenda_lines(agenda: Sequence[AgendaLine], tr: Translator) -> list[Markup]:
    """The first items, a line each, and how many are left; nothing where there is no agenda."""
    if not agenda:
        return []
    lines = [tr.text("Agenda:"), *(item_line(one, at, tr) for at, one in enumerate(agenda[:_NAMED], 1))]
    left = len(agenda) - _NAMED
    return [*lines, tr.count("and {number} more item", "and {number} more items", left)] if left > 0 else lines


def is_shortened(agenda: Sequence[AgendaLine]) -> bool:
    """Whether an announcement leaves out some of it."""
    return len(agenda) > _NAMED or any(_one_line(one.text) != shortened(_one_line(one.text), _SHORT) for one in agenda)


def item_line(item: AgendaLine, number: int, tr: Translator, *, limit: int = _SHORT) -> Markup:
    """«۲. زمین بازی (ارائه: زهرا احمدی)»; of a submission whose words are not for everybody, its code."""
    words = tr.quote(shortened(_one_line(item.text), limit))
    if not item.text:
        words = code_words(item, tr)
    if item.presenter is None:
        return Markup("{}. {}").format(tr.number(number), words)
    presenter = tr.quote(shortened(_one_line(item.presenter), _PRESENTER))
    return tr.text("{number}. {item} (presented by {name})", number=tr.number(number), item=words, name=presenter)


def whole_agenda(shown: MeetingShown, page: int, tr: Translator) -> View:
    """A page of all that is on the agenda; a page beyond its end shows the last one."""
    pages = max(1, -(-len(shown.agenda) // PAGE))
    page = min(max(page, 0), pages - 1)
    first = page * PAGE
    items = [item_line(one, at, tr, limit=_LONG) for at, one in _numbered(shown.agenda, first)]
    body = Markup("\n").join([tr.text("Agenda:"), *items]) if items else tr.text("The agenda is not known yet.")
    return View(
        Markup("\n\n").join((title_line(shown, tr), body)), [_paging(shown, page, pages, tr), [_back(shown, tr)]]
    )


def all_sessions(shown: MeetingShown, zone: ZoneInfo, tr: Translator) -> View:
    """Every session of a course."""
    lines = [title_line(shown, tr), Markup("\n").join(sessions_lines(shown.facts.sessions, zone, tr))]
    return View(Markup("\n\n").join(lines), [[_back(shown, tr)]])


def _numbered(agenda: Sequence[AgendaLine], first: int) -> list[tuple[int, AgendaLine]]:
    return list(enumerate(agenda[first : first + PAGE], first + 1))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _back(shown: MeetingShown, tr: Translator) -> Button:
    return to_meeting(shown.id, tr.label("meeting", "‹ The meeting"))


def _paging(shown: MeetingShown, page: int, pages: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(MEET, "agenda", shown.id, page - 1)))
    if page < pages - 1:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(MEET, "agenda", shown.id, page + 1)))
    return buttons
