"""Showing what came with a submission: by the messenger's own id where it is this bot's, else our copy."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any

from handlers.calls import METHODS
from handlers.context import Context
from handlers.views.case_words import files_missing
from models.media import Media, MediaKind, MediaState
from models.stored_files import StoredFiles

_ALBUM = 10  # files of one album at most: https://core.telegram.org/bots/api#sendmediagroup
# What may share an album: pictures and films; files with files; sounds with sounds.
_TOGETHER = (
    frozenset({MediaKind.PHOTO, MediaKind.VIDEO}),
    frozenset({MediaKind.DOCUMENT}),
    frozenset({MediaKind.AUDIO}),
)

type Source = str | dict[str, str]


async def send(context: Context, attachments: Sequence[Media]) -> None:
    """Send the files in the order they came, as albums where they may be one; say how many cannot be shown."""
    found = [(MediaKind(one.kind), await _source(context, one)) for one in attachments]
    shown = [(kind, source) for kind, source in found if source is not None]
    for album in _albums(shown):
        context.send(*_call(album))
    if len(shown) < len(found):
        context.reply(files_missing(len(found) - len(shown), context.tr))


async def _source(context: Context, media: Media) -> Source | None:
    """The messenger's id, or the path of our copy; None where neither can be shown."""
    if media.bot_id == context.turn.bot_id and media.state != MediaState.GONE:
        return media.file_id
    folder = context.turn.media_dir
    if folder is None or media.sha256 is None:
        return None
    path = await asyncio.to_thread(StoredFiles(folder).path_of, media.sha256)
    return None if path is None else {"path": str(path)}


def _albums(shown: Sequence[tuple[MediaKind, Source]]) -> Iterator[list[tuple[MediaKind, Source]]]:
    album: list[tuple[MediaKind, Source]] = []
    for one in shown:
        if album and (len(album) == _ALBUM or not _fit(album[-1][0], one[0])):
            yield album
            album = []
        album.append(one)
    if album:
        yield album


def _fit(first: MediaKind, second: MediaKind) -> bool:
    return any(first in group and second in group for group in _TOGETHER)


def _call(album: Sequence[tuple[MediaKind, Source]]) -> tuple[str, dict[str, Any]]:
    if len(album) == 1:
        kind, source = album[0]
        return METHODS[kind], {kind.value: source}
    items: list[dict[str, str]] = []
    files: dict[str, Any] = {}
    for number, (kind, source) in enumerate(album):
        if isinstance(source, str):
            items.append({"type": kind.value, "media": source})
            continue
        files[f"file{number}"] = source
        items.append({"type": kind.value, "media": f"attach://file{number}"})
    return "sendMediaGroup", {"media": items, **files}
