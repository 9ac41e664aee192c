"""The peer of the intake bench: an echo on stock python-telegram-bot as its own first example has it, no database.

Run as `python -m tests.bench.stock_echo BASE_URL`.
"""

import sys
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, MessageHandler, filters

TOKEN = "42:playground"  # noqa: S105  (opens nothing)


async def echo(update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
    """Say the same."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main(base_url: str) -> None:
    """Poll until terminated."""
    application = Application.builder().token(TOKEN).base_url(f"{base_url}/bot").build()
    application.add_handler(MessageHandler(filters.ALL, echo))
    application.run_polling()


if __name__ == "__main__":
    main(sys.argv[1])
