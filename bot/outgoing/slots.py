"""Slots: which message of a chat an answer changes or takes away, looked up when it is sent."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from models.database import Database
from models.services import answers
from models.services.answers import Waiting

_REMEMBERED = 10_000


@dataclass
class _Shown:
    """What is known of one slot: (inbox id, message id) as shown, the newest last."""

    messages: list[tuple[int | None, int]] = field(default_factory=list)
    is_whole: bool = False  # whether what the table held before was read too


class Slots:
    """Remembers the newest messages of each slot, and asks the table for those from before."""

    def __init__(self, *, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._known: OrderedDict[tuple[int, str], _Shown] = OrderedDict()

    async def resolve(self, answer: Waiting) -> tuple[str, dict[str, Any]] | None:
        """The call an answer stands for; None when there is nothing to do (no older message to take away)."""
        if answer.method == "setMyCommands":  # its chat is named by its scope
            return answer.method, answer.parameters
        parameters = {"chat_id": answer.chat_id, **answer.parameters}
        if answer.slot is None or "message_id" in parameters:
            return answer.method, parameters
        if answer.method == "deleteMessage":
            older = await self._older(answer)
            return None if older is None else (answer.method, {**parameters, "message_id": older})
        if answer.method != "editMessageText":
            return answer.method, parameters
        newest = await self._newest(answer)
        if newest is None:
            return "sendMessage", parameters
        return answer.method, {**parameters, "message_id": newest}

    async def _newest(self, answer: Waiting) -> int | None:
        known = self._known.get((answer.chat_id, answer.slot or ""))
        if known is None or not known.messages:
            known = await self._read(answer)
        return known.messages[-1][1] if known.messages else None

    async def _older(self, answer: Waiting) -> int | None:
        """The slot's message before the one this very turn sent; None when this turn's was never shown."""
        known = self._known.get((answer.chat_id, answer.slot or ""))
        if known is None or not known.is_whole:
            known = await self._read(answer)
        shown = known.messages
        if len(shown) < 2 or shown[-1][0] != answer.inbox_id or shown[-2][1] == shown[-1][1]:
            return None
        return shown[-2][1]

    async def _read(self, answer: Waiting) -> _Shown:
        async with self._database.transaction() as session:
            stored = await answers.slot_messages(
                session=session,
                bot_id=self._bot_id,
                chat_id=answer.chat_id,
                slot=answer.slot or "",
                before=answer.id,
            )
        known = self._known.setdefault((answer.chat_id, answer.slot or ""), _Shown())
        # What was sent a moment ago may not be marked in the table yet, or may be: it is counted once.
        known.messages = [*(one for one in stored if one not in known.messages), *known.messages][-2:]
        known.is_whole = True
        return known

    def remember(self, answer: Waiting, message_id: int | None) -> None:
        """An answer of a slot was shown as this message."""
        if answer.slot is None or message_id is None:
            return
        key = (answer.chat_id, answer.slot)
        known = self._known.setdefault(key, _Shown())
        # A slot named after the turn that made it has no past that would have to be read.
        known.is_whole = known.is_whole or answer.slot.endswith(f".{answer.inbox_id}")
        known.messages = [*known.messages, (answer.inbox_id, message_id)][-2:]
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
