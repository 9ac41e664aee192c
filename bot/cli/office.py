"""What the office does at the command line: areas in, submissions out, tables up."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.tree import Tree
from sqlalchemy import Engine

from bot.cli.audit import note_export
from bot.cli.run import prepare_logging
from bot.derived import refill_derived
from bot.settings import Settings, load_settings
from locales import LANGUAGES
from models.area_tree import AreaTree
from models.database import Database
from models.documents.area_file import read_area_rows
from models.documents.submission_archive import MISSING_LIST
from models.documents.submission_file import check_format
from models.export_filter import ExportWords
from models.schema import current_revision, migrate, newest_revision
from models.services import areas
from models.services.exports import ExportOptions, Progress, export_to_file, understand_words


def export_submissions(out: Path, words: ExportWords, *, language: str, with_identity: bool, with_files: bool) -> None:
    """Write the submissions that are asked for to `out`, derived text included, and say how many there were.

    Raises:
        ExportFilterError: a filter names nothing, or more than one thing.
    """
    check_format(out)
    if language not in LANGUAGES:
        raise SystemExit(f"--language is one of: {', '.join(LANGUAGES)}")
    settings = load_settings()
    options = ExportOptions(
        language=language,
        zone=settings.city.zone,
        with_identity=with_identity,
        media_dir=settings.media_dir if with_files else None,
    )
    _with_database(lambda database, _: _refuse_nonsense_and_refill(database, words))
    # In this thread and not beside a loop: Ctrl-C ends it at once, and no half file stays.
    with _reading_engine(settings) as engine, progress_bar() as progress:
        asked = understand_words(engine, words)
        note_export(settings, asked, out, with_identity=with_identity, with_files=with_files)
        result = export_to_file(engine, out, asked, options, progress)
    print(f"{out}: {result.submissions} submissions")
    if result.archive is not None:
        missing = f", {result.missing} missing (see {MISSING_LIST} in it)" if result.missing else ""
        print(f"{result.archive}: {result.files} files{missing}")


async def _refuse_nonsense_and_refill(database: Database, words: ExportWords) -> None:
    engine = database.open_reading_engine()
    try:
        await asyncio.to_thread(understand_words, engine, words)
    finally:
        engine.dispose()
    await refill_derived(database)


@contextmanager
def _reading_engine(settings: Settings) -> Iterator[Engine]:
    engine = Database(settings.database_url.get_secret_value()).open_reading_engine()
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on standard error where that is a terminal; it is gone when the work is done."""
    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def import_area_file(file: Path) -> None:
    """Import a list of areas, all of it or nothing, and say what changed."""
    rows = read_area_rows(file)

    async def work(database: Database, _: Settings) -> None:
        async with database.transaction() as session:
            done = await areas.import_areas(session=session, lines=rows)
        print(f"{done.created} created, {done.changed} changed, {done.unchanged} unchanged")

    _with_database(work)


def print_areas() -> None:
    """Print the tree of areas, each with its level and code."""

    async def work(database: Database, _: Settings) -> None:
        async with database.transaction() as session:
            tree = await areas.load_tree(session=session)
        console = Console()
        if not tree.places:
            console.print("There are no areas yet: mahalleyar areas import FILE.csv")
        for root in tree.children.get(None, []):
            drawn = Tree(f"{root.name} ({root.level.value})")
            _draw(drawn, tree, root.id)
            console.print(drawn)

    _with_database(work)


def _draw(drawn: Tree, tree: AreaTree, area_id: int) -> None:
    for place in tree.below(area_id):
        _draw(drawn.add(f"{place.name} ({place.level.value})"), tree, place.id)


def upgrade_database() -> None:
    """Bring the tables to the newest revision and print it."""
    settings = load_settings()
    print(migrate(Database(settings.database_url.get_secret_value())))


def print_revision() -> None:
    """Print the revision the tables are at, and the newest there is."""
    settings = load_settings()
    present = current_revision(Database(settings.database_url.get_secret_value()))
    newest = newest_revision()
    suffix = "newest" if present == newest else f"newest is {newest}: run `mahalleyar db upgrade`"
    print(f"{present or 'no tables yet'} ({suffix})")


def _with_database(work: Callable[[Database, Settings], Coroutine[Any, Any, None]]) -> None:
    settings = load_settings()
    prepare_logging(settings)
    migrate(Database(settings.database_url.get_secret_value()))

    async def run() -> None:
        database = Database(settings.database_url.get_secret_value())
        try:
            await work(database, settings)
        finally:
            await database.close()

    asyncio.run(run())
