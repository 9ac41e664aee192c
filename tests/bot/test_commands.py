import pytest
from pydantic import SecretStr

from bot.commands import announce_commands
from bot.outgoing.api import ApiClient
from bot.playground import FaultKind, Playground
from handlers.views.commands import command_menu
from locales import LANGUAGES, translator
from models.rights import Rights


async def _announce(playground: Playground, default: str) -> None:
    client = ApiClient(base_url=playground.base_url, token=SecretStr(playground.token))
    await announce_commands(client, default)
    await client.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_keep_the_messengers_limits(language: str) -> None:
    """At most 100 commands of 1-32 small letters, each with 1-256 letters about it."""
    menu = command_menu(translator(language), Rights(1, is_owner=True))
    assert len({entry["command"] for entry in menu}) == len(menu) <= 100
    for entry in menu:
        assert entry["command"].isascii()
        assert entry["command"] == entry["command"].lower()
        assert 1 <= len(entry["description"]) <= 256


async def test_everybody_sees_a_menu_in_their_language() -> None:
    """The app's language where we speak it, else the city's."""
    async with Playground() as playground:
        await _announce(playground, "fa")
        texts = {
            code: playground.add_person("x", language_code=code).commands[0]["description"]
            for code in ("fa", "en", "az", None)
        }
        assert texts["en"] == "Write something new"
        assert texts["fa"] == texts["az"] == texts[None] == "نوشتن درخواست تازه"
        assert playground.unknown_parameters == []


async def test_menus_that_cannot_be_set_stop_nothing() -> None:
    """The bot serves without menus; the next start tries again."""
    async with Playground() as playground:
        playground.faults.add(FaultKind.BAD_GATEWAY, method="setMyCommands", times=None)
        await _announce(playground, "fa")
        assert len(playground.calls_of("setMyCommands")) == 1
