"""`mahalleyar demo`: the real bot, a local messenger and a sample city, all in this process."""

import asyncio
import contextlib
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.cli.demo_office import seat_personas, settle_personas
from bot.cli.run import prepare_logging, stop_at_signals
from bot.cli.sample import load_sample_submissions
from bot.cli.sample_goals import load_sample_goals
from bot.cli.sample_meetings import load_sample_meetings
from bot.playground import Playground
from bot.service import Service
from bot.settings import Settings, load_settings
from models.database import Database
from models.documents.area_file import read_area_rows
from models.schema import migrate
from models.services import areas, topics
from models.text import fold
from models.text.topics import guess_topic, starting_topics

TOKEN = "42:local-playground"  # noqa: S105  (no secret: the local messenger knows no other)
_SAMPLE_CITY = Path(__file__).parent.parent / "sample_city.csv"
_CHATS = "chats.json"
_SAVE_SECONDS = 3.0
_RESIDENTS = ("مریم", "حسین")
_NOTICE_DELAY = 10.0  # seconds: somebody is watching the screen
_OWNER, _OWNER_ID = "مدیر سامانه", 7_100_000_000  # one below the residents' ids: nobody who is added ever gets it


def run_demo(*, port: int, opens_browser: bool, keep: Path | None) -> None:
    """Run the trial until Ctrl-C.

    Args:
        port: of the page; when it is taken, any free one.
        opens_browser: whether to open the page.
        keep: a folder for the trial's data; None for one that goes with it.
    """
    with _folder(keep) as folder:
        asyncio.run(_demo(folder, port, opens_browser=opens_browser))


@contextlib.contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="mahalleyar-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


async def _demo(folder: Path, port: int, *, opens_browser: bool) -> None:
    playground = Playground(token=TOKEN, bot_name="محله‌یار", bot_username="mahalleyar_bot")
    _remember_chats(playground, folder / _CHATS)
    await playground.start("127.0.0.1", port if _is_free(port) else 0)
    settings = _settings(folder, playground.base_url)
    prepare_logging(settings)
    service = Service(settings)
    stop_at_signals(service)
    beside = [
        asyncio.create_task(_announce(service, settings, opens_browser=opens_browser)),
        asyncio.create_task(_save_chats(playground, folder / _CHATS)),
    ]
    try:
        await _sample_city(settings)
        await service.run()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        playground.save(folder / _CHATS)
        await playground.stop()
    print("Stopped.", flush=True)


def _remember_chats(playground: Playground, file: Path) -> None:
    if file.exists():
        playground.load(file)
    else:
        for name in _RESIDENTS:
            playground.add_person(name, language_code="fa")
    if all(person.id != _OWNER_ID for person in playground.people):
        playground.add_person(_OWNER, language_code="fa", person_id=_OWNER_ID)
    seat_personas(playground)


async def _save_chats(playground: Playground, file: Path) -> None:
    """Now and then, so that a trial that is killed goes on with the chats its database knows."""
    while True:
        await asyncio.sleep(_SAVE_SECONDS)
        playground.save(file)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _settings(folder: Path, base_url: str) -> Settings:
    return load_settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        bot_platform="playground",
        bot_api_url=base_url,
        bot_proxy=None,
        database_url=SecretStr(f"sqlite:///{(folder / 'mahalleyar.db').resolve()}"),
        media_dir=folder / "media",
        owner_ids=(_OWNER_ID,),
        city_name="ایزدشهر",
        council_name="شوراهای محلات ایزدشهر",
        notice_delay=_NOTICE_DELAY,
        log_level="WARNING",
    )


async def _sample_city(settings: Settings) -> None:
    database = Database(settings.database_url.get_secret_value())
    try:
        await asyncio.to_thread(migrate, database)
        async with database.transaction() as session:
            await areas.import_areas(session=session, lines=read_area_rows(_SAMPLE_CITY))
            await topics.ensure_topics(session=session)
        now = datetime.now(UTC)
        async with database.transaction() as session:
            bot_id, platform = settings.bot_id, settings.bot_platform
            await settle_personas(session, bot_id=bot_id, platform=platform, now=now)
        await load_sample_submissions(database, settings.city, now, topic_of=_topic_of, is_worked_on=True)
        await load_sample_meetings(database, settings.city, now, bot_id=bot_id, platform=platform)
        await load_sample_goals(database, settings.city, now, bot_id=bot_id, platform=platform)
    finally:
        await database.close()


def _topic_of(text: str) -> str | None:
    return guess_topic(fold(text), starting_topics())


async def _announce(service: Service, settings: Settings, *, opens_browser: bool) -> None:
    await service.serving.wait()
    address, database_url = settings.bot_api_url, settings.database_url.get_secret_value()
    print(
        f"Mahalleyar is ready: {address}\n"
        "What was registered, as a sheet (in another terminal, here):\n"
        f"  DATABASE_URL={database_url} python3 -m uv run mahalleyar export --out demo.xlsx\n"
        "Stop it with Ctrl-C.",
        flush=True,
    )
    if opens_browser:
        await asyncio.to_thread(webbrowser.open, address)
