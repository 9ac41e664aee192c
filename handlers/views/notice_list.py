"""A council's notices: the list with its tabs, and what each of them is called in a line."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.draft import attachments_line
from handlers.views.role import place_name
from locales import Translator, mark_label
from models.area_tree import AreaTree
from models.audience import Audience
from models.notice import Notice, NoticeState, Repeats
from models.notice_checks import words_of
from models.notice_content import NoticeContent

NOUN = "notices"
TAB = "tab_"  # and the tab's name
PAGE = 6
_AREAS = 5  # areas of an audience that are named
_GLIMPSE, _LABEL = 80, 48  # letters of a notice in a line, and on a button
_TABS = {
    "drafts": mark_label("notices", "Drafts ({number})"),
    "waiting": mark_label("notices", "Waiting ({number})"),
    "scheduled": mark_label("notices", "Scheduled ({number})"),
    "sent": mark_label("notices", "Sent ({number})"),
}
_EMPTY = {
    "drafts": mark_label("notices", "No draft lies here."),
    "waiting": mark_label("notices", "Nothing waits for anybody's approval."),
    "scheduled": mark_label("notices", "Nothing is scheduled."),
    "sent": mark_label("notices", "Nothing has been sent yet."),
}
_STATES = {
    NoticeState.DRAFT: mark_label("notice state", "draft"),
    NoticeState.APPROVAL: mark_label("notice state", "waits for approval"),
    NoticeState.SCHEDULED: mark_label("notice state", "scheduled"),
    NoticeState.SENDING: mark_label("notice state", "is being sent"),
    NoticeState.SENT: mark_label("notice state", "sent"),
    NoticeState.STOPPED: mark_label("notice state", "stopped on the way"),
    NoticeState.HELD: mark_label("notice state", "waits for somebody to take it over"),
    NoticeState.WITHDRAWN: mark_label("notice state", "withdrawn"),
    NoticeState.DISCARDED: mark_label("notice state", "put away"),
}


def words_in(content: NoticeContent) -> str:
    """What is written in it, without markup and in one line; its question, where there is nothing else."""
    words = words_of(content.html)
    return " ".join((words or (content.question.text if content.question is not None else "")).split())


def glimpse(content: NoticeContent, tr: Translator) -> Markup:
    """The first of its words; without any, what it consists of."""
    words = words_in(content)
    if words:
        return tr.text("“{words}”", words=tr.quote(shortened(words, _GLIMPSE)))
    attached = attachments_line([one.kind for one in content.files], has_location=content.location is not None, tr=tr)
    return attached or tr.text("an empty notice")


def state_words(notice: Notice, tr: Translator) -> str:
    """Where it stands: «زمان‌بندی‌شده»."""
    return tr.label("notice state", _STATES[NoticeState(notice.state)])


def audience_line(audience: Audience, tree: AreaTree, tr: Translator) -> Markup:
    """Of which areas: «گلسار، باغ شاه»; the whole city where none is named."""
    names = [place_name(area_id, tree, tr) for area_id in audience.area_ids[:_AREAS]] or [place_name(None, tree, tr)]
    line = Markup.escape(tr.label("list", ", ")).join(tr.quote(name) for name in names)
    left = len(audience.area_ids) - _AREAS
    if left <= 0:
        return line
    return tr.count("{areas} and {number} more area", "{areas} and {number} more areas", left, areas=line)


def moment_words(at: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    """«شنبه ۲۱ آذر، ساعت ۱۷:۰۰»."""
    return tr.text(
        "{weekday} {day}, {time}", weekday=tr.weekday(at, zone), day=tr.date(at, zone), time=tr.time(at, zone)
    )


def when_line(notice: Notice, zone: ZoneInfo, tr: Translator) -> Markup | None:
    """When it left, or is to leave; None for what has no time yet."""
    if notice.state in {NoticeState.SCHEDULED, NoticeState.HELD} and notice.starts_at is not None:
        next_time = moment_words(notice.starts_at, zone, tr)
        if notice.repeats == Repeats.WEEKLY:
            return tr.text("every week, next on {moment}", moment=next_time)
        if notice.repeats == Repeats.MONTHLY:
            return tr.text("every month, next on {moment}", moment=next_time)
        return next_time
    return moment_words(notice.sent_at, zone, tr) if notice.sent_at is not None else None


def notice_list(
    found: Sequence[tuple[Notice, NoticeContent]],
    tab: str,
    page: int,
    totals: Mapping[str, int],
    *,
    tree: AreaTree,
    zone: ZoneInfo,
    tr: Translator,
) -> View:
    """A page of a tab, each notice a line and a button; `totals` are the tabs' numbers."""
    lines = [tr.text("<b>Notices</b>")]
    if not found:
        lines.append(Markup.escape(tr.label("notices", _EMPTY[tab])))
    lines += [_line(notice, content, tree, zone, tr) for notice, content in found]
    rows = [[_opens(notice, content, tr)] for notice, content in found]
    new = Button(tr.label("notices", "New notice"), ButtonData("notice", "new"), style=Style.PRIMARY)
    return View(
        Markup("\n\n").join(lines), [*rows, _paging(tab, page, totals[tab], tr), *_tabs(tab, totals, tr), [new]]
    )


def _line(notice: Notice, content: NoticeContent, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> Markup:
    stands = [Markup.escape(state_words(notice, tr)), audience_line(Audience.from_data(notice.audience), tree, tr)]
    when = when_line(notice, zone, tr)
    return Markup("\n").join((glimpse(content, tr), Markup(" · ").join([*stands, *([when] if when else [])])))


def _opens(notice: Notice, content: NoticeContent, tr: Translator) -> Button:
    label = shortened(words_in(content), _LABEL) or state_words(notice, tr)
    return Button(label, ButtonData(NOUN, "open", notice.id or 0))


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
                ("✓ " if tab == chosen else "") + tr.label("notices", label, number=tr.number(totals[tab])),
                ButtonData(NOUN, TAB + tab),
            )
            for tab, label in _TABS.items()
        ]
    )


def to_list(tr: Translator) -> Button:
    """The way back to the list."""
    return Button(tr.label("notices", "All notices"), ButtonData(NOUN, "list"))
