"""Leaving a dialogue of the desk for something else: what is typed next is not for it any more, and no word is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handlers.context import Context
from handlers.dialogue import close_dialogue, keep
from handlers.views.case import NOUN
from handlers.views.case_words import Errand, Writing, words_kept
from models.errors import NotFound
from models.services.dialogues import DialogueState

WORDS, CORRECTION, WALK_IN, NOTICE = "desk_words", "desk_correction", "walk_in", "notice"  # the rows' names
MEETING, RESOLUTION, RESOLUTION_STEP = "meeting", "resolve", "resolve_move"
GOAL, GOAL_REPORT, GOAL_CALL = "goal_edit", "goal_report", "goal_call"
GOAL_IMPORT = "goal_import"


def slot_of(submission_id: int | None) -> str:
    """The name of the message in which a submission stands, whatever is asked about it there."""
    return f"{NOUN}.{submission_id}"


def put_aside(context: Context) -> None:
    """Something else of the desk is opened."""
    dialogues = context.turn.dialogues
    words, correction, walk_in, notice = (dialogues.get(name) for name in (WORDS, CORRECTION, WALK_IN, NOTICE))
    if words is not None and words.is_active:
        _put_words_aside(context, words)
    if correction is not None and correction.is_active:
        end(context, CORRECTION)
    step = dialogues.get(RESOLUTION_STEP)
    if step is not None and step.is_active:
        end(context, RESOLUTION_STEP)
    if walk_in is not None and walk_in.is_active:
        if walk_in.data.get("draft", {}).get("parts"):
            _suspend(walk_in, walk_in.data)
        else:
            end(context, WALK_IN)
    for draft in (notice, *(dialogues.get(name) for name in (MEETING, RESOLUTION, GOAL, GOAL_REPORT, GOAL_IMPORT))):
        if draft is not None and draft.is_active:  # what is written is kept, and its buttons bring it back
            _suspend(draft, draft.data)


def _put_words_aside(context: Context, words: DialogueState) -> None:
    if not words.data.get("parts"):
        end(context, WORDS)
        return
    tell_of_words(context, words)
    words.is_active = False


def tell_of_words(context: Context, words: DialogueState) -> None:
    """Words wait to be sent: say so, with the buttons that do it."""
    keep(words, words.data)
    context.move(slot_of(words.data["id"]), words_kept(writing_of(words), context.tr))


def takes_numbers(context: Context) -> bool:
    """Whether numbers are asked just now that open no card: a letter's, or codes of what answers or moves something."""
    dialogues = context.turn.dialogues
    words = dialogues.get(WORDS)
    for name, step in ((RESOLUTION, "answers"), (GOAL_REPORT, "cause")):
        asked = dialogues.get(name)
        if asked is not None and asked.is_active and asked.step == step:
            return True
    return words is not None and words.is_active and words.data.get("errand") == Errand.LETTER


def writing_of(words: DialogueState) -> Writing:
    """For which submission words are written, as their buttons say it."""
    return Writing(words.data["id"], words.data["code"], words.data.get("text", ""), words.version)


def _suspend(state: DialogueState, data: dict[str, Any]) -> None:
    keep(state, data)
    state.is_active = False


@contextmanager
def ending_without_right(context: Context, name: str) -> Iterator[None]:
    """Around a look at the rights: where they are gone, so is the dialogue, and what comes next is a resident's.

    Raises:
        NotFound: what was found there is not theirs any more.
    """
    try:
        yield
    except NotFound:
        end(context, name)
        raise


def end(context: Context, name: str) -> None:
    """End one of these dialogues; nothing of it is kept."""
    keep(context.turn.dialogues[name], {})
    close_dialogue(context.turn, name)
