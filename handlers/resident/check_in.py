"""A meeting's link: the door's, by which people check in, or its list's, by which they are invited.

The messenger turns it into «/start …». Some phones' cameras only copy what a picture says: pasted, it does the same.
"""

import re

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CommandHandler, MessageHandler, filters

from handlers import guards
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.messages import message_of
from handlers.resident import drafting, meeting_card
from handlers.views import check_in as views
from models.errors import CheckInClosed, NotFound
from models.meeting_facts import Facts
from models.services import check_in, meeting_tokens

_KINDS = f"{meeting_tokens.DOOR}|{meeting_tokens.LIST}"
_COMMAND = filters.Regex(rf"\A/start(?:@\w+)?\s+(?:{_KINDS})")
_PASTED = re.compile(rf"\A\s*(?:https?://)?[\w./-]+\?start=((?:{_KINDS})[\w-]+)\s*\Z", re.ASCII)


async def take_start(_: Update, context: Context) -> None:
    """The link was opened: whoever is new here is greeted below the answer.

    Raises:
        ApplicationHandlerStop: nobody is greeted who was greeted before.
    """
    if context.turn.known is None:
        return
    await _take(context, context.args[0] if context.args else "")
    if context.turn.known.is_new:
        return
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


async def take_pasted(update: Update, context: Context) -> None:
    """The link was pasted, and is the whole message.

    Raises:
        ApplicationHandlerStop: it is no message for the council.
    """
    found = _PASTED.match(message_of(update).text or "")
    if context.turn.known is None or found is None:
        return
    await _take(context, found[1])
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


async def _take(context: Context, payload: str) -> None:
    try:
        if payload.startswith(meeting_tokens.DOOR):
            await _check_in(context, payload)
        else:
            await _join(context, payload)
    except NotFound:
        context.reply(views.bad_link(context.tr))


async def _check_in(context: Context, payload: str) -> None:
    """By the time at which they opened the link: the answer may come hours later, when we could not be reached."""
    turn = context.turn
    try:
        done = await check_in.check_in(
            session=turn.session,
            rights=await context.rights(),
            person_id=context.person.id,
            name=turn.person_known.name,
            payload=payload,
            now=min(turn.sent_at or turn.now, turn.now),
        )
    except CheckInClosed:
        context.reply(await _door_closed(context, payload))
        return
    context.reply(
        views.checked_in(
            Facts.from_data(done.meeting.facts),
            done.meeting.id or 0,
            done.session_no,
            done.part,
            is_first=done.is_first,
            zone=context.city.zone,
            tr=context.tr,
        )
    )


async def _door_closed(context: Context, payload: str) -> View:
    """That nobody checks in now; and to what, when and where, where they may see it: it may have moved."""
    link = await meeting_tokens.read(session=context.turn.session, payload=payload)
    try:
        view = await meeting_card.card(context, link.meeting_id if link is not None else 0)
    except NotFound:
        return views.door_closed(context.tr)
    return view.preceded_by(views.door_closed_line(context.tr))


async def _join(context: Context, payload: str) -> None:
    turn = context.turn
    joined = await check_in.join_list(session=turn.session, person_id=context.person.id, payload=payload, now=turn.now)
    if joined.is_told:
        view = await meeting_card.card(context, joined.meeting.id or 0)
        context.reply(view.preceded_by(views.listed_line(context.tr)))
    else:
        context.reply(views.listed(Facts.from_data(joined.meeting.facts), context.tr))


def build() -> Handlers:
    """Asked before every dialogue, and before invitations: any other /start is none of its concern."""
    return [
        CommandHandler("start", take_start, guards.IN_PRIVATE & _COMMAND),
        MessageHandler(guards.TEXT & filters.Regex(_PASTED), take_pasted),
    ]
