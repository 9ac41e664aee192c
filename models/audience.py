"""Who a notice is for: pure data, kept as JSON with the notice and with each broadcast."""

from dataclasses import dataclass
from typing import Any, Self

from models.role import Role
from models.subscription import NewsKind


@dataclass(frozen=True)
class Audience:
    """Residents of areas (and all below them) and who follows these; no area means the whole city.

    `language` narrows it where it is given. With a `role`, it is whoever holds it in one of the areas, wherever they
    live. `kind` is what they must not have switched off.
    """

    area_ids: tuple[int, ...] = ()
    language: str | None = None
    role: Role | None = None
    kind: NewsKind = NewsKind.NOTICES

    def to_data(self) -> dict[str, Any]:
        """As JSON; what narrows nothing is left out."""
        data: dict[str, Any] = {"areas": list(self.area_ids), "kind": self.kind.value}
        if self.language is not None:
            data["language"] = self.language
        if self.role is not None:
            data["role"] = self.role.value
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        role = data.get("role")
        return cls(
            tuple(data["areas"]), data.get("language"), Role(role) if role is not None else None, NewsKind(data["kind"])
        )
