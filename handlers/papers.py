"""Files that somebody asks for: a calendar entry, the picture for a door, minutes and letters as PDF or as text.

What is small is made in the turn and leaves with its answer's row; a PDF is a job, made beside the turns.
"""

import asyncio
import base64
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.views import paper as views
from handlers.views.meeting_buttons import MEET
from models.documents.calendar_file import calendar_bytes
from models.documents.door_picture import door_picture
from models.documents.letter_paper import letter_text
from models.documents.minutes_paper import minutes_text
from models.services import jobs, papers
from models.services.actor import Actor
from models.services.meeting_readers import Reader


async def send_calendar(update: Update, context: Context) -> None:
    """«Add to calendar»: the file, with what it says below it."""
    turn = context.turn
    reader = Reader(turn.session, _person_id(context), turn.now, await context.rights())
    meeting_id = context.pressed(update).id
    file = await papers.calendar_file(reader, meeting_id, bot_id=turn.bot_id, city=turn.city)
    content = await asyncio.to_thread(calendar_bytes, file, context.tr)
    _send(context, "sendDocument", f"meeting-{meeting_id}.ics", content, views.calendar_caption(file, context.tr))


async def send_door(update: Update, context: Context) -> None:
    """The picture for the door of a session, with its link below it."""
    pressed, turn = context.pressed(update), context.turn
    door = await papers.door(await _actor(context), pressed.id, pressed.version, turn.bot_username)
    picture = await asyncio.to_thread(door_picture, door.link)
    view = views.door_caption(door, turn.city.zone, context.tr)
    _send(context, "sendPhoto", f"door-{pressed.id}-{door.number}.png", picture, view)


def _send(context: Context, method: str, name: str, content: bytes, caption: View) -> None:
    """A small file, carried by the answer's row: bytes as base64."""
    file = {"name": name, "base64": base64.b64encode(content).decode()}
    kind = "photo" if method == "sendPhoto" else "document"
    context.send(method, {kind: file, **caption.to_caption()})


async def ask_for_minutes(update: Update, context: Context) -> None:
    """The minutes as a PDF: whether they may have them is asked now, and again when it is made."""
    meeting_id = context.pressed(update).id
    await papers.minutes_paper(await _actor(context), meeting_id)
    await _begin(context, views.MINUTES, meeting_id)


async def ask_for_letter(update: Update, context: Context) -> None:
    """The letter to the mayor as a PDF."""
    resolution_id = context.pressed(update).id
    await papers.letter_paper(await _actor(context), resolution_id, context.tr.language)
    await _begin(context, views.LETTER, resolution_id)


async def _begin(context: Context, paper: str, of_id: int) -> None:
    """Have it made after this turn; a second press while the first one's file is made asks for nothing more."""
    turn, asked = context.turn, {"paper": paper, "id": of_id}
    context.toast(views.begun_toast(context.tr))
    person_id = _person_id(context)
    if await jobs.is_waiting(
        session=turn.session, bot_id=turn.bot_id, person_id=person_id, kind=views.NOUN, asked=asked
    ):
        return
    await jobs.ask(
        session=turn.session,
        bot_id=turn.bot_id,
        person_id=person_id,
        chat_id=turn.chat_id,
        kind=views.NOUN,
        asked=asked,
        now=turn.now,
    )
    turn.has_jobs = True


async def show_minutes(update: Update, context: Context) -> None:
    """The minutes as text, page by page."""
    paper = await papers.minutes_paper(await _actor(context), context.pressed(update).id)
    _show(update, context, views.MINUTES, minutes_text(paper, context.tr))


async def show_letter(update: Update, context: Context) -> None:
    """The letter as text."""
    pressed, language = context.pressed(update), context.tr.language
    paper = await papers.letter_paper(await _actor(context), pressed.id, language)
    _show(update, context, views.LETTER, letter_text(paper, context.tr))


def _show(update: Update, context: Context, paper: str, text: str) -> None:
    """A new message below the file; from one page of it to the next in place."""
    pressed = context.pressed(update)
    view = views.text_page(paper, pressed.id, text, pressed.version, context.tr)
    if pressed.action == views.PAGE_OF[paper]:
        context.edit_pressed(update, view)
    else:
        context.reply(view)


async def _actor(context: Context) -> Actor:
    turn = context.turn
    return Actor(turn.session, await context.rights(), turn.bot_id, turn.city, turn.owners, turn.now)


def _person_id(context: Context) -> int:
    return context.person.id or 0


def build() -> Handlers:
    """The buttons of papers, wherever they stand."""
    steps: dict[str, Any] = {
        "calendar": send_calendar,
        "door": send_door,
        views.MINUTES: ask_for_minutes,
        views.LETTER: ask_for_letter,
        views.AS_TEXT[views.MINUTES]: show_minutes,
        views.PAGE_OF[views.MINUTES]: show_minutes,
        views.AS_TEXT[views.LETTER]: show_letter,
        views.PAGE_OF[views.LETTER]: show_letter,
    }
    found: Handlers = [CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in steps.items()]
    return [*found, CallbackQueryHandler(send_calendar, pattern(MEET, "calendar"))]
