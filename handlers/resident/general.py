"""What belongs to no dialogue: help, edits, blocking, and every message or button that fits nowhere else."""

from telegram import ChatMember, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler

from handlers import guards
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.markup import html_of
from handlers.messages import media_of, words_of
from handlers.resident import drafting
from handlers.views import draft as draft_views
from handlers.views import draft_ends, menu
from handlers.views import general as views
from handlers.views.start import group_greeting
from models.draft import Draft
from models.services import people, submissions


async def show_help(_: Update, context: Context) -> None:
    """After /help: what this is for, and its commands."""
    context.reply(views.help_text(context.city, context.tr, await context.rights()))


async def nothing_to_cancel(_: Update, context: Context) -> None:
    """/cancel outside any dialogue."""
    context.reply(views.nothing_to_cancel(context.tr))


async def unknown_command(_: Update, context: Context) -> None:
    """A command that nobody knows."""
    context.reply(views.unknown_command(context.tr))


async def unknown_button(_: Update, context: Context) -> None:
    """A button that no handler knows: of a much older version, or made up."""
    context.toast(views.old_button_toast(context.tr))
    context.reply(views.unknown_button(context.tr))


async def take_edit(update: Update, context: Context) -> None:
    """An edited message: the open draft follows it; what is on record stays, and its author is told."""
    message = update.edited_message
    if message is None or message.location is not None:  # a live pin moves by itself: where it was sent is what counts
        return
    draft = drafting.open_draft(context)
    if draft is not None and draft.holds(message.message_id):
        changed = draft.edited(message.message_id, words_of(message), media=media_of(message), html=html_of(message))
        if changed != draft:
            await _show_edited(context, await drafting.guessed(context, changed))
        return
    submission = await submissions.of_message(
        session=context.turn.session,
        bot_id=context.turn.bot_id,
        person_id=context.person.id or 0,
        message_id=message.message_id,
    )
    if submission is not None:
        context.reply(draft_ends.stays_registered(submission.code, context.tr))


async def _show_edited(context: Context, draft: Draft) -> None:
    is_answered = bool(context.turn.answers)  # with a warning, below which the card moves
    view, slot = await drafting.card(context, draft), draft_views.draft_slot(draft)
    if is_answered:
        context.move(slot, view)
    else:
        context.edit(slot, view)


async def note_membership(update: Update, context: Context) -> None:
    """The bot was blocked or unblocked: note since when the contact cannot be reached."""
    change = update.my_chat_member
    if change is None:
        return
    turn = context.turn
    if change.new_chat_member.status in {ChatMember.BANNED, ChatMember.LEFT}:
        await people.mark_blocked(session=turn.session, bot_id=turn.bot_id, chat_id=turn.chat_id, now=turn.now)


async def greet_group(_: Update, context: Context) -> None:
    """/start in a group: the way into the private chat."""
    context.reply(group_greeting(context.turn.bot_username, context.tr))


async def ignore(_: Update, __: Context) -> None:
    """Nothing is said to nobody; the clock on a pressed button goes by itself."""


def build_first() -> Handlers:
    """What goes before every dialogue."""
    return [
        CommandHandler("start", greet_group, guards.IN_GROUP),
        guards.When(guards.is_from_nobody, ignore),
        guards.When(guards.presses_nothing, unknown_button),
        MessageHandler(guards.EDITED, take_edit),
        ChatMemberHandler(note_membership, ChatMemberHandler.MY_CHAT_MEMBER, chat_id=None),
    ]


def build_last() -> Handlers:
    """What is left when no dialogue took the update."""
    return [
        CommandHandler("help", show_help, guards.IN_PRIVATE),
        MessageHandler(guards.menu_key(menu.HELP), show_help),
        CommandHandler("cancel", nothing_to_cancel, guards.IN_PRIVATE),
        MessageHandler(guards.COMMAND, unknown_command),
        CallbackQueryHandler(unknown_button),
    ]
