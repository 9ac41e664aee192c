"""The command menus that everybody has, in each language. A chat's own menu is an answer of its turns."""

from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import CallFailed
from handlers.views.commands import command_menu
from locales import LANGUAGES, translator

log = get_logger(__name__)


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
