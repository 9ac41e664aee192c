"""An export beside the running service: in a process of its own, so that residents do not wait for it.

A thread would share the interpreter's lock with the turns. The child reads its order (which holds the database's
address, maybe with a password) from standard input, says on standard output how far it is, and works at a low
priority. `python -m bot.export_job` is that child.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import bot
from bot.settings import Settings
from locales import use_names
from models.export_filter import ExportFilter
from models.services.exports import OFFICE, ExportOptions, ExportResult, Progress

_NICENESS = 10
_LINE_LIMIT = 1 << 20  # bytes of one line of the child's


class ExportFailedError(RuntimeError):
    """The export ended without a file; the message is for a log and for whoever runs the service."""


@dataclass(frozen=True)
class ExportOrder:
    """What one export should be, as it travels to the child. `media_dir` is given where the files are wanted too."""

    database_url: str
    target: Path
    asked: ExportFilter
    options: ExportOptions
    names: Mapping[str, str] = field(default_factory=dict)  # the city's own words

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        options = self.options
        return {
            "database_url": self.database_url,
            "target": str(self.target),
            "asked": self.asked.to_data(),
            "language": options.language,
            "zone": options.zone.key,
            "with_identity": options.with_identity,
            "media_dir": None if options.media_dir is None else str(options.media_dir),
            "purpose": options.purpose,
            "names": dict(self.names),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "ExportOrder":
        """From what `to_data` wrote."""
        return cls(
            database_url=data["database_url"],
            target=Path(data["target"]),
            asked=ExportFilter.from_data(data["asked"]),
            options=ExportOptions(
                language=data["language"],
                zone=ZoneInfo(data["zone"]),
                with_identity=data["with_identity"],
                media_dir=None if data["media_dir"] is None else Path(data["media_dir"]),
                purpose=data["purpose"],
            ),
            names=data["names"],
        )


@dataclass(frozen=True)
class ExportReport:
    """What came of it, and the most memory the child held, in bytes (0 where the system does not tell)."""

    result: ExportResult
    peak_memory: int


async def run_export(
    settings: Settings,
    target: Path,
    asked: ExportFilter,
    *,
    language: str,
    with_identity: bool = False,
    with_files: bool = False,
    purpose: str = OFFICE,
    progress: Progress | None = None,
) -> ExportReport:
    """Write an export in a process of its own; see `models.services.exports.export_to_file`.

    Cancelling ends the child; it leaves no half file where the target should be.

    Args:
        settings: database, media folder and clock.
        target: ends in .xlsx, .csv or .json; the zip of files takes its name with .zip.
        asked: which submissions.
        language: of headers and labels.
        with_identity: whether authors who are not anonymous are named.
        with_files: whether the zip is wanted.
        purpose: who asks; `asked.new_since_last` is new to them.
        progress: told of (done, all), in the event loop.

    Raises:
        ExportFailedError: there is no file.
    """
    options = ExportOptions(
        language=language,
        zone=settings.city.zone,
        with_identity=with_identity,
        media_dir=settings.media_dir if with_files else None,
        purpose=purpose,
    )
    order = ExportOrder(settings.database_url.get_secret_value(), target, asked, options, settings.city_terms)
    child = await _start_child()
    try:
        return await _follow(child, order, progress)
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()


async def _start_child() -> asyncio.subprocess.Process:
    # The program of this very checkout, whatever else is installed; a secret that the child needs not stays here.
    path = os.pathsep.join([str(Path(bot.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {name: value for name, value in os.environ.items() if name not in {"BOT_TOKEN", "BOT_PROXY"}}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot.export_job"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**environment, "PYTHONPATH": path},
        limit=_LINE_LIMIT,
    )


async def _follow(child: asyncio.subprocess.Process, order: ExportOrder, progress: Progress | None) -> ExportReport:
    if child.stdin is None or child.stdout is None or child.stderr is None:
        raise ExportFailedError("the export's process has no pipes")
    complaints = asyncio.create_task(child.stderr.read())
    child.stdin.write(json.dumps(order.to_data()).encode() + b"\n")
    said: dict[str, Any] = {}
    async for line in child.stdout:
        said = json.loads(line)
        if progress is not None and "done" in said:
            progress(said["done"], said["total"])
    await child.wait()
    if "submissions" not in said:
        last = (await complaints).decode(errors="replace").strip().splitlines()[-1:]
        raise ExportFailedError(said.get("error") or f"exit code {child.returncode} {' '.join(last)}".strip())
    await complaints
    archive = Path(said["archive"]) if said["archive"] else None
    result = ExportResult(said["submissions"], archive, said["files"], said["missing"])
    return ExportReport(result, said["peak_memory"])


def main() -> int:
    """Be the child: one order in, lines of progress and one of the result out."""
    os.nice(_NICENESS)
    signal.signal(signal.SIGTERM, _leave)  # so that what is half written is cleared away
    order = ExportOrder.from_data(json.loads(sys.stdin.readline()))
    try:
        result = _carry_out(order)
    except Exception as error:
        sentence = _explain(error)
        if sentence is None:
            raise
        _say({"error": sentence})
        return 1
    _say(
        {
            "submissions": result.submissions,
            "archive": None if result.archive is None else str(result.archive),
            "files": result.files,
            "missing": result.missing,
            "peak_memory": peak_memory(),
        }
    )
    return 0


def _leave(_signal: int, _frame: object) -> NoReturn:
    sys.exit(1)


def _carry_out(order: ExportOrder) -> ExportResult:
    from models.database import Database  # noqa: PLC0415  (the parent has it; the child after it became nice)
    from models.services.exports import export_to_file  # noqa: PLC0415

    use_names(order.names)
    engine = Database(order.database_url).open_reading_engine()
    try:
        return export_to_file(
            engine,
            order.target,
            order.asked,
            order.options,
            lambda done, total: _say({"done": done, "total": total}),
        )
    finally:
        engine.dispose()


def _explain(error: Exception) -> str | None:
    from bot.cli.explain import explain  # noqa: PLC0415  (only where something went wrong)

    return explain(error)


def _say(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def peak_memory() -> int:
    """The most memory this process held so far, in bytes; 0 where the system does not tell.

    From /proc, because getrusage also counts what the parent held when it forked.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM:")), 0)


if __name__ == "__main__":
    sys.exit(main())
