"""Offices without the messenger: what they wrote into an exported sheet is taken back."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path

import typer

from bot.cli.audit import by_this_user
from bot.cli.office import progress_bar
from bot.cli.run import prepare_logging
from bot.settings import Settings, load_settings
from models.database import Database
from models.documents.submission_update import Sheet, read_update
from models.rights import Rights
from models.schema import migrate
from models.services import office_updates
from models.services.casework import Desk
from models.services.office_updates import Preview, Problem, RowRefusedError, Task

_AT_ONCE = 8  # rows whose transactions share a commit (SQLite) or run side by side (PostgreSQL)
_BREATH = 0.02  # seconds between them, in which the bot beside us gets at the database: residents wait for it


def update_from_sheet(file: Path, *, asks: bool) -> None:
    """Show what a sheet asks for, and do it, row by row.

    Args:
        file: an export (.xlsx or .csv) in which the columns for the office were filled.
        asks: whether to ask before anything is done.

    Raises:
        SystemExit: 1 where rows could not be done, or nobody said yes.
        UpdateFileError: the file is no such sheet.
        SettingsError: there is no token: authors are told through the bot that it belongs to.
    """
    settings = load_settings(needs_token=True)
    sheet = read_update(file)
    prepare_logging(settings)
    migrate(Database(settings.database_url.get_secret_value()))
    preview = _with_database(settings, lambda database: _look(database, sheet))
    _show(file, sheet, preview)
    refused: Sequence[Problem] = []
    if preview.tasks:
        if asks:
            typer.confirm("Go on?", abort=True)
        refused = _with_database(settings, lambda database: _apply_all(database, settings, preview.tasks))
        print(f"{len(preview.tasks) - len(refused)} rows done")
        _print_problems(refused)
    if refused or preview.problems:
        raise SystemExit(1)


async def _look(database: Database, sheet: Sheet) -> Preview:
    async with database.transaction() as session:
        return await office_updates.preview(session=session, lines=sheet.lines, now=datetime.now(UTC))


def _show(file: Path, sheet: Sheet, preview: Preview) -> None:
    print(f"{file}: {sheet.rows} rows, {len(preview.tasks)} of them to be done")
    if preview.tasks:
        print(f"  {preview.moves} with a new status, {preview.answers} with an answer, {preview.notes} with a note")
    if preview.done_before:
        print(f"  {preview.done_before} were done before, and stay as they are")
    _print_problems(preview.problems)


def _print_problems(problems: Sequence[Problem]) -> None:
    if problems:
        print(f"  {len(problems)} cannot be done:")
    for problem in problems:
        code = f" ({problem.line.code})" if problem.line.code else ""
        print(f"    {problem.line.place}{code}: {problem.reason}")


async def _apply_all(database: Database, settings: Settings, tasks: Sequence[Task]) -> list[Problem]:
    refused: list[Problem] = []
    with progress_bar() as progress:
        for number, batch in enumerate(batched(tasks, _AT_ONCE)):
            done = await asyncio.gather(*(_apply(database, settings, task) for task in batch))
            refused += [problem for problem in done if problem is not None]
            progress(number * _AT_ONCE + len(batch), len(tasks))
            await asyncio.sleep(_BREATH)
    return refused


async def _apply(database: Database, settings: Settings, task: Task) -> Problem | None:
    owner, actor, now = Rights(0, is_owner=True), by_this_user().actor, datetime.now(UTC)
    try:
        async with database.transaction() as session:
            desk = Desk(session, owner, settings.bot_id, now, settings.city.zone, actor)
            await office_updates.apply(desk, task)
    except RowRefusedError as error:
        return Problem(task.line, str(error))
    return None


def _with_database[Made](settings: Settings, work: Callable[[Database], Awaitable[Made]]) -> Made:
    async def run() -> Made:
        database = Database(settings.database_url.get_secret_value())
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())
