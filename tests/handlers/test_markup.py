from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, MessageEntity

from bot.playground.html_markup import parse_html
from handlers.markup import html_of
from handlers.messages import part_of
from models.draft import Part

_NOW = datetime(2026, 12, 1, tzinfo=UTC)


def _message(text: str, *entities: tuple[str, int, int], url: str | None = None) -> Message:
    made = [MessageEntity(kind, offset, length, url=url) for kind, offset, length in entities]
    return Message(1, _NOW, Chat(5, "private"), text=text, entities=made)


def test_markup_is_kept() -> None:
    """Bold, nested, links and quotes come back as the messenger's own tags; the rest is escaped."""
    assert html_of(_message("a < b", ("bold", 0, 1))) == "<b>a</b> &lt; b"
    assert html_of(_message("one two", ("bold", 0, 7), ("italic", 4, 3))) == "<b>one <i>two</i></b>"
    link = _message("map", ("text_link", 0, 3), url='https://e.org/?a="&b')
    assert html_of(link) == '<a href="https://e.org/?a=&quot;&amp;b">map</a>'
    quoted = _message("said", ("expandable_blockquote", 0, 4))
    assert html_of(quoted) == "<blockquote expandable>said</blockquote>"
    assert html_of(_message("x", ("spoiler", 0, 1))) == "<tg-spoiler>x</tg-spoiler>"


def test_offsets_count_as_the_messenger_counts() -> None:
    """An emoji is two units: what stands behind it keeps its own markup."""
    assert html_of(_message("😡 آب قطع", ("bold", 3, 2))) == "😡 <b>آب</b> قطع"


@pytest.mark.parametrize(
    "entities",
    [
        [("bold", 0, 5), ("italic", 3, 6)],
        [("code", 0, 6), ("bold", 2, 2)],
        [("bold", 0, 900)],
        [("bold", -1, 3)],
        [("url", 0, 4), ("mention", 5, 3)],
        [("bold", 0, 3), ("bold", 0, 3), ("underline", 3, 3)],
    ],
)
def test_whatever_the_entities_are_the_words_stay(entities: list[tuple[str, int, int]]) -> None:
    """Crossing, nested in code, beyond the end: the HTML can be read, and shows the words and nothing else."""
    words = "abcdef ghi"
    found = html_of(_message(words, *entities))
    assert parse_html(found or words)[0] == words


def test_a_command_can_be_left_out() -> None:
    """What stands behind a command keeps its markup; the command's own is gone."""
    message = _message("/notice be here", ("bot_command", 0, 7), ("bold", 8, 2))
    assert html_of(message, after="/notice ") == "<b>be</b> here"


def test_a_part_remembers_its_markup() -> None:
    """A draft's message keeps its HTML where it has any, through JSON and back."""
    part = part_of(_message("one two", ("bold", 0, 3)))
    assert part.html == "<b>one</b> two"
    assert Part.from_data(part.to_data()) == part
    assert "html" not in part_of(_message("one two")).to_data()
