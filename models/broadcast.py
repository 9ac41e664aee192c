"""Broadcasts: one thing told to many at one time; a notice that repeats makes one each time."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import BIG_KEY, JsonText, messenger_id, moment, own_key, words

_AT_WORK = text("state IN ('sending', 'paused', 'stopping', 'mending')")


class BroadcastState(StrEnum):
    """Where it stands; stored by name. `sending → done`, or over `paused` and `stopping`; `mending` follows `done`."""

    SENDING = "sending"
    PAUSED = "paused"
    STOPPING = "stopping"  # what still waits is being dropped
    STOPPED = "stopped"
    DONE = "done"
    MENDING = "mending"  # what was sent is being amended, or taken back


class Broadcast(SQLModel, table=True):
    """One occurrence of something told to many. Its audience is frozen into `delivery` in ranges of people's ids.

    `cursor` is the last person's id that was looked at, `cursor_end` the last there was when it began; `frozen_at` is
    set when it got there. The counters are kept with every change of a delivery's state: everybody who was frozen is in
    exactly one of them or still on the way, so that it is over when they add up to `total`. `revision` is what the
    deliveries should show; `mended` and `unmended` count how far that came. `is_withdrawn`: they should be gone.
    """

    __tablename__ = "broadcast"
    __table_args__ = (
        UniqueConstraint("kind", "source_id", "occurrence"),
        Index("ix_broadcast_at_work", "bot_id", "id", sqlite_where=_AT_WORK, postgresql_where=_AT_WORK),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    kind: str = words()  # a DeliveryKind
    source_id: int = Field(sa_type=BIG_KEY)
    occurrence: str = words()
    audience: Any = Field(default_factory=dict, sa_type=JsonText)
    is_urgent: bool = False  # passes quiet hours
    state: str = words(default=BroadcastState.SENDING.value)
    cursor: int = Field(default=0, sa_type=BIG_KEY)
    cursor_end: int | None = Field(default=None, sa_type=BIG_KEY)
    frozen_at: datetime | None = moment(nullable=True)
    total: int = 0
    sent: int = 0
    blocked: int = 0
    failed: int = 0
    uncertain: int = 0
    dropped: int = 0
    revision: int = 0
    is_withdrawn: bool = False
    mended: int = 0
    unmended: int = 0
    started_at: datetime = moment()
    finished_at: datetime | None = moment(nullable=True)
    told_at: datetime | None = moment(nullable=True)  # when its sender was told how it ended
    cleared_at: datetime | None = moment(nullable=True)  # since when its deliveries are gone, and only counts are left
    shown: Any = Field(default=None, sa_type=JsonText, nullable=True)  # the counts that its progress message shows

    @property
    def settled(self) -> int:
        """Of how many people it is known what became of their message."""
        return self.sent + self.blocked + self.failed + self.uncertain + self.dropped
