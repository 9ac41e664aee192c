"""Fetching one file from the messenger: asking where it lies, taking it in, and what every refusal stands for."""

import asyncio
import errno
import os
from contextlib import aclosing
from dataclasses import dataclass

from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed, Unknown
from models.media import MAX_FILE_BYTES, MediaState, MediaTrouble
from models.services.media import Waiting
from models.stored_files import ArrivingFile, Stored, StoredFiles

TRIES = 10
"""So many refusals in a row mean that a file is gone; so many files of another length, that the length was wrong."""

_PIECE = 256 * 1024  # bytes written at once
# What the API says of an id that is none, or another bot's. It says "wrong file_id or the file is temporarily
# unavailable" of both kinds, and of ids that are good: that is asked again.
_NO_ID = ("invalid file_id", "wrong remote file identifier", "file_id not specified")


@dataclass(frozen=True)
class Outcome:
    """What came of trying: the state the file is in now, and what that needs."""

    state: MediaState
    stored: Stored | None = None
    trouble: MediaTrouble = MediaTrouble.AWAY
    reason: str = ""
    pause: float | None = None
    """Seconds that the messenger asks to wait before anything else is asked."""
    broken: CallFailed | None = None
    """The failure that says that nobody can get through now."""


TOO_LARGE = Outcome(MediaState.TOO_LARGE)


class Fetcher:
    """Takes files in, one at a time for every call. `owner` names this process' half-done files."""

    def __init__(self, *, client: ApiClient, store: StoredFiles, owner: int) -> None:
        self._client = client
        self._store = store
        self._owner = owner

    async def fetch(self, waiting: Waiting) -> Outcome:
        """Fetch a file and store it.

        Raises:
            OSError: our own disk refuses.
        """
        if not await asyncio.to_thread(self._store.has_room_for, waiting.size or MAX_FILE_BYTES):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        try:
            file = await self._client.call("getFile", {"file_id": waiting.file_id})
        except CallFailed as error:
            return _not_shown(error)
        path, size = (file.get("file_path"), file.get("file_size")) if isinstance(file, dict) else (None, None)
        if not isinstance(path, str):
            return _refused("getFile names no path")
        if isinstance(size, int) and size > MAX_FILE_BYTES:
            return TOO_LARGE
        try:
            return await self._take_in(waiting, path, size if isinstance(size, int) else waiting.size)
        except CallFailed as error:
            return _not_given(error)

    async def _take_in(self, waiting: Waiting, path: str, size: int | None) -> Outcome:
        arriving = self._store.open_arriving(self._owner)
        try:
            await self._receive(path, arriving)
            if arriving.size > MAX_FILE_BYTES:
                return TOO_LARGE
            is_patient = waiting.trouble is not MediaTrouble.BROKEN or waiting.attempts < TRIES - 1
            if size is not None and arriving.size != size and is_patient:
                reason = f"{arriving.size} bytes came of {size}"
                return Outcome(MediaState.WAITING, trouble=MediaTrouble.BROKEN, reason=reason)
            return Outcome(MediaState.STORED, await asyncio.to_thread(arriving.keep, waiting.mime_type))
        finally:
            # Also when this is cancelled: the thread ends its work whatever happens to who waits for it.
            await asyncio.shield(asyncio.to_thread(arriving.discard))

    async def _receive(self, path: str, arriving: ArrivingFile) -> None:
        gathered = bytearray()
        async with aclosing(self._client.download(path)) as pieces:
            async for piece in pieces:
                gathered += piece
                if len(gathered) >= _PIECE:
                    await asyncio.to_thread(arriving.write, bytes(gathered))
                    gathered.clear()
                if arriving.size > MAX_FILE_BYTES:
                    return
        await asyncio.to_thread(arriving.write, bytes(gathered))


def _refused(reason: str) -> Outcome:
    return Outcome(MediaState.WAITING, trouble=MediaTrouble.REFUSED, reason=reason)


def _not_shown(error: CallFailed) -> Outcome:
    """What a failed getFile means."""
    if not isinstance(error, ApiError) or error.code in {401, 404} or error.code >= 500:
        # A token that was revoked may be put right again: nothing is given up for it.
        return Outcome(MediaState.WAITING, reason=error.reason, broken=error)
    if error.code == 429:
        return _too_many(error)
    said = error.description.lower()
    if "file is too big" in said:
        return TOO_LARGE
    if any(words in said for words in _NO_ID):
        return Outcome(MediaState.GONE, reason=error.reason)
    return _refused(error.reason)


def _not_given(error: CallFailed) -> Outcome:
    """What a failed download means. The API was there a moment ago: one file's 5xx says nothing of the others."""
    if isinstance(error, ApiError):
        if error.code == 429:
            return _too_many(error)
        if error.code == 401:
            return Outcome(MediaState.WAITING, reason=error.reason, broken=error)
        return _refused(error.reason) if error.code < 500 else Outcome(MediaState.WAITING, reason=error.reason)
    answered = isinstance(error, Unknown) and error.status is not None
    return Outcome(MediaState.WAITING, reason=error.reason, broken=None if answered else error)


def _too_many(error: ApiError) -> Outcome:
    return Outcome(MediaState.WAITING, reason=error.reason, pause=error.retry_after or 1.0)
