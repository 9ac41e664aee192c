"""What the messenger allows, checked on a view's parameters as the playground reads them."""

from bot.playground.html_markup import parse_html
from handlers.callback_data import LIMIT_BYTES
from handlers.keyboards import TEXT_LIMIT, View

ONE_SCREEN = 2500  # UTF-16 units: what an old phone shows without much scrolling
_WIDEST_ROW = 2
_MOST_BUTTONS = 100


def check_fits(view: View, *, widest_row: int = _WIDEST_ROW) -> str:
    """Everything of a view is within the messenger's limits; returns the text as a person reads it."""
    parameters = view.to_parameters()
    text, _ = parse_html(parameters["text"])
    assert 0 < len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT
    rows = parameters["reply_markup"].get("inline_keyboard", [])
    assert sum(len(row) for row in rows) <= _MOST_BUTTONS
    for row in rows:
        assert 1 <= len(row) <= widest_row
        for key in row:
            assert key["text"].strip()
            assert len(key["text"].encode("utf-16-le")) // 2 <= 64
            assert len(key.get("callback_data", "x").encode()) <= LIMIT_BYTES
            assert 1 <= len(key.get("copy_text", {}).get("text", "x")) <= 256
    return str(text)
