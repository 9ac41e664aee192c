"""Delivering one answer: which message it means, when it may leave, and what every refusal stands for."""

import asyncio
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.alerts import Alerts
from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed
from bot.outgoing.limiter import Lane, Limiter
from bot.outgoing.line import Line
from bot.outgoing.mending import EDIT_ONLY, is_chat_closed, mended
from bot.outgoing.slots import Slots
from handlers.keyboards import View
from handlers.views.errors import unshowable
from handlers.views.export import export_gone
from handlers.views.goal_picture import picture_gone
from handlers.views.paper import paper_gone
from locales import Translator, translator
from models.answer import AnswerState
from models.database import Database
from models.services import answers, people
from models.services.answers import Settled, Waiting

log = get_logger(__name__)
# What costs no place in the flow of messages.
_UNLIMITED = frozenset({"answerCallbackQuery", "getFile", "deleteMessage", "setMyCommands"})
_OPTIONAL = frozenset({"setMyCommands"})  # not every messenger has it, and nobody waits for it


@dataclass(frozen=True)
class Result:
    """What became of an answer, and what has to follow it."""

    settled: Settled
    follow_up: list[Waiting] = field(default_factory=list)
    chat_is_closed: bool = False


class Deliverer:
    """Sends answers one by one. Network trouble is waited out here; only a refusal of the API ends an answer."""

    def __init__(
        self,
        *,
        client: ApiClient,
        limiter: Limiter,
        slots: Slots,
        database: Database,
        alerts: Alerts,
        bot_id: int,
        line: Line | None = None,
    ) -> None:
        self._client = client
        self._limiter = limiter
        self._slots = slots
        self._database = database
        self._alerts = alerts
        self._bot_id = bot_id
        self._line = line or Line()

    async def deliver(self, answer: Waiting) -> Result:
        """Send it, for as long as it takes, and say what became of it."""
        call = await self._slots.resolve(answer)
        if call is None:
            return Result(Settled(answer.id, AnswerState.SENT))
        method, parameters = call[0], {name: value for name, value in call[1].items() if name != EDIT_ONLY}
        while True:
            outcome = await self._try(answer, method, parameters)
            if outcome is None:
                continue
            if isinstance(outcome, FileGoneError):
                return await self._file_gone(answer, outcome)
            if not isinstance(outcome, ApiError):
                return Result(self._sent(answer, method, parameters, outcome))
            changed = mended(method, parameters, outcome, edit_only=EDIT_ONLY in answer.parameters)
            if changed is None:
                return await self._refused(answer, method, parameters, outcome)
            if "parse_mode" in parameters and "parse_mode" not in changed[1]:
                self._alert(answer, outcome)
            method, parameters = changed

    async def _try(self, answer: Waiting, method: str, parameters: dict[str, Any]) -> object:
        """Make the call once, and return its result.

        None says that nothing came of it and the same should be tried again; an ApiError, that the API will not do it;
        a FileGoneError, that there is nothing left to send.
        """
        is_probe = await self._line.wait()
        try:
            if method not in _UNLIMITED:
                await self._limiter.acquire(Lane.ANSWER, answer.chat_id)
            result = await self._client.call(method, await _with_files(parameters), timeout=_timeout(method))
        except ApiError as error:
            if error.code >= 500 or (error.code in {401, 404} and method not in _OPTIONAL):  # a token may be put right
                self._line.broke(error, is_probe=is_probe)
                return None
            self._line.works()
            if error.code == 429:
                group = answer.chat_id if answer.chat_id < 0 else None
                self._limiter.pause(error.retry_after or 1.0, chat_id=group)
                return None
            return error
        except CallFailed as error:
            self._line.broke(error, is_probe=is_probe)
            return None
        except FileGoneError as error:
            self._line.abandon(is_probe=is_probe)
            return error
        except BaseException:
            self._line.abandon(is_probe=is_probe)
            raise
        self._line.works()
        return result

    def _sent(self, answer: Waiting, method: str, parameters: dict[str, Any], result: object) -> Settled:
        message_id = parameters.get("message_id")
        if isinstance(result, dict) and isinstance(result.get("message_id"), int):
            message_id = result["message_id"]
        if method == "deleteMessage":
            message_id = None
        self._slots.remember(answer, message_id)
        return Settled(answer.id, AnswerState.SENT, message_id)

    async def _refused(self, answer: Waiting, method: str, parameters: dict[str, Any], error: ApiError) -> Result:
        said = error.description.lower()
        if "message is not modified" in said:
            return Result(self._sent(answer, method, parameters, None))
        if method == "deleteMessage":  # gone already, or too old to go: what matters is the message that stays
            return Result(Settled(answer.id, AnswerState.SENT))
        if is_chat_closed(error):
            await self._note_blocked(answer)
            return Result(Settled(answer.id, AnswerState.DROPPED, error=str(error)), chat_is_closed=True)
        if EDIT_ONLY in answer.parameters:
            return Result(Settled(answer.id, AnswerState.DROPPED, error=str(error)))
        if method in _OPTIONAL:
            log.warning("answer_refused", answer_id=answer.id, method=method, reason=error.description)
            return Result(Settled(answer.id, AnswerState.FAILED, error=str(error)))
        log.error("answer_refused", answer_id=answer.id, method=method, reason=error.description)
        self._alert(answer, error)
        return Result(Settled(answer.id, AnswerState.FAILED, error=str(error)), follow_up=await self._apology(answer))

    async def _note_blocked(self, answer: Waiting) -> None:
        async with self._database.transaction() as session:
            await people.mark_blocked(
                session=session, bot_id=self._bot_id, chat_id=answer.chat_id, now=datetime.now(UTC)
            )

    async def _file_gone(self, answer: Waiting, error: "FileGoneError") -> Result:
        log.error("answer_without_file", answer_id=answer.id, reason=str(error))
        suffixes = [path.suffix for path in _paths(answer.parameters).values()]
        follow_up = await self._apology(answer, next((_GONE[one] for one in suffixes if one in _GONE), export_gone))
        return Result(Settled(answer.id, AnswerState.FAILED, error=str(error)), follow_up=follow_up)

    async def _apology(self, answer: Waiting, sentence: Callable[[Translator], View] = unshowable) -> list[Waiting]:
        if answer.chat_id < 0 or answer.slot == APOLOGY:
            return []
        async with self._database.transaction() as session:
            language = await people.language_of_chat(session=session, bot_id=self._bot_id, chat_id=answer.chat_id)
            view = sentence(translator(language or ""))
            draft = answers.Draft(answer.chat_id, "sendMessage", view.to_parameters(), APOLOGY)
            return await answers.record(
                session=session, bot_id=self._bot_id, inbox_id=None, drafts=[draft], now=datetime.now(UTC)
            )

    def _alert(self, answer: Waiting, error: ApiError) -> None:
        self._alerts.add("answer_refused", f"answer {answer.id} ({answer.method}): {error.description}")


_GONE = {".pdf": paper_gone, ".png": picture_gone}


class FileGoneError(Exception):
    """A file that an answer names cannot be read any more: it was cleared away while the answer waited."""


async def _with_files(parameters: dict[str, Any]) -> dict[str, Any]:
    """The call with the files that its answer names (`path`) or, where they are small, carries (`name`, `base64`).

    Raises:
        FileGoneError: one of them is not there any more.
    """
    given = {key: value for key, value in parameters.items() if isinstance(value, dict)}
    carried = {key: (value["name"], b64decode(value["base64"])) for key, value in given.items() if "base64" in value}
    named = _paths(parameters)
    if not named:
        return parameters | carried if carried else parameters
    try:
        files = {key: await asyncio.to_thread(_read, path) for key, path in named.items()}
    except OSError as error:
        raise FileGoneError(error.strerror or type(error).__name__) from error
    return parameters | files | carried


def _paths(parameters: dict[str, Any]) -> dict[str, Path]:
    return {
        key: Path(value["path"]) for key, value in parameters.items() if isinstance(value, dict) and "path" in value
    }


def _read(path: Path) -> tuple[str, bytes]:
    return path.name, path.read_bytes()


def _timeout(method: str) -> float:
    return 300.0 if method == "sendDocument" else 20.0  # 50 MB over a slow line


APOLOGY = "apology"  # the slot of a general sentence: one that is refused itself is not apologised for

__all__ = ["APOLOGY", "Deliverer", "FileGoneError", "Result"]
