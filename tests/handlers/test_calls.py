import pytest
from markupsafe import Markup

from handlers.calls import File, Message
from handlers.keyboards import CAPTION_LIMIT, View
from models.media import MediaKind

PHOTO, VIDEO, VOICE, PAPER = MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.VOICE, MediaKind.DOCUMENT


def _calls(*kinds: MediaKind, text: str = "<b>سلام</b>") -> list[tuple[str, int]]:
    """(method, messages) of the calls that show it, each made once the ones before have left."""
    message = Message(View(Markup(text)), [File(kind, f"{number}") for number, kind in enumerate(kinds)])  # noqa: S704  (no markup of anybody)
    calls, sent = [], 0
    while True:
        call = message.call_after(sent)
        calls.append((call.method, call.messages))
        sent += call.messages
        if call.is_last:
            return calls


@pytest.mark.parametrize(
    ("kinds", "calls"),
    [
        ([], [("sendMessage", 1)]),
        ([PHOTO], [("sendPhoto", 1)]),
        ([VOICE], [("sendVoice", 1), ("sendMessage", 1)]),
        ([PHOTO, VIDEO], [("sendMediaGroup", 2), ("sendMessage", 1)]),
        ([PHOTO, VOICE, PHOTO], [("sendMediaGroup", 2), ("sendVoice", 1), ("sendMessage", 1)]),
        ([PHOTO, PAPER], [("sendPhoto", 1), ("sendDocument", 1), ("sendMessage", 1)]),
        ([PHOTO] * 11, [("sendMediaGroup", 10), ("sendPhoto", 1), ("sendMessage", 1)]),
        ([MediaKind.VIDEO_NOTE, MediaKind.ANIMATION], [("sendVideoNote", 1), ("sendAnimation", 1), ("sendMessage", 1)]),
    ],
    ids=str,
)
def test_files_before_words(kinds: list[MediaKind], calls: list[tuple[str, int]]) -> None:
    """What may stand together is an album, the words with their buttons come last; one photo carries them itself."""
    assert _calls(*kinds) == calls


def test_a_photo_carries_no_more_than_it_can() -> None:
    """A caption has 1,024 units once its markup is read; longer words are a message of their own."""
    assert _calls(PHOTO, text="<b>" + "😡" * (CAPTION_LIMIT // 2) + "</b>") == [("sendPhoto", 1)]
    assert len(_calls(PHOTO, text="😡" * (CAPTION_LIMIT // 2 + 1))) == 2


def test_without_its_files() -> None:
    """Where the messenger refuses them, the words are left, whatever has left before."""
    message = Message(View(Markup("سلام")), [File(PHOTO, "a"), File(VOICE, "b")])
    assert message.call_after(1, without_files=True).method == "sendMessage"
    assert message.call_after(1).parameters == {"voice": "b"}
