"""A notice that was not sent yet, or not by its holder: how it stands, and everything that can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.notice import NOUN as COMPOSING
from handlers.views.notice import when_words
from handlers.views.notice_list import NOUN, audience_line, state_words, to_list
from handlers.views.notice_result import AMENDING, names_line
from locales import Translator
from models.area_tree import AreaTree
from models.audience import Audience
from models.notice import Notice, NoticeState

_NAME, _REMARK = 40, 300  # letters of a name, and of a remark


@dataclass(frozen=True)
class Standing:
    """A notice as its card shows it. `holder` is whose it is, None for one's own; `asked` whose yes it waits for."""

    notice: Notice
    office: Markup
    holder: str | None = None
    asked: Sequence[str] = ()


def standing_card(standing: Standing, words: Markup, tree: AreaTree, *, zone: ZoneInfo, tr: Translator) -> View:
    """One screen: its first words, whose it is, for whom, when, and what can be done in this state."""
    notice = standing.notice
    lines = [
        words,
        tr.text("<b>State:</b> {state}", state=state_words(notice, tr)),
        tr.text("In the name of: {office}", office=standing.office),
        tr.text("For: {places}", places=audience_line(Audience.from_data(notice.audience), tree, tr)),
    ]
    if standing.holder is not None:
        lines.append(tr.text("Of: {name}", name=tr.quote(shortened(standing.holder, _NAME))))
    if notice.starts_at is not None and notice.state != NoticeState.DISCARDED:
        lines.append(tr.text("When: {moment}", moment=when_words(notice, zone, tr)))
    if notice.is_urgent:
        lines.append(tr.text("Urgent: it comes at night, too."))
    lines += _asked_lines(standing, tr)
    if notice.remark:
        remark = tr.quote(shortened(notice.remark, _REMARK))
        lines.append(tr.text("It was returned with a remark: “{remark}”", remark=remark))
    return View(Markup("\n").join(lines), [*_rows(standing, tr), [_preview(notice, tr), to_list(tr)]])


def _asked_lines(standing: Standing, tr: Translator) -> list[Markup]:
    return [tr.text("Asked for a yes: {names}", names=names_line(standing.asked, tr))] if standing.asked else []


def _preview(notice: Notice, tr: Translator) -> Button:
    return Button(tr.label("notices", "As readers see it"), ButtonData(NOUN, "preview", notice.id or 0))


def _rows(standing: Standing, tr: Translator) -> list[list[Button]]:
    notice, is_own = standing.notice, standing.holder is None

    def composing(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(COMPOSING, action, notice.id or 0, notice.version), style=style)

    match NoticeState(notice.state):
        case NoticeState.DRAFT if is_own:
            go_on = ButtonData(NOUN, "go_on", notice.id or 0)
            begin = Button(tr.label("notices", "Go on with it"), go_on, style=Style.PRIMARY)
            return [[begin], [composing(tr.label("notices", "Delete it"), "remove", Style.DANGER)]]
        case NoticeState.APPROVAL:
            return [[composing(tr.label("notices", "Take it back"), "unsend")]]
        case NoticeState.SCHEDULED:
            stop = composing(tr.label("notices", "Do not send"), "unsend", Style.DANGER)
            change = Button(
                tr.label("notices", "Change it"), ButtonData(NOUN, "change", notice.id or 0, notice.version)
            )
            amend = Button(tr.label("notices", "Amend"), ButtonData(AMENDING, "amend", notice.id or 0, notice.version))
            has_left = notice.sent_at is not None
            result = Button(tr.label("notices", "How it went so far"), ButtonData(NOUN, "result", notice.id or 0))
            return [[stop], [result, amend]] if has_left else [[stop, change] if is_own else [stop]]
        case NoticeState.HELD:
            take = ButtonData(NOUN, "take", notice.id or 0, notice.version)
            return [[Button(tr.label("notices", "Take it over"), take, style=Style.PRIMARY)]]
        case _:
            return []


def draft_again_toast(tr: Translator) -> str:
    """A word over the chat after «change it» on one that had its time."""
    return tr.plain("It is a draft again: change its time or anything else, and send it anew.")


def taken_over_toast(tr: Translator) -> str:
    """A word over the chat after «take it over»."""
    return tr.plain("It is yours now. Look at it and send it.")
