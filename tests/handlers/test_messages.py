from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update

from handlers.messages import message_of, words_of


def _message(**content: str) -> Message:
    return Message(1, datetime(2026, 11, 22, tzinfo=UTC), Chat(1, "private"), **content)  # type: ignore[arg-type]  # texts only


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"text": "چراغ"}, "چراغ"),
        ({"caption": "عکس"}, "عکس"),
        ({}, ""),
        ({"text": "چر\x00اغ\ud83d"}, "چراغ"),
        ({"text": "\u200cچراغ  \n"}, "\u200cچراغ  \n"),
    ],
)
def test_words(content: dict[str, str], words: str) -> None:
    """Text or caption as it came, less what no database keeps."""
    assert words_of(_message(**content)) == words


def test_the_message_of_an_update() -> None:
    """An update without a message is an error of ours: a filter let the wrong one through."""
    message = _message(text="x")
    assert message_of(Update(1, message=message)) is message
    with pytest.raises(LookupError):
        message_of(Update(1))
