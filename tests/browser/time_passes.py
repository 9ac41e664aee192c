"""Days that pass in the demo's database, so that nobody who looks at its page has to wait for them."""

import asyncio
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

_PATIENCE = 20.0  # seconds: the running bot writes too
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"  # as models.types.UtcDateTime is kept by SQLite
_TABLES = {
    "meeting": ("id", ("starts_at", "ends_at", "announced_at")),
    "meeting_revision": ("meeting_id", ("made_at",)),
}
_LONG = timedelta(days=400)


async def time_passes(folder: Path, title: str, *, until: timedelta) -> None:
    """The meeting of that title begins so long from now, as everybody has known for as long as before.

    Args:
        folder: of the demo's data.
        title: of one meeting alone.
        until: its beginning; negative for a meeting that has begun.
    """
    await asyncio.to_thread(_pass, folder / "mahalleyar.db", title, until)


def _pass(file: Path, title: str, until: timedelta) -> None:
    with closing(sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        meeting_id, starts_at = _meeting(database, title)
        now = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0)
        delta = now + until - datetime.strptime(starts_at, _MOMENT)  # noqa: DTZ007 (kept without a zone: UTC)
        for table, (key, columns) in _TABLES.items():
            _shift(database, table, key, meeting_id, columns, delta)
        database.execute("UPDATE role_grant SET starts_at = ?", [(now - _LONG).strftime(_MOMENT)])
        database.execute("COMMIT")


def _meeting(database: sqlite3.Connection, title: str) -> tuple[int, str]:
    rows = database.execute("SELECT id, starts_at, facts FROM meeting").fetchall()
    ((meeting_id, starts_at),) = [(row[0], row[1]) for row in rows if json.loads(row[2]).get("title") == title]
    return meeting_id, starts_at


def _shift(
    database: sqlite3.Connection, table: str, key: str, meeting_id: int, columns: tuple[str, ...], delta: timedelta
) -> None:
    rows = database.execute(
        f"SELECT id, facts, {', '.join(columns)} FROM {table} WHERE {key} = ?",  # noqa: S608 (names of ours)
        [meeting_id],
    ).fetchall()
    for row_id, facts, *moments in rows:
        values = [_shifted_facts(facts, delta), *(_shifted(one, delta) for one in moments)]
        names = ", ".join(f"{one} = ?" for one in ("facts", *columns))
        database.execute(f"UPDATE {table} SET {names} WHERE id = ?", [*values, row_id])  # noqa: S608 (names of ours)


def _shifted(moment: str | None, delta: timedelta) -> str | None:
    if moment is None:
        return None
    return (datetime.strptime(moment, _MOMENT) + delta).strftime(_MOMENT)  # noqa: DTZ007 (kept without a zone: UTC)


def _shifted_facts(facts: str, delta: timedelta) -> str:
    data = json.loads(facts)
    data["sessions"] = [[(datetime.fromisoformat(at) + delta).isoformat(), long] for at, long in data["sessions"]]
    return json.dumps(data)
