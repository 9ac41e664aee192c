"""`mahalleyar doctor`: whether everything the bot needs is there, a line each, and how to mend what is not."""

import asyncio
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.text import Text

from bot.cli.checks_here import check_database, check_disk, check_media_folder, check_owners
from bot.cli.checks_messenger import check_messenger, check_proxy
from bot.cli.finding import Finding, Level, broken, fine
from bot.cli.run import prepare_logging
from bot.log import hide_secrets
from bot.settings import Settings, SettingsError, load_settings

_COLOURS = {Level.OK: "green", Level.WARN: "yellow", Level.FAIL: "bold red"}
_SHORTEST_SECRET = 4  # letters: a shorter password, taken out of a sentence, would leave nothing of it


def run_doctor() -> None:
    """Print the findings; exit with 1 if one of them is a failure. Changes nothing."""
    console = Console(highlight=False, soft_wrap=True)
    levels = []
    for finding in examine():
        _print(console, finding)
        levels.append(finding.level)
    failed, doubtful = levels.count(Level.FAIL), levels.count(Level.WARN)
    print(f"{failed} to mend, {doubtful} to know of" if failed or doubtful else "Everything is in order.")
    if failed:
        raise SystemExit(1)


def examine() -> Iterator[Finding]:
    """Look at everything, one thing after the other; without readable settings there is nothing else to look at."""
    try:
        settings = load_settings()
    except SettingsError as error:
        for line in error.lines:
            yield broken("settings", line, "correct it in .env or in the environment (.env.example explains each)")
        return
    prepare_logging(settings)
    hidden = _secrets(settings)
    for finding in _findings(settings):
        yield Finding(finding.level, finding.what, _hide(finding.seen, hidden), _hide(finding.remedy, hidden))


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _token_is_there(settings)
    yield from check_database(settings.database_url.get_secret_value())
    yield from check_disk(settings)
    yield check_media_folder(settings.media_dir)
    yield check_owners(settings)
    proxy = asyncio.run(check_proxy(settings))
    yield proxy
    yield from asyncio.run(check_messenger(settings))


def _token_is_there(settings: Settings) -> Finding:
    if settings.bot_token.get_secret_value():
        return fine("settings", "they can be read, and BOT_TOKEN is there")
    return broken(
        "settings",
        "BOT_TOKEN is missing",
        "take a token from the messenger's BotFather and write BOT_TOKEN=… into .env",
    )


def _secrets(settings: Settings) -> list[str]:
    addresses = [settings.database_url.get_secret_value()]
    if settings.bot_proxy is not None:
        addresses.append(settings.bot_proxy.get_secret_value())
    written = [urlsplit(address).password or "" for address in addresses]
    return [secret for one in written for secret in {one, unquote(one)} if len(secret) >= _SHORTEST_SECRET]


def _hide(text: str, secrets: list[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "***")
    return hide_secrets(text)


def _print(console: Console, finding: Finding) -> None:
    line = Text()
    line.append(f"{finding.level:<5}", style=_COLOURS[finding.level])
    line.append(f"{finding.what:<12}{finding.seen}")
    console.print(line)
    if finding.remedy:
        console.print(Text(f"{'':17}→ {finding.remedy}"))
