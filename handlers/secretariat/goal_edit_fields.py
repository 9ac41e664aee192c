"""What is typed of a goal: title, description, body, number; its measure and its budget, three answers each."""

from collections.abc import Awaitable, Callable

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.secretariat import goal_editing as editing
from handlers.secretariat.goal_editing import Open, Step
from handlers.views import goal_office_ask as ask
from handlers.views.goal_office import Editing
from locales import Translator, jalali_year
from locales.digits import latin_digits
from models.errors import BadGoalFact, UnknownAmountError
from models.goal_facts import BUDGET_YEARS, UNIT_LIMIT, GoalValues, check_amount
from models.goal_shown import Budget
from models.goal_words import budget_words
from models.typed_amounts import read_budget, read_value
from models.typed_numbers import plain

type Asking = Callable[[Update | None, Context, Open], Awaitable[Step]]
type Taking = Callable[[Update, Context, Open], Awaitable[Step]]


def asking(step: Step, view: Callable[[Editing, Translator], View]) -> Asking:
    """The step that asks for one thing, in place of the card."""

    async def ask_it(update: Update | None, context: Context, work: Open) -> Step:
        return await editing.ask_for(update, context, work, step, view)

    return ask_it


def setting(again: str, changes: GoalValues) -> Asking:
    """The button that says something by itself: «without a description»."""

    async def set_it(update: Update | None, context: Context, work: Open) -> Step:
        editing.note(context, editing.step_of(context), seen=work.version)
        return await editing.settle(update, context, work, changes, again)

    return set_it


def _typed(update: Update) -> str:
    return words_of(message_of(update)).strip()


async def take_words(update: Update, context: Context, work: Open) -> Step:
    """A title, a description, or whose work it is."""
    step, words = editing.step_of(context), _typed(update)
    if step is Step.TITLE:
        return await editing.settle(None, context, work, {"title": words}, "title")
    if step is Step.DESCRIPTION:
        return await editing.settle(None, context, work, {"description": words}, "description")
    return await editing.settle(None, context, work, {"owner_body": words}, "body")


async def take_number(update: Update, context: Context, work: Open) -> Step:
    """Its number in what was published."""
    number = _whole(_typed(update))
    if number is None:
        return await editing.refuse(None, context, work, UnknownAmountError("no_number"), "number")
    return await editing.settle(None, context, work, {"number": number}, "number")


def _whole(words: str) -> int | None:
    digits = latin_digits(plain(words)).strip(" .")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


async def take_unit(update: Update, context: Context, work: Open) -> Step:
    """In what it is measured."""
    words = " ".join(_typed(update).split())
    try:
        read_value(words)
    except UnknownAmountError:
        pass
    else:
        editing.note(context, Step.UNIT)
        drawn = await editing.editing_of(context, work)
        editing.put(None, context, work, ask.unit_is_number(drawn, words, context.tr))
        return Step.UNIT
    if len(words) > UNIT_LIMIT:
        return await editing.refuse(None, context, work, BadGoalFact("unit", UNIT_LIMIT), "measure")
    return await _ask_baseline(None, context, work, words)


async def _ask_baseline(update: Update | None, context: Context, work: Open, unit: str) -> Step:
    editing.note(context, Step.BASELINE, gathered={"unit": unit})
    drawn = await editing.editing_of(context, work)
    editing.put(update, context, work, ask.baseline_asked(drawn, unit, context.tr))
    return Step.BASELINE


async def take_end(update: Update, context: Context, work: Open) -> Step:
    """Where it begins, or where it shall end."""
    name = "baseline" if editing.step_of(context) is Step.BASELINE else "target"
    unit = (editing.noted(context, "gathered") or {}).get("unit", "")
    try:
        value = read_value(_typed(update), unit)
        check_amount(name, value)
    except (UnknownAmountError, BadGoalFact) as error:
        return await editing.refuse(None, context, work, error, "again")
    return await _take_end(None, context, work, value)


async def _take_end(update: Update | None, context: Context, work: Open, value: float) -> Step:
    gathered = editing.noted(context, "gathered") or {}
    if "unit" not in gathered:
        return await ask_measure(update, context, work)
    if "baseline" not in gathered:
        editing.note(context, Step.TARGET, gathered={**gathered, "baseline": value})
        return await _ask_target(update, context, work)
    changes: GoalValues = {"unit": gathered["unit"], "baseline": gathered["baseline"], "target": value}
    return await editing.settle(update, context, work, changes, "again")


async def _ask_target(update: Update | None, context: Context, work: Open) -> Step:
    gathered = editing.noted(context, "gathered") or {}
    drawn = await editing.editing_of(context, work)
    view = ask.target_asked(drawn, gathered.get("unit", ""), gathered.get("baseline", 0.0), context.tr)
    editing.put(update, context, work, view)
    return Step.TARGET


ask_measure = asking(Step.UNIT, ask.unit_asked)
ask_budget = asking(Step.ALLOTTED, ask.allotted_asked)


async def ask_again(update: Update | None, context: Context, work: Open) -> Step:
    """«Back» or «change it» in the middle of three questions: the same one once more."""
    step, gathered = editing.step_of(context), editing.noted(context, "gathered") or {}
    if step is Step.BASELINE and "unit" in gathered:
        return await _ask_baseline(update, context, work, gathered["unit"])
    if step is Step.TARGET and "baseline" in gathered:
        editing.note(context, step, pending=None)
        return await _ask_target(update, context, work)
    if step in {Step.SPENT, Step.YEAR}:
        return await _ask_of_budget(update, context, work, step)
    return await (ask_budget if step is Step.ALLOTTED else ask_measure)(update, context, work)


async def take_amount(update: Update, context: Context, work: Open) -> Step:
    """How much was allotted, or spent."""
    try:
        amount = read_budget(_typed(update))
    except UnknownAmountError as error:
        return await editing.refuse(None, context, work, error, "again")
    return await _take_of_budget(None, context, work, amount)


async def take_year(update: Update, context: Context, work: Open) -> Step:
    """Of which year the budget is."""
    year = _whole(_typed(update))
    if year is None or year not in BUDGET_YEARS:
        editing.note(context, Step.YEAR)
        drawn = await editing.editing_of(context, work)
        editing.put(None, context, work, ask.year_not_read(drawn, _this_year(context), context.tr))
        return Step.YEAR
    return await _take_of_budget(None, context, work, year)


def _this_year(context: Context) -> int:
    return jalali_year(context.turn.now, context.city.zone)


_BUDGET = {Step.ALLOTTED: "budget_allotted", Step.SPENT: "budget_spent", Step.YEAR: "budget_year"}
_NEXT = {Step.ALLOTTED: Step.SPENT, Step.SPENT: Step.YEAR}


async def _take_of_budget(update: Update | None, context: Context, work: Open, amount: int | None) -> Step:
    """One of the three: the next is asked; at the end, or where nothing is known of money, it is taken."""
    step = editing.step_of(context)
    gathered = {**(editing.noted(context, "gathered") or {}), _BUDGET[step]: amount}
    is_empty = step is Step.SPENT and gathered.get("budget_allotted") is None and amount is None
    if step in _NEXT and not is_empty:
        editing.note(context, _NEXT[step], gathered=gathered)
        return await _ask_of_budget(update, context, work, _NEXT[step])
    changes: GoalValues = {
        "budget_allotted": gathered.get("budget_allotted"),
        "budget_spent": gathered.get("budget_spent"),
        "budget_year": None if is_empty else gathered.get("budget_year"),
    }
    return await editing.settle(update, context, work, changes, "budget", lambda tr: _budget_said(changes, tr))


def _budget_said(changes: GoalValues, tr: Translator) -> str | Markup:
    budget = Budget(changes["budget_allotted"], changes["budget_spent"], changes["budget_year"])
    return budget_words(budget, tr)


async def _ask_of_budget(update: Update | None, context: Context, work: Open, step: Step) -> Step:
    drawn = await editing.editing_of(context, work)
    if step is Step.YEAR:
        view = ask.year_asked(drawn, _this_year(context), context.tr)
    else:
        view = ask.spent_asked(drawn, context.tr)
    editing.put(update, context, work, view)
    return step


async def keep_it(update: Update | None, context: Context, work: Open) -> Step:
    """«Keep …»: the same as before, and on."""
    goal, step = work.goal, editing.step_of(context)
    if step is Step.UNIT and goal.unit:
        return await _ask_baseline(update, context, work, goal.unit)
    kept = {Step.BASELINE: goal.baseline, Step.TARGET: goal.target}.get(step)
    if kept is not None:
        return await _take_end(update, context, work, kept)
    if step in {Step.ALLOTTED, Step.SPENT}:
        amount = goal.budget_allotted if step is Step.ALLOTTED else goal.budget_spent
        return await _take_of_budget(update, context, work, amount)
    return await editing.show_in_place(update, context, work)


async def not_known(update: Update | None, context: Context, work: Open) -> Step:
    """«Not known», of something of the budget."""
    if editing.step_of(context) not in _BUDGET:
        return await editing.show_in_place(update, context, work)
    return await _take_of_budget(update, context, work, None)


async def choose_year(update: Update | None, context: Context, work: Open) -> Step:
    """This year, or the next."""
    if editing.step_of(context) is not Step.YEAR:
        return await editing.show_in_place(update, context, work)
    is_next = update is not None and context.pressed(update).action == "next_year"
    return await _take_of_budget(update, context, work, _this_year(context) + is_next)
