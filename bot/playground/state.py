"""Everything the playground remembers: the bot, its chats, their messages, files, commands and presses."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import RefusedError, bad_request, forbidden
from bot.playground.events import Events
from bot.playground.files import Files
from bot.playground.groups import Group
from bot.playground.person import Person
from bot.playground.places import PLACES, Place
from bot.playground.updates import Updates

CALLBACK_LIFE = 15.0
"""Seconds for which a press may be answered."""
_FIRST_PERSON = 7_100_000_001  # above 2³² as real ids are by now: columns that are too small must fail here first
# update ids begin where a playground that began earlier has not come yet, at up to four updates a second:
# a bot that kept its database never meets one twice; they reach 2³¹ in 2037
_EPOCH = 1_600_000_000
_FIRST_GROUP = -1_002_100_000_001


@dataclass(slots=True)
class Press:
    """A press that waits for its answer."""

    person: Person
    chat: Chat
    message_id: int
    expires: float


@dataclass(slots=True)
class Profile:
    """What the bot says about itself, by language code ("" is the default)."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)


class State:
    """The world behind the API. Not thread-safe: everything happens on one event loop."""

    def __init__(self, *, token: str, bot_name: str, bot_username: str, clock: Callable[[], float]) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.bot_username = bot_username
        self.bot = {"id": self.bot_id, "is_bot": True, "first_name": bot_name, "username": bot_username}
        self.privacy_mode = True
        self.closing = False
        self.clock = clock
        self.updates = Updates(clock, first_id=(int(clock()) - _EPOCH) * 4)
        self.events = Events()
        self.files = Files()
        self.places: tuple[Place, ...] = PLACES
        self.profile = Profile(names={"": bot_name})
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.usernames: dict[str, Chat] = {}
        self.presses: dict[str, Press] = {}
        self._message_ids = itertools.count(1)
        self._changes = itertools.count(1)
        self._press_ids = itertools.count(4_400_000_000_000_000_001)
        self._person_ids = itertools.count(_FIRST_PERSON)
        self._group_ids = itertools.count(_FIRST_GROUP, -1)

    def now(self) -> int:
        """Returns Unix time in whole seconds."""
        return int(self.clock())

    def next_message_id(self) -> int:
        """Returns the next message id of the private chats."""
        return next(self._message_ids)

    def skip_message_ids(self, last: int) -> None:
        """Goes on with the message ids behind ``last``."""
        self._message_ids = itertools.count(last + 1)

    def next_change(self) -> int:
        """Returns the next number of the row in which everything that changes is numbered."""
        return next(self._changes)

    def add_person(
        self,
        name: str,
        *,
        language_code: str | None,
        username: str | None = None,
        person_id: int | None = None,
    ) -> Person:
        """Adds somebody with a private chat with the bot.

        Raises:
            ValueError: The given id is taken.
        """
        if person_id in self.chats:
            raise ValueError(f"there is a chat {person_id} already")
        if person_id is None:
            person_id = next(number for number in self._person_ids if number not in self.chats)
        person = Person(self, person_id, name, language_code=language_code, username=username)
        self.people[person.id] = person
        self._register(person)
        self.events.tell("person", person.id)
        return person

    def add_group(
        self, title: str, members: list[Person], *, group_id: int | None = None, has_bot: bool = True
    ) -> Group:
        """Adds a supergroup with these members in it, and (unless it comes later) the bot.

        Raises:
            ValueError: The given id is taken.
        """
        if group_id in self.chats:
            raise ValueError(f"there is a chat {group_id} already")
        if group_id is None:
            group_id = next(number for number in self._group_ids if number not in self.chats)
        group = Group(self, group_id, title, members)
        group.has_bot = has_bot
        self._register(group)
        self.events.tell("group", group.id)
        return group

    @property
    def groups(self) -> list[Group]:
        """Every group, in the order they were added."""
        return [chat for chat in self.chats.values() if isinstance(chat, Group)]

    def chat(self, chat_id: int | str) -> Chat:
        """Returns the chat with this id or @username.

        Raises:
            RefusedError: 400 "chat not found".
        """
        found = self.usernames.get(chat_id.lower()) if isinstance(chat_id, str) else self.chats.get(chat_id)
        if found is None:
            raise bad_request("chat not found")
        return found

    def kicked(self, group: Group) -> RefusedError:
        """Returns the refusal for a group that the bot was removed from."""
        return forbidden(f"bot was kicked from the {group.api['type']} chat")

    def open_press(self, person: Person, chat: Chat, message_id: int) -> str:
        """Notes a press of a button and returns its callback query id."""
        now = self.clock()
        while self.presses and next(iter(self.presses.values())).expires <= now:
            del self.presses[next(iter(self.presses))]
        query_id = str(next(self._press_ids))
        self.presses[query_id] = Press(person, chat, message_id, now + CALLBACK_LIFE)
        return query_id

    def push_bot_membership(self, chat: Chat, actor: dict[str, Any], before: str, after: str) -> None:
        """Queues ``my_chat_member``: the bot's own standing in a chat changed."""
        self.updates.push(
            "my_chat_member",
            {
                "chat": chat.api,
                "from": actor,
                "date": self.now(),
                "old_chat_member": self._member(before),
                "new_chat_member": self._member(after),
            },
        )

    def group_commands(self, group: Group) -> list[dict[str, str]]:
        """Returns the command menu that a group shows; see ``commands_for``."""
        for scope in (f"chat:{group.id}", "all_group_chats", "default"):
            if (scope, "") in self.commands:
                return self.commands[scope, ""]
        return []

    def commands_for(self, person: Person) -> list[dict[str, str]]:
        """Returns the command menu that this person sees.

        The chat's own goes before that of all private chats and the default one, the person's language before
        none (core.telegram.org/bots/api#determining-list-of-commands).
        """
        for scope in (f"chat:{person.id}", "all_private_chats", "default"):
            for language in (person.language_code or "", ""):
                if (scope, language) in self.commands:
                    return self.commands[scope, language]
        return []

    def tell_commands(self) -> None:
        """Tells the pages that menus may have changed."""
        if self.events.heard:
            for person in self.people.values():
                self.events.tell("commands", person.id, commands=self.commands_for(person))
            for group in self.groups:
                self.events.tell("commands", group.id, commands=self.group_commands(group))

    def wake_everybody(self) -> None:
        """Wakes whoever waits for a chat, for instance because the playground ends."""
        for chat in self.chats.values():
            chat.changed.set()

    def _register(self, chat: Chat) -> None:
        chat.changed = asyncio.Event()
        self.chats[chat.id] = chat
        if "username" in chat.api:
            self.usernames[f"@{chat.api['username'].lower()}"] = chat

    def _member(self, status: str) -> dict[str, Any]:
        member: dict[str, Any] = {"user": self.bot, "status": status}
        if status == "kicked":
            member["until_date"] = 0
        return member
