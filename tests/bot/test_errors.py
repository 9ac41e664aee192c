from typing import Any

import pytest
from telegram.ext import Application, ApplicationHandlerStop

from bot.errors import note_failure
from handlers.context import Context
from handlers.turn import Turn
from models.errors import NotFound
from models.services.answers import Draft
from tests.handlers.turns import open_turn


def _context(error: Exception) -> tuple[Turn, Context]:
    turn = open_turn()
    turn.answers.append(Draft(7, "sendMessage", {"text": "half an answer"}))
    application: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token("42:x").updater(None).job_queue(None).build()
    )
    context = Context(application)
    context.error = error
    return turn, context


async def test_a_domain_error_is_an_answer() -> None:
    """What a service refuses is said in its own words instead of what was said before; the turn goes on."""
    turn, context = _context(NotFound())
    await note_failure(None, context)
    assert turn.failure is None
    (answer,) = turn.answers
    assert "پیدا نشد" in str(answer.parameters["text"])


async def test_anything_else_fails_the_turn() -> None:
    """The turn holds the exception, and no later handler runs in it."""
    error = ZeroDivisionError("a bug")
    turn, context = _context(error)
    with pytest.raises(ApplicationHandlerStop):
        await note_failure(None, context)
    assert turn.failure is error
