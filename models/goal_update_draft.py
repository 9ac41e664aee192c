"""A report on a goal while it is written: what a dialogue keeps of it until it is put on record."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from models.goal import GoalUpdate
from models.media import MediaItem


@dataclass(frozen=True)
class GoalUpdateDraft:
    """What is known so far; None is what nobody said.

    `on_day` is the day of which it tells; None: today's, whenever it is put on record. `corrects_id` is the update that
    it takes the place of.
    """

    goal_id: int
    text: str = ""
    value: float | None = None
    stated: int | None = None
    status_to: str | None = None
    photo: MediaItem | None = None
    document: MediaItem | None = None
    resolution_id: int | None = None
    submission_id: int | None = None
    on_day: date | None = None
    corrects_id: int | None = None

    @property
    def is_begun(self) -> bool:
        """Whether anything would be lost with it."""
        said = (self.text, self.photo, self.document, self.status_to, self.resolution_id, self.submission_id)
        return any(said) or self.value is not None or self.stated is not None

    @classmethod
    def of(cls, update: GoalUpdate) -> Self:
        """Another one in the place of an update: it begins with what that one says.

        What it did to the goal's status is done already, and not done again.
        """
        return cls(
            goal_id=update.goal_id,
            text=update.text,
            value=update.value,
            stated=update.stated,
            photo=MediaItem.from_data(update.photo) if update.photo else None,
            document=MediaItem.from_data(update.document) if update.document else None,
            resolution_id=update.resolution_id,
            submission_id=update.submission_id,
            on_day=update.on_day,
            corrects_id=update.id,
        )

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what is not known."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        files = {name: item.to_data() for name in _FILES if (item := getattr(self, name)) is not None}
        day = self.on_day.isoformat() if self.on_day is not None else None
        data = {"goal": self.goal_id, **plain, **files, "on_day": day}
        return {name: value for name, value in data.items() if value is not None and value != ""}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        said: dict[str, Any] = {name: data[name] for name in _PLAIN if name in data}
        said |= {name: MediaItem.from_data(data[name]) for name in _FILES if name in data}
        day = date.fromisoformat(data["on_day"]) if data.get("on_day") else None
        return cls(goal_id=data.get("goal", 0), **said, on_day=day)


_PLAIN = ("text", "value", "stated", "status_to", "resolution_id", "submission_id", "corrects_id")
_FILES = ("photo", "document")
