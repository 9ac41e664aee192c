"""What people are told of a meeting: pure data, and what changed between two revisions of it."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any, Self

from models.draft import Location
from models.errors import BadMeetingFact

TITLE_LIMIT = 120  # letters: with date, place and agenda one message on an old phone
PLACE_LIMIT = 200
MOST_SESSIONS = 30
MOST_MINUTES = 12 * 60
MOST_PLACES = 100_000
DEFAULT_MINUTES = 90
MOST_ITEMS = 100  # of an agenda


class Field(StrEnum):
    """The facts that can be missing, wrong or changed; named as the fields of `Facts`."""

    TITLE = "title"
    SESSIONS = "sessions"  # when, and how long
    PLACE = "place"
    LOCATION = "location"
    LINK = "link"
    CAPACITY = "capacity"


@dataclass(frozen=True)
class Session:
    """One time at which people meet. `starts_at` is aware; `minutes` is how long it lasts."""

    starts_at: datetime
    minutes: int = DEFAULT_MINUTES

    @property
    def ends_at(self) -> datetime:
        """When it is over (aware)."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Facts:
    """One revision. A course has several sessions, in order; any other meeting has one, or none while it is a draft."""

    title: str = ""
    sessions: tuple[Session, ...] = field(default=())
    place: str | None = None
    location: Location | None = None
    link: str | None = None

    @property
    def starts_at(self) -> datetime | None:
        """When it begins (aware); None as long as nobody said."""
        return self.sessions[0].starts_at if self.sessions else None

    @property
    def ends_at(self) -> datetime | None:
        """When all of it is over (aware)."""
        return self.sessions[-1].ends_at if self.sessions else None

    @property
    def lacking(self) -> tuple[str, ...]:
        """What has to be said before anybody can be told: a title, a time, and a place or a link."""
        has_where = self.place or self.location or self.link
        found = (
            (Field.TITLE, self.title.strip()),
            (Field.SESSIONS, self.sessions),
            (Field.PLACE, has_where),
        )
        return tuple(name.value for name, value in found if not value)

    def checked(self) -> Self:
        """The same with its sessions in order and its words trimmed.

        Raises:
            BadMeetingFact: something is too long, too much, or sessions overlap.
        """
        _limit(Field.TITLE, len(self.title.strip()), TITLE_LIMIT)
        _limit(Field.PLACE, len((self.place or "").strip()), PLACE_LIMIT)
        _limit(Field.SESSIONS, len(self.sessions), MOST_SESSIONS)
        for one in self.sessions:
            if not 5 <= one.minutes <= MOST_MINUTES:
                raise BadMeetingFact("minutes", MOST_MINUTES)
        ordered = tuple(sorted(self.sessions, key=lambda one: one.starts_at))
        for one, after in pairwise(ordered):
            if after.starts_at < one.ends_at:
                raise BadMeetingFact("overlap", 0)
        place = (self.place or "").strip() or None
        return replace(self, title=" ".join(self.title.split()), place=place, sessions=ordered)

    def to_data(self) -> dict[str, Any]:
        """As JSON; what is not there is left out."""
        data: dict[str, Any] = {
            "title": self.title,
            "sessions": [[one.starts_at.isoformat(), one.minutes] for one in self.sessions],
        }
        if self.place is not None:
            data["place"] = self.place
        if self.location is not None:
            data["location"] = [self.location.latitude, self.location.longitude]
        if self.link is not None:
            data["link"] = self.link
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        pin = data.get("location")
        return cls(
            title=data.get("title", ""),
            sessions=tuple(Session(datetime.fromisoformat(at), minutes) for at, minutes in data.get("sessions", [])),
            place=data.get("place"),
            location=Location(*pin) if pin is not None else None,
            link=data.get("link"),
        )


def changed(before: Facts, after: Facts) -> frozenset[Field]:
    """Which facts differ, of those that people are told of."""
    compared = {
        Field.TITLE: (before.title, after.title),
        Field.SESSIONS: (before.sessions, after.sessions),
        Field.PLACE: (before.place, after.place),
        Field.LOCATION: (before.location, after.location),
        Field.LINK: (before.link, after.link),
    }
    return frozenset(name for name, (was, now) in compared.items() if was != now)


def check_capacity(capacity: int | None) -> None:
    """Look whether a meeting may have so many places.

    Raises:
        BadMeetingFact: it is less than one, or more than any room holds.
    """
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise BadMeetingFact(Field.CAPACITY.value, MOST_PLACES)


def _limit(name: Field, size: int, limit: int) -> None:
    if size > limit:
        raise BadMeetingFact(name.value, limit)
