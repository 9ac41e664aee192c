"""What a step reads from a message."""

from telegram import Message, Update

from models.types import storable


def message_of(update: Update) -> Message:
    """The new message of an update.

    Raises:
        LookupError: there is none; a filter let the wrong update through.
    """
    if update.message is None:
        raise LookupError("an update without a message")
    return update.message


def words_of(message: Message) -> str:
    """The text of a message, or the caption below its attachment, as a database keeps it; empty when it has neither."""
    return storable(message.text or message.caption or "")
