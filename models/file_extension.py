"""The ending of a stored file's name: from what is in it, so that it opens, and never from the name its sender gave."""

_STARTS = {
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG\r\n\x1a\n": ".png",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
    b"BM": ".bmp",
    b"II*\0": ".tif",
    b"MM\0*": ".tif",
    b"OggS": ".ogg",
    b"ID3": ".mp3",
    b"\xff\xfb": ".mp3",
    b"fLaC": ".flac",
    b"#!AMR": ".amr",
    b"%PDF-": ".pdf",
    b"\x1a\x45\xdf\xa3": ".webm",
    b"Rar!\x1a\x07": ".rar",
    b"7z\xbc\xaf\x27\x1c": ".7z",
}
_RIFF = {b"WEBP": ".webp", b"WAVE": ".wav", b"AVI ": ".avi"}
_BRANDS = {
    b"heic": ".heic",
    b"heix": ".heic",
    b"heim": ".heic",
    b"hevc": ".heic",
    b"mif1": ".heif",
    b"avif": ".avif",
    b"avis": ".avif",
    b"qt  ": ".mov",
    b"M4A ": ".m4a",
    b"3gp4": ".3gp",
    b"3gp5": ".3gp",
}
_BY_TYPE = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.google-earth.kmz": ".kmz",
    "application/zip": ".zip",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
}


def extension_of(head: bytes, mime_type: str | None) -> str:
    """The ending, with its dot.

    Args:
        head: the file's first bytes; 16 are enough.
        mime_type: what the sender says, asked where the bytes leave it open; `.bin` where nothing is known.
    """
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], ".mp4")
    by_content = next((ending for start, ending in _STARTS.items() if head.startswith(start)), None)
    return by_content or _BY_TYPE.get(mime_type or "", ".bin")
