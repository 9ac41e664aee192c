"""Which updates a handler takes at all: new messages of a private chat, unless it says otherwise."""

from telegram.ext import filters

IN_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE  # edits have a handler of their own
TEXT = IN_PRIVATE & filters.TEXT & ~filters.COMMAND
COMMAND = IN_PRIVATE & filters.COMMAND
ANYTHING = IN_PRIVATE & ~filters.StatusUpdate.ALL
EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
IN_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
