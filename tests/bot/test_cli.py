import csv
import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.cli import main
from bot.settings import Settings
from models.schema import newest_revision
from tests.e2e.harness import running_bot

AREAS = "level,name,parent\ncity,ایزدشهر,\ndistrict,منطقهٔ ۱,ایزدشهر\nneighbourhood,گلسار,منطقهٔ ۱\n"


@dataclass
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    error: str


class CommandLine:
    """`mahalleyar …` in this process, in a folder of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def __call__(self, *words: str) -> Said:
        """Run a command to its end."""
        self._monkeypatch.setattr(sys, "argv", ["mahalleyar", *words])
        with pytest.raises(SystemExit) as ended:
            main()
            sys.exit(0)
        printed = self._capsys.readouterr()
        code = ended.value.code
        sentence = code if isinstance(code, str) else ""  # Python prints it and ends with 1
        return Said(1 if sentence else int(code or 0), printed.out, printed.err + sentence)


@pytest.fixture
def mahalleyar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sqlite_url: str
) -> Iterator[CommandLine]:
    """The command line with a migrated database, and nothing of the machine's own settings."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield CommandLine(tmp_path, monkeypatch, capsys)
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def test_help_names_every_command(mahalleyar: CommandLine) -> None:
    """A newcomer finds every command, and each group's own."""
    out = mahalleyar("--help").out
    assert all(command in out for command in ("run", "demo", "export", "areas", "db"))
    assert all(command in mahalleyar("areas", "--help").out for command in ("import", "list"))
    assert all(command in mahalleyar("db", "--help").out for command in ("upgrade", "current"))


def test_help_loads_nothing_that_takes_time() -> None:
    """Neither the database's library nor the messenger's nor hazm is imported before a command runs."""
    slow = ("sqlalchemy", "telegram", "hazm", "aiohttp", "pydantic", "alembic")
    program = f"import sys, bot.cli; print([name for name in {slow!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_a_token(mahalleyar: CommandLine) -> None:
    """`run` says in one line what is missing and where it belongs."""
    said = mahalleyar("run")
    assert said.code == 1
    assert said.error.strip() == "BOT_TOKEN is missing: write BOT_TOKEN=… into .env (see .env.example)"


def test_wrong_settings(mahalleyar: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wrong setting is a line; there is no traceback."""
    monkeypatch.setenv("TIMEZONE", "nowhere")
    monkeypatch.setenv("OWNER_IDS", "@maryam")
    said = mahalleyar("areas", "list")
    assert said.code == 1
    assert [line.split()[0] for line in said.error.splitlines()] == ["OWNER_IDS", "TIMEZONE"]


def test_areas(mahalleyar: CommandLine) -> None:
    """Importing says what changed, again changes nothing, and the tree can be read."""
    file = mahalleyar.folder / "areas.csv"
    assert "no areas yet" in mahalleyar("areas", "list").out
    file.write_text(AREAS, encoding="utf-8")
    assert mahalleyar("areas", "import", str(file)).out.strip() == "3 created, 0 changed, 0 unchanged"
    assert mahalleyar("areas", "import", str(file)).out.strip() == "0 created, 0 changed, 3 unchanged"
    out = mahalleyar("areas", "list").out
    assert "ایزدشهر (city)" in out
    assert "گلسار (neighbourhood)" in out


def test_a_bad_row_is_named_and_nothing_is_stored(mahalleyar: CommandLine) -> None:
    """The number is the file's; no area of the list is there afterwards."""
    file = mahalleyar.folder / "areas.csv"
    file.write_text(f"{AREAS}neighbourhood,باغ,ناکجا\n", encoding="utf-8")
    said = mahalleyar("areas", "import", str(file))
    assert said.code == 1
    assert said.error.startswith("line 5: ")
    assert said.error.strip().endswith("Nothing was stored.")
    assert "no areas yet" in mahalleyar("areas", "list").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("areas", "import", "nowhere.csv"), "nowhere.csv"),
        (("export", "--out", "out.doc"), ".csv"),
        (("export", "--out", "nowhere/at/all.csv"), "nowhere"),
        (("export", "--out", "out.csv", "--language", "de"), "fa, en"),
    ],
)
def test_what_an_operator_can_mend(mahalleyar: CommandLine, words: tuple[str, ...], sentence: str) -> None:
    """A file that is not there, an ending nobody writes, a language nobody speaks: a sentence, no traceback."""
    said = mahalleyar(*words)
    assert said.code != 0
    assert sentence in said.error or sentence in said.out
    assert "Traceback" not in said.error


def test_a_database_that_cannot_be_used(mahalleyar: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence, and the password stays secret."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:hunter2@127.0.0.1:1/nowhere")
    said = mahalleyar("areas", "list")
    assert said.code == 1
    assert said.error.startswith("the database cannot be used:")
    assert "hunter2" not in said.error
    assert "Traceback" not in said.error


def test_tables(mahalleyar: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """`db current` tells an empty database from an upgraded one."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{mahalleyar.folder / 'new.db'}")
    assert "no tables yet" in mahalleyar("db", "current").out
    assert mahalleyar("db", "upgrade").out.strip() == newest_revision()
    assert "(newest)" in mahalleyar("db", "current").out


async def _register(url: str, text: str) -> None:
    async with running_bot(url) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.registers(text)


async def test_what_was_registered_in_the_chat_is_exported(sqlite_url: str, tmp_path: Path) -> None:
    """From the chat into the office's file, through the real command in a process of its own."""
    text = "چراغ كوچه‌ي ما سوخته ، لطفا درست کنید"
    await _register(sqlite_url, text)
    out = tmp_path / "out.csv"
    environment = {"DATABASE_URL": sqlite_url, "PATH": "", "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(  # noqa: ASYNC221  (nothing else runs on this loop)
        [sys.executable, "-m", "bot", "export", "--out", str(out)],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 submissions" in done.stdout
    rows = list(csv.reader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 2
    assert text in rows[1]
    assert "گلسار" in rows[1]
