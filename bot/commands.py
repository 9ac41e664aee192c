"""The command menus of the messenger: which commands there are, in each language."""

from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import CallFailed
from locales import LANGUAGES, Translator, translator

log = get_logger(__name__)


def command_menu(tr: Translator) -> list[dict[str, str]]:
    """Every command a resident has, with a word about each (at most 256 letters: the messenger's limit)."""
    return [
        {"command": "new", "description": tr.plain("Write something new")},
        {"command": "my", "description": tr.plain("What I have sent, and where it stands")},
        {"command": "area", "description": tr.plain("Choose my neighbourhood")},
        {"command": "language", "description": tr.plain("فارسی / English")},
        {"command": "cancel", "description": tr.plain("Put the draft away")},
        {"command": "privacy", "description": tr.plain("What is kept, who sees it")},
        {"command": "help", "description": tr.plain("How it works")},
    ]


async def announce_commands(client: ApiClient, default_language: str) -> None:
    """Give the messenger the menus: the city's language for everybody, the others for those whose app speaks them."""
    for language in LANGUAGES:
        menu = command_menu(translator(language))
        codes = [language, ""] if language == default_language else [language]
        for code in codes:
            parameters: dict[str, object] = {"commands": menu}
            if code:
                parameters["language_code"] = code
            try:
                await client.call("setMyCommands", parameters)
            except CallFailed as error:  # the menus of the last start stay; the next start tries again
                log.warning("menus_not_set", reason=error.reason)
                return
