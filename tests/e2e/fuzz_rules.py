"""What must hold after whatever anybody sent: nothing stuck, nothing lost, no limit of the messenger broken."""

import asyncio
import logging
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, override

from sqlalchemy import text as sql
from sqlmodel import Session, col, select

from bot.outgoing.delivery import APOLOGY
from bot.playground.calls import Call
from bot.playground.texts import utf16_length
from handlers.views.errors import error_view
from handlers.views.general import not_text
from handlers.views.meeting_question import only_words, question_too_long
from handlers.views.menu import menu_action
from locales import LANGUAGES, translator
from models.answer import Answer, AnswerState
from models.area import Area
from models.area_tree import AreaTree
from models.dialogue import Dialogue
from models.draft import TEXT_LIMIT
from models.entry import Entry
from models.errors import AlreadyEnded, DomainError, EmptyText, NotFound, TextTooLong
from models.inbox import Inbox, Outcome
from models.meeting import MeetingQuestion
from models.person import Account
from models.services import meeting_questions
from models.submission import Addition, Submission
from models.text import fold
from models.tracking_code import parse_tracking_code
from models.types import storable
from tests.e2e.fuzz_stage import Actor, Stage
from tests.e2e.fuzz_updates import WISHES

# What the messenger may refuse without anybody's fault: people delete, block and leave, and buttons grow old.
_NO_FAULT = (
    "message is not modified", "message to edit not found", "message can't be edited", "message to delete not found",
    "query is too old", "bot was blocked by the user", "bot was kicked", "chat not found",
)  # fmt: skip
_UNFINISHED = sql(
    "SELECT (SELECT count(*) FROM inbox WHERE finished_at IS NULL)"
    " + (SELECT count(*) FROM answer WHERE state = 'waiting') + (SELECT count(*) FROM job WHERE state = 'waiting')"
)
_PATIENCE = 20.0  # seconds: an export in a process of its own takes two
_WISHES = frozenset(fold(word).strip(" .!؟") for word in WISHES)
_REFUSALS: tuple[DomainError, ...] = (EmptyText(), TextTooLong(TEXT_LIMIT), AlreadyEnded(), NotFound())
_SENTENCES = {str(error_view(error, translator(code)).text) for error in _REFUSALS for code in LANGUAGES}
for _tr in (translator(code) for code in LANGUAGES):  # what is asked for in words alone takes no file with a caption
    _views = (question_too_long(meeting_questions.TEXT_LIMIT, _tr), only_words(_tr), not_text(_tr, is_sticker=False))
    _SENTENCES |= {str(view.text) for view in _views}

_SEARCHES = ("1:resolution:", "1:goals:search:")  # the list of what was found: these words were searched for
_IS_MY_MESSAGE = "1:home:message:"  # offered below «no place is called so»: the words were taken for a name
# the steps of a draft that was put away, and that of one whose words are written anew: the next words take its place
_LOOSE = frozenset({"discarded", "text", "ended", "rewrite"})


class Warnings(logging.Handler):
    """Keeps every warning and error of the program with its values."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.events: list[dict[str, Any]] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("bot.playground"):
            return
        said = record.msg if isinstance(record.msg, dict) else {"event": record.getMessage()}
        self.events.append({**said, "level": record.levelno})


class Rules:
    """Reads what happened since the example began.

    Raises, in all its checks:
        AssertionError: something is not as it should be.
    """

    def __init__(self, stage: Stage, warnings: Warnings) -> None:
        self._stage, self._town = stage, stage.town
        self._warnings = warnings
        warnings.events.clear()
        stage.town.playground._api.log.calls.clear()
        stage.town.playground.unknown_calls.clear()
        stage.town.playground.unknown_parameters.clear()
        self._first = stage.town.playground.state.updates.next_id

    async def idle(self) -> None:
        """Wait until every update has run, every file was made, and every answer has left."""
        state = self._town.playground.state
        try:
            async with asyncio.timeout(_PATIENCE):
                while state.updates or self._unfinished():  # noqa: ASYNC110  (rows wake nobody)
                    await asyncio.sleep(0.004)
        except TimeoutError:
            waiting = [row.payload for row in self._town.rows(Inbox, col(Inbox.finished_at).is_(None))]
            raise AssertionError(f"stuck: {len(state.updates)} not fetched, waiting: {waiting}") from None
        for actor in self._stage.cast:
            actor.look()

    def _unfinished(self) -> int:
        with self._town.engine.connect() as connection:
            return int(connection.execute(_UNFINISHED).scalar_one())

    def check_failures(self) -> None:
        """Only what arrived malformed was set aside; no other turn failed, not even once; nothing else was logged."""
        rows = self._town.rows(Inbox, Inbox.update_id >= self._first)  # type: ignore[operator]  # never None here
        malformed = {row.id for row in rows if row.update_id in self._stage.malformed}
        aside = [row for row in rows if row.outcome == Outcome.SET_ASIDE.value]
        _none([(row.error, row.payload) for row in aside if row.id not in malformed], "set aside")
        refused = self._town.rows(
            Answer, Answer.state == AnswerState.FAILED.value, col(Answer.inbox_id).in_([row.id for row in rows])
        )
        _none([(row.error, row.parameters) for row in refused if row.inbox_id not in malformed], "refused")
        nowhere = {row.chat_id for row in refused}  # chats that only a malformed update names
        apologies = self._town.rows(Answer, Answer.slot == APOLOGY, col(Answer.chat_id).in_(nowhere))
        told = {row.id for row in (*refused, *apologies)}
        for event in self._warnings.events:
            about = event.get("inbox_id") in malformed or event.get("answer_id") in told
            assert about or event["event"] in _HARMLESS, event
        self._check_calls(refused)

    def _check_calls(self, refused: Iterable[Answer]) -> None:
        playground = self._town.playground
        _none([*playground.unknown_calls, *playground.unknown_parameters], "unknown to the messenger")
        known = (*_NO_FAULT, *(str(row.error).partition(": ")[2] for row in refused))
        for call in playground._api.log.calls:
            if call.outcome not in {"ok", "pending"}:
                bad_file = call.method == "getFile" and not str(call.parameters.get("file_id")).startswith("PG")
                assert bad_file or any(part in call.outcome for part in known), call
            elif isinstance(call.result, dict):
                _check_limits(call)

    def check_words(self) -> None:
        """What somebody wrote is on record, in a draft or a question of theirs; or it was a command or an answer."""
        with Session(self._town.engine) as session:
            for actor in self._stage.cast:
                if not actor.is_owner:  # whose words are the office's
                    self._check_words_of(actor, session)

    def _check_words_of(self, actor: Actor, session: Session) -> None:
        person_id = session.exec(select(Account.person_id).where(Account.user_id == actor.phone.id)).first()
        if person_id is None:
            return
        own = session.exec(select(Submission).where(Submission.person_id == person_id)).all()
        dialogues = session.exec(select(Dialogue).where(Dialogue.person_id == person_id)).all()
        held = {number: (where, words) for number, where, words in _held(person_id, own, dialogues, session)}
        for message_id in actor.written.keys() - actor.settled:
            versions, was = actor.written[message_id], actor.held.get(message_id)
            where, words = held.get(message_id, ("", ""))
            if any(_same(where, words, version) for version in versions):
                continue
            lets_go = actor.lets_go or (was == "draft" and actor.loose)
            is_answer = was == "start" or (was is None and self._is_answered(actor, message_id, own, session))
            assert lets_go or is_answer, f"{versions!r} was in {was}, is in {where}: {words!r}\n{transcript(actor)}"
            actor.settled.add(message_id)
        actor.held = {number: where for number, (where, _) in held.items()}
        states = {dialogue.name: dialogue.step for dialogue in dialogues}
        actor.lets_go, actor.loose = False, states.get("draft") in _LOOSE

    def _is_answered(self, actor: Actor, message_id: int, own: Iterable[Submission], session: Session) -> bool:
        """Whether a message that is kept nowhere was a command, a key, a code, a place, a yes or no, or was refused."""
        words = actor.written[message_id][0]
        if words.startswith("/"):
            command, _, rest = words.replace("\n", " ").partition(" ")
            is_new = command.lower() in {"/new", "/new@mahalleyar_bot"}
            return not (is_new and _is_visible(rest)) or self._was_refused(actor, message_id, session)
        code = parse_tracking_code(words) if len(words) <= 40 else None
        return (
            menu_action(words) is not None
            or fold(words).strip(" .!؟") in _WISHES
            or (code is not None and any(code.belongs_to(one.year, one.serial) for one in own))
            or bool(AreaTree.of(session.exec(select(Area)).all()).find(storable(words)))
            or self._was_refused(actor, message_id, session)
        )

    def _was_refused(self, actor: Actor, message_id: int, session: Session) -> bool:
        """Whether the writer was told why these words could not be taken, or that no place is called so."""
        said = session.exec(
            select(Answer.parameters)
            .join(Inbox, col(Inbox.id) == col(Answer.inbox_id))
            .where(Inbox.update_id == actor.updates[message_id])
        ).all()
        return any(
            any(sentence in one.get("text", "") for sentence in _SENTENCES)
            or any(button in str(one) for button in (_IS_MY_MESSAGE, *_SEARCHES))
            for one in said
        )


_HARMLESS = frozenset({"press_not_answered", "update_read_in_part", "timer_late"})


def _held(
    person_id: int,
    own: Iterable[Submission],
    dialogues: Iterable[Dialogue],
    session: Session,
) -> Iterator[tuple[int, str, str]]:
    """Every message of somebody that is kept: (message id, where, the words)."""
    for dialogue in dialogues:
        for message_id, words in _messages_in(dialogue.data):
            yield message_id, dialogue.name, words
    for submission in own:
        for message_id in submission.message_ids:
            yield message_id, "record", submission.text
        for added in session.exec(select(Addition).where(Addition.submission_id == submission.id)):
            yield added.message_id, "added", added.text
    for question in session.exec(select(MeetingQuestion).where(MeetingQuestion.person_id == person_id)):
        yield question.message_id, "question", question.text
    for entry in session.exec(select(Entry).where(Entry.person_id == person_id)):
        if entry.message_id is not None:
            yield entry.message_id, "entry", entry.text


def _messages_in(data: Any) -> Iterator[tuple[int, str]]:
    """The messages that a dialogue holds, however deep: parts with their id and text, or pairs of them."""
    if isinstance(data, dict) and "message_id" in data and "text" in data:
        yield data["message_id"], data["text"]
    elif isinstance(data, list) and len(data) == 2 and isinstance(data[0], int) and isinstance(data[1], str):
        yield data[0], data[1]
    elif isinstance(data, (dict, list)):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _messages_in(inner)


def _same(where: str, words: str, version: str) -> bool:
    written = storable(version)
    if not where:
        return not written  # of halves of letters alone nothing is left that a database keeps
    if written.lower().startswith("/new"):
        written = written.replace("\n", " ").partition(" ")[2]
        return written.strip() in words
    if where == "question":
        return written.strip() == words
    return written in words if where == "record" else written == words


def transcript(actor: Actor) -> str:
    """Their chat, halves of surrogate pairs escaped: not every terminal writes them."""
    return actor.phone.transcript().encode("utf-8", "backslashreplace").decode()


def _none(found: list[Any], what: str) -> None:
    assert found == [], f"{what}: {found}"


def _is_visible(words: str) -> bool:
    return any(unicodedata.category(letter)[0] in "LNPS" for letter in words)


def _check_limits(call: Call) -> None:
    """What arrived in the chat, measured again: the limits of core.telegram.org/bots/api."""
    shown = call.result
    if call.method in {"sendMessage", "editMessageText"}:
        assert 1 <= utf16_length(shown["text"].strip()) <= 4096, call
    assert utf16_length(shown.get("caption", "")) <= 1024, call
    buttons = [key for row in shown.get("reply_markup", {}).get("inline_keyboard", []) for key in row]
    assert len(buttons) <= 100, call
    for button in buttons:
        assert button["text"].strip(), call
        assert len(button.get("callback_data", "").encode()) <= 64, call
