"""A local messenger: the Bot API over HTTP on loopback, with people in it who write, press and block.

``mahalleyar demo`` shows it as a chat page; the tests drive its people from Python. It knows nothing of
Mahalleyar: any bot that lets its API address be set can talk to it.
"""

from bot.playground.faults import FaultKind
from bot.playground.groups import Group
from bot.playground.messages import Button, Message
from bot.playground.person import Person, Toast
from bot.playground.server import Playground

__all__ = ["Button", "FaultKind", "Group", "Message", "Person", "Playground", "Toast"]
