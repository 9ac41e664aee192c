"""`mahalleyar status`: which process serves the bot, what waits, what is being told to many, and what comes next."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from bot.cli.run import prepare_logging
from bot.lock import is_held
from bot.settings import Settings, load_settings
from locales.dates import jalali_stamp
from models.database import Database, parse_database_url
from models.schema import SchemaNewerError, current_revision, known_revisions, newest_revision
from models.services.queues import Coming, Queue, Standing, look

_QUEUES: Final = {
    "updates": "messages not worked on yet",
    "answers": "answers not sent yet",
    "deliveries_waiting": "news for one person, waiting",
    "deliveries_in_flight": "news for one person, being sent",
    "deliveries_uncertain": "news for one person, uncertain",
    "files": "files not fetched yet",
    "jobs": "exports not written yet",
}
_COMING: Final = {
    "notice": "next notice",
    "repeat": "next notice that repeats",
    "daily_digest": "next daily digest",
    "weekly_digest": "next weekly digest",
    "delivery": "next news for one person",
    "report": "next report on a goal to be told",
    "call": "next call for ideas to close",
}
_COUNTS: Final = ("total", "sent", "blocked", "failed", "uncertain", "dropped", "left", "mended", "unmended")


@dataclass(frozen=True)
class _Seen:
    """What was found, and when."""

    bot_id: int
    is_served: bool
    now: datetime
    standing: Standing


def print_status(*, as_json: bool) -> None:
    """Print how things stand; nothing is changed, and a bot at work is not disturbed.

    Raises:
        SystemExit: the database is not there yet, or its tables are older than this program.
        SchemaNewerError: they are newer.
        SettingsError: there is no token: it says which bot is meant.
    """
    settings = load_settings(needs_token=True)
    prepare_logging(settings)
    seen = _look(settings)
    if as_json:
        print(json.dumps(_as_data(seen), ensure_ascii=False, indent=2))
    else:
        _print(seen, settings)


def _look(settings: Settings) -> _Seen:
    url = parse_database_url(settings.database_url.get_secret_value())
    if url.drivername == "sqlite" and url.database and not Path(url.database).exists():
        raise SystemExit(f"there is no database at {url.database} yet: `mahalleyar run` makes it")
    database = Database(settings.database_url.get_secret_value())
    _check_tables(database)
    engine, now = database.open_reading_engine(), datetime.now(UTC)
    try:
        with engine.connect() as connection:
            is_served = is_held(database, connection, settings.bot_id)
            standing = look(connection, bot_id=settings.bot_id, now=now, zone=settings.city.zone)
            return _Seen(settings.bot_id, is_served, now, standing)
    finally:
        engine.dispose()


def _check_tables(database: Database) -> None:
    revision, newest = current_revision(database), newest_revision()
    if revision is not None and revision not in known_revisions():
        raise SchemaNewerError(f"the database is at revision {revision}, newer than this program ({newest})")
    if revision != newest:
        raise SystemExit(
            f"the tables are at {revision or 'nothing'}, this program needs {newest}: mahalleyar db upgrade"
        )


def _as_data(seen: _Seen) -> Mapping[str, Any]:
    standing = seen.standing
    data = {
        "bot_id": seen.bot_id,
        "at": seen.now,
        "is_served": seen.is_served,
        "holder": standing.holder,
        "since": standing.since,
        "epoch": standing.epoch,
        "queues": {queue.name: _without_name(queue) for queue in standing.queues},
        "broadcasts": [_counts(row) | {"started_at": row.started_at} for row in standing.broadcasts],
        "next": {one.name: _without_name(one) for one in standing.coming},
    }
    written: Mapping[str, Any] = json.loads(json.dumps(data, default=_iso))
    return written


def _without_name(one: Queue | Coming) -> dict[str, Any]:
    return {name: value for name, value in asdict(one).items() if name != "name"}


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _counts(row: Any) -> dict[str, Any]:
    left = row.total - row.sent - row.blocked - row.failed - row.uncertain - row.dropped
    named = {name: left if name == "left" else getattr(row, name) for name in _COUNTS}
    is_frozen = row.frozen_at is not None
    return {"id": row.id, "kind": row.kind, "about": row.source_id, "state": row.state, "is_frozen": is_frozen, **named}


def _print(seen: _Seen, settings: Settings) -> None:
    zone, console = settings.city.zone, Console(highlight=False)
    console.print(_sentence(seen, settings), soft_wrap=True, markup=False)
    console.print(_queue_table(seen), "", sep="\n")
    for row in seen.standing.broadcasts:
        console.print(_broadcast_line(row), soft_wrap=True)
    if not seen.standing.coming:
        console.print("Nothing is planned.")
    for one in seen.standing.coming:
        number = f" (number {one.id})" if one.id is not None else ""
        when = "due" if one.at <= seen.now else f"in {_span(one.at - seen.now)}"
        console.print(f"{_COMING[one.name]}{number}: {jalali_stamp(one.at, zone)}, {when}", soft_wrap=True)


def _sentence(seen: _Seen, settings: Settings) -> str:
    holder, since = seen.standing.holder, seen.standing.since
    if holder is None or since is None:
        return f"Bot {seen.bot_id}: no process has served it from this database yet."
    last = f"{holder}, since {jalali_stamp(since, settings.city.zone)} ({_span(seen.now - since)})"
    if seen.is_served:
        return f"Bot {seen.bot_id} is served by {last}."
    return f"Bot {seen.bot_id} is not served by anybody now; the last was {last}."


def _queue_table(seen: _Seen) -> Table:
    table = Table("", "how many", "due now", "the oldest", box=None, pad_edge=False)
    for queue in seen.standing.queues:
        oldest = _span(seen.now - queue.oldest) if queue.oldest is not None else ""
        due = str(queue.due) if queue.due is not None else ""
        table.add_row(_QUEUES[queue.name], str(queue.waiting), due, oldest)
    return table


def _broadcast_line(row: Any) -> str:
    """`broadcast 7 (notice 12) is sending: 5000 people, 3000 sent, 12 blocked, 1988 left`."""
    counts = _counts(row)
    total = f"{row.total} people" if row.frozen_at is not None else f"{row.total} people so far"
    known = [f"{counts[name]} {name}" for name in _COUNTS[1:] if counts[name] or name == "sent"]
    return f"Broadcast {row.id} ({row.kind} {row.source_id}) is {row.state}: {', '.join([total, *known])}"


def _span(span: timedelta) -> str:
    """Roughly, in the two largest units: `3 d 4 h`, `12 min 5 s`."""
    left = max(int(span.total_seconds()), 0)
    parts: list[str] = []
    for seconds, unit in ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")):
        number, left = divmod(left, seconds)
        if number or (unit == "s" and not parts):
            parts.append(f"{number} {unit}")
    return " ".join(parts[:2])
