from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.calls import Call
from handlers.views.notice_message import NoticeMessage
from locales import translator
from models.draft import Location
from models.media import MediaItem, MediaKind
from models.notice_content import Link, NoticeContent, Question

ZONE = ZoneInfo("Asia/Tehran")
TR = translator("en")
PIN = Location(36.6, 51.4)


def _file(kind: MediaKind = MediaKind.PHOTO, name: str = "a") -> MediaItem:
    return MediaItem(1, kind, name, f"unique-{name}")


def _shown(content: NoticeContent, amended_at: datetime | None = None) -> NoticeMessage:
    return NoticeMessage(content, 7, amended_at, ZONE, TR, Markup("<i>closing</i>"))


def _methods(calls: list[Call]) -> list[str]:
    return [call.method for call in calls]


def _walk(message: NoticeMessage) -> list[str]:
    methods, sent = [], 0
    while True:
        call = message.call_after(sent)
        methods.append(call.method)
        sent += call.messages
        if call.is_last:
            return methods


def test_words_alone_keep_their_markup() -> None:
    """Words are one message of HTML with the closing line below."""
    (call,) = _shown(NoticeContent("<b>Water</b> is off &lt;today&gt;")).calls()
    assert call.method == "sendMessage"
    assert call.parameters["text"] == "<b>Water</b> is off &lt;today&gt;\n\n<i>closing</i>"
    assert call.parameters["parse_mode"] == "HTML"
    assert call.is_last


def test_one_file_carries_words_that_fit() -> None:
    """Any kind of file that takes a caption is one message with words and buttons; a round video is two."""
    for kind in set(MediaKind) - {MediaKind.VIDEO_NOTE}:
        (call,) = _shown(NoticeContent("Look", (_file(kind),), asks_read=True)).calls()
        assert call.parameters["caption"] == "Look\n\n<i>closing</i>"
        assert call.parameters[kind.value] == "a"
        assert len(call.parameters["reply_markup"]["inline_keyboard"]) == 1
    round_one = _shown(NoticeContent("Look", (_file(MediaKind.VIDEO_NOTE),)))
    assert _walk(round_one) == ["sendVideoNote", "sendMessage"]


def test_longer_words_and_albums_come_before_their_words() -> None:
    """Files first, then the words with the buttons; what stands in one album is one call of several messages."""
    assert _walk(_shown(NoticeContent("x" * 1100, (_file(),)))) == ["sendPhoto", "sendMessage"]
    album = _shown(NoticeContent("Look", (_file(name="a"), _file(MediaKind.VIDEO, "b")), asks_read=True))
    assert _walk(album) == ["sendMediaGroup", "sendMessage"]
    assert album.call_after(0).messages == 2
    assert album.call_after(2).parameters["reply_markup"]["inline_keyboard"]


def test_a_pin_stands_before_the_words() -> None:
    """The buttons are below the words; without words below the pin."""
    assert _walk(_shown(NoticeContent("Here", location=PIN, asks_read=True))) == ["sendLocation", "sendMessage"]
    (call,) = _shown(NoticeContent(location=PIN, asks_read=True)).calls()
    assert call.parameters["reply_markup"]["inline_keyboard"]
    (bare,) = _shown(NoticeContent(location=PIN)).calls()
    assert bare.parameters["latitude"] == 36.6


def test_files_without_words_stay_without() -> None:
    """Nothing is written below a file alone; an album with buttons has a line for them to stand under."""
    (call,) = _shown(NoticeContent(files=(_file(MediaKind.VOICE),), asks_read=True)).calls()
    assert "caption" not in call.parameters
    assert call.parameters["reply_markup"]["inline_keyboard"]
    album = NoticeContent(files=(_file(name="a"), _file(name="b")))
    assert _walk(_shown(album)) == ["sendMediaGroup"]
    asking = NoticeContent(files=album.files, asks_read=True)
    assert _walk(_shown(asking)) == ["sendMediaGroup", "sendMessage"]
    assert _shown(asking).call_after(2).parameters["text"] == "<i>closing</i>"


def test_a_refused_file_leaves_the_words() -> None:
    """Where the messenger refuses a file, the words go alone; there is always something to say."""
    call = _shown(NoticeContent("Look", (_file(),))).call_after(0, without_files=True)
    assert (call.method, call.is_last) == ("sendMessage", True)
    assert call.parameters["text"].startswith("Look")
    assert _shown(NoticeContent(files=(_file(),))).call_after(0, without_files=True).parameters["text"]


def test_what_readers_can_press() -> None:
    """Answers, «read» and the link; long answers have a row each."""
    question = Question("When?", ("Morning", "Evening"))
    content = NoticeContent("Come", link=Link("Map", "https://example.org"), asks_read=True, question=question)
    rows = _shown(content).view.to_parameters()["reply_markup"]["inline_keyboard"]
    assert [[key["text"] for key in row] for row in rows] == [["Morning", "Evening"], ["I have read it"], ["Map"]]
    assert rows[0][1]["callback_data"] == "1:reading:pick:7:1"
    assert rows[1][0]["callback_data"] == "1:reading:read:7:0"
    assert "<b>When?</b>" in _shown(content).view.text
    long = NoticeContent("Come", question=Question("When?", ("Before the sun rises", "Later")))
    assert len(_shown(long).view.rows) == 2


def test_an_amendment_is_marked_with_its_day() -> None:
    """The mark stands above the words, with the Jalali date of the city's clock."""
    shown = _shown(NoticeContent("New"), datetime(2026, 12, 3, 22, 0, tzinfo=UTC))
    assert shown.view.text.startswith("<i>✏️ Amended on 13 Azar 1405</i>\n\nNew")


def test_words_are_edited_where_they_stand() -> None:
    """Text, caption, and the words below an album are each changed by their own call."""
    text, photo = NoticeContent("Old"), NoticeContent("Old", (_file(),))
    album = NoticeContent("Old", (_file(name="a"), _file(name="b")))
    (call,) = _shown(NoticeContent("New")).edit_calls([5], text)
    assert (call.method, call.parameters["message_id"]) == ("editMessageText", 5)
    (call,) = _shown(NoticeContent("New", photo.files)).edit_calls([5], photo)
    assert (call.method, call.parameters["caption"]) == ("editMessageCaption", "New\n\n<i>closing</i>")
    (call,) = _shown(NoticeContent("New", (_file(name="c"), _file(name="d")))).edit_calls([5, 6, 7], album)
    assert (call.method, call.parameters["message_id"]) == ("editMessageText", 7)


def test_a_changed_file_takes_the_old_ones_place() -> None:
    """One file is replaced with its caption; above long words it is replaced and the words are edited."""
    photo, other = NoticeContent("Old", (_file(),)), (_file(MediaKind.DOCUMENT, "b"),)
    (call,) = _shown(NoticeContent("New", other)).edit_calls([5], photo)
    assert call.method == "editMessageMedia"
    assert call.parameters["media"]["type"] == "document"
    assert call.parameters["media"]["caption"].startswith("New")
    long = NoticeContent("x" * 1100, (_file(),))
    calls = _shown(NoticeContent("y" * 1100, other)).edit_calls([5, 6], long)
    assert [(call.method, call.parameters["message_id"]) for call in calls] == [
        ("editMessageMedia", 5),
        ("editMessageText", 6),
    ]
    (call,) = _shown(NoticeContent("New", (_file(MediaKind.VOICE, "v"),))).edit_calls([5], photo)
    assert call.method == "editMessageCaption"


def test_words_that_went_alone_are_edited_alone() -> None:
    """Where an album had been refused, the one message that left is the words'."""
    album = NoticeContent("Old", (_file(name="a"), _file(name="b")))
    (call,) = _shown(NoticeContent("New", album.files)).edit_calls([5], album)
    assert (call.method, call.parameters["message_id"]) == ("editMessageText", 5)
    assert _shown(album).edit_calls([]) == []


def test_taking_back() -> None:
    """Every message is deleted by a call of its own; else one line says that it was withdrawn, without buttons."""
    album = NoticeContent("Old", (_file(name="a"), _file(name="b")))
    assert [call.parameters for call in _shown(album).delete_calls([5, 6, 7])] == [
        {"message_id": 5},
        {"message_id": 6},
        {"message_id": 7},
    ]
    (call,) = _shown(album).withdrawn_calls([5, 6, 7])
    assert (call.method, call.parameters["message_id"]) == ("editMessageText", 7)
    assert call.parameters["reply_markup"] == {"inline_keyboard": []}
    (call,) = _shown(NoticeContent("Old", (_file(),))).withdrawn_calls([5])
    assert (call.method, call.parameters["caption"]) == ("editMessageCaption", "This notice was withdrawn.")
    assert _methods(_shown(NoticeContent(location=PIN)).withdrawn_calls([5])) == ["editMessageReplyMarkup"]


def test_a_caption_has_less_room() -> None:
    """How much is too long for the place in which the old words stand; words of their own have a whole message."""
    photo = NoticeContent("Old", (_file(),))
    closing = len("\n\nclosing")
    assert _shown(NoticeContent("x" * 1030, photo.files)).caption_surplus(photo) == 6 + closing
    assert _shown(NoticeContent("x" * 1030)).caption_surplus(NoticeContent("Old")) == 0
