"""Turning the pages of a digest, in its message."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.views import digest as views
from models.errors import NotFound
from models.services import digest_news, digests


async def turn_page(update: Update, context: Context) -> None:
    """Another page of one's own digest, as its news stand now."""
    pressed, turn = context.pressed(update), context.turn
    own = await digests.own(session=turn.session, person_id=context.person.id, delivery_id=pressed.id)
    if own is None:
        raise NotFound
    asked = digest_news.Asked(
        turn.session,
        turn.bot_id,
        context.person.id,
        since=own.since,
        until=own.until,
        now=turn.now.astimezone(context.city.zone),
        delivery_id=pressed.id,
        rounds=own.rounds,
    )
    gathered = await digest_news.gather(asked)
    if gathered.is_empty:
        raise NotFound
    view = views.digest_card(gathered, pressed.id, pressed.version, zone=context.city.zone, tr=context.tr)
    context.edit_pressed(update, view)


def build() -> Handlers:
    """The buttons between its pages."""
    return [CallbackQueryHandler(turn_page, pattern(views.NOUN, "page"))]
