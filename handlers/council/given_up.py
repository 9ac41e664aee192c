"""What was asked of somebody is not theirs to answer any more: their words are their own again."""

from typing import Any

from telegram import Message
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.dialogue import close_dialogue
from handlers.messages import is_attachment, words_of
from handlers.resident import drafting
from handlers.views.general import not_text, nothing_to_cancel


async def pass_on(context: Context, name: str, message: Message) -> Any:
    """End a dialogue whose subject is gone, or not for them now; the message begins a draft as any other does."""
    close_dialogue(context.turn, name)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


def let_go(context: Context, name: str) -> Any:
    """/cancel of a dialogue whose subject is gone: there is nothing to put away."""
    close_dialogue(context.turn, name)
    context.reply(nothing_to_cancel(context.tr))
    return ConversationHandler.END
