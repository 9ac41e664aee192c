"""What is said of a goal: which values can be, and which cannot. Pure."""

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, TypedDict

from locales.bidi import drop_stray_controls
from models.draft import has_words
from models.errors import BadGoalFact, GoalUnready
from models.goal import GoalStatus
from models.text import fold

TITLE_LIMIT: Final = 200  # letters: a list shows it on a phone, at its beginning
DESCRIPTION_LIMIT: Final = 2000
UNIT_LIMIT: Final = 40
OWNER_LIMIT: Final = 120
UPDATE_LIMIT: Final = 1000  # letters of a report
MOST: Final = 10**12  # either side of zero: what is more was mistyped
MOST_TOMANS: Final = 10**15  # more than any city has
MOST_TOPICS: Final = 5
MOST_NUMBER: Final = 9999
BUDGET_YEARS: Final = range(1300, 1500)  # Jalali


class GoalValues(TypedDict, total=False):
    """What is said of a goal; what is not in there stays as it is. None takes away what was said before."""

    title: str
    description: str
    owner_body: str
    topics: Sequence[str]  # codes
    area_id: int
    number: int
    status: GoalStatus  # as long as nobody may read it: afterwards reports move it
    unit: str | None
    baseline: float | None
    target: float | None
    due_on: date | None
    budget_allotted: int | None  # tomans
    budget_spent: int | None  # tomans
    budget_year: int | None  # Jalali


_LINES: Final = {"title": TITLE_LIMIT, "owner_body": OWNER_LIMIT, "unit": UNIT_LIMIT}


def checked(changes: GoalValues) -> GoalValues:
    """The same with its words trimmed, and an empty unit as none.

    Raises:
        GoalUnready: the title says nothing.
        BadGoalFact: something is too long, too much or too little; `field` is its key here, `limit` what it may be.
    """
    said: dict[str, Any] = dict(changes)
    for name, limit in _LINES.items():
        if said.get(name) is not None:
            said[name] = " ".join(_shown(said[name]).split())
            _limit(name, len(said[name]), limit)
    if "title" in said and not has_words(said["title"]):
        raise GoalUnready(("title",))
    if "description" in said:
        said["description"] = _shown(said["description"]).strip()
        _limit("description", len(said["description"]), DESCRIPTION_LIMIT)
    if "unit" in said:
        said["unit"] = said["unit"] or None
    if "topics" in said:
        said["topics"] = tuple(dict.fromkeys(said["topics"]))
        _limit("topics", len(said["topics"]), MOST_TOPICS)
    _check_numbers(said)
    return said  # type: ignore[return-value]  # the same keys as came in


def _shown(words: str) -> str:
    """Words without what nobody sees and no database keeps; line breaks and half-spaces stay."""
    kept = "\n\t\u200c\u200d"
    seen = "".join(one for one in words if one in kept or unicodedata.category(one) not in {"Cc", "Cs", "Co", "Cn"})
    return "\n".join(drop_stray_controls(line) for line in seen.split("\n"))  # on a button nothing else closes them


def _check_numbers(said: dict[str, Any]) -> None:
    for name in ("baseline", "target"):
        check_amount(name, said.get(name))
    for name in ("budget_allotted", "budget_spent"):
        budget = said.get(name)
        if budget is not None and not 0 <= budget <= MOST_TOMANS:
            raise BadGoalFact(name, MOST_TOMANS)
    year, number = said.get("budget_year"), said.get("number")
    if year is not None and year not in BUDGET_YEARS:
        raise BadGoalFact("budget_year", BUDGET_YEARS.start)
    if number is not None and not 1 <= number <= MOST_NUMBER:
        raise BadGoalFact("number", MOST_NUMBER)


def check_measure(baseline: float | None, target: float | None) -> None:
    """Look whether a measure leads from one value to another.

    Raises:
        BadGoalFact: it ends where it begins (field `target_is_baseline`).
    """
    if baseline is not None and baseline == target:
        raise BadGoalFact("target_is_baseline", 0)


def check_amount(name: str, value: float | None) -> None:
    """Look whether a measure can have a value.

    Raises:
        BadGoalFact: it is no number, or beyond `MOST` on either side of zero.
    """
    if value is not None and not abs(value) <= MOST:  # what is no number is not less than any
        raise BadGoalFact(name, MOST)


def check_percent(stated: int | None) -> None:
    """Look whether a percentage can be.

    Raises:
        BadGoalFact: it is less than 0 or more than 100 (field `stated`).
    """
    if stated is not None and not 0 <= stated <= 100:
        raise BadGoalFact("stated", 100)


def search_key_of(title: str, description: str, owner_body: str) -> str:
    """The words of a goal, folded: under it a list finds them."""
    return fold(f"{title} {description} {owner_body}")


def _limit(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise BadGoalFact(name, limit)
