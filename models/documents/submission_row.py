"""One line of an export of submissions, and what its columns are called and hold."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from locales import Translator, mark_label
from locales.dates import jalali_stamp, local_moment
from models.documents.labels import kind_label, status_label

COLUMNS: Final = (
    mark_label("column", "Tracking code"),
    mark_label("column", "Kind"),
    mark_label("column", "Status"),
    mark_label("column", "District"),
    mark_label("column", "Zone"),
    mark_label("column", "Neighbourhood"),
    mark_label("column", "Text as sent"),
    mark_label("column", "Normalised text"),
    mark_label("column", "Registered on (Jalali)"),
    mark_label("column", "Registered on (ISO 8601)"),
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission as it is exported.

    `kind` and `status` are tokens; an area that the tree lacks, and a text not normalised yet, are None.
    `created` is aware (UTC in the tables).
    """

    code: str
    kind: str
    status: str
    district: str | None
    zone: str | None
    neighbourhood: str | None
    text: str
    normalized: str | None
    created: datetime


def headers(tr: Translator) -> list[str]:
    """Name the columns in the language of the export."""
    return [tr.label("column", column) for column in COLUMNS]


def cells(row: SubmissionRow, *, tr: Translator, zone: ZoneInfo) -> list[str]:
    """Write a submission as the strings of one line, in the order of `COLUMNS`.

    Half a surrogate pair, which no UTF-8 file can hold, becomes U+FFFD.

    Raises:
        KeyError: kind or status is unknown.
        ValueError: `created` is naive.
    """
    return [
        _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", cell)
        for cell in (
            row.code,
            kind_label(row.kind, tr),
            status_label(row.status, tr),
            row.district or "",
            row.zone or "",
            row.neighbourhood or "",
            row.text,
            row.normalized or "",
            jalali_stamp(row.created, zone),
            iso_stamp(row.created, zone),
        )
    ]


def iso_stamp(moment: datetime, zone: ZoneInfo) -> str:
    """Write an aware moment as ISO 8601 with the zone's offset: ``2026-12-10T17:30:00+03:30``."""
    return local_moment(moment, zone).isoformat(timespec="seconds")
