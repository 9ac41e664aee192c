"""Dialogues as PTB's ConversationHandlers whose memory is the current turn's rows.

A ConversationHandler keeps its conversations in a dict; ours reads and writes the `dialogue` row that the turn loaded.
So a failed turn leaves no trace, a restart has nothing to reload, and any process can take the next update.
"""

import warnings
from collections.abc import Iterator, MutableMapping, Sequence
from enum import StrEnum
from typing import Any, override

from telegram import Update
from telegram.ext import BaseHandler, ConversationHandler
from telegram.warnings import PTBUserWarning

from handlers.turn import Turn, current_turn
from models.services.dialogues import DialogueState

type Handlers = Sequence[BaseHandler[Update, Any, Any]]


def open_dialogue(turn: Turn, name: str, step: StrEnum) -> DialogueState:
    """Make a dialogue the active one at a step, suspending any other with its draft; its data stay as they are."""
    for other in turn.dialogues.values():
        if other.is_active and other.name != name:
            other.is_active = False
            _touch(other)
    state = turn.dialogues.get(name)
    if state is None:
        state = DialogueState(name, step.value, is_active=True, version=0)
        turn.dialogues[name] = state
    state.step, state.is_active = step.value, True
    _touch(state)
    return state


def close_dialogue(turn: Turn, name: str, *, step: str = "ended") -> int:
    """End a dialogue; return its row's version. The row stays, inactive, for a later step; `step` says how it ended."""
    state = turn.dialogues.get(name)
    if state is None:
        return 0
    state.is_active, state.step = False, step
    _touch(state)
    return state.version


def keep(state: DialogueState, data: dict[str, Any]) -> None:
    """Replace a dialogue's data."""
    state.data = data
    _touch(state)


def remember(turn: Turn, name: str, data: dict[str, Any]) -> None:
    """Keep something about a person's chat in a row of its own that is no conversation."""
    keep(turn.dialogues.setdefault(name, DialogueState(name, "noted", is_active=False, version=0)), data)


def _touch(state: DialogueState) -> None:
    if not state.is_changed:
        state.is_changed = True
        state.version += 1


class _TurnConversations(MutableMapping[tuple[int | str, ...], object]):
    """What PTB takes for its dict of conversations: one entry, the current person's row of this dialogue.

    A message belongs to the active dialogue only. A press belongs to the dialogue whose button it is, suspended or not.
    So a press that changes nothing returns None: END would close a suspended dialogue, and what it gathered were lost.
    """

    def __init__(self, name: str, steps: type[StrEnum], resume: StrEnum) -> None:
        self._name = name
        self._steps = steps
        self._resume = resume

    def _step(self) -> StrEnum | None:
        turn = current_turn()
        state = turn.dialogues.get(self._name)
        if state is None or not (state.is_active or (turn.is_press and state.step in self._open_steps())):
            return None
        try:
            return self._steps(state.step)
        except ValueError:  # saved by another version of the program: its draft is kept and goes on here
            return self._resume

    def _open_steps(self) -> set[str]:
        return {step.value for step in self._steps}

    @override
    def __getitem__(self, key: tuple[int | str, ...]) -> object:
        step = self._step()
        if step is None:
            raise KeyError(key)
        return step

    @override
    def __setitem__(self, key: tuple[int | str, ...], value: object) -> None:
        open_dialogue(current_turn(), self._name, self._steps(str(value)))

    @override
    def __delitem__(self, key: tuple[int | str, ...]) -> None:
        close_dialogue(current_turn(), self._name)

    @override
    def __iter__(self) -> Iterator[tuple[int | str, ...]]:
        return iter(())  # PTB iterates only when it persists conversations, which is what this replaces

    @override
    def __len__(self) -> int:
        return 0 if self._step() is None else 1


def build_dialogue(
    *,
    name: str,
    steps: type[StrEnum],
    resume: StrEnum,
    entry_points: Handlers,
    states: dict[StrEnum, Handlers],
    fallbacks: Handlers = (),
) -> ConversationHandler[Any]:
    """A ConversationHandler that lives in the turn's rows.

    Args:
        name: names the `dialogue` rows; never change it once it is used.
        steps: stored by name.
        resume: the step that a row with an unknown step continues at.
        entry_points: as PTB's; one that returns None would end the dialogue, so none may.
        states: the handlers of each step.
        fallbacks: tried when no handler of the step fits.
    """
    with warnings.catch_warnings():  # PTB advises per_message=True where there are buttons; ours are a person's
        warnings.simplefilter("ignore", PTBUserWarning)
        handler: ConversationHandler[Any] = ConversationHandler(
            entry_points=list(entry_points),
            states={step: list(handlers) for step, handlers in states.items()},
            fallbacks=list(fallbacks),
            name=name,
        )
    conversations = _TurnConversations(name, steps, resume)
    handler._conversations = conversations  # noqa: SLF001  # PTB offers no setter; tests/handlers/test_dialogue.py holds it to this
    return handler
