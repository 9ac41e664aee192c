"""Words of the greatest length in the shapes that take most room: emoji, a letter a line, markup, stray controls."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from handlers.keyboards import View
from handlers.views import goal_call, goal_call_news, goal_call_office, goal_card
from handlers.views.goal_news import goal_news
from handlers.views.goal_steps import PAGE
from locales import LANGUAGES, Translator, translator
from models.area_tree import AreaTree
from models.goal import CallState, GoalCall
from models.goal_call_shown import QUESTION_LIMIT, RESULT_LIMIT
from models.goal_facts import DESCRIPTION_LIMIT, OWNER_LIMIT, TITLE_LIMIT, UNIT_LIMIT, UPDATE_LIMIT
from models.goal_shown import GoalShown, UpdateShown
from models.goal_told import GoalTold
from tests.handlers.views import test_goal_call_views as calls
from tests.handlers.views import test_goal_news as news
from tests.handlers.views import test_goal_views as goals
from tests.handlers.views.limits import check_fits
from tests.models.sample_rows import BOT, TEHRAN

SHAPES: dict[str, Callable[[int], str]] = {
    "emoji": lambda letters: "😀" * letters,
    "lines": lambda letters: ("ا\n" * letters)[:letters].strip(),
    "emoji in lines": lambda letters: ("😀\n" * letters)[:letters].strip(),
    "markup": lambda letters: ("<&>" * letters)[:letters],
    "turned": lambda letters: ("\u202eابج" * letters)[:letters],
}
_EVERY = [pytest.param(language, shape, id=f"{language}-{shape}") for language in LANGUAGES for shape in SHAPES]


@pytest.mark.parametrize(("language", "shape"), _EVERY)
@pytest.mark.parametrize("state", CallState)
def test_calls(language: str, shape: str, state: CallState) -> None:
    """A call's card, and what is told of it, are one message."""
    tr, words = translator(language), SHAPES[shape]
    shown = calls._shown(state, result=words(RESULT_LIMIT))
    shown.call.question, shown.goal.title = words(QUESTION_LIMIT), words(TITLE_LIMIT).replace("\n", " ")
    rows = goal_call_office.office_rows(shown, tr)
    check_fits(goal_call.call_card(shown, calls.TODAY, TEHRAN, tr, public=3, office=rows))
    check_fits(goal_call.idea_asked(shown, tr))
    assert "\u202e" not in check_fits(goal_call_news.result_news(shown, tr))
    check_fits(goal_call_news.ask_news(shown, tr))
    ideas = [calls._idea(number, text=words(4000)) for number in range(5)]
    check_fits(goal_call.ideas_list(shown, ideas, 0, 99, tr))


def _step(words: Callable[[int], str]) -> UpdateShown:
    return replace(goals.STEP, text=words(UPDATE_LIMIT))


def _goal(words: Callable[[int], str]) -> GoalShown:
    def line(most: int) -> str:
        return words(most).replace("\n", " ")

    return replace(
        goals.GOAL,
        title=line(TITLE_LIMIT),
        description=words(DESCRIPTION_LIMIT),
        owner_body=line(OWNER_LIMIT),
        progress=replace(goals.FAR, unit=line(UNIT_LIMIT)),
    )


@pytest.mark.parametrize(("language", "shape"), _EVERY)
def test_cards(language: str, shape: str) -> None:
    """A goal's card, what it leaves out and a page of its reports, with a call that runs and one that is over."""
    tr, words = translator(language), SHAPES[shape]
    call = GoalCall(
        id=1, goal_id=1, question=words(QUESTION_LIMIT), result=words(RESULT_LIMIT), closes_on=goals.TODAY, state="open"
    )
    for running in (call, None):
        card = replace(
            goals.CARD, goal=replace(_goal(words), call=running), updates=(_step(words),) * 3, last_call=call
        )
        shown = goals._shown(card, tr)
        check_fits(goal_card.goal_card(shown, tr))
        check_fits(goal_card.whole_text(shown, tr))
    check_fits(goals.history([_step(words)] * PAGE, 99, goals.WAY, tr))


@pytest.mark.parametrize(("language", "shape"), _EVERY)
@pytest.mark.parametrize("count", [1, 2, 10, 200])
def test_news(language: str, shape: str, count: int) -> None:
    """What is told of so many goals in one day is one message; those that are left out are counted."""
    tr, words = translator(language), SHAPES[shape]
    told = [
        GoalTold(replace(_goal(words), id=number), (_step(words),) * 3, news.NOW, frozenset())
        for number in range(count)
    ]
    check_fits(_news(told, tr))


def _news(told: list[GoalTold], tr: Translator) -> View:
    tree = AreaTree()
    return goal_news(told, bot_id=BOT, tree=tree, today=news.TODAY, zone=TEHRAN, tr=tr).view
