"""Chats: what was said in each, and who may be reached there."""

import asyncio
from typing import TYPE_CHECKING, Any

from bot.playground.errors import PageError
from bot.playground.messages import Button, Keyboard, Message

if TYPE_CHECKING:
    from bot.playground.person import Person
    from bot.playground.state import State


class Chat:
    """A chat the bot is in. ``api`` is the ``Chat`` object inside messages; ids fit Telegram's ranges.

    Attributes:
        messages_by_id: The messages that are there now, oldest first.
        reply_keyboard: The labels below the chat, row by row, if there are any.
        keyboard_keys: Those keys by label, as the API describes them.
        typing: The last chat action of the bot, until its next message.
        reactions: The bot's reactions by message id, as emoji.
        pinned: The ids of pinned messages.
    """

    def __init__(self, state: "State", chat_id: int, api: dict[str, Any]) -> None:
        self.state = state
        self.id = chat_id
        self.api = {"id": chat_id, **api}
        self.messages_by_id: dict[int, Message] = {}
        self.reply_keyboard: Keyboard | None = None
        self.keyboard_keys: dict[str, dict[str, Any]] = {}
        self.typing: str | None = None
        self.reactions: dict[int, list[str]] = {}
        self.pinned: set[int] = set()
        self.changed = asyncio.Event()

    @property
    def messages(self) -> list[Message]:
        """The chat as its people see it now, oldest first."""
        return list(self.messages_by_id.values())

    @property
    def last(self) -> Message:
        """The newest message of the bot.

        Raises:
            LookupError: The bot has said nothing; the text shows the chat.
        """
        for message in reversed(self.messages_by_id.values()):
            if message.sender == "bot":
                return message
        raise LookupError(f"the bot has said nothing yet\n{self.transcript()}")

    def transcript(self) -> str:
        """Returns the whole chat as readable text."""
        return "\n".join(str(message) for message in self.messages_by_id.values()) or "(an empty chat)"

    def next_message_id(self) -> int:
        """Returns a fresh message id; private chats share one row of numbers, as on the real server."""
        return self.state.next_message_id()

    def put(self, message: Message) -> None:
        """Adds a message, or puts its new value in its place, and wakes everybody who waits for it."""
        new = message.id not in self.messages_by_id
        self.messages_by_id[message.id] = message
        self.changed.set()
        self.tell("message" if new else "edit", message=message)

    def remove(self, message_id: int) -> None:
        """Takes a message away for both sides."""
        del self.messages_by_id[message_id]
        self.changed.set()
        self.tell("delete", message_id=message_id)

    def tell(self, kind: str, **values: Any) -> None:
        """Tells the pages what happened in this chat."""
        if self.state.events.heard:
            self.state.events.tell(kind, self.id, **values)

    def check_reachable(self) -> None:
        """Raises RefusedError (403) if the bot may not write here."""

    def add(self, author: dict[str, Any], content: dict[str, Any], *, reply_to: int | None = None) -> Message:
        """Appends a new message of a person and returns it."""
        message = Message(self._new_api(author, content, reply_to), "person", self.state.next_change())
        self.put(message)
        return message

    def add_from_bot(
        self,
        content: dict[str, Any],
        *,
        reply_to: int | None = None,
        reply_keyboard: Keyboard | None = None,
        locked: bool = False,
    ) -> Message:
        """Appends a new message of the bot and returns it; see ``Message`` for the last two arguments."""
        self.typing = None
        api = self._new_api(self.state.bot, content, reply_to)
        message = Message(api, "bot", self.state.next_change(), reply_keyboard, locked)
        self.put(message)
        return message

    def find_button(self, label: str | None, data: str | None, message_id: int | None) -> tuple[Message, Button] | None:
        """Returns the newest inline button with this label and data, as far as given, and its message."""
        for message in reversed(self.messages_by_id.values()):
            if message_id is not None and message.id != message_id:
                continue
            for row in message.buttons:
                for button in row:
                    if (label is None or button.text == label) and (data is None or button.data == data):
                        return message, button
        return None

    def press_data(self, person: "Person", message_id: int, data: str) -> str:
        """Somebody presses a button with this data, whether the message still shows it or not.

        Returns:
            The callback query id.

        Raises:
            PageError: The message is not there.
        """
        message = self.messages_by_id.get(message_id)
        if message is None or message.sender != "bot":
            sentence = f"Message {message_id} is not in the chat.\n{self.transcript()}"
            raise PageError(sentence, "این پیام دیگر در گفت‌وگو نیست.")
        query_id = self.state.open_press(person, self, message_id)
        query = {"id": query_id, "from": person.user, "message": message.api, "data": data}
        self.state.updates.push("callback_query", {**query, "chat_instance": str(-abs(self.id) * 31)})
        return query_id

    def _new_api(self, author: dict[str, Any], content: dict[str, Any], reply_to: int | None) -> dict[str, Any]:
        api = {
            "message_id": self.next_message_id(),
            "from": author,
            "chat": self.api,
            "date": self.state.now(),
        }
        original = self.messages_by_id.get(reply_to) if reply_to is not None else None
        if original is not None:
            nested = dict(original.api)
            nested.pop("reply_to_message", None)  # the API nests replies one level deep
            api["reply_to_message"] = nested
        api.update(content)
        return api
