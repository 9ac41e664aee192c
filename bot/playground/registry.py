"""The table of implemented methods; each ``methods_*`` module enters its own."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.playground.parameters import Parameters
from bot.playground.schema import METHODS
from bot.playground.state import State

Method = Callable[[State, Parameters], Any | Awaitable[Any]]
METHOD_TABLE: dict[str, Method] = {}


class RawJson(bytes):
    """A result that is JSON already."""


def method(name: str) -> Callable[[Method], Method]:
    """Enters a function as the implementation of an API method, whose name must be in the schema.

    The function takes the state and the checked parameters, returns ``result`` and raises RefusedError.
    """
    if name not in METHODS:
        raise ValueError(f"{name} is not in the schema")

    def enter(function: Method) -> Method:
        METHOD_TABLE[name] = function
        return function

    return enter
