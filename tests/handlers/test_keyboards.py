import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import CAPTION_LIMIT, TEXT_LIMIT, Button, Style, View, in_pairs, shortened


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_shortened_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    """At most so many UTF-16 units; a text that fits is untouched, one that does not ends with an ellipsis."""
    short = shortened(text, limit)
    assert _units(short) <= limit
    assert short == text if _units(text) <= limit else short.endswith("…")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("چراغ کوچه سوخته است", 12, "چراغ کوچه…"),
        ("فضای سبز، ورزشی و هنری", 12, "فضای سبز…"),
        ("چراغ", 4, "چراغ"),
        ("😡😡😡", 4, "😡…"),
        ("ااااااااااااااا", 5, "اااا…"),
    ],
)
def test_shortened_cuts_between_words(text: str, limit: int, short: str) -> None:
    """The cut is at a blank where one is near, and never inside an emoji."""
    assert shortened(text, limit) == short


def test_a_view_as_the_messengers_parameters() -> None:
    """Empty rows are left out; buttons carry data, an address or a text to copy, and their colour."""
    view = View(
        Markup("<b>x</b>"),
        [
            [Button("ثبت", ButtonData("draft", "confirm", 37, 2), style=Style.SUCCESS)],
            [],
            [Button("باز", url="https://t.me/x"), Button("کپی", copy="۱۴۰۵")],
        ],
    )
    parameters = view.to_parameters()
    assert parameters["text"] == "<b>x</b>"
    assert parameters["parse_mode"] == "HTML"
    assert parameters["reply_markup"]["inline_keyboard"] == [
        [{"text": "ثبت", "callback_data": "1:draft:confirm:11:2", "style": "success"}],
        [{"text": "باز", "url": "https://t.me/x"}, {"text": "کپی", "copy_text": {"text": "۱۴۰۵"}}],
    ]


def test_pairs() -> None:
    """Two buttons a row, the odd one alone."""
    buttons = [Button(str(number)) for number in range(5)]
    assert [[button.label for button in row] for row in in_pairs(buttons)] == [["0", "1"], ["2", "3"], ["4"]]


def test_a_line_before_a_view() -> None:
    """The line comes first, the buttons stay."""
    view = View(Markup("متن"), [[Button("x")]]).preceded_by(Markup("دیر شد"))
    assert view.text == "دیر شد\n\nمتن"
    assert view.rows == [[Button("x")]]


@pytest.mark.parametrize("limit", [CAPTION_LIMIT, TEXT_LIMIT])
def test_marks_make_no_message_too_long(limit: int) -> None:
    """A line of somebody's words alone is marked as running from the right, unless just that would be too much."""
    line = "\n۲. \u2068چراغ\u2069"
    for room in (0, 1):
        text = "ک" * (limit - room - len(line)) + line
        shown = View(Markup(text)).to_parameters()["text"]  # noqa: S704 (no markup in it)
        assert shown == (text.replace("\n", "\n\u200f") if room else text)
