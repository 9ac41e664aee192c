"""Media: the files that came with a submission, from the messenger's promise of them to a file of our own."""

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import messenger_id, moment, own_key, reference, words

_WAITING = text("state = 'waiting'")

MAX_FILE_BYTES = 20 * 1024 * 1024
"""What the messenger gives bots at most, in bytes (https://core.telegram.org/bots/api#getfile)."""


class MediaKind(StrEnum):
    """What a resident attached; stored by name."""

    PHOTO = "photo"
    VOICE = "voice"
    AUDIO = "audio"
    VIDEO = "video"
    VIDEO_NOTE = "video_note"
    ANIMATION = "animation"
    DOCUMENT = "document"


class MediaState(StrEnum):
    """Whether we hold the file ourselves."""

    WAITING = "waiting"
    STORED = "stored"
    TOO_LARGE = "too_large"  # the messenger gives bots at most 20 MB
    GONE = "gone"


class MediaTrouble(StrEnum):
    """Why a file is still waiting: the class of the last failure, stored at the beginning of `error`."""

    AWAY = "away"  # the network, the messenger's servers or our own disk
    REFUSED = "refused"  # the messenger says that it is not there
    BROKEN = "broken"  # it came, and was not whole
    MISSING = "missing"  # it was stored once, and is not in MEDIA_DIR any more


@dataclass(frozen=True)
class MediaItem:
    """A file as the messenger announced it: what a draft remembers until it is registered. `size` is in bytes."""

    message_id: int
    kind: MediaKind
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    mime_type: str | None = None
    duration: int | None = None
    size: int | None = None

    @property
    def is_too_large(self) -> bool:
        """Whether the messenger will not give it to a bot: known before anybody asks for it."""
        return self.size is not None and self.size > MAX_FILE_BYTES

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what is not known."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        return cls(**{**data, "kind": MediaKind(data["kind"])})


class Media(SQLModel, table=True):
    """One attached file. `file_id` is the messenger's, and dies with the bot's token; `sha256` names our own copy.

    `entry_id` is set where it came with a reply or an answer. `size` is what the messenger says, in bytes;
    `stored_size` what lies in MEDIA_DIR, position metadata removed.
    """

    __tablename__ = "media"
    __table_args__ = (
        UniqueConstraint("submission_id", "message_id", "file_unique_id"),
        Index("ix_media_waiting", "bot_id", "next_try_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    submission_id: int = reference("submission.id")
    entry_id: int | None = reference("entry.id", nullable=True, index=False)
    bot_id: int = messenger_id()
    message_id: int = messenger_id()
    position: int = 0
    kind: str = words()
    file_id: str = words()
    file_unique_id: str = words()
    file_name: str | None = words(nullable=True)
    mime_type: str | None = words(nullable=True)
    duration: int | None = None
    size: int | None = Field(default=None, sa_type=BigInteger)
    state: str = words(default=MediaState.WAITING.value)
    sha256: str | None = words(nullable=True)
    stored_size: int | None = Field(default=None, sa_type=BigInteger)
    attempts: int = 0
    error: str | None = words(nullable=True)
    created_at: datetime = moment()
    next_try_at: datetime = moment()
    stored_at: datetime | None = moment(nullable=True)
