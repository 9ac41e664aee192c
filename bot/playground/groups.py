"""Groups: several people and the bot in one chat."""

from typing import TYPE_CHECKING, Any

from bot.playground.chats import Chat
from bot.playground.entities import find_entities
from bot.playground.errors import PageError
from bot.playground.messages import Message
from bot.playground.texts import split_for_sending

if TYPE_CHECKING:
    from bot.playground.person import Person
    from bot.playground.state import State


class Group(Chat):
    """A supergroup; its messages have ids of their own.

    Under privacy mode (the default of every bot) the bot hears only commands, mentions and replies to itself.

    Attributes:
        members: The people in it, by id.
        has_bot: Whether the bot is in it.
        last_id: The newest message id.
    """

    def __init__(self, state: "State", chat_id: int, title: str, members: list["Person"]) -> None:
        super().__init__(state, chat_id, {"title": title, "type": "supergroup"})
        self.title = title
        self.members = {member.id: member for member in members}
        self.has_bot = True
        self.last_id = 0

    def next_message_id(self) -> int:
        """Returns the next id of this group's own row."""
        self.last_id += 1
        return self.last_id

    def check_reachable(self) -> None:
        """Raises RefusedError (403) once the bot was removed."""
        if not self.has_bot:
            raise self.state.kicked(self)

    def send(self, person: "Person", text: str, *, reply_to: int | None = None) -> Message:
        """A member writes to the group; returns the (last) message.

        Raises:
            PageError: The person is not a member, or wrote nothing.
        """
        self.check_member(person)
        if not text.strip():
            raise PageError("Nothing was written.", "چیزی نوشته نشده است.")
        for part in split_for_sending(text):
            content: dict[str, Any] = {"text": part}
            entities = find_entities(part)
            if entities:
                content["entities"] = entities
            message = self.add(person.user, content, reply_to=reply_to)
            if self._bot_hears(message):
                self.state.updates.push("message", message.api)
        return message

    def press(self, person: "Person", label: str) -> str:
        """A member presses the newest button with this label; the answer is the person's toast.

        Raises:
            PageError: There is no such button with data, or the person is not a member.
        """
        self.check_member(person)
        found = self.find_button(label, None, None)
        if found is None or found[1].data is None:
            raise PageError(f"There is no button {label!r}.\n{self.transcript()}", "این دکمه دیگر در گفت‌وگو نیست.")
        return self.press_data(person, found[0].id, found[1].data)

    def remove_bot(self, person: "Person") -> None:
        """A member removes the bot; nothing happens if it is not there."""
        if self.has_bot:
            self.state.push_bot_membership(self, person.user, "member", "kicked")
            self.has_bot = False
            self.tell("group")

    def add_bot(self, person: "Person") -> None:
        """A member adds the bot (again); it is told by ``my_chat_member`` and by the service message."""
        if self.has_bot:
            return
        self.state.push_bot_membership(self, person.user, "left", "member")
        self.has_bot = True
        bot = self.state.bot
        joined = {"new_chat_participant": bot, "new_chat_member": bot, "new_chat_members": [bot]}
        self.state.updates.push("message", self.add(person.user, joined).api)
        self.tell("group")

    def check_member(self, person: "Person") -> None:
        """Raises PageError if the person is not in the group."""
        if person.id not in self.members:
            raise PageError(f"{person.name} is not in the group {self.title}.", f"{person.name} در این گروه نیست.")

    def _bot_hears(self, message: Message) -> bool:
        if not self.has_bot:
            return False
        if not self.state.privacy_mode:
            return True
        if message.api.get("reply_to_message", {}).get("from", {}).get("id") == self.state.bot_id:
            return True
        me = f"@{self.state.bot_username}".lower()
        kinds = {entity["type"] for entity in message.entities}
        if "bot_command" in kinds:
            command = message.text.split(maxsplit=1)[0].lower()
            return "@" not in command or command.endswith(me)
        return "mention" in kinds and me in message.text.lower()
