"""The audit trail at the command line, and what the command line itself puts on it."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bot.cli.run import prepare_logging
from bot.settings import Settings, load_settings
from locales import translator
from models.database import AsyncSession, Database
from models.documents.audit_file import check_audit_format, write_audit
from models.export_filter import ExportFilter, ExportFilterError
from models.schema import migrate
from models.services import audit
from models.services.audit import By
from models.typed_day import UnknownDayError, day_begins, day_ends, read_day


def export_audit(target: Path, first_day: str | None, last_day: str | None) -> None:
    """Write the audit trail into a file, and say how many rows there were. That is a row of it too.

    Args:
        target: ends in .csv or .json.
        first_day: only from this day on, as somebody typed it.
        last_day: only until this day's end.

    Raises:
        ExportFilterError: a day is none, or the first is later than the last.
    """
    check_audit_format(target)
    settings = load_settings()
    zone = settings.city.zone
    first, last = _day("--from", first_day), _day("--to", last_day)
    if first is not None and last is not None and first > last:
        raise ExportFilterError(f"--from ({first_day}) is later than --to ({last_day})")
    days = {"first_day": first.isoformat() if first else None, "last_day": last.isoformat() if last else None}
    told = {"format": target.suffix[1:].lower(), **{name: day for name, day in days.items() if day}}

    async def note(session: AsyncSession) -> None:
        now = datetime.now(UTC)
        on = ("audit", None)
        await audit.write(
            session=session, by=by_this_user(), action="audit.export", on=on, now=now, change=(None, told)
        )

    _in_transaction(settings, note)
    engine = Database(settings.database_url.get_secret_value()).open_reading_engine()
    try:
        begin, end = day_begins(first, zone) if first else None, day_ends(last, zone) if last else None
        rows = audit.read_all(engine, begin=begin, end=end)
        count = write_audit(target, rows, tr=translator(settings.default_language), zone=zone)
    finally:
        engine.dispose()
    print(f"{target}: {count} rows")


def note_export(settings: Settings, asked: ExportFilter, out: Path, *, with_identity: bool, with_files: bool) -> None:
    """Put on record that submissions are given out: before the file is there, so that none is without its row."""

    async def note(session: AsyncSession) -> None:
        await audit.note_export(
            session=session,
            by=by_this_user(),
            wish=asked.wish(),
            file_format=out.suffix[1:].lower(),
            with_identity=with_identity,
            with_files=with_files,
            now=datetime.now(UTC),
        )

    _in_transaction(settings, note)


def by_this_user() -> By:
    """Whoever runs the command, by the name the system knows them by."""
    return By(None, f"cli:{getpass.getuser()}")


def _in_transaction(settings: Settings, work: Callable[[AsyncSession], Awaitable[None]]) -> None:
    prepare_logging(settings)
    migrate(Database(settings.database_url.get_secret_value()))

    async def run() -> None:
        database = Database(settings.database_url.get_secret_value())
        try:
            async with database.transaction() as session:
                await work(session)
        finally:
            await database.close()

    asyncio.run(run())


def _day(option: str, words: str | None) -> date | None:
    try:
        return None if words is None else read_day(words)
    except UnknownDayError as error:
        raise ExportFilterError(f"{option}: {error}") from None
