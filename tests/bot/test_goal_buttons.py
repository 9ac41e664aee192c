"""The buttons on residents' screens of goals lead somewhere: dialogues meet in them, and never import each other."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from telegram.ext import CallbackQueryHandler, ConversationHandler
from telegram.request import HTTPXRequest

from bot.app import ANSWERING, build_application
from locales import translator
from tests.handlers.views.test_goal_views import VIEWS


def _all(handlers: Iterable[Any]) -> Iterator[Any]:
    for one in handlers:
        if isinstance(one, ConversationHandler):
            yield from _all([*one.entry_points, *one.fallbacks])
        else:
            yield one


@pytest.fixture(scope="module")
def patterns() -> list[re.Pattern[str]]:
    """What the handlers of buttons take."""
    application = build_application(token="42:x", api_url="http://127.0.0.1:9", request=HTTPXRequest())  # noqa: S106  (opens nothing)
    handlers = [one for one in _all(application.handlers[ANSWERING]) if isinstance(one, CallbackQueryHandler)]
    return [one.pattern for one in handlers if isinstance(one.pattern, re.Pattern)]


@pytest.mark.parametrize("name", VIEWS)
def test_somebody_answers(name: str, patterns: list[re.Pattern[str]]) -> None:
    """Whatever stands there, of whichever part of the program, is taken by a handler when it is pressed."""
    buttons = [button for row in VIEWS[name](translator("fa")).rows for button in row]
    packed = [button.data.pack() for button in buttons if button.data is not None]
    assert [data for data in packed if not any(one.match(data) for one in patterns)] == []
