"""Submissions as CSV and as JSON."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from locales import Translator
from locales.dates import jalali_stamp
from models.documents.atomic_file import replacing
from models.documents.labels import kind_label, status_label
from models.documents.submission_row import Attachment, SubmissionRow, cells, headers, iso_stamp, jalali_date_cell

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection"; full-width forms included).
_FORMULA_BEGINS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def submissions_csv(target: Path, rows: Iterable[SubmissionRow], *, tr: Translator, zone: ZoneInfo) -> int:
    """Write submissions as CSV that Excel opens: UTF-8 with a byte order mark, commas, CRLF.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it. That changes a text which
    begins with ``-`` or ``+``; who needs every letter as it was sent takes the JSON, which is never
    changed.

    Returns:
        How many submissions were written.

    Raises:
        OSError: the target cannot be written; an older file there stays as it is.
    """
    written = 0
    with replacing(target) as binary:
        text = io.TextIOWrapper(binary, encoding="utf-8-sig", newline="")
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(headers(tr))
        for row in rows:
            lines.writerow([guard_formula(cell) for cell in cells(row, tr=tr, zone=zone)])
            written += 1
        text.flush()
        text.detach()
    return written


def guard_formula(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_BEGINS) else cell


def submissions_json(target: Path, rows: Iterable[SubmissionRow], *, tr: Translator, zone: ZoneInfo) -> int:
    r"""Write submissions as a UTF-8 JSON list of objects with English keys, texts exactly as they came.

    ``kind`` and ``status`` are the tokens, ``kind_label`` and ``status_label`` their words in the export's
    language, ``created`` ISO 8601 with offset, ``location`` in degrees (WGS 84; blurred where ``anonymous``). Half a
    surrogate pair is written as its ``\ud800`` escape.

    Returns:
        How many submissions were written.

    Raises:
        OSError: the target cannot be written; an older file there stays as it is.
    """
    written = 0
    with replacing(target) as binary:
        for row in rows:
            line = json.dumps(_json_object(row, tr, zone), ensure_ascii=False)
            binary.write(b",\n" if written else b"[\n")
            binary.write(line.encode("utf-8", "backslashreplace"))
            written += 1
        binary.write(b"\n]\n" if written else b"[]\n")
    return written


def _json_object(row: SubmissionRow, tr: Translator, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "code": row.code,
        "kind": row.kind,
        "kind_label": kind_label(row.kind, tr),
        "status": row.status,
        "status_label": status_label(row.status, tr),
        "status_since_jalali": jalali_stamp(row.status_since, zone),
        "status_since": iso_stamp(row.status_since, zone),
        "district": row.district,
        "zone": row.zone,
        "neighbourhood": row.neighbourhood,
        "needs_placing": row.needs_placing,
        "topic": row.topic,
        "topic_label": row.topic_name,
        "visibility": row.visibility,
        "text": row.text,
        "normalized": row.normalized,
        "additions": [{"text": later.text, "created": iso_stamp(later.created, zone)} for later in row.additions],
        "attachments": [_attachment_object(attachment) for attachment in row.attachments],
        "location": _location_object(row),
        "letter_number": row.letter_number,
        "letter_date_jalali": jalali_date_cell(row.letter_date) or None,
        "letter_date": row.letter_date.isoformat() if row.letter_date else None,
        "author": row.author,
        "anonymous": row.is_anonymous,
        "created_jalali": jalali_stamp(row.created, zone),
        "created": iso_stamp(row.created, zone),
        "version": row.version,
    }


def _attachment_object(attachment: Attachment) -> dict[str, Any]:
    return {
        "kind": attachment.kind,
        "file": attachment.name,
        "state": attachment.state,
        "sha256": attachment.sha256,
        "size": attachment.size,
    }


def _location_object(row: SubmissionRow) -> dict[str, float] | None:
    if row.latitude is None or row.longitude is None:
        return None
    return {"latitude": row.latitude, "longitude": row.longitude}
