"""What moved a goal, as somebody names it in a report: a resolution by its number, a submission by its code."""

import re
from typing import Final

from sqlalchemy import select

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.errors import NotFound
from models.goal import Goal
from models.resolution import Resolution
from models.services import access, goal_links
from models.services.actor import Actor
from models.submission import Submission
from models.tracking_code import TypedCode
from models.typed_numbers import plain

_resolutions = table_of(Resolution)
_NUMBERS: Final = re.compile(r"\d+")
_YEARS: Final = range(1300, 1500)
_LARGEST: Final = 2**31 - 1
_LONGEST: Final = 120  # letters in which somebody names one


async def submission_named(actor: Actor, code: TypedCode) -> Submission | None:
    """The submission of a code that they see, where a report that everybody reads may name it."""
    found = await access.submission_by_code_for(session=actor.session, rights=actor.rights, code=code)
    return found if found is not None and goal_links.may_stand_behind(found) else None


async def submission_chosen(actor: Actor, submission_id: int) -> Submission:
    """A submission that a button named.

    Raises:
        NotFound: there is none, or a report may not name it.
    """
    found = await actor.session.get(Submission, submission_id, populate_existing=True)
    if found is None or not goal_links.may_stand_behind(found):
        raise NotFound
    return found


async def resolutions_named(
    *, session: AsyncSession, goal: Goal, tree: AreaTree, words: str, limit: int
) -> list[Resolution]:
    """Public resolutions of a number («مصوبهٔ ۱۲», «۱۲ سال ۱۴۰۵»), of bodies above or below the goal's area.

    The goal's own area comes first, then the newest.
    """
    named = _number_and_year(words)
    if named is None:
        return []
    number, year = named
    around = {one.id for one in (*tree.line(goal.area_id), *tree.with_all_below(goal.area_id))}
    public = _resolutions.c.published_at.is_not(None) & (_resolutions.c.number == number)
    asked = select(Resolution).where(public, _resolutions.c.area_id.in_(around | {goal.area_id}))
    if year is not None:
        asked = asked.where(_resolutions.c.year == year)
    is_own = _resolutions.c.area_id == goal.area_id
    asked = asked.order_by(is_own.desc(), _resolutions.c.year.desc(), _resolutions.c.id.desc()).limit(limit)
    return list((await session.execute(asked)).scalars())


def _number_and_year(words: str) -> tuple[int, int | None] | None:
    """(12, 1405) of «مصوبهٔ ۱۲ سال ۱۴۰۵»; None where no number, or too many, are named."""
    typed = _NUMBERS.findall(plain(words)) if len(words) <= _LONGEST else []
    numbers = [int(one[:10]) for one in typed]
    if not numbers or len(numbers) > 2 or max(numbers) > _LARGEST:
        return None
    if len(numbers) == 1:
        return numbers[0], None
    years = [one for one in numbers if one in _YEARS]
    if len(years) != 1:
        return None
    return numbers[0] if numbers[1] in _YEARS else numbers[1], years[0]
