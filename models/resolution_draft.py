"""A resolution while it is written: what a dialogue keeps of it until it is put on record."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from models.resolution import Resolution
from models.resolution_wording import Wording
from models.resolution_words import votes_of
from models.typed_votes import Votes


@dataclass(frozen=True)
class ResolutionDraft:
    """What is known so far. `asked` names what was asked already, answered or not.

    `item_id` is the item of an agenda it comes of. `resolution_id` and `version` are set where one that is on record,
    and not public, is changed. `submission_ids` is what it answers besides the item's own.
    """

    area_id: int
    item_id: int | None = None
    resolution_id: int | None = None
    version: int = 0
    text: str = ""
    responsible: str = ""
    due_on: date | None = None
    votes: Votes | None = None
    topic: str | None = None
    submission_ids: tuple[int, ...] = ()
    asked: tuple[str, ...] = ()

    @property
    def is_begun(self) -> bool:
        """Whether anything would be lost with it."""
        return bool(self.text or self.responsible)

    @property
    def wording(self) -> Wording:
        """What it says."""
        return Wording(self.text, self.responsible, self.due_on, self.votes, self.topic)

    @classmethod
    def of(cls, resolution: Resolution) -> Self:
        """One that is on record already, to be changed."""
        return cls(
            area_id=resolution.area_id,
            item_id=resolution.item_id,
            resolution_id=resolution.id,
            version=resolution.version,
            text=resolution.text,
            responsible=resolution.responsible,
            due_on=resolution.due_on,
            votes=votes_of(resolution),
            topic=resolution.topic,
            asked=("due", "votes"),
        )

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what is not known."""
        votes = self.votes
        data = {
            "area": self.area_id,
            "item": self.item_id,
            "resolution": self.resolution_id,
            "version": self.version,
            "text": self.text,
            "responsible": self.responsible,
            "due_on": self.due_on.isoformat() if self.due_on is not None else None,
            "votes": [votes.in_favour, votes.against, votes.abstained] if votes is not None else None,
            "topic": self.topic,
            "submissions": list(self.submission_ids),
            "asked": list(self.asked),
        }
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        due_on, votes = data.get("due_on"), data.get("votes")
        return cls(
            area_id=data.get("area", 0),
            item_id=data.get("item"),
            resolution_id=data.get("resolution"),
            version=data.get("version", 0),
            text=data.get("text", ""),
            responsible=data.get("responsible", ""),
            due_on=date.fromisoformat(due_on) if due_on else None,
            votes=Votes(*votes) if votes else None,
            topic=data.get("topic"),
            submission_ids=tuple(data.get("submissions", ())),
            asked=tuple(data.get("asked", ())),
        )
