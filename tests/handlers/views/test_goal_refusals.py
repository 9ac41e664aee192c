"""What is said when a goal cannot be as somebody wants it: every reason has its own sentence, with a way on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.views.errors import error_view
from locales import LANGUAGES, translator
from models.errors import BadGoalFact, BadGoalText, DomainError, GoalUnready, UnknownAmountError
from models.goal_facts import MOST, MOST_TOMANS
from models.goal_reading import Trouble
from models.typed_amounts import Unclear
from tests.handlers.views.limits import check_fits

ROOT = Path(__file__).parents[3]
SIZES = {
    "title",
    "description",
    "unit",
    "owner_body",
    "question",
    "result",
    "text",
}  # too long is all that these can be


def _said(error: DomainError, language: str = "en") -> str:
    view = error_view(error, translator(language))
    check_fits(view)
    return str(view.text)


def _raised(name: str) -> Iterator[str]:
    """The first words that an error is raised with anywhere in models."""
    for path in (ROOT / "models").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name and call.args:
                first = call.args[0]
                found = first.elts if isinstance(first, ast.Tuple) else [first]
                yield from (one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_its_own_sentence(language: str) -> None:
    """Whatever a text of goals, or an amount, cannot be read for."""
    texts = [_said(BadGoalText(why.value, 200), language) for why in Trouble]
    amounts = [_said(UnknownAmountError(why.value), language) for why in Unclear]
    assert len({*texts, *amounts}) == len(Trouble) + len(Unclear)


def test_every_fact_that_is_refused_is_explained() -> None:
    """A field is either too long, which names its limit, or has a sentence of its own."""
    too_long = re.sub(r"\d+", "", _said(BadGoalFact("title", 7)))
    fields = set(_raised("BadGoalFact")) | {"baseline", "target", "value", "topics", "budget_allotted", "budget_spent"}
    assert len(fields) > 6
    for field in fields - SIZES:
        assert re.sub(r"\d+", "", _said(BadGoalFact(field, 7))) != too_long, field
    for field in SIZES:
        assert "200" in _said(BadGoalFact(field, 200))


def test_everything_that_is_lacking_is_named() -> None:
    """What has to be said first, each in a line of its own; nothing is called «something»."""
    unnamed = _said(GoalUnready(("made up",)))
    lacking = set(_raised("GoalUnready"))
    assert {"title", "published_at", "unit"} <= lacking
    for name in lacking:
        assert _said(GoalUnready((name,))) != unnamed, name
    assert len(_said(GoalUnready(("title", "unit"))).splitlines()) == 2
    assert _said(GoalUnready(())) == unnamed


def test_numbers_are_in_the_readers_digits() -> None:
    """A Persian sentence has no Latin digit, whatever the limit."""
    refused = [
        *(BadGoalFact(field, limit) for field in SIZES for limit in (40, 2000)),
        *(BadGoalFact(field, MOST) for field in ("baseline", "target", "value")),
        *(BadGoalFact(field, MOST_TOMANS) for field in ("budget_allotted", "budget_spent")),
        *(BadGoalFact(field, 20) for field in ("number", "number_taken", "stated", "topics", "budget_year")),
        *(BadGoalText(why.value, 200_000) for why in Trouble),
        *(UnknownAmountError(why.value) for why in Unclear),
    ]
    for error in refused:
        assert not re.search(r"[0-9]", re.sub(r"\(txt\)|PDF|Word", "", _said(error, "fa"))), error
    assert "میلیارد تومان" in _said(BadGoalFact("budget_spent", MOST_TOMANS), "fa")
