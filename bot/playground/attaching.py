"""What a person attaches on the chat page, sent as an app of the messenger would send it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.playground import opus
from bot.playground.errors import PageError
from bot.playground.file_types import type_by_content, type_by_name
from bot.playground.files import MAX_UPLOAD
from bot.playground.messages import Message
from bot.playground.person import Person
from bot.playground.texts import MAX_CAPTION, utf16_length

KINDS = frozenset({"photo", "voice", "audio", "video", "document", "album"})
MAX_PHOTO = 10 * 1024 * 1024
"""Bytes of the largest photo; larger ones travel as files."""
_ALBUM = 10  # files of one album at most; apps make several of more
_TOO_LARGE = "فایل «{}» از ۵۰ مگابایت بزرگ‌تر است."
_LARGE_PHOTO = "عکس «{}» از ۱۰ مگابایت بزرگ‌تر است؛ به‌صورت فایل بفرستیدش."


@dataclass(frozen=True, slots=True)
class Attachment:
    """A chosen file; ``duration`` in seconds, ``width`` and ``height`` in pixels, as the page measured them."""

    name: str
    content: bytes
    duration: int = 0
    width: int = 0
    height: int = 0


def attach(person: Person, kind: str, files: Sequence[Attachment], caption: str | None) -> list[Message]:
    """Sends files: one as a message, two to ten as an album, more as several albums; the caption goes with the first.

    Args:
        person: Who sends.
        kind: One of KINDS; "album" takes photos and videos, each as what it is.
        files: At least one.
        caption: Up to 1,024 UTF-16 units.

    Raises:
        PageError: Something about them cannot be sent; nothing was.
    """
    _check(person, kind, files, caption)
    sent = []
    for start in range(0, len(files), _ALBUM):
        some = files[start : start + _ALBUM]
        album = person.new_album() if len(some) > 1 and kind != "voice" else None
        for file in some:
            sent.append(_send(person, kind, file, caption, album))
            caption = None
    return sent


def check_place(latitude: float, longitude: float) -> None:
    """Raises PageError for degrees that are not on Earth."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # also refuses NaN
        raise PageError("There is no such place.", "عرض جغرافیایی بین ۹۰− و ۹۰ و طول بین ۱۸۰− و ۱۸۰ است.")


def _send(person: Person, kind: str, file: Attachment, caption: str | None, album: str | None) -> Message:
    if kind == "album":
        kind = "video" if _type(file).startswith("video/") else "photo"
    match kind:
        case "photo":
            return person.send_photo(file.content, caption=caption, album=album)
        case "video":
            size = (file.width or 640, file.height or 480)
            return person.send_video(
                file.content, file.name, duration=file.duration, size=size, caption=caption, album=album
            )
        case "voice":
            return _send_voice(person, file)
        case "audio":
            return person.send_audio(file.content, file.name, duration=file.duration, caption=caption, album=album)
    return person.send_document(file.content, file.name, caption=caption, album=album)


def _send_voice(person: Person, file: Attachment) -> Message:
    content, name = file.content, file.name
    if type_by_content(content) == "video/webm":  # what most browsers record
        content, name = opus.webm_to_ogg(content), "voice.oga"
    return person.send_voice(content, name=name, duration=opus.seconds(content) or file.duration)


def _type(file: Attachment) -> str:
    return type_by_content(file.content) or type_by_name(file.name)


def _check(person: Person, kind: str, files: Sequence[Attachment], caption: str | None) -> None:
    person.check_may_send()
    if kind not in KINDS:
        raise PageError(f"There is no kind {kind!r}.", "این نوع پیوست شناخته نیست.")
    if not files:
        raise PageError("No file was chosen.", "فایلی انتخاب نشده است.")
    if caption and utf16_length(caption) > MAX_CAPTION:
        raise PageError("The caption is too long.", "توضیح پیوست حداکثر ۱٬۰۲۴ نویسه است؛ بقیه را جدا بنویسید.")
    for complaint in (complaint for file in files for complaint in _complaints(kind, file)):
        raise complaint


def _complaints(kind: str, file: Attachment) -> Iterator[PageError]:
    found = _type(file)
    if not file.content:
        yield PageError(f"{file.name} is empty.", f"فایل «{file.name}» خالی است.")
    if len(file.content) > MAX_UPLOAD:
        yield PageError(f"{file.name} is too large.", _TOO_LARGE.format(file.name))
    is_photo = kind == "photo" or (kind == "album" and not found.startswith("video/"))
    if is_photo and not found.startswith("image/"):
        yield PageError(f"{file.name} is no picture.", f"«{file.name}» عکس نیست؛ به‌صورت فایل بفرستیدش.")
    if is_photo and len(file.content) > MAX_PHOTO:
        yield PageError(f"{file.name} is too large.", _LARGE_PHOTO.format(file.name))
    if kind == "video" and not found.startswith("video/"):
        yield PageError(f"{file.name} is no video.", f"«{file.name}» ویدئو نیست؛ به‌صورت فایل بفرستیدش.")
    if kind == "voice" and not _is_voice(file):
        yield PageError(f"{file.name} is no voice.", f"«{file.name}» را نمی‌شود پیام صوتی کرد؛ به‌صورت فایل بفرستیدش.")


def _is_voice(file: Attachment) -> bool:
    """Tells whether the messenger takes it as a voice (core.telegram.org/bots/api#sendvoice): OGG, MP3 or M4A."""
    found = _type(file)
    if found != "video/webm":
        return found in ("audio/ogg", "audio/mpeg", "audio/mp4")
    try:
        return bool(opus.webm_to_ogg(file.content))
    except opus.NoOpusError:
        return False
