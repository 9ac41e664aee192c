"""The audit trail as CSV or JSON, for whoever has to look into it; people are named by their ids alone."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from locales import Translator, mark_label
from locales.dates import jalali_stamp
from models.audit import Audit
from models.documents.atomic_file import replacing
from models.documents.submission_file import UnknownFormatError
from models.documents.submission_row import iso_stamp
from models.documents.submission_text_file import guard_formula

_COLUMNS: Final = {
    "id": mark_label("audit column", "Number"),
    "at_jalali": mark_label("audit column", "When (Jalali)"),
    "at": mark_label("audit column", "When (ISO 8601)"),
    "person_id": mark_label("audit column", "Person"),
    "actor": mark_label("audit column", "By way of"),
    "action": mark_label("audit column", "Action"),
    "object_kind": mark_label("audit column", "On what"),
    "object_id": mark_label("audit column", "Its number"),
    "before": mark_label("audit column", "Before"),
    "after": mark_label("audit column", "After"),
}


def check_audit_format(target: Path) -> None:
    """Refuse a name that says no format of ours.

    Raises:
        UnknownFormatError: it ends neither in .csv nor in .json.
    """
    if target.suffix.lower() not in _WRITERS:
        raise UnknownFormatError(f"the file's name ends in {', '.join(sorted(_WRITERS))}")


def write_audit(target: Path, rows: Iterable[Audit], *, tr: Translator, zone: ZoneInfo) -> int:
    """Write the rows, one at a time; return how many there were.

    CSV is UTF-8 with a byte order mark, its headers in the translator's language; JSON is a list of objects with
    English keys. Moments are the zone's, Jalali and ISO 8601.

    Raises:
        UnknownFormatError: the name says no format of ours.
        OSError: the target cannot be written; an older file there stays as it is.
    """
    check_audit_format(target)
    return _WRITERS[target.suffix.lower()](target, rows, tr, zone)


def _values(row: Audit, zone: ZoneInfo) -> dict[str, Any]:
    stamps = {"at_jalali": jalali_stamp(row.at, zone), "at": iso_stamp(row.at, zone)}
    return {name: stamps[name] if name in stamps else getattr(row, name) for name in _COLUMNS}


def _csv(target: Path, rows: Iterable[Audit], tr: Translator, zone: ZoneInfo) -> int:
    written = 0
    with replacing(target) as binary:
        text = io.TextIOWrapper(binary, encoding="utf-8-sig", newline="")
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow([tr.label("audit column", title) for title in _COLUMNS.values()])
        for row in rows:
            lines.writerow([_cell(value) for value in _values(row, zone).values()])
            written += 1
        text.flush()
        text.detach()
    return written


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return guard_formula(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _json(target: Path, rows: Iterable[Audit], _: Translator, zone: ZoneInfo) -> int:
    written = 0
    with replacing(target) as binary:
        for row in rows:
            line = json.dumps(_values(row, zone), ensure_ascii=False)
            binary.write(b",\n" if written else b"[\n")
            binary.write(line.encode("utf-8", "backslashreplace"))
            written += 1
        binary.write(b"\n]\n" if written else b"[]\n")
    return written


_WRITERS: Final[dict[str, Callable[[Path, Iterable[Audit], Translator, ZoneInfo], int]]] = {
    ".csv": _csv,
    ".json": _json,
}
