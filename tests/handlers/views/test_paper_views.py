from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.playground.html_markup import parse_html
from handlers.keyboards import View
from handlers.views import paper as views
from locales import LANGUAGES, Translator, translator
from models.documents.calendar_file import CalendarFile
from models.documents.door_picture import Door
from models.documents.minutes_paper import minutes_text
from models.meeting_facts import PLACE_LIMIT, TITLE_LIMIT, Session
from tests.handlers.views.limits import check_fits
from tests.models.documents.papers import letter, minutes

TEHRAN = ZoneInfo("Asia/Tehran")
BEGIN = datetime(2026, 12, 17, 13, 30, tzinfo=UTC)
LARGEST = 36**12 - 1
CAPTION_LIMIT = 1024  # https://core.telegram.org/bots/api#senddocument
FILE = CalendarFile(
    number=LARGEST,
    bot_id=42,
    revision=1,
    title="<&\u202e😡ش" * (TITLE_LIMIT // 5),
    sessions=[Session(BEGIN + timedelta(days=day)) for day in range(30)],
    zone=TEHRAN,
    made_at=BEGIN,
    place="<&\u202e😡ش" * (PLACE_LIMIT // 5),
)
DOOR = Door(LARGEST, FILE.title, FILE.sessions[1], 2, 30, "https://t.me/" + "b" * 32 + "?start=" + "x" * 64)


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_fit(language: str) -> None:
    """The longest titles, places and names stand below a file, buttons and all."""
    tr = translator(language)
    long = "ش" * 200
    paper, proposal = minutes(place=long, number=99999, is_draft=True), letter(district=long)
    for view in (
        views.calendar_caption(FILE, tr),
        views.calendar_caption(replace(FILE, is_cancelled=True), tr),
        views.door_caption(DOOR, TEHRAN, tr),
        views.minutes_caption(paper, LARGEST, tr),
        views.letter_caption(proposal, LARGEST, tr),
        views.paper_failed(views.MINUTES, LARGEST, tr),
    ):
        check_fits(view)
        text, _ = parse_html(view.to_caption().get("caption", ""))
        assert len(text.encode("utf-16-le")) // 2 <= CAPTION_LIMIT


def _pages(text: str, tr: Translator) -> list[View]:
    return [views.text_page(views.MINUTES, LARGEST, text, page, tr) for page in range(len(views.pages_of(text)))]


def test_text_page_by_page() -> None:
    """Every word of a long paper stands on one of its pages; each fits a message, and leads on and back."""
    tr = translator("fa")
    items = [replace(minutes().items[0], text=f"بند {number} دستور") for number in range(1, 81)]
    shown = [check_fits(view) for view in _pages(minutes_text(minutes(items=items), tr), tr)]
    assert len(shown) > 4
    assert all(any(f"بند {number} دستور" in page for page in shown) for number in range(1, 81))
    first, *_, last = _pages(minutes_text(minutes(items=items), tr), tr)
    assert [key.label for row in first.rows for key in row] == ["بعدی ›", "فایل PDF برای چاپ"]
    assert [key.label for row in last.rows for key in row] == ["‹ قبلی", "فایل PDF برای چاپ"]


@pytest.mark.parametrize("text", ["", "x" * 9000, "😡" * 4000, "<b>&amp;" * 2000, "خط\n" * 3000, "بند\n\n" * 3000])
def test_any_text_is_cut_somewhere(text: str) -> None:
    """One word of any length, signs that count twice, a thousand short lines: nothing is lost, nothing is too long."""
    pages = views.pages_of(text)
    assert "".join("".join(pages).split()) == "".join(text.split())
    assert all(len(page.encode("utf-16-le")) // 2 <= 4000 for page in pages)


def test_a_page_that_is_not_there() -> None:
    """An old button after the paper became shorter shows the last page."""
    view = views.text_page(views.LETTER, 1, "کوتاه", 7, translator("fa"))
    assert view.text == "کوتاه"
