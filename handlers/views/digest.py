"""A digest: what was gathered for somebody, group by group, newest first; a page of it at a time."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.notice_buttons import READING
from handlers.views.notice_list import glimpse
from locales import Translator
from models.digest import Gathered, NoticeNews, OwnNews
from models.documents.labels import status_label
from models.notice_checks import words_of
from models.notice_content import NoticeContent

NOUN = "digest"
PAGE = 6  # notices: with a line and half a row of buttons each, one screen of an old phone
_TITLE = 80  # letters


def digest_card(gathered: Gathered, delivery_id: int, page: int, *, zone: ZoneInfo, tr: Translator) -> View:
    """What is new: notices with a button each, then what became of one's own submissions."""
    pages = max(1, -(-len(gathered.notices) // PAGE))
    page = min(max(page, 0), pages - 1)
    first = page * PAGE
    shown = gathered.notices[first : first + PAGE]
    lines = [tr.text("<b>What is new in your neighbourhoods</b>"), _notices(shown, first, zone, tr)]
    left = len(gathered.notices) - first - len(shown)
    if left:
        lines.append(tr.count("and {number} more", "and {number} more", left))
    if gathered.own and page == 0:
        lines.append(_own(gathered.own, zone, tr))
    opens = [_opening(one, first + at, len(gathered.notices), tr) for at, one in enumerate(shown, 1)]
    return View(Markup("\n\n").join(lines), [*in_pairs(opens), _paging(delivery_id, page, pages, tr)])


def _notices(shown: Sequence[NoticeNews], first: int, zone: ZoneInfo, tr: Translator) -> Markup:
    lines = [tr.text("<b>Notices</b>")]
    for number, one in enumerate(shown, first + 1):
        day = Markup.escape(tr.date(one.at, zone))
        lines.append(Markup("{}. {} · {}").format(tr.number(number), title(one.content, tr), day))
    return Markup("\n").join(lines)


def title(content: NoticeContent, tr: Translator) -> Markup:
    """A notice's first line; without words, what it consists of."""
    words = words_of(content.html).strip()
    if not words:
        return glimpse(content, tr)
    return tr.quote(shortened(" ".join(words.splitlines()[0].split()), _TITLE))


def _own(changed: Sequence[OwnNews], zone: ZoneInfo, tr: Translator) -> Markup:
    lines = [tr.text("<b>Your submissions</b>")]
    for one in changed:
        status, day = status_label(one.status, tr, for_author=True), tr.date(one.at, zone)
        lines.append(Markup("{} · {} · {}").format(tr.code(one.code), status, day))
    return Markup("\n").join(lines)


def _opening(notice: NoticeNews, number: int, total: int, tr: Translator) -> Button:
    data = ButtonData(READING, "open", notice.notice_id)
    if total == 1:
        return Button(tr.label("button", "Read it"), data)
    return Button(tr.label("button", "Read number {number}", number=tr.number(number)), data)


def _paging(delivery_id: int, page: int, pages: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "page", delivery_id, page - 1)))
    if page < pages - 1:
        buttons.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "page", delivery_id, page + 1)))
    return buttons
