"""What to say when a goal cannot be as somebody wants it: what is missing, what cannot be, what nobody can read."""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from handlers.keyboards import View
from locales import Translator
from models.errors import BadGoalFact, BadGoalText, GoalUnready, UnknownAmountError
from models.goal_facts import BUDGET_YEARS
from models.goal_reading import Trouble
from models.goal_words import amount_words, number_words
from models.typed_amounts import Unclear

type _Say = Callable[[Translator, int], Markup]

_LACKING: Final[dict[str, Callable[[Translator], Markup]]] = {
    "title": lambda tr: tr.text("The goal has no title yet: say in a sentence what is to be reached."),
    "published_at": lambda tr: tr.text("Residents cannot read this goal yet. Publish it first."),
    "status": lambda tr: tr.text("This goal is reached or was dropped: no ideas are asked for it any more."),
    "question": lambda tr: tr.text("The question is missing: what do you want to know from residents?"),
    "result": lambda tr: tr.text("The answer is missing: write what became of the ideas."),
    "unit": lambda tr: tr.text("This goal has no measure, so a value says nothing. State how much is done in percent."),
    "text": lambda tr: tr.text("The report says nothing yet: write in a sentence what happened."),
}


def goal_unready(error: GoalUnready, tr: Translator) -> View:
    """What a goal, a report or a call still needs; nothing that was said is lost."""
    said = [_LACKING[name](tr) if name in _LACKING else _something(tr) for name in error.lacking]
    return View(Markup("\n").join(said or [_something(tr)]))


def _something(tr: Translator) -> Markup:
    return tr.text("Something is still missing here. Nothing is lost: open it anew and look.")


def bad_goal_fact(error: BadGoalFact, tr: Translator) -> View:
    """Why something cannot be said of a goal, and what can."""
    return View(_BAD.get(error.field, _too_long)(tr, error.limit))


def _too_long(tr: Translator, limit: int) -> Markup:
    return tr.text("That is too long: {limit} letters are the most. Please say it shorter.", limit=tr.number(limit))


def _too_much(tr: Translator, limit: int) -> Markup:
    return tr.text("That number is too large: {limit} is the most. Please look at it again.", limit=tr.number(limit))


def _budget(tr: Translator, limit: int) -> Markup:
    return tr.text("A budget is from zero to {limit}. Please send it anew.", limit=amount_words(limit, tr))


_BAD: Final[dict[str, _Say]] = {
    "baseline": _too_much,
    "target": _too_much,
    "value": _too_much,
    "target_is_baseline": lambda tr, _: tr.text(
        "The goal would end where it begins: the target has to differ from where it began."
    ),
    "stated": lambda tr, limit: tr.text("A percentage is from 0 to {limit}. Please send it anew.", limit=limit),
    "budget_allotted": _budget,
    "budget_spent": _budget,
    "budget_year": lambda tr, _: tr.text(
        "The year of a budget is Jalali, from {first} to {last}. Please send it anew.",
        first=BUDGET_YEARS.start,
        last=BUDGET_YEARS.stop - 1,
    ),
    "number": lambda tr, limit: tr.text(
        "A goal's number is from 1 to {limit}. Please send it anew.", limit=tr.number(limit)
    ),
    "number_taken": lambda tr, number: tr.text(
        "Another goal of this area has the number {number} already. Please choose a free one.", number=number
    ),
    "topics": lambda tr, limit: tr.text("A goal has {limit} topics at most. Take one away first.", limit=limit),
    "on_day": lambda tr, _: tr.text("A report tells of today or of a day that has passed. Please choose another day."),
    "closes_on": lambda tr, limit: tr.text(
        "A call for ideas runs for {limit} days at most. Please choose an earlier day.", limit=limit
    ),
}


def bad_goal_text(error: BadGoalText, tr: Translator) -> View:
    """Why no goals can be read from what was given, and what to send instead; what was there before is kept."""
    return View(_UNREAD[Trouble(error.why)](tr, error.limit))


_UNREAD: Final[dict[Trouble, _Say]] = {
    Trouble.EMPTY: lambda tr, _: tr.text("There are no words in it. Please send the text of the goals."),
    Trouble.NO_LIST: lambda tr, _: tr.text(
        "No list was found in it: there are no numbers at the beginning of its lines, nor several lines. "
        "Please send the part that lists the goals, each on a line of its own."
    ),
    Trouble.TOO_MANY: lambda tr, limit: tr.text(
        "That is too much for one time: {limit} lines are the most. Nothing was stored; please send it in parts.",
        limit=tr.number(limit),
    ),
    Trouble.TOO_LONG: lambda tr, limit: tr.text(
        "That is too much for one time: {limit} letters are the most. Nothing was stored; please send it in parts.",
        limit=tr.number(limit),
    ),
    Trouble.TOO_LARGE: lambda tr, limit: tr.text(
        "This file is too large: {limit} kB are the most. Please send a text file with the goals alone.",
        limit=tr.number(max(limit // 1000, 1)),
    ),
    Trouble.NOT_TEXT: lambda tr, _: tr.text(
        "This is no text that can be read. Please send a text file (txt), or copy the goals into a message."
    ),
    Trouble.DOCUMENT: lambda tr, _: tr.text(
        "The words of a PDF or Word file cannot be read here. "
        "Please open it, copy the goals and send them as a message."
    ),
}


def unknown_amount(error: UnknownAmountError, tr: Translator) -> View:
    """Why what was typed is no amount, and how it can be written."""
    return View(_AMOUNTS[Unclear(error.why)](tr))


_AMOUNTS: Final[dict[Unclear, Callable[[Translator], Markup]]] = {
    Unclear.NO_NUMBER: lambda tr: tr.text(
        "There is no number in it. Please write it in digits, such as {example}.", example=number_words(12.5, tr)
    ),
    Unclear.UNCLEAR: lambda tr: tr.text(
        "This cannot be read as one number. Please write the number alone and without marks between its digits, "
        "such as {whole} or {example}.",
        whole=tr.digits(1200),
        example=number_words(12.5, tr),
    ),
    Unclear.NO_CURRENCY: lambda tr: tr.text(
        "Tomans or rials? Please write it with the number, such as “12 billion tomans”."
    ),
    Unclear.TOO_MUCH: lambda tr: tr.text("That number is too large to be meant. Please look at it again."),
    Unclear.OUT_OF_RANGE: lambda tr: tr.text(
        "A percentage is from 0 to 100, and a budget not below zero. Please send it anew."
    ),
}
