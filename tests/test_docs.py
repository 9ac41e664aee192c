import re
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from urllib.parse import unquote

import pytest
import typer.main

from bot.cli import app
from bot.database_watch import DatabaseWatch
from bot.schedule import build_schedule
from bot.settings import Settings, load_settings
from handlers.views.commands import command_menu
from locales import translator
from models.database import Database
from models.rights import Rights
from models.submission import STAFF_MOVES, Status
from models.tables import TABLES

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.fa.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
SETTINGS = [name.upper() for name in Settings.model_fields]
DEMO = "python3 -m pip install uv && python3 -m uv run mahalleyar demo"
TESTS = "python3 -m pip install uv && python3 -m uv run pytest"
FIRST_SCREEN = 24  # lines
LARGEST_IMAGE = 200_000  # bytes


def read(name: str) -> str:
    """The text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command as it is typed, with its long options; --help, which all have, is left out."""

    def walk(command: object, typed: str) -> Iterator[tuple[str, list[str]]]:
        below = getattr(command, "commands", None)
        if below is not None:
            for name, inner in below.items():
                yield from walk(inner, f"{typed} {name}".strip())
            return
        options = [option for parameter in getattr(command, "params", []) for option in parameter.opts]
        yield typed, [option for option in options if option.startswith("--") and option != "--help"]

    yield from walk(typer.main.get_command(app), "")


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", [DEMO, TESTS])
def test_the_two_commands_stand_on_the_first_screen(readme: str, command: str) -> None:
    """A newcomer finds both commands at once, each in a line of its own within a code block."""
    lines = read(readme).splitlines()
    place = lines.index(command)
    assert lines[place - 1] == "```sh"
    assert lines[place + 1] == "```"
    assert place < FIRST_SCREEN


@pytest.mark.parametrize("readme", READMES)
def test_every_command_is_in_the_readme(readme: str) -> None:
    """Whatever can be typed at the command line, each option included, is in the README's table of commands."""
    rows = [line for line in read(readme).splitlines() if line.startswith("| `")]
    for typed, options in commands():
        row = next((row for row in rows if re.match(rf"\| `{typed}[ `]", row)), "")
        assert row, f"{readme} has no row for the command {typed}"
        missing = [option for option in options if option not in row]
        assert missing == [], f"{readme}, {typed}"


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_is_in_the_readme(readme: str) -> None:
    """Every setting has a row in the README, in the order of bot/settings.py, and no row is about another."""
    rows = re.findall(r"^\| `([A-Z][A-Z_]+)` \|", read(readme), re.MULTILINE)
    assert rows == SETTINGS


def test_every_setting_is_in_the_example_file() -> None:
    """.env.example has a line for every setting, in the order of bot/settings.py, each below a comment."""
    lines = read(".env.example").splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert names == SETTINGS
    for number, line in enumerate(lines):
        assert not line or line.startswith("#") or lines[number - 1].startswith("#"), f"{line} has no comment"


def test_the_example_file_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """.env.example, copied as it is, loads without an error and changes nothing."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    assert load_settings(_env_file=ROOT / ".env.example") == load_settings(_env_file=None)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    """Every link and picture of the documentation that stays in the project leads to a file and a heading of it."""
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for link in links:
        if re.match(r"[a-z]+://", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (document.parent / path) if path else document
        assert target.exists(), link
        assert not anchor or anchor in _anchors(target.read_text(encoding="utf-8")), link


def _anchors(text: str) -> set[str]:
    """The anchors of a page: those written out, and those GitHub makes of (English) headings."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    made = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return made | set(re.findall(r'<a id="([^"]+)">', text))


def test_paths_of_the_contributors_table_exist() -> None:
    """«I want to … → open …» sends nobody to a file that is not there."""
    table = re.findall(r"^\| .+ \| .+ \|$", read("CONTRIBUTING.md"), re.MULTILINE)
    paths = [path for row in table for path in re.findall(r"`((?:bot|handlers|models|locales|docs)/[^`*]*)`", row)]
    assert len(paths) > 20
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_table_is_described() -> None:
    """docs/ARCHITECTURE.md says of every table what a row of it is."""
    described = re.findall(r"^\| `([a-z_]+)` \|", read("docs/ARCHITECTURE.md"), re.MULTILINE)
    assert [table.__tablename__ for table in TABLES if table.__tablename__ not in described] == []


def test_every_move_of_a_status_is_described() -> None:
    """docs/ARCHITECTURE.md has a row for every status with exactly the moves of STAFF_MOVES."""
    rows = re.findall(r"^\| `([a-z_]+)` \| ((?:`[a-z_]+`(?:, )?)+|–) \|$", read("docs/ARCHITECTURE.md"), re.MULTILINE)
    described = {was: set(re.findall("`([a-z_]+)`", moves)) for was, moves in rows if was in set(Status)}
    assert described == {was.value: {to.value for to in moves} for was, moves in STAFF_MOVES.items()}


def test_every_timer_is_described() -> None:
    """docs/ARCHITECTURE.md has a row for every timer of bot/schedule.py with its seconds, and for no other."""
    database = Database("sqlite:///unused.db")

    async def nothing() -> None:
        """A timer's work, which is not done here."""

    needed = [name for name in signature(build_schedule).parameters if name not in {"database", "watch"}]
    schedule = build_schedule(database=database, watch=DatabaseWatch(database), **dict.fromkeys(needed, nothing))
    timers = {job.id: job.trigger.interval.total_seconds() for job in schedule.get_jobs()}
    table = read("docs/ARCHITECTURE.md").partition("## Timers")[2].partition("## ")[0]
    rows = re.findall(r"^\| `([a-z_]+)` \| (\d+) (s|min|h) \|", table, re.MULTILINE)
    assert {name: float(number) * {"s": 1, "min": 60, "h": 3600}[unit] for name, number, unit in rows} == timers


@pytest.mark.parametrize("readme", READMES)
def test_every_chat_command_is_in_the_readme(readme: str) -> None:
    """Whatever the command menu offers is in the README's table, and so are /start and the owners' /export."""
    menu = command_menu(translator("fa"), Rights(1, is_owner=True))
    offered = {f"/{entry['command']}" for entry in menu} | {"/start"}
    assert offered <= set(re.findall(r"^\| `(/[a-z]+)` \|", read(readme), re.MULTILINE))


def test_the_persian_readme_is_in_persian_letters() -> None:
    """README.fa.md has no Arabic ي and ك, no Arabic digits, no straight quotes around Persian words."""
    text = read("README.fa.md")
    assert re.findall("[يكىة٠-٩]", text) == []
    assert re.findall('"[آ-ی]|[آ-ی]"', re.sub("<[^>]*>", "", text)) == []


def test_the_persian_readme_is_right_to_left() -> None:
    """README.fa.md is right to left but for what is typed or copied as code; what opens is closed."""
    text = read("README.fa.md")
    assert text.startswith('<div dir="rtl">\n\n')
    assert text.count("<div ") == text.count("</div>")
    blocks = len(re.findall(r"^```(?:sh|ini)$", text, re.MULTILINE))
    assert text.count('<div dir="ltr">\n\n```') == blocks


def test_pictures_are_small() -> None:
    """A picture of the documentation is quick to load on a slow line."""
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert pictures
    assert [picture.name for picture in pictures if picture.stat().st_size > LARGEST_IMAGE] == []
