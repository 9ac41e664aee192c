"""Exporting 100,000 submissions beside a service that answers residents, and openpyxl writing the same rows.

The service is this process: on the same database somebody registers something twenty times a second, each on disk
before it is answered, and the wait is counted from when it was due. Memory is what the export's process held at its
most, above one that found nothing to export.
"""

import asyncio
import contextlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import SecretStr

from bot.export_job import run_export
from bot.settings import Settings, load_settings
from models.database import Database
from models.draft import Draft, Part
from models.export_filter import ExportFilter
from models.services import submissions
from tests.bench.export_rows import TEHRAN, make_city
from tests.bench.harness import Bench, Ceiling, Contestant, Floor

ROWS = 100_000
PEER_ROWS = 20_000  # its speed and memory do not change with more, the bench's five minutes would
ANSWERS_A_SECOND = 20
NOTHING = ExportFilter(first_day=date(2100, 1, 1))
MEGABYTE = 1_000_000


@dataclass
class City:
    """The database all work on, and what the last run of each contestant showed."""

    folder: Path
    memory: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    p95: float = 0.0

    @property
    def url(self) -> str:
        """Its address."""
        return f"sqlite:///{self.folder}/city.db"

    @property
    def settings(self) -> Settings:
        """Of the service that exports."""
        return load_settings(_env_file=None, database_url=SecretStr(self.url), media_dir=self.folder / "media")

    async def ours(self) -> float:
        """Export as /export does, residents being answered meanwhile; return the rows a second."""
        idle = await run_export(self.settings, self.folder / "none.xlsx", NOTHING, language="fa")
        async with self._answering_residents():
            started = time.perf_counter()
            report = await run_export(self.settings, self.folder / "ours.xlsx", ExportFilter(), language="fa")
            self.seconds = time.perf_counter() - started
        assert report.result.submissions >= ROWS
        self.memory["ours"] = (report.peak_memory - idle.peak_memory) / MEGABYTE
        self.memory["idle"] = idle.peak_memory / MEGABYTE
        return report.result.submissions / self.seconds

    @asynccontextmanager
    async def _answering_residents(self) -> AsyncIterator[None]:
        waits: list[float] = []
        residents = asyncio.create_task(self._residents(waits))
        try:
            yield
        finally:
            residents.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await residents
        self.p95 = sorted(waits)[int(len(waits) * 0.95)] * 1000

    async def _residents(self, waits: list[float]) -> None:
        database = Database(self.url)
        due = time.perf_counter()
        try:
            while True:
                due += 1 / ANSWERS_A_SECOND
                await asyncio.sleep(max(due - time.perf_counter(), 0))
                await _register(database)
                waits.append(time.perf_counter() - due)
        finally:
            await database.close()

    async def openpyxl(self) -> float:
        """The peer, in a process of its own and with nobody to answer; return its rows a second."""
        arguments = ("-m", "tests.bench.export_rows", self.url, f"{self.folder}/openpyxl.xlsx", f"{PEER_ROWS}")
        child = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
        told, _ = await child.communicate()
        result = json.loads(told)
        self.memory["openpyxl"] = result["peak_memory"] / MEGABYTE - self.memory["idle"]
        return float(result["rows"] / result["seconds"])


_drafts = iter(range(10_000_000, 20_000_000))


async def _register(database: Database) -> None:
    draft = Draft(id=next(_drafts), area_id=3, parts=(Part(1, "کوچه تاریک است"),))
    async with database.transaction() as session:
        await submissions.register(session=session, person_id=1, draft=draft, now=datetime.now(UTC), zone=TEHRAN)


def build(city: City) -> Bench:
    """Name contestants and the ceilings of issue 3."""
    return Bench(
        name="export",
        title=f"Exporting {ROWS:,} submissions to .xlsx while {ANSWERS_A_SECOND} a second are registered",
        contestants=(
            Contestant("ours", city.ours, "rows/s", "a process of low priority, from its start, beside the service"),
            Contestant("openpyxl", city.openpyxl, "rows/s", f"write_only, {PEER_ROWS:,} rows, nothing beside it"),
            Contestant("ours_seconds", lambda: city.seconds, "s", f"for all {ROWS:,}"),
            Contestant("ours_memory", lambda: city.memory["ours"], "MB", "above the idle process"),
            Contestant("openpyxl_memory", lambda: city.memory["openpyxl"], "MB", "above the idle process"),
            Contestant("answer_p95", lambda: city.p95, "ms", "95 of 100 answers, registered on disk"),
        ),
        floors=(Floor("ours/openpyxl"),),
        ceilings=(Ceiling("ours_memory", 150.0), Ceiling("answer_p95", 500.0)),
        warm_up=False,
    )


def main() -> int:
    """Make the city, measure, clear away."""
    folder = Path(tempfile.mkdtemp(prefix="mahalleyar-export-"))
    try:
        city = City(folder)
        make_city(city.url, ROWS)
        return build(city).run()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
