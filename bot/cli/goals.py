"""Goals at the command line: a published text is read, shown, and stored as a whole."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from typing import Final, override

import typer

from bot.cli.audit import by_this_user
from bot.cli.goal_mending import mended
from bot.cli.run import prepare_logging
from bot.settings import Settings, load_settings
from models import goal_lines
from models.area_tree import AreaTree, Place
from models.database import AsyncSession, Database
from models.errors import BadGoalText, LinesUndecided, NotFound
from models.export_filter import ExportFilterError, find_area
from models.goal_file import MOST_BYTES, decode
from models.goal_lines import Lines
from models.goal_reading import LONGEST, Line, Part, Reading, Trouble, read_goals
from models.rights import Owners, Rights
from models.schema import migrate
from models.services import areas, goal_imports
from models.services.actor import Actor
from models.services.audit import By

STRAY: Final = ("join", "own", "drop")
_WIDTH: Final = 100  # letters of a line that is shown
_FEW: Final = 20


class GoalFileError(ValueError):
    """Why the file's goals were not stored, and what to do about it."""


@dataclass(frozen=True)
class _OperatorActor(Actor):
    """Whoever runs the command: no person of the chat."""

    @property
    @override
    def by(self) -> By:
        """For the audit trail: the name of the system's user."""
        return by_this_user()


def import_goals(file: Path, *, is_dry: bool, area: str | None, stray: str | None, renumbers: bool) -> None:
    """Read a published list of goals, show what was read, and store all of it; or nothing, and say why.

    Args:
        file: a text file in UTF-8, UTF-16 or Windows-1256.
        is_dry: only show.
        area: whose goals they are: a name, or a path such as منطقه ۱/ناحیه ۲; None: the top area.
        stray: what lines without a number are, one of `STRAY`; None: asked at a terminal, as what else to change.
        renumbers: give new numbers to goals whose number another one has.

    Raises:
        GoalFileError: nothing can be read from it, somebody must decide something first, or no such area is there.
        SettingsError: there is no token: goals belong to a bot.
    """
    if stray is not None and stray not in STRAY:
        raise GoalFileError(f"--stray is one of: {', '.join(STRAY)}")
    reading = _read(file)
    lines = reading.entries()
    if is_dry:
        _show(file, reading, _decided(lines, stray) if stray else lines)
        print("Nothing was stored (--dry-run).")
        return
    settings = load_settings(needs_token=True)
    prepare_logging(settings)
    migrate(Database(settings.database_url.get_secret_value()))
    place, taken = _with_database(settings, lambda session: _look(session, settings, area))
    _show(file, reading, lines, place)
    lines = _decide(file, lines, stray)
    if stray is None and sys.stdin.isatty():
        lines = mended(lines)
    lines = _renumbered(lines, taken, renumbers=renumbers)
    count = _with_database(settings, lambda session: _store(session, settings, place, lines, file))
    print(f"{count} goals of {place.name} are stored and published")


def _read(file: Path) -> Reading:
    if not file.is_dir() and file.stat().st_size > MOST_BYTES:
        raise GoalFileError(_why(file, BadGoalText(Trouble.TOO_LARGE, MOST_BYTES)))
    try:
        return read_goals(decode(file.read_bytes()))
    except BadGoalText as error:
        raise GoalFileError(_why(file, error)) from None


def _why(file: Path, error: BadGoalText) -> str:
    return f"{file}: {_TROUBLES[Trouble(error.why)].format(limit=f'{error.limit:,}')} Nothing was stored."


_TROUBLES: Final = {
    Trouble.EMPTY: "there are no words in it.",
    Trouble.NO_LIST: "no list was found in it: no line begins with a number (1-, ۱., 1)), nor are there several lines.",
    Trouble.TOO_MANY: "it lists more than {limit} goals and lines without a number; import it in parts.",
    Trouble.TOO_LONG: "it has more than {limit} letters; import it in parts.",
    Trouble.TOO_LARGE: "it has more than {limit} bytes; give a text file with the goals alone.",
    Trouble.NOT_TEXT: "this is no text (UTF-8, UTF-16 or Windows-1256).",
    Trouble.DOCUMENT: "the words of a PDF or Word file cannot be read; save the goals as plain text (.txt).",
}


def _show(file: Path, reading: Reading, lines: Lines, place: Place | None = None) -> None:
    """What was read: every goal with its number, and what needs a look."""
    goals, strays = goal_lines.goals_of(lines), goal_lines.strays_of(lines)
    of_area = f" of {place.name}" if place is not None else ""
    print(f"{file}: {len(goals)} goals{of_area}, {_counted(strays)}")
    if reading.preamble:
        print(f"  skipped before the list: {_short(reading.preamble)}")
    if not reading.has_numbers:
        print("  no line of it begins with a number: every line is one to decide about")
    for line in lines:
        _show_line(lines, line)
    missing = goal_lines.missing_numbers(lines)
    if missing:
        print(f"  numbers that the text lacks: {', '.join(map(str, missing[:_FEW]))}")
    repeated = goal_lines.repeated_numbers(lines)
    if repeated:
        print(f"  numbers that are there more than once: {', '.join(map(str, sorted(repeated)[:_FEW]))}")


def _show_line(lines: Lines, line: Line) -> None:
    if line.part is Part.PREAMBLE:
        return
    sign = {Part.STRAY: "?", Part.DROPPED: "x"}.get(line.part, str(line.number or "+"))
    other = goal_lines.double_of(lines, line)
    alike = f"   [says nearly the same as {other.number or 'one above'}]" if other is not None else ""
    stray = "   [without a number]" if line.part is Part.STRAY else ""
    long = f"   [longer than {LONGEST} letters]" if line.part is Part.GOAL and line.is_long else ""
    print(f"  {sign:>3}  {_short(line.text)}{stray}{alike}{long}")


def _counted(strays: Lines) -> str:
    return f"{len(strays)} {'line' if len(strays) == 1 else 'lines'} without a number"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _WIDTH else flat[: _WIDTH - 1] + "…"


def _decide(file: Path, lines: Lines, stray: str | None) -> Lines:
    """The lines, once each without a number is decided about."""
    if not goal_lines.strays_of(lines):
        return lines
    if stray is not None:
        return _decided(lines, stray)
    if not sys.stdin.isatty():
        raise GoalFileError(
            f"{file}: {_counted(goal_lines.strays_of(lines))} (marked ?), and nobody is here to ask. "
            "Say what they are with --stray join (a part of the goal above), --stray own (goals of their own) "
            "or --stray drop (left out). Nothing was stored."
        )
    for line in goal_lines.strays_of(lines):
        print(f"\n?  {line.text}")
        lines = _with_one(lines, line.key, _asked(has_above=goal_lines.above(lines, line.key) is not None))
    return lines


def _asked(*, has_above: bool) -> str:
    choices = STRAY if has_above else STRAY[1:]
    said: str = typer.prompt(f"This line has no number. What is it? ({', '.join(choices)})")
    while said.strip().lower() not in choices:
        said = typer.prompt(f"One of: {', '.join(choices)}")
    return said.strip().lower()


def _decided(lines: Lines, stray: str) -> Lines:
    keys = [line.key for line in goal_lines.strays_of(lines)]
    return reduce(lambda found, key: _with_one(found, key, stray), keys, lines)


def _with_one(lines: Lines, key: int, stray: str) -> Lines:
    if stray == "own":
        return goal_lines.own(lines, key)
    if stray == "drop":
        return goal_lines.drop(lines, key)
    joined = goal_lines.join(lines, key)
    if joined is None:
        line = goal_lines.find(lines, key)
        words = _short(line.text) if line is not None else ""
        raise GoalFileError(f"no goal stands above this line to join it to: {words}\nNothing was stored.")
    return joined


def _renumbered(lines: Lines, taken: set[int], *, renumbers: bool) -> Lines:
    """The lines, where no number is given twice."""
    clashing = [
        line
        for line in goal_lines.undecided(lines, taken)
        if line.part is Part.GOAL and line.number is not None and not line.is_long
    ]
    if not clashing:
        return lines
    if renumbers:
        return goal_lines.renumber(lines, [line.key for line in clashing])
    numbers = ", ".join(str(line.number) for line in clashing[:_FEW])
    raise GoalFileError(
        f"{len(clashing)} goals have numbers that others have already: {numbers}. "
        "Give them new ones with --renumber, or take them out of the file. Nothing was stored."
    )


async def _look(session: AsyncSession, settings: Settings, area: str | None) -> tuple[Place, set[int]]:
    place = _place(await areas.load_tree(session=session), area)
    return place, await goal_imports.taken_numbers(_actor(session, settings), place.id)


def _place(tree: AreaTree, area: str | None) -> Place:
    tops = tree.children.get(None, [])
    if area is None:
        if len(tops) != 1:
            raise GoalFileError(
                "say whose goals they are with --area: there is no one top area (mahalleyar areas list)"
            )
        return tops[0]
    try:
        return tree.places[find_area(area, tree)]
    except ExportFilterError as error:
        raise GoalFileError(f"--area: {error}") from None


async def _store(session: AsyncSession, settings: Settings, place: Place, lines: Lines, file: Path) -> int:
    try:
        return len(await goal_imports.store(_actor(session, settings), place.id, lines, file.name))
    except BadGoalText as error:
        raise GoalFileError(_why(file, error)) from None
    except LinesUndecided:
        raise GoalFileError(
            f"{file}: a goal has more than {LONGEST} letters, says nothing, or has a number that was taken meanwhile. "
            "Mend it in the file and import it again. Nothing was stored."
        ) from None
    except NotFound:
        raise GoalFileError(f"{place.name} is not an area of the city any more. Nothing was stored.") from None


def _actor(session: AsyncSession, settings: Settings) -> Actor:
    return _OperatorActor(
        session, Rights(0, is_owner=True), settings.bot_id, settings.city, Owners(), datetime.now(UTC)
    )


def _with_database[Made](settings: Settings, work: Callable[[AsyncSession], Awaitable[Made]]) -> Made:
    async def run() -> Made:
        database = Database(settings.database_url.get_secret_value())
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.close()

    return asyncio.run(run())
