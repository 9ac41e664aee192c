"""Subscriptions: what somebody wants to hear of, from where, how often, and at which hours."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import SQLModel

from models.types import moment, reference_key, words


class NewsKind(StrEnum):
    """A kind of news that can be switched off; names the column of `subscription`."""

    NOTICES = "notices"
    MEETINGS = "meetings"
    GOALS = "goals"
    OWN = "own"  # what becomes of one's own submissions


class Digest(StrEnum):
    """How often news comes; stored by name."""

    OFF = "off"  # each at once
    DAILY = "daily"
    WEEKLY = "weekly"


DEFAULT_QUIET = "22-8"
NO_QUIET = "none"


class Subscription(SQLModel, table=True):
    """One person's choices; whoever has no row has the defaults. `quiet` is «22-8», from hour to hour, or «none»."""

    __tablename__ = "subscription"

    person_id: int = reference_key("person.id")
    notices: bool = True
    meetings: bool = True
    goals: bool = True
    own: bool = True
    digest: str = words(default=Digest.OFF.value)
    quiet: str = words(default=DEFAULT_QUIET)
    digested_at: datetime | None = moment(nullable=True)  # up to when its digests have told
    updated_at: datetime = moment()


class FollowedArea(SQLModel, table=True):
    """An area whose news somebody wants beside those of their own."""

    __tablename__ = "followed_area"

    person_id: int = reference_key("person.id")
    area_id: int = reference_key("area.id", index=True)
    created_at: datetime = moment()
