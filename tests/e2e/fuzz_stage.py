"""Plays what fuzz_updates.py draws: people with their phones, a group, and servers that are out of order."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col

from bot.playground.entities import find_entities
from bot.playground.person import Person
from models.person import Account
from models.submission import Submission
from models.text import fold
from tests.e2e import fuzz_updates as steps
from tests.e2e.fuzz_contents import content_of, unasked
from tests.e2e.harness import Town
from tests.e2e.mutations import malformed_updates, valid_updates

_LETTING_GO = re.compile(r"1:(?:[a-z_]+:(?:discard|rewrite|put_away)|mquestion:back):")
_LETS_GO = frozenset(fold(word) for word in ("انصراف", "لغو"))
_PERSIAN = str.maketrans("0123456789-", "۰۱۲۳۴۵۶۷۸۹–")


@dataclass(eq=False)
class Actor:
    """Somebody of the cast, and what the rules have to remember of them.

    Attributes:
        written: What they wrote, by message id: every version of its words, the newest last.
        updates: The update ids of these messages.
        seen: Every button they ever had on screen, as (message id, data), the newest last.
        lets_go: Whether, since the rules last looked, they did something after which words may be gone.
        settled: The message ids whose words need not be kept any more.
        held: The message ids whose words the bot held when the rules last looked, and where.
        loose: Whether the draft stood, when the rules last looked, where the next words may take its place.
    """

    phone: Person
    is_owner: bool = False
    written: dict[int, list[str]] = field(default_factory=dict)
    updates: dict[int, int] = field(default_factory=dict)
    seen: dict[tuple[int, str], None] = field(default_factory=dict)
    lets_go: bool = False
    settled: set[int] = field(default_factory=set)
    held: dict[int, str] = field(default_factory=dict)
    loose: bool = False

    def look(self) -> None:
        """Note the buttons on screen."""
        for message in self.phone.messages:
            for row in message.buttons:
                self.seen.update({(message.id, button.data): None for button in row if button.data is not None})

    def write(self, content: dict[str, Any]) -> None:
        """Send a message, unless the bot is blocked; remember its words."""
        if self.phone.blocked:
            return
        update_id = self.phone.state.updates.next_id
        message = self.phone.say(content)
        words = content.get("text") or content.get("caption")
        if words:
            self.written[message.id] = [words]
            self.updates[message.id] = update_id
            self.lets_go |= fold(words).strip(" .!؟") in _LETS_GO or words.startswith("/cancel")


class Stage:
    """One example: its cast, and the marks from which on the rules read what happened in it."""

    def __init__(self, town: Town, script: steps.Script, owner_id: int) -> None:
        self.town = town
        self.cast = [Actor(town.person(f"شهروند {number}").phone) for number in range(script.residents)]
        if script.has_owner:
            self.cast.append(Actor(town.person("مدیر", person_id=owner_id).phone, is_owner=True))
        self.group = town.playground.add_group("همسایه‌ها", [actor.phone for actor in self.cast])
        self.malformed: set[int] = set()
        self._albums = [str(owner_id * 10 + number) for number in range(2)]

    def play(self, who: int, step: steps.Step) -> None:
        """Do one thing, as somebody of the cast; what cannot be done now is left out."""
        actor = self.cast[who % len(self.cast)]
        _PLAYED[type(step)](self, actor, step)

    def _say(self, actor: Actor, step: steps.Says) -> None:
        content = _text(step.text)
        now = self.town.playground.state.now()
        if step.is_forwarded:
            content["forward_origin"] = {"type": "hidden_user", "sender_user_name": "x", "date": now - step.age}
        if step.age:
            content["date"] = now - step.age
        of_bot = [message for message in actor.phone.messages if message.sender == "bot"]
        if step.is_reply and of_bot:
            content["reply_to_message"] = of_bot[-1].api
        actor.write(content)

    def _say_code(self, actor: Actor, step: steps.SaysCode) -> None:
        whose, form = step.whose, step.form
        mine = {actor.phone.id} if whose == "own" else {one.phone.id for one in self.cast} - {actor.phone.id}
        codes = [row.code for row in self.submissions(mine)] if whose != "wrong" else []
        code = codes[-1] if codes else "1405-999999-3"
        year, serial, check = code.split("-")
        forms = {"whole": code, "persian": code.translate(_PERSIAN), "short": f"{int(serial)}-{check}"}
        actor.write(_text(forms.get(form, f"{year}{serial}{check}")))

    def submissions(self, user_ids: set[int]) -> list[Submission]:
        """What these people registered, oldest first."""
        people = [row.person_id for row in self.town.rows(Account, col(Account.user_id).in_(user_ids))]
        return list(self.town.rows(Submission, col(Submission.person_id).in_(people)))

    def _send(self, actor: Actor, step: steps.Sends) -> None:
        content = content_of(step.kind, actor.phone)
        if step.caption is not None:
            content["caption"] = step.caption[:1024]
        if step.album is not None:
            content["media_group_id"] = self._albums[step.album]
        actor.write(content)

    def _edit(self, actor: Actor, step: steps.Edits) -> None:
        ids = list(reversed(actor.written))
        if not ids or actor.phone.blocked:
            return
        message_id = ids[step.nth % len(ids)]
        old = actor.phone.messages_by_id[message_id].api
        changed = {"text": step.text} if "text" in old else {"caption": step.text[:1024]}
        actor.written[message_id].append(next(iter(changed.values())))
        state = actor.phone.state
        api = {**old, **changed, "edit_date": state.now(), "entities": find_entities(step.text)}
        state.updates.push("edited_message", api)

    def _press_nth(self, actor: Actor, step: steps.Presses) -> None:
        pool = list(reversed(actor.seen))
        if pool:
            self._press(actor, *pool[step.nth % len(pool)])

    def _press_named(self, actor: Actor, step: steps.PressesNamed) -> None:
        start = f"1:{step.noun}:{step.action}:"
        for message_id, data in [one for one in reversed(actor.seen) if one[1].startswith(start)][:1]:
            self._press(actor, message_id, data)

    def _press(self, actor: Actor, message_id: int, data: str) -> None:
        if actor.phone.blocked:
            return
        actor.lets_go |= _LETTING_GO.match(data) is not None
        if message_id in actor.phone.messages_by_id:
            actor.phone.press(data=data, message_id=message_id)
        else:
            self._push_press(actor, {"message": _inaccessible(actor.phone, message_id), "data": data})

    def _push_press(self, actor: Actor, fields: dict[str, Any]) -> None:
        state = self.town.playground.state
        query = {"id": state.open_press(actor.phone, actor.phone, 0), "from": actor.phone.user, "chat_instance": "1"}
        self.town.playground.push_raw({"callback_query": {**query, **fields}})

    def _garble(self, actor: Actor, step: steps.Garbles) -> None:
        phone = actor.phone
        for update in malformed_updates(valid_updates(phone.user, phone.api), 1, step.seed):
            self.malformed.add(self.town.playground.push_raw(update))

    def _push(self, actor: Actor, step: steps.Pushes) -> None:
        playground = self.town.playground
        playground.push_raw(unasked(step.kind, actor.phone, playground.state.now()))

    def _forge(self, actor: Actor, step: steps.Forges) -> None:
        if actor.phone.blocked:
            return
        others = [pair[1] for one in self.cast if one is not actor for pair in one.seen]
        data = step.data if step.data is not None else others[-1] if others else "1:mine:open:1:0"
        of_bot = [message for message in actor.phone.messages if message.sender == "bot"]
        actor.lets_go |= _LETTING_GO.match(data) is not None
        match step.shape:
            case "shown" if of_bot:
                actor.phone.press(data=data, message_id=of_bot[-1].id)
            case "inline":
                self._push_press(actor, {"inline_message_id": "x", "data": data})
            case "game":
                self._push_press(actor, {"inline_message_id": "x", "game_short_name": "g"})
            case _:
                self._push_press(actor, {"message": _inaccessible(actor.phone, 3), "data": data})

    def _do(self, actor: Actor, step: steps.Does) -> None:
        phone, group, what = actor.phone, self.group, step.what
        pressed = {"id": "1", "from": phone.user, "chat_instance": "1", "data": "1:draft:confirm:1:1"}
        deeds: dict[str, Callable[[], object]] = {
            "block": phone.block,
            "unblock": phone.unblock,
            "group start": lambda: group.send(phone, "/start"),
            "group talk": lambda: group.send(phone, "چراغ کوچهٔ ما هم سوخته است"),
            "group mention": lambda: group.send(phone, "@mahalleyar_bot سلام"),
            "group command": lambda: group.send(phone, "/my@mahalleyar_bot"),
            "group press": lambda: self.town.playground.push_raw(
                {"callback_query": {**pressed, "message": {"message_id": 1, "date": 0, "chat": group.api}}}
            ),
            "group remove": lambda: group.remove_bot(phone),
            "group add": lambda: group.add_bot(phone),
            "group photo": lambda: phone.state.updates.push(
                "message", group.add(phone.user, content_of("photo", phone)).api
            ),
            "leave": lambda: phone.state.push_bot_membership(phone, phone.user, "member", "left"),
        }
        if what in deeds:
            deeds[what]()
            return
        language = what.removeprefix("speak ")
        phone.user.pop("language_code", None)
        if language != "none":
            phone.user["language_code"] = language


_PLAYED: dict[type, Callable[[Stage, Actor, Any], None]] = {
    steps.Says: Stage._say,
    steps.SaysCode: Stage._say_code,
    steps.Sends: Stage._send,
    steps.Edits: Stage._edit,
    steps.Presses: Stage._press_nth,
    steps.PressesNamed: Stage._press_named,
    steps.Forges: Stage._forge,
    steps.Garbles: Stage._garble,
    steps.Pushes: Stage._push,
    steps.Does: Stage._do,
}


def _text(text: str) -> dict[str, Any]:
    entities = find_entities(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _inaccessible(phone: Person, message_id: int) -> dict[str, Any]:
    return {"chat": phone.api, "message_id": message_id, "date": 0}
