"""Exports submissions to the format that the file's name asks for."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from locales import Translator
from models.documents.submission_row import SubmissionRow
from models.documents.submission_text_file import submissions_csv, submissions_json
from models.documents.submission_workbook import submissions_xlsx

WRITERS: Final[Mapping[str, Callable[..., int]]] = MappingProxyType(
    {".csv": submissions_csv, ".json": submissions_json, ".xlsx": submissions_xlsx}
)


class UnknownFormatError(ValueError):
    """The file's name ends in none of `WRITERS`."""


def write_submissions(target: Path, rows: Iterable[SubmissionRow], *, tr: Translator, zone: ZoneInfo) -> int:
    """Write submissions as CSV, JSON or Excel, by the end of the file's name.

    Returns:
        How many submissions were written.

    Raises:
        UnknownFormatError: the name ends otherwise; nothing was written.
        OSError: the target cannot be written; an older file there stays as it is.
    """
    check_format(target)
    return WRITERS[target.suffix.lower()](target, rows, tr=tr, zone=zone)


def check_format(target: Path) -> None:
    """Say no before any work is done.

    Raises:
        UnknownFormatError: the name ends in none of `WRITERS`.
    """
    if target.suffix.lower() not in WRITERS:
        raise UnknownFormatError(f"{target.name}: the file's name ends in {', '.join(WRITERS)}")
