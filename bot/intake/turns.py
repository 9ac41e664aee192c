"""Running one update: one transaction that holds its effects, its answers and its end."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Chat, Update, User

from bot.app import Machine
from bot.errors import UnreadableUpdate
from bot.intake.arrival import callback_id_of, is_id, private_chat_of
from bot.intake.essence import essence_of
from bot.log import get_logger
from handlers.turn import Turn, enter_turn
from handlers.views.errors import apology
from locales import closest_language, translator
from models.city import City
from models.database import AsyncSession, Database
from models.inbox import Outcome
from models.rights import Owners
from models.services import answers, dialogues, inbox, people
from models.services.answers import Waiting
from models.services.inbox import Claimed
from models.services.people import Sender

log = get_logger(__name__)


@dataclass(frozen=True)
class Ran:
    """What a committed turn leaves to be sent."""

    waiting: list[Waiting]
    callback_id: str | None = None
    toast: str | None = None
    has_media: bool = False
    has_jobs: bool = False
    has_deliveries: bool = False
    has_due: bool = False


class TurnRunner:
    """Hands updates to the handlers, each within a transaction of its own."""

    def __init__(
        self,
        *,
        database: Database,
        application: Machine,
        city: City,
        platform: str,
        owner_ids: tuple[int, ...] = (),
        media_dir: Path | None = None,
    ) -> None:
        self.owner_ids = frozenset(owner_ids)
        self.media_dir = media_dir
        self.owners = Owners(platform, self.owner_ids)
        self.database = database
        self.application = application
        self.city = city
        self.platform = platform
        self.bot_id: int = application.bot.id
        self.bot_username: str = application.bot.username

    async def run(self, claimed: Claimed) -> Ran:
        """Run an update and commit.

        Raises:
            UnreadableUpdate: its shape is not the messenger's.
            Exception: whatever a handler or the database raised; nothing was committed.
        """
        raw, update = self._read(claimed)
        async with self.database.transaction() as session:
            turn = self._turn(claimed, update, session)
            await self._recognise(turn, update)
            enter_turn(turn)
            await self.application.process_update(update)
            if turn.failure is not None:
                raise turn.failure
            waiting = await self._close(turn, claimed)
        return Ran(
            waiting,
            callback_id_of(raw),
            turn.toast,
            turn.has_media,
            turn.has_jobs,
            turn.has_deliveries,
            turn.has_due,
        )

    def _read(self, claimed: Claimed) -> tuple[Any, Update]:
        try:
            raw = json.loads(claimed.payload)
            update = self._parse(raw)
        except Exception as error:
            raise UnreadableUpdate(f"{type(error).__name__}: {error}") from error
        if not all(is_id(one.id) for one in (update.effective_chat, update.effective_user) if one is not None):
            raise UnreadableUpdate("a chat or a person whose id is no number")
        return raw, update

    def _parse(self, raw: Any) -> Update:
        try:
            return Update.de_json(raw, self.application.bot)
        except Exception as error:  # noqa: BLE001  (PTB's classes raise whatever does not fit them)
            log.warning("update_read_in_part", reason=type(error).__name__)
            return Update.de_json(essence_of(raw), self.application.bot)

    def _turn(self, claimed: Claimed, update: Update, session: AsyncSession) -> Turn:
        message, chat, user = update.message, update.effective_chat, update.effective_user
        return Turn(
            session=session,
            city=self.city,
            bot_id=self.bot_id,
            bot_username=self.bot_username,
            inbox_id=claimed.id,
            chat_id=chat.id if chat is not None else 0,
            now=datetime.now(UTC),
            sent_at=message.date if message is not None else None,
            is_press=update.callback_query is not None,
            is_owner=user is not None and user.id in self.owner_ids,
            media_dir=self.media_dir,
            owners=self.owners,
        )

    async def _recognise(self, turn: Turn, update: Update) -> None:
        user, chat = update.effective_user, update.effective_chat
        if user is None or user.is_bot or chat is None or chat.type != Chat.PRIVATE:
            return
        turn.known = await people.recognise(
            session=turn.session,
            sender=self._sender(user),
            bot_id=self.bot_id,
            chat_id=chat.id,
            now=turn.now,
        )
        turn.dialogues = await dialogues.load(
            session=turn.session,
            bot_id=self.bot_id,
            chat_id=chat.id,
            person_id=turn.known.person.id or 0,
        )

    def _sender(self, user: User) -> Sender:
        return Sender(
            platform=self.platform,
            user_id=user.id,
            name=str(user.full_name),
            username=user.username,
            language=closest_language(user.language_code, self.city.default_language),
        )

    async def _close(self, turn: Turn, claimed: Claimed) -> list[Waiting]:
        if turn.known is not None:
            await dialogues.save(
                session=turn.session,
                bot_id=self.bot_id,
                chat_id=turn.chat_id,
                person_id=turn.known.person.id or 0,
                states=turn.dialogues.values(),
                now=turn.now,
            )
            if turn.late_told:
                await people.note_late_told(session=turn.session, contact=turn.known.contact, now=turn.now)
        waiting = await answers.record(
            session=turn.session,
            bot_id=self.bot_id,
            inbox_id=claimed.id,
            drafts=turn.answers,
            now=turn.now,
        )
        await inbox.finish(session=turn.session, inbox_id=claimed.id, now=turn.now, outcome=Outcome.DONE)
        return waiting

    async def set_aside(self, claimed: Claimed, error: str, *, apologise: bool) -> Ran:
        """End an update that cannot be run: it stays in the inbox with its error, its sender is told."""
        raw = _loads(claimed.payload)
        chat_id = private_chat_of(raw)
        now = datetime.now(UTC)
        async with self.database.transaction() as session:
            drafts = []
            if chat_id is not None and apologise:
                language = await people.language_of_chat(session=session, bot_id=self.bot_id, chat_id=chat_id)
                view = apology(translator(language or self.city.default_language))
                drafts = [answers.Draft(chat_id, "sendMessage", view.to_parameters())]
            waiting = await answers.record(
                session=session, bot_id=self.bot_id, inbox_id=claimed.id, drafts=drafts, now=now
            )
            await inbox.finish(
                session=session, inbox_id=claimed.id, now=now, outcome=Outcome.SET_ASIDE, error=error[:2000]
            )
        return Ran(waiting, callback_id_of(raw))


def _loads(payload: str) -> Any:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None  # set aside as unreadable already; there is nobody in it to answer
