"""Edited messages: as long as a notice is a draft, it follows the messages that it was made of."""

from dataclasses import replace
from typing import Any

from telegram import Message, Update

from handlers import guards
from handlers.context import Context
from handlers.council import composing
from handlers.council.composing import NAME, Open, Step
from handlers.dialogue import Handlers
from handlers.messages import part_of
from handlers.turn import current_turn
from models.draft import Part
from models.media import MediaItem
from models.notice import NoticeState
from models.notice_content import NoticeContent
from models.role import Action
from models.services import notice_changes


def _is_of_a_notice(update: Update) -> bool:
    message, state = update.edited_message, current_turn().dialogues.get(NAME)
    if message is None or state is None or state.data.get("id") is None:
        return False
    return any(one[0] == message.message_id for one in state.data.get("said", []))


async def take_edit(update: Update, context: Context) -> None:
    """A message of the notice was edited: the notice changes with it, while nothing was sent of it."""
    message, state = update.edited_message, composing.state_of(context)
    if message is None or state is None or not (await context.rights()).may_somewhere(Action.ANNOUNCE):
        return
    work = await composing.load(context, state.data["id"])
    if work.notice.state != NoticeState.DRAFT:
        return
    content = _edited(work, message, state.data["said"])
    if content == work.content:
        return
    notice = await notice_changes.change_content(work.announcer, work.id, work.version, content)
    composing.note(context, Step.CARD, said=_said_now(state.data["said"], part_of(message)))
    await composing.show(context, await composing.opened(work.announcer, notice))


def _edited(work: Open, message: Message, said: list[Any]) -> NoticeContent:
    """What it says with the new words in place of that message's, and its new file in place of the old one."""
    part, content = part_of(message), work.content
    old = next(words for message_id, words in said if message_id == message.message_id)
    (new,) = (words for _, words in composing.said_in([part]))
    if old and old in content.html:
        content = replace(content, html=content.html.replace(old, new, 1).strip("\n"))
    elif not old and new:
        content = composing.content_of_parts([replace(part, media=None, location=None)], content)
    return replace(content, files=tuple(_same_or_new(item, part) for item in content.files))


def _same_or_new(item: MediaItem, part: Part) -> MediaItem:
    return part.media if part.media is not None and item.message_id == part.message_id else item


def _said_now(said: list[Any], part: Part) -> list[Any]:
    (now,) = composing.said_in([part])
    return [now if one[0] == part.message_id else one for one in said]


def build() -> Handlers:
    """Before everything that takes edits: those of a notice's messages."""
    return [guards.When(_is_of_a_notice, take_edit)]
