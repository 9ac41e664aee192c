import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.cli import checks_here
from bot.cli.checks_messenger import _compare
from bot.cli.finding import Level
from bot.playground import Playground
from models.database import Database
from models.schema import newest_revision
from models.services import areas
from tests.bot.cli.conftest import CommandLine, Said
from tests.models.sample_rows import CITY

TOKEN = "42:playground-token"  # noqa: S105  (nobody's)


@pytest.fixture
def messenger() -> Iterator[Playground]:
    """A messenger on loopback, served by a thread of its own while the command runs in this one."""
    playground = Playground(token=TOKEN)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(playground.start(), loop).result(10)
    yield playground
    asyncio.run_coroutine_threadsafe(playground.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


@pytest.fixture
def doctor(mahalleyar: CommandLine, messenger: Playground, sqlite_url: str, tmp_path: Path) -> CommandLine:
    """`mahalleyar doctor` where everything is in order, but for the settings given."""

    async def settle() -> None:
        database = Database(sqlite_url)
        async with database.transaction() as session:
            await areas.import_areas(session=session, lines=CITY)
        await database.close()

    asyncio.run(settle())
    order: dict[str, object] = {
        "bot_token": TOKEN,
        "bot_api_url": messenger.base_url,
        "database_url": sqlite_url,
        "media_dir": tmp_path / "media",
        "owner_ids": "7",
    }
    return lambda **settings: mahalleyar("doctor", **(order | settings))


def level_of(said: Said, what: str) -> list[str]:
    """The levels of all lines about something, worst last."""
    return sorted((line[:4].strip() for line in said.out.splitlines() if line[5:17].strip() == what), key=_ORDER.index)


_ORDER = ["ok", "warn", "fail"]


def change(url: str, statement: str) -> None:
    """Write into the database."""
    engine = Database(url).open_reading_engine()
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_all_is_well(doctor: CommandLine) -> None:
    """Where nothing is wrong every line says ok, and the exit code is 0."""
    said = doctor()
    assert said.out.splitlines()[-1] == "Everything is in order.", said.out
    assert {line[:5] for line in said.out.splitlines()[:-1]} == {"ok   "}
    for what in (
        *("settings", "database", "tables", "areas", "disk", "media"),
        *("owners", "proxy", "messenger", "token", "webhook", "clock"),
    ):
        assert level_of(said, what), f"nothing about {what}"
    assert said.code == 0


def test_a_wrong_token(doctor: CommandLine) -> None:
    """A token that the messenger refuses is a failure of the token, not of the network; it is never printed."""
    said = doctor(bot_token="42:not-the-one-it-knows")  # noqa: S106  (nobody's)
    assert (said.code, level_of(said, "messenger"), level_of(said, "token")) == (1, ["ok"], ["fail"])
    assert "BotFather" in said.out
    assert "not-the-one-it-knows" not in said.out + said.err


def test_no_token(doctor: CommandLine) -> None:
    """A missing token is a failure with its setting's name; the rest is looked at."""
    said = doctor(bot_token="")
    assert (said.code, level_of(said, "settings"), level_of(said, "database")) == (1, ["fail"], ["ok"])
    assert "BOT_TOKEN is missing" in said.out


def test_a_wrong_setting(doctor: CommandLine) -> None:
    """A setting that cannot be read is named, one line each."""
    said = doctor(timezone="Mars/Base", send_rate="-1")
    assert (said.code, level_of(said, "settings")) == (1, ["fail", "fail"])
    assert "TIMEZONE is wrong" in said.out
    assert "SEND_RATE is wrong" in said.out


def test_an_unreachable_messenger(doctor: CommandLine) -> None:
    """An address where nobody listens is a failure that speaks of network and proxy."""
    said = doctor(bot_api_url=f"http://127.0.0.1:{free_port()}")
    assert (said.code, level_of(said, "messenger"), level_of(said, "token")) == (1, ["fail"], [])
    assert "BOT_PROXY" in said.out


def test_a_dead_proxy(doctor: CommandLine) -> None:
    """A proxy that does not answer is a failure of its own; its password is not printed."""
    said = doctor(bot_proxy=f"socks5://me:hidden-word@127.0.0.1:{free_port()}")
    assert (said.code, level_of(said, "proxy"), level_of(said, "messenger")) == (1, ["fail"], ["fail"])
    assert "hidden-word" not in said.out + said.err


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_an_old_migration(doctor: CommandLine, sqlite_url: str) -> None:
    """Tables older than the program are a failure that names both revisions and the command that mends it."""
    change(sqlite_url, "UPDATE alembic_version SET version_num = '0001'")
    said = doctor()
    assert (said.code, level_of(said, "tables")) == (1, ["fail"])
    assert f"they are at 0001, this program needs {newest_revision()}" in said.out
    assert "mahalleyar db upgrade" in said.out


def test_a_newer_database(doctor: CommandLine, sqlite_url: str) -> None:
    """Tables that this program does not know are a failure: the program is too old."""
    change(sqlite_url, "UPDATE alembic_version SET version_num = '9999'")
    said = doctor()
    assert (said.code, level_of(said, "tables")) == (1, ["fail"])
    assert "install the newer version" in said.out


def test_no_database_yet(doctor: CommandLine, tmp_path: Path) -> None:
    """A database that is still to be made is worth knowing and no failure; looking does not make it."""
    said = doctor(database_url=f"sqlite:///{tmp_path / 'new' / 'x.db'}")
    assert (said.code, level_of(said, "database")) == (0, ["warn"])
    assert not (tmp_path / "new").exists()


def test_no_database_at_all(doctor: CommandLine, tmp_path: Path) -> None:
    """A file that is no database, and a server that is not there, are failures without a traceback or a password."""
    (tmp_path / "x.db").write_text("this is no database, " * 100)
    port = free_port()
    for url in (f"sqlite:///{tmp_path / 'x.db'}", f"postgresql://me:hidden-word@127.0.0.1:{port}/city"):
        said = doctor(database_url=url)
        assert (said.code, level_of(said, "database")[-1]) == (1, "fail"), said.out
        assert "Traceback" not in said.out + said.err
        assert "hidden-word" not in said.out + said.err


def test_postgresql(doctor: CommandLine, postgresql_url: str) -> None:
    """A PostgreSQL database is looked at like a file; an empty city is worth knowing."""
    said = doctor(database_url=postgresql_url)
    assert (said.code, level_of(said, "database"), level_of(said, "tables")) == (0, ["ok"], ["ok"])
    assert level_of(said, "areas") == ["warn"]


def test_a_media_folder_that_cannot_be_written(doctor: CommandLine, tmp_path: Path) -> None:
    """A MEDIA_DIR that lies where no folder can be is a failure that names it."""
    (tmp_path / "file").write_text("x")
    said = doctor(media_dir=tmp_path / "file" / "media")
    assert (said.code, level_of(said, "media")) == (1, ["fail"])
    assert "MEDIA_DIR" in said.out


@pytest.mark.parametrize(
    ("free", "level"),
    [(checks_here.LEAST_FREE - 1, "fail"), (checks_here.LITTLE_FREE - 1, "warn"), (checks_here.LITTLE_FREE, "ok")],
)
def test_a_full_disk(doctor: CommandLine, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    """Little room is worth knowing, nearly none is a failure, for the database and for the media."""
    full = type("Usage", (), {"free": free})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    said = doctor()
    assert level_of(said, "disk") == [level, level]
    assert said.code == (1 if level == "fail" else 0)


class _Answers(BaseHTTPRequestHandler):
    """A messenger with a webhook set and a clock of its own."""

    late = timedelta(0)

    def do_POST(self) -> None:
        """Answer whatever is asked with what getMe and getWebhookInfo have in common."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b'{"ok":true,"result":{"username":"x_bot","url":"https://other.example/hidden-path"}}'
        self.send_response_only(200)
        self.send_header("Date", format_datetime(datetime.now(UTC) - self.late, usegmt=True))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def stranger() -> Iterator[str]:
    """The address of such a messenger."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join(10)


def test_a_wrong_clock_and_a_webhook(doctor: CommandLine, stranger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock a few minutes off, and a webhook that takes updates away, are failures; its path stays hidden."""
    monkeypatch.setattr(_Answers, "late", timedelta(minutes=5))
    said = doctor(bot_api_url=stranger)
    assert (said.code, level_of(said, "clock"), level_of(said, "webhook")) == (1, ["fail"], ["fail"])
    assert "300 s ahead of the server's" in said.out or "301 s ahead of the server's" in said.out
    assert "other.example" in said.out
    assert "hidden-path" not in said.out


@pytest.mark.parametrize(("ahead", "level"), [(timedelta(hours=1), Level.FAIL), (timedelta(seconds=-30), Level.OK)])
def test_what_a_date_header_tells(ahead: timedelta, level: Level) -> None:
    """Half a minute between two clocks is no failure, an hour is."""
    assert _compare(format_datetime(datetime.now(UTC) + ahead, usegmt=True)).level is level


@pytest.mark.parametrize("told", [None, "yesterday"])
def test_a_server_without_a_clock(told: str | None) -> None:
    """A server that does not tell its time is worth knowing and no failure."""
    assert _compare(told).level is Level.WARN
