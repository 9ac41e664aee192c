"""Lists of resolutions, for everybody: what is public, newest first, by body, status, topic and words."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, func, literal, or_, select

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.resolution import UNFINISHED, Resolution, ResolutionStatus, ResolutionSubmission
from models.services import areas, topics
from models.text import fold

_c, _links = table_of(Resolution).c, table_of(ResolutionSubmission).c
_OPEN = [status.value for status in UNFINISHED]
_MOST_WORDS = 8  # of what somebody searches for: more narrow nothing
_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class Wish:
    """Which resolutions somebody wants to see; what is None or empty narrows nothing.

    `area_id` is a body's area: its own, those above it and those below it, or with `is_own_only` its own alone. With
    `is_overdue` only what is past its day and not finished. `topic` is a code, with those below it. `words` all have to
    be found, in its text, its responsible body or its area's name; a number finds that number or year, too.
    """

    area_id: int | None = None
    is_own_only: bool = False
    status: ResolutionStatus | None = None
    is_overdue: bool = False
    topic: str | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return self == Wish(is_own_only=self.is_own_only)

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what narrows nothing."""
        data = {
            "area": self.area_id,
            "own": self.is_own_only,
            "status": self.status.value if self.status is not None else None,
            "overdue": self.is_overdue,
            "topic": self.topic,
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
            status=ResolutionStatus(status) if status in set(ResolutionStatus) else None,
            is_overdue=bool(data.get("overdue")),
            topic=data.get("topic"),
            words=data.get("words", ""),
        )


def is_overdue(resolution: Resolution, today: date) -> bool:
    """Whether its day has passed and nobody finished it. `today` is of the city's calendar."""
    return resolution.due_on is not None and resolution.due_on < today and resolution.status in _OPEN


def overdue_on(today: date) -> ColumnElement[bool]:
    """The same as a condition."""
    return and_(_c.due_on < today, _c.status.in_(_OPEN), _c.published_at.is_not(None))


async def page(
    *, session: AsyncSession, wish: Wish, today: date, offset: int, limit: int
) -> tuple[Sequence[Resolution], int]:
    """A page of what is public and fits a wish, the newest first, and how many there are.

    Args:
        session: the caller's transaction.
        wish: what narrows it.
        today: of the city's calendar.
        offset: how many newer ones are left out.
        limit: how many at most.
    """
    fits = and_(_c.published_at.is_not(None), *await _conditions(session, wish, today))
    total: int = (
        await session.execute(select(func.count()).select_from(table_of(Resolution)).where(fits))
    ).scalar_one()
    rows = select(Resolution).where(fits).order_by(_c.published_at.desc(), _c.id.desc()).offset(offset).limit(limit)
    rows = rows.execution_options(populate_existing=True)
    return (await session.execute(rows)).scalars().all(), total


async def _conditions(session: AsyncSession, wish: Wish, today: date) -> list[ColumnElement[bool]]:
    tree = await areas.load_tree(session=session)
    found = [_holds(word, tree) for word in fold(wish.words).split()[:_MOST_WORDS]]
    if wish.area_id is not None:
        found.append(_c.area_id.in_(_around(tree, wish)))
    if wish.status is not None:
        found.append(_c.status == wish.status.value)
    if wish.is_overdue:
        found.append(overdue_on(today))
    if wish.topic is not None:
        known = await topics.load_topics(session=session)
        found.append(_c.topic.in_([wish.topic, *(one.code for one in known.below(wish.topic))]))
    return found


def _around(tree: AreaTree, wish: Wish) -> list[int]:
    if wish.is_own_only or wish.area_id is None:
        return [wish.area_id or 0]
    return sorted({place.id for place in (*tree.line(wish.area_id), *tree.with_all_below(wish.area_id))})


def _holds(word: str, tree: AreaTree) -> ColumnElement[bool]:
    """A word is part of what is said, or of the area's name; a number stands alone, or is its number or its year."""
    if _NUMBER.fullmatch(word):
        alone = (literal(" ") + _c.search_key + " ").contains(f" {word} ")
        return or_(alone, _c.number == int(word), _c.year == int(word))
    named = [place.id for place in tree.places.values() if word in place.key]
    return or_(_c.search_key.contains(word, autoescape=True), _c.area_id.in_(named))


async def overdue(
    *, session: AsyncSession, area_ids: Collection[int], today: date, limit: int
) -> tuple[Sequence[Resolution], int]:
    """What is overdue of the bodies of some areas, the longest overdue first, and how many there are."""
    late = and_(overdue_on(today), _c.area_id.in_(area_ids))
    counted = select(func.count()).select_from(table_of(Resolution)).where(late)
    total: int = (await session.execute(counted)).scalar_one()
    rows = select(Resolution).where(late).order_by(_c.due_on, _c.id).limit(limit)
    return (await session.execute(rows.execution_options(populate_existing=True))).scalars().all(), total


async def bodies(*, session: AsyncSession) -> dict[int, int]:
    """How many public resolutions the body of each area has; areas without any are left out."""
    counted = select(_c.area_id, func.count()).where(_c.published_at.is_not(None)).group_by(_c.area_id)
    return {row[0]: row[1] for row in (await session.execute(counted)).all()}


async def used_topics(*, session: AsyncSession) -> list[str]:
    """The codes of the topics that any public resolution has, the most used first."""
    used = select(_c.topic).where(_c.published_at.is_not(None), _c.topic.is_not(None)).group_by(_c.topic)
    return list((await session.execute(used.order_by(func.count().desc(), _c.topic))).scalars())


async def linked(*, session: AsyncSession, resolution_ids: Collection[int]) -> dict[int, int]:
    """How many submissions each of some resolutions answers; those that answer none are left out."""
    counted = select(_links.resolution_id, func.count()).where(_links.resolution_id.in_(resolution_ids))
    return {row[0]: row[1] for row in (await session.execute(counted.group_by(_links.resolution_id))).all()}


async def answering(*, session: AsyncSession, submission_id: int) -> Resolution | None:
    """The newest public resolution that answers a submission."""
    of_it = select(_links.resolution_id).where(_links.submission_id == submission_id)
    found = select(Resolution).where(_c.id.in_(of_it), _c.published_at.is_not(None)).order_by(_c.id.desc()).limit(1)
    return (await session.execute(found)).scalar_one_or_none()
