"""A council's meetings: the list with its tabs, and in which body's name a new one is called."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.meeting_office import NOUN
from handlers.views.meeting_words import title_words, when_words
from handlers.views.role import place_name
from locales import Translator, mark_label
from models.area_tree import AreaTree
from models.meeting import Meeting, MeetingState
from models.meeting_facts import Facts

TAB = "tab_"  # and the tab's name
PAGE = 6
_TITLE, _LABEL, _NAME = 80, 44, 40  # letters of a title in a line and on a button, and of an area on a button
_TABS = {
    "drafts": mark_label("meetings", "Drafts ({number})"),
    "coming": mark_label("meetings", "Coming ({number})"),
    "past": mark_label("meetings", "Past ({number})"),
}
_EMPTY = {
    "drafts": mark_label("meetings", "No draft lies here."),
    "coming": mark_label("meetings", "No meeting is called."),
    "past": mark_label("meetings", "No meeting has been held yet."),
}
_STATES = {
    MeetingState.DRAFT: mark_label("meeting state", "draft"),
    MeetingState.SCHEDULED: mark_label("meeting state", "is announced at its time"),
    MeetingState.ANNOUNCED: mark_label("meeting state", "announced"),
    MeetingState.HELD: mark_label("meeting state", "held"),
    MeetingState.CANCELLED: mark_label("meeting state", "cancelled"),
    MeetingState.DISCARDED: mark_label("meeting state", "deleted"),
}


def state_words(state: str, tr: Translator) -> str:
    """Where it stands: «اعلام‌شده»."""
    return tr.label("meeting state", _STATES[MeetingState(state)])


def meeting_office_list(
    found: Sequence[Meeting],
    tab: str,
    page: int,
    totals: Mapping[str, int],
    *,
    tree: AreaTree,
    zone: ZoneInfo,
    tr: Translator,
) -> View:
    """A page of a tab, each meeting a line and a button; `totals` are the tabs' numbers."""
    lines = [tr.text("<b>Meetings of your office</b>")]
    if not found:
        lines.append(Markup.escape(tr.label("meetings", _EMPTY[tab])))
    lines += [_line(one, tree, zone, tr) for one in found]
    rows = [[Button(_label(one, zone, tr), ButtonData(NOUN, "open", one.id or 0))] for one in found]
    rows = [[new_button(tr)], *rows, _paging(tab, page, totals[tab], tr), *_tabs(tab, totals, tr)]
    return View(Markup("\n\n").join(lines), rows)


def new_button(tr: Translator) -> Button:
    """The way to a new meeting."""
    return Button(tr.label("meetings", "New meeting"), ButtonData(NOUN, "new"), style=Style.PRIMARY)


def to_list(tr: Translator) -> Button:
    """The way back to the list."""
    return Button(tr.label("meetings", "All meetings"), ButtonData(NOUN, "list"))


def _line(meeting: Meeting, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> Markup:
    facts = Facts.from_data(meeting.facts)
    title = title_words(shortened(facts.title, _TITLE), tr)
    where = Markup.escape(shortened(place_name(meeting.area_id, tree, tr), _NAME))
    lines = [Markup("<b>{}</b>").format(title)]
    if facts.sessions:
        lines.append(when_words(facts.sessions[0], zone, tr))
    lines.append(Markup(" · ").join((Markup.escape(state_words(meeting.state, tr)), where)))
    return Markup("\n").join(lines)


def _label(meeting: Meeting, zone: ZoneInfo, tr: Translator) -> str:
    facts = Facts.from_data(meeting.facts)
    title = facts.title or tr.plain("untitled meeting")
    if facts.starts_at is None:
        return shortened(title, _LABEL)
    return f"{tr.date(facts.starts_at, zone)} · {shortened(title, _LABEL - 14)}"


def _paging(tab: str, page: int, total: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, TAB + tab, page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, TAB + tab, page + 1)))
    return buttons


def _tabs(chosen: str, totals: Mapping[str, int], tr: Translator) -> list[list[Button]]:
    return in_pairs(
        [
            Button(
                ("✓ " if tab == chosen else "") + tr.label("meetings", label, number=tr.number(totals[tab])),
                ButtonData(NOUN, TAB + tab),
            )
            for tab, label in _TABS.items()
        ]
    )


def areas_asked(area_ids: Sequence[int], tree: AreaTree, tr: Translator) -> View:
    """Whoever holds several offices: whose meeting is it?"""
    rows = [
        [Button(shortened(place_name(area_id, tree, tr), _NAME), ButtonData(NOUN, "area", area_id))]
        for area_id in area_ids[:90]
    ]
    return View(tr.text("<b>Of which area's council is the meeting?</b>"), [*rows, [to_list(tr)]])


def no_area(tr: Translator) -> View:
    """There is no area whose body could meet."""
    return View(tr.text("The city has no areas yet. An owner can import them; then meetings can be called."), [])
