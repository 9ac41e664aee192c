"""The context that steps get: PTB's, with the turn behind it and the ways to answer."""

from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from handlers.callback_data import ButtonData, parse
from handlers.keyboards import TOAST_LIMIT, View, shortened
from handlers.turn import Turn, current_turn
from handlers.views.commands import CommandMenu, menu_parameters
from handlers.views.late import late_line
from locales import Translator
from models.city import City
from models.rights import Rights
from models.services import access
from models.services.answers import Draft as AnswerDraft
from models.services.people import KnownPerson

LATE_AFTER = timedelta(minutes=5)  # an answer later than this begins with a word about it
_SAY_SO_EVERY = timedelta(minutes=30)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """What a step reads from and answers with. Answers are rows of the turn: they leave after its commit."""

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        chat_id: int | None = None,
        user_id: int | None = None,
    ) -> None:
        super().__init__(application, chat_id, user_id)
        self.turn: Turn = current_turn()

    @property
    def person(self) -> KnownPerson:
        """Who wrote."""
        return self.turn.person_known.person

    async def rights(self) -> Rights:
        """What the person who wrote may do."""
        turn = self.turn
        if turn.rights is None:
            turn.rights = await access.rights_of(
                session=turn.session, person_id=self.person.id, is_owner=turn.is_owner, now=turn.now
            )
        return turn.rights

    @property
    def tr(self) -> Translator:
        """The person's language."""
        return self.turn.translator

    @property
    def city(self) -> City:
        """The city this process serves."""
        return self.turn.city

    def reply(self, view: View, *, slot: str | None = None) -> None:
        """Send a new message. With a slot, it is the message that later edits of the slot change."""
        view = self._apologising(view)
        self._answer("sendMessage", view.to_parameters(), slot)

    def move(self, slot: str, view: View) -> None:
        """Send a slot's message anew below everything else, and take the one above away."""
        self.reply(view, slot=slot)
        self._answer("deleteMessage", {}, slot)

    def edit(self, slot: str, view: View) -> None:
        """Change a slot's message; the messenger is sent a new one where it cannot be changed any more."""
        if view.menu is not None:  # a message that sets the keyboard is always a new one
            self.reply(view, slot=slot)
            return
        self._answer("editMessageText", view.to_parameters(), slot)

    def edit_pressed(self, update: Update, view: View, *, slot: str | None = None) -> None:
        """Change the message whose button was pressed."""
        message_id = _pressed_message(update)
        if message_id is None or view.menu is not None:
            self.reply(view, slot=slot)
            return
        self._answer("editMessageText", {**view.to_parameters(), "message_id": message_id}, slot)

    def take_buttons(self, update: Update) -> None:
        """Take the buttons away from the message of which one was pressed; its words stay."""
        message_id = _pressed_message(update)
        if message_id is not None:
            parameters = {"message_id": message_id, "reply_markup": {"inline_keyboard": []}}
            self._answer("editMessageReplyMarkup", {**parameters, "edit_only": True}, None)

    def set_commands(self, menu: CommandMenu) -> None:
        """Give this chat a command menu of its own, before those that everybody has."""
        self._answer("setMyCommands", menu_parameters(self.turn.chat_id, menu), None)

    def send(self, method: str, parameters: dict[str, Any], *, slot: str | None = None) -> None:
        """Send what is no text: a pin, a file, an album. With a slot, it takes the place of the message above."""
        self._answer(method, parameters, slot)
        if slot is not None:
            self._answer("deleteMessage", {}, slot)

    def toast(self, text: str) -> None:
        """Show a word over the chat, as the answer to a press; it leaves right after the commit, or never."""
        self.turn.toast = shortened(text, TOAST_LIMIT)

    def pressed(self, update: Update) -> ButtonData:
        """The button of this press.

        Raises:
            LookupError: the handler was reached without a button of ours; its pattern should not have matched.
        """
        query = update.callback_query
        data = parse(query.data) if query is not None and query.data else None
        if data is None:
            raise LookupError("a press without a button of ours")
        return data

    def _answer(self, method: str, parameters: dict[str, Any], slot: str | None) -> None:
        self.turn.answers.append(AnswerDraft(self.turn.chat_id, method, parameters, slot))

    def _apologising(self, view: View) -> View:
        if self.turn.known is None:
            return view
        sent_at, contact = self.turn.sent_at, self.turn.known.contact
        if sent_at is None or self.turn.now - sent_at < LATE_AFTER or self.turn.answers:
            return view
        if contact.late_told_at is not None and self.turn.now - contact.late_told_at < _SAY_SO_EVERY:
            return view
        self.turn.late_told = True
        return view.preceded_by(late_line(sent_at, self.city.zone, self.tr))


def _pressed_message(update: Update) -> int | None:
    """The id of the message whose button was pressed; None without one, or where it is no number."""
    message = update.callback_query.message if update.callback_query is not None else None
    return message.message_id if message is not None and isinstance(message.message_id, int) else None
