"""How far a goal has come, as a report says it: a value, a percentage, a status. What is odd is asked once more."""

from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council import goal_reporting as reporting
from handlers.council.goal_reporting import Step, Work
from handlers.messages import message_of, words_of
from handlers.views import goal_report_ask as views
from handlers.views.errors import error_view
from models.errors import BadGoalFact, UnknownAmountError
from models.goal import GoalStatus
from models.goal_facts import check_amount, check_percent
from models.goal_progress import Odd
from models.goal_words import percent_words, status_words, value_words
from models.typed_amounts import read_percent, read_value


async def ask_value(update: Update | None, context: Context, work: Work) -> Any:
    """«Value», or «percent» where nothing is measured."""
    if work.is_measured:
        return await reporting.ask(update, context, work, Step.VALUE, views.value_asked)
    return await reporting.ask(update, context, work, Step.STATED, views.percent_asked)


async def take_value(context: Context, work: Work, words: str) -> Any:
    """A typed value."""
    try:
        value = read_value(words, work.goal.unit or "")
        check_amount("value", value)
    except (UnknownAmountError, BadGoalFact) as error:
        return await _refuse(context, work, Step.VALUE, "value", error)
    return await _settle(None, context, work, {"value": value})


async def take_percent(context: Context, work: Work, words: str) -> Any:
    """A typed percentage."""
    try:
        stated = read_percent(words)
        check_percent(stated)
    except (UnknownAmountError, BadGoalFact) as error:
        return await _refuse(context, work, Step.STATED, "stated", error)
    return await _settle(None, context, work, {"stated": stated})


async def _refuse(
    context: Context, work: Work, step: Step, again: str, error: UnknownAmountError | BadGoalFact
) -> Step:
    reporting.note(context, step, work.draft, pending=None, said=None)
    problem = error_view(error, context.tr).text
    drawn = await reporting.reporting_of(context, work)
    reporting.put(None, context, views.value_refused(drawn, problem, again, context.tr))
    return step


async def press_percent(update: Update | None, context: Context, work: Work, number: int) -> Any:
    """One of the usual percentages."""
    if not 0 <= number <= 100:
        return await reporting.show_in_place(update, context, work)
    return await _settle(update, context, work, {"stated": number})


async def ask_status(update: Update | None, context: Context, work: Work) -> Any:
    """«Status»."""
    return await reporting.ask(update, context, work, Step.CARD, views.status_asked)


async def press_status(update: Update, context: Context, work: Work) -> Any:
    """Where it stands now; where it stood before is no news."""
    status = context.pressed(update).action.removeprefix("to_")
    if status not in set(GoalStatus):
        return await reporting.show_in_place(update, context, work)
    return await _settle(update, context, work, {"status_to": None if status == work.goal.status else status})


async def _settle(update: Update | None, context: Context, work: Work, said: dict[str, Any]) -> Any:
    """What was said is taken; where that is odd, only once somebody says that it is meant so."""
    changed = work.with_draft(**said)
    odd = _newly_odd(work, changed, said)
    if not odd:
        return await reporting.show_card(update, context, changed)
    step = Step.VALUE if "value" in said else Step.STATED if "stated" in said else Step.CARD
    reporting.note(context, step, work.draft, pending=said, said=None)
    drawn = await reporting.reporting_of(context, work)
    again = {"value": "value", "stated": "stated"}.get(next(iter(said)), "status")
    view = views.odd_asked(drawn, _said_words(context, work, said), odd, again, context.tr)
    reporting.put(update, context, view)
    return step


def _newly_odd(work: Work, changed: Work, said: dict[str, Any]) -> list[Odd]:
    """What nobody said yet that it is meant so: of another number everything is asked anew."""
    if all(getattr(work.draft, name) == value for name, value in said.items()):
        return []
    about_status = {Odd.NOT_AT_TARGET}
    asks_anew = (set(Odd) - about_status) if "status_to" not in said else about_status
    return [one for one in changed.odd if one in asks_anew or one not in work.odd]


def _said_words(context: Context, work: Work, said: dict[str, Any]) -> str:
    if said.get("value") is not None:
        return value_words(said["value"], work.goal.unit or "", context.tr)
    if said.get("stated") is not None:
        return percent_words(said["stated"], context.tr)
    return status_words(said["status_to"], context.tr)


async def take_back_value(update: Update | None, context: Context, work: Work) -> Any:
    """«Without a value»."""
    return await reporting.show_card(update, context, work.with_draft(value=None))


async def take_back_percent(update: Update | None, context: Context, work: Work) -> Any:
    """«Without a percentage»."""
    return await reporting.show_card(update, context, work.with_draft(stated=None))


async def take_typed(update: Update, context: Context, work: Work) -> Any:
    """Words where a value or a percentage is asked."""
    words = words_of(message_of(update)).strip()
    take = take_value if reporting.step_of(context) is Step.VALUE else take_percent
    return await take(context, work, words)
