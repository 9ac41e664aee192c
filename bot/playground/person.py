"""A person with a phone: writes, presses, blocks; and sees what the bot said."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.chats import Chat
from bot.playground.entities import find_entities
from bot.playground.errors import PageError, forbidden
from bot.playground.messages import Button, Message
from bot.playground.texts import split_for_sending, utf16_length
from bot.playground.uploads import Uploads

if TYPE_CHECKING:
    from bot.playground.state import State

Wanted = str | Callable[[Message], object] | None
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


@dataclass(frozen=True, slots=True)
class Toast:
    """The bot's answer to a press; ``text`` is "" where it only ended the waiting."""

    text: str
    alert: bool
    query_id: str
    message_id: int


class Person(Uploads, Chat):
    """Somebody and their private chat with the bot; ``id`` is the user id and the chat id.

    Attributes:
        toasts: The answers to presses that showed a text, oldest first.
        answers: All answers to presses, the silent ones too.
        copied: What a copy-text button last put on the clipboard.
    """

    def __init__(
        self, state: "State", user_id: int, name: str, *, language_code: str | None, username: str | None
    ) -> None:
        names = {"first_name": name, **({"username": username} if username else {})}
        super().__init__(state, user_id, {**names, "type": "private"})
        self.name = name
        self.language_code = language_code
        self.user: dict[str, Any] = {"id": user_id, "is_bot": False, **names}
        if language_code:
            self.user["language_code"] = language_code
        self.blocked = False
        self.deactivated = False
        self.toasts: list[Toast] = []
        self.answers: list[Toast] = []
        self.copied: str | None = None
        self._mark = 0

    @property
    def commands(self) -> list[dict[str, str]]:
        """The command menu this person sees."""
        return self.state.commands_for(self)

    def send(self, text: str, *, reply_to: int | None = None) -> Message:
        """Writes to the bot; what is longer than 4,096 UTF-16 units goes out in parts, as apps do it.

        Returns:
            The (last) message.

        Raises:
            PageError: The text is empty, or the person has blocked the bot.
        """
        if not text.strip():
            raise PageError("Nothing was written.", "چیزی نوشته نشده است.")
        for part in split_for_sending(text):
            content: dict[str, Any] = {"text": part}
            entities = find_entities(part)
            if entities:
                content["entities"] = entities
            message = self.say(content, reply_to=reply_to)
        return message

    def say(self, content: dict[str, Any], *, reply_to: int | None = None) -> Message:
        """Sends a message with any content the API's ``Message`` knows."""
        self.check_may_send()
        self._mark = self.state.next_change()
        message = self.add(self.user, content, reply_to=reply_to)
        self.state.updates.push("message", message.api)
        return message

    def edit(self, message_id: int, text: str) -> Message:
        """Changes an own message.

        Raises:
            PageError: It is not there, is not this person's, or would not change.
        """
        old = self.messages_by_id.get(message_id)
        if old is None or old.sender != "person" or "text" not in old.api or "forward_origin" in old.api:
            sentence = f"Message {message_id} is not one that {self.name} can change."
            raise PageError(sentence, "این پیام را نمی‌شود ویرایش کرد.")
        if not text.strip() or text == old.text or utf16_length(text) > 4096:
            raise PageError(
                "That is no change that can be made.", "متن تازه همان متن قبلی است، یا خالی یا خیلی بلند است."
            )
        self._mark = self.state.next_change()
        api = {**old.api, "text": text, "edit_date": self.state.now(), "entities": find_entities(text)}
        if not api["entities"]:
            del api["entities"]
        message = Message(api, "person", self.state.next_change())
        self.put(message)
        self.state.updates.push("edited_message", api)
        return message

    def press(self, label: str | None = None, *, data: str | None = None, message_id: int | None = None) -> str | None:
        """Presses a button: the newest one with this label or data, inline or of the reply keyboard.

        With ``data`` and ``message_id`` anything can be pressed, also what the message no longer shows: apps
        keep old keyboards for a while.

        Returns:
            The callback query id; None where the button did something else (sent its label, opened a link,
            copied its text).

        Raises:
            PageError: There is no such button; the sentence is followed by the whole chat.
        """
        self.check_may_send()
        if data is not None and message_id is not None:
            return self._press_data(message_id, data)
        found = self.find_button(label, data, message_id)
        if found is not None:
            return self._press_inline(*found)
        if label is not None and label in self.keyboard_keys:
            self._press_key(label)
            return None
        sentence = f"There is no button {label or data!r}.\n{self.transcript()}"
        raise PageError(sentence, "این دکمه دیگر در گفت‌وگو نیست.")

    def check_may_send(self) -> None:
        """Raises PageError while this person blocks the bot."""
        if self.blocked:
            sentence = f"{self.name} has blocked the bot: unblock it first."
            raise PageError(sentence, "ربات را مسدود کرده‌اید؛ اول رفع مسدودی کنید.")

    def special_keys(self) -> dict[str, str]:
        """Returns the keys that do more than send their label: "location" or "contact" by label."""
        asked = {"location": "request_location", "contact": "request_contact"}
        return {
            label: what for label, key in self.keyboard_keys.items() for what, name in asked.items() if key.get(name)
        }

    def block(self) -> None:
        """Blocks the bot; it is told by ``my_chat_member`` and gets 403 from now on."""
        if not self.blocked:
            self.blocked = True
            self.state.push_bot_membership(self, self.user, "member", "kicked")
            self.tell("person")

    def unblock(self) -> None:
        """Lets the bot write again; it is told by ``my_chat_member``."""
        if self.blocked:
            self.blocked = False
            self.state.push_bot_membership(self, self.user, "kicked", "member")
            self.tell("person")

    async def wait_for(self, what: Wanted = None, timeout: float = 30.0) -> Message:  # noqa: ASYNC109  # tests read best so
        """Waits for a message of the bot that is newer than what this person last did, or was edited since.

        Args:
            what: A part of its text (isolates U+2066…2069 do not count), a predicate, or None for any.
            timeout: Seconds.

        Raises:
            TimeoutError: None came; the text shows the whole chat.
        """
        fits = _predicate(what)
        mark = self._mark
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self.changed.clear()
                    for message in reversed(self.messages_by_id.values()):
                        if message.sender == "bot" and message.change > mark and fits(message):
                            return message
                    await self.changed.wait()
        except TimeoutError:
            raise TimeoutError(
                f"{self.name} waited {timeout:g} s for {what!r}; the chat is:\n{self.transcript()}"
            ) from None

    async def wait_for_toast(self, text: str = "", timeout: float = 30.0) -> Toast:  # noqa: ASYNC109  # as above
        """Waits for an answer to a press whose text contains ``text``; answers seen before count.

        Raises:
            TimeoutError: None came; the text shows the whole chat.
        """
        try:
            async with asyncio.timeout(timeout):
                while True:
                    self.changed.clear()
                    for toast in reversed(self.answers):
                        if _bare(text) in _bare(toast.text):
                            return toast
                    await self.changed.wait()
        except TimeoutError:
            raise TimeoutError(f"{self.name} waited for the toast {text!r}:\n{self.transcript()}") from None

    def take_answer(self, toast: Toast, chat: Chat) -> None:
        """The bot answered a press in one of this person's chats."""
        self.answers.append(toast)
        self.changed.set()
        if toast.text:
            self.toasts.append(toast)
        # a silent answer ends the page's waiting too
        chat.tell("toast", text=toast.text, alert=toast.alert, message_id=toast.message_id)

    def check_reachable(self) -> None:
        """Raises RefusedError (403) if this person blocked the bot or left Telegram."""
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")

    def _press_inline(self, message: Message, button: Button) -> str | None:
        if button.data is not None:
            return self._press_data(message.id, button.data)
        self.copied = button.copy_text or self.copied
        return None

    def _press_data(self, message_id: int, data: str) -> str:
        self._mark = self.state.next_change()
        return self.press_data(self, message_id, data)

    def _press_key(self, label: str) -> None:
        key = self.keyboard_keys[label]
        if key.get("request_location"):
            self.send_location(36.65, 51.42)
        elif key.get("request_contact"):
            self.send_contact()
        else:
            self.send(label)


def _predicate(what: Wanted) -> Callable[[Message], object]:
    if what is None:
        return lambda _: True
    if isinstance(what, str):
        wanted = _bare(what)
        return lambda message: wanted in _bare(message.text)
    return what


def _bare(text: str) -> str:
    return text.translate(_ISOLATES)
