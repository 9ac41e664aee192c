"""By what somebody narrowed the list of goals: kept between their presses."""

from dataclasses import dataclass
from typing import Any, Self

from models.area_tree import AreaTree
from models.goal import GoalStatus
from models.services.goal_readers import GoalWish


@dataclass(frozen=True)
class Choice:
    """Which goals somebody wants to see; what is None or empty narrows nothing.

    `area_id` means its own goals, then those of the areas above and below it; with `is_own_only` its own alone. With
    `is_mine` only what they follow. `topic` is a code, with those below it.
    """

    area_id: int | None = None
    is_own_only: bool = False
    topic: str | None = None
    status: GoalStatus | None = None
    is_mine: bool = False
    words: str = ""

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what narrows nothing."""
        data = {
            "area": self.area_id,
            "own": self.is_own_only,
            "topic": self.topic,
            "status": self.status.value if self.status is not None else None,
            "mine": self.is_mine,
            "words": self.words,
        }
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote; a status of another version of the program narrows nothing."""
        status = data.get("status")
        return cls(
            area_id=data.get("area"),
            is_own_only=bool(data.get("own")),
            topic=data.get("topic"),
            status=GoalStatus(status) if status in set(GoalStatus) else None,
            is_mine=bool(data.get("mine")),
            words=data.get("words", ""),
        )

    def to_wish(self, tree: AreaTree, person_id: int) -> GoalWish:
        """For the list, as far as this person and this city's areas go."""
        return GoalWish(
            area_ids=self._areas(tree),
            topic=self.topic,
            status=self.status,
            words=self.words,
            mine=person_id if self.is_mine else None,
        )

    def _areas(self, tree: AreaTree) -> tuple[int, ...] | None:
        if self.area_id is None or self.area_id not in tree.places:
            return None
        if self.is_own_only:
            return (self.area_id,)
        around = [*tree.line(self.area_id), *tree.with_all_below(self.area_id)]
        return tuple(dict.fromkeys(place.id for place in around))
