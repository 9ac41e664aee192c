"""What the office does at the command line: areas in, submissions out, tables up."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.tree import Tree

from bot.cli.run import prepare_logging
from bot.derived import refill_derived
from bot.settings import Settings, load_settings
from locales import LANGUAGES, translator
from models.area_tree import AreaTree
from models.database import Database
from models.documents.area_file import read_area_rows
from models.documents.submission_file import check_format, write_submissions
from models.schema import current_revision, migrate, newest_revision
from models.services import areas
from models.services.exports import read_submission_rows


def export_submissions(out: Path, language: str) -> None:
    """Write every submission to `out`, derived text included, and say how many there were."""
    check_format(out)
    if language not in LANGUAGES:
        raise SystemExit(f"--language is one of: {', '.join(LANGUAGES)}")

    def write(database: Database, settings: Settings) -> int:
        engine = database.open_reading_engine()
        try:
            rows = read_submission_rows(engine)
            return write_submissions(out, rows, tr=translator(language), zone=settings.city.zone)
        finally:
            engine.dispose()

    async def work(database: Database, settings: Settings) -> None:
        await refill_derived(database)
        count = await asyncio.to_thread(write, database, settings)
        print(f"{out}: {count} submissions")

    _with_database(work)


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
