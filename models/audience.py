"""Who a notice is for: pure data, kept as JSON with the notice and with each broadcast."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from models.role import Role
from models.subscription import Digest, NewsKind


class Concerned(StrEnum):
    """Whom something about a meeting concerns, whatever they are subscribed to; stored by name."""

    LISTED = "listed"  # who is on its own list
    MEMBERS = "members"  # who has a seat in the body of the audience's area, and who is on its own list
    TOLD = "told"  # who was told of it in an older revision, or said that they come, may come or would come
    COMING = "coming"  # who said that they come or may come
    FOLLOWING = "following"  # who follows one of the audience's goals, or whose submission stands behind one


@dataclass(frozen=True)
class Audience:
    """Residents of areas (and all below them) and who follows these; no area means the whole city.

    `language` narrows it where it is given. With a `role`, it is whoever holds it in one of the areas, wherever they
    live. `kind` is what they must not have switched off.

    With a `meeting_id` and nothing in `concerned`, who is on that meeting's own list belongs to it too. With both, it
    is only those whom that meeting concerns in this way, at once and whatever they are subscribed to: language, role
    and kind say nothing then, and areas only whose `MEMBERS` are meant. `TOLD` looks at copies below `revision`.

    With `goal_ids` and nothing in `concerned`, who follows one of these goals belongs to it too, as far as they want
    news of its `kind`. `FOLLOWING` is only who follows them or stands behind them; `kind` and digests count then.

    `hurries` are the digests that would tell of its meeting too late: whoever reads one of these is told at once, too.
    """

    area_ids: tuple[int, ...] = ()
    language: str | None = None
    role: Role | None = None
    kind: NewsKind = NewsKind.NOTICES
    meeting_id: int | None = None
    concerned: Concerned | None = None
    revision: int = 0
    goal_ids: tuple[int, ...] = ()
    hurries: tuple[Digest, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """As JSON; what narrows nothing is left out."""
        data: dict[str, Any] = {"areas": list(self.area_ids), "kind": self.kind.value}
        if self.language is not None:
            data["language"] = self.language
        if self.role is not None:
            data["role"] = self.role.value
        if self.meeting_id is not None:
            data["meeting"] = self.meeting_id
        if self.concerned is not None:
            data |= {"concerned": self.concerned.value, "revision": self.revision}
        if self.goal_ids:
            data["goals"] = list(self.goal_ids)
        if self.hurries:
            data["hurries"] = [one.value for one in self.hurries]
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        role, concerned = data.get("role"), data.get("concerned")
        return cls(
            area_ids=tuple(data["areas"]),
            language=data.get("language"),
            role=Role(role) if role is not None else None,
            kind=NewsKind(data["kind"]),
            meeting_id=data.get("meeting"),
            concerned=Concerned(concerned) if concerned is not None else None,
            revision=data.get("revision", 0),
            goal_ids=tuple(data.get("goals", ())),
            hurries=tuple(Digest(one) for one in data.get("hurries", ())),
        )
