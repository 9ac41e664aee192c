from collections.abc import MutableMapping
from enum import StrEnum
from typing import Any

import pytest
from telegram.ext import ConversationHandler, MessageHandler, filters

from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue, remember
from models.services.dialogues import DialogueState
from tests.handlers.turns import open_turn

KEY = (7, 7)


class Step(StrEnum):
    """The steps of a dialogue for these tests."""

    NAME = "name"
    AGE = "age"


async def _nothing(_: object, __: object) -> None:
    """Never reached."""


def _conversations() -> MutableMapping[tuple[int, ...], Any]:
    handler = build_dialogue(
        name="form",
        steps=Step,
        resume=Step.AGE,
        entry_points=[MessageHandler(filters.TEXT, _nothing)],
        states={step: [MessageHandler(filters.TEXT, _nothing)] for step in Step},
    )
    assert isinstance(handler, ConversationHandler)
    conversations: Any = handler._conversations
    return conversations  # type: ignore[no-any-return]  # PTB's private table, replaced by ours


def _state(step: str, *, is_active: bool) -> DialogueState:
    return DialogueState("form", step, is_active, {"x": 1}, version=5, row_id=1)


def test_a_new_dialogue_is_a_row_of_the_turn() -> None:
    """What PTB writes into its table becomes the turn's row, with the step's name and a first version."""
    turn, conversations = open_turn(), _conversations()
    assert KEY not in conversations
    conversations[KEY] = Step.NAME
    state = turn.dialogues["form"]
    assert (state.step, state.is_active, state.version, state.is_changed) == ("name", True, 1, True)
    assert conversations[KEY] is Step.NAME
    assert len(conversations) == 1
    del conversations[KEY]
    assert (state.step, state.is_active) == ("ended", False)
    assert KEY not in conversations
    assert len(conversations) == 0
    assert list(conversations) == []


def test_a_message_belongs_to_the_active_dialogue_only() -> None:
    """A suspended dialogue does not hear messages; its buttons still work."""
    conversations = _conversations()
    open_turn(dialogues={"form": _state("name", is_active=False)})
    assert conversations.get(KEY) is None
    open_turn(dialogues={"form": _state("name", is_active=False)}, is_press=True)
    assert conversations.get(KEY) is Step.NAME


def test_a_dialogue_that_ended_hears_no_press() -> None:
    """A button of a dialogue that is over is an old button."""
    open_turn(dialogues={"form": _state("ended", is_active=False)}, is_press=True)
    assert _conversations().get(KEY) is None


def test_a_step_of_another_version_resumes() -> None:
    """A step this version does not know goes on where the dialogue says, with its data."""
    turn = open_turn(dialogues={"form": _state("shoe_size", is_active=True)})
    assert _conversations()[KEY] is Step.AGE
    assert turn.dialogues["form"].data == {"x": 1}


def test_opening_one_suspends_the_other() -> None:
    """One dialogue is active; the other keeps its step and its draft."""
    turn = open_turn(dialogues={"form": _state("name", is_active=True)})
    open_dialogue(turn, "other", Step.AGE)
    form, other = turn.dialogues["form"], turn.dialogues["other"]
    assert (form.is_active, form.step, form.data, form.version) == (False, "name", {"x": 1}, 6)
    assert turn.active is other
    open_dialogue(turn, "form", Step.AGE)
    assert turn.active is form
    assert (form.version, form.data) == (6, {"x": 1})


def test_a_version_grows_once_a_turn() -> None:
    """However often a turn writes a row: what its buttons carry is what the row will hold."""
    turn = open_turn(dialogues={"form": _state("name", is_active=True)})
    state = open_dialogue(turn, "form", Step.NAME)
    keep(state, {"y": 2})
    assert close_dialogue(turn, "form", step="discarded") == 6
    assert (state.version, state.data, state.step) == (6, {"y": 2}, "discarded")


def test_closing_what_never_was() -> None:
    """Nothing to close is nothing done."""
    turn = open_turn()
    assert close_dialogue(turn, "form") == 0
    assert turn.dialogues == {}


def test_what_is_remembered_is_no_conversation() -> None:
    """A note beside the dialogues takes nobody's turn to speak."""
    turn = open_turn(dialogues={"form": _state("name", is_active=True)})
    remember(turn, "album", {"id": "7"})
    remember(turn, "album", {"id": "8"})
    note = turn.dialogues["album"]
    assert (note.data, note.is_active, note.version) == ({"id": "8"}, False, 1)
    assert turn.active is turn.dialogues["form"]


def test_a_name_that_is_no_step() -> None:
    """A step that returns something else than a step of its dialogue fails its turn."""
    open_turn()
    with pytest.raises(ValueError, match="not a valid Step"):
        _conversations()[KEY] = "shoe_size"


def test_the_turn_of_nobody() -> None:
    """An update from nobody has no person, and the city's language."""
    turn = open_turn(language="en", is_known=False)
    assert turn.translator.language == "fa"
    with pytest.raises(LookupError):
        _ = turn.person_known
    assert open_turn(language="en").translator.language == "en"
