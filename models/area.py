"""Areas: the tree city → district → zone → neighbourhood, in which a level may be missing."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.types import PathText, own_key, reference, words


class Level(StrEnum):
    """The levels of the tree, from the top; stored by name."""

    CITY = "city"
    DISTRICT = "district"
    ZONE = "zone"
    NEIGHBOURHOOD = "neighbourhood"

    @property
    def depth(self) -> int:
        """0 for the city, 3 for a neighbourhood: a child's depth is always greater than its parent's."""
        return list(Level).index(self)


class Area(SQLModel, table=True):
    """One place of the tree. `path` holds the ids from the root down to itself: `/1/4/9/`."""

    __tablename__ = "area"
    __table_args__ = (
        Index("uq_area_parent_id_folded_name", "parent_id", "folded_name", unique=True),
        Index(
            "uq_area_root_folded_name",
            "folded_name",
            unique=True,
            sqlite_where=text("parent_id IS NULL"),
            postgresql_where=text("parent_id IS NULL"),
        ),
        Index("uq_area_code", "code", unique=True),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    level: str = words()
    name: str = words()
    folded_name: str = words()
    parent_id: int | None = reference("area.id", nullable=True, index=False)
    path: str = Field(default="", sa_type=PathText, index=True)
    code: str | None = words(nullable=True)
    position: int = 0


@dataclass(frozen=True)
class AreaRow:
    """One line of an office's list of areas; `line` is where it begins in the file, `parent` may be empty."""

    line: int
    level: Level
    name: str
    parent: str
    code: str | None = None
