"""What a file is: by its first bytes, by its name, and how large its picture is."""

import mimetypes

ANYTHING = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"
# the standard library's own table, without the machine's: every machine answers the same
_NAMES = mimetypes.MimeTypes()
_MORE_NAMES = {
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "ics": "text/calendar",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
    "webp": "image/webp",
    "zip": "application/zip",
}
_BEGINNINGS = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypdash", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (8, b"WAVE", "audio/wav"),
)
_NO_SIZE_MARKERS = frozenset({0xC4, 0xC8, 0xCC})  # tables and extensions among the frame markers of JPEG


def type_by_name(name: str, otherwise: str = ANYTHING) -> str:
    """Returns the MIME type that a file's name promises."""
    known = _MORE_NAMES.get(name.rpartition(".")[2].lower()) or _NAMES.guess_type(name)[0]
    return known or otherwise or ANYTHING


def type_by_content(content: bytes) -> str | None:
    """Returns the MIME type that the first bytes show, for pictures, sound and film; else None."""
    return next((kind for place, bytes_, kind in _BEGINNINGS if content[place : place + len(bytes_)] == bytes_), None)


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Returns width and height of a JPEG, PNG or GIF in pixels, or None for anything else and broken ones."""
    match type_by_content(content):
        case "image/png":
            size = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
        case "image/gif":
            size = int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
        case "image/jpeg":
            size = _jpeg_size(content)
        case _:
            return None
    return size if all(size) else None


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if 0xC0 <= marker <= 0xCF and marker not in _NO_SIZE_MARKERS:
            return int.from_bytes(content[place + 7 : place + 9]), int.from_bytes(content[place + 5 : place + 7])
        place += 2 + length
    return 0, 0
