"""One line of an export of submissions, and what its columns are called and hold."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from locales import Translator, mark_label
from locales.dates import jalali_day, jalali_stamp, local_moment
from models.documents.labels import MEDIA_KINDS, kind_label, missing_label, status_label, visibility_label
from models.media import MediaState

# Their words, and their widths in a sheet, in letters.
COLUMNS: Final = (
    (mark_label("column", "Tracking code"), 18),
    (mark_label("column", "Kind"), 16),
    (mark_label("column", "Status"), 22),
    (mark_label("column", "Status since"), 18),
    (mark_label("column", "District"), 16),
    (mark_label("column", "Zone"), 16),
    (mark_label("column", "Neighbourhood"), 18),
    (mark_label("column", "Topic"), 26),
    (mark_label("column", "Visibility"), 16),
    (mark_label("column", "Text as sent"), 60),
    (mark_label("column", "Normalised text"), 60),
    (mark_label("column", "Later additions"), 40),
    (mark_label("column", "Attachments"), 34),
    (mark_label("column", "Location"), 22),
    (mark_label("column", "Letter number"), 18),
    (mark_label("column", "Letter date"), 14),
    (mark_label("column", "Author"), 24),
    (mark_label("column", "Registered on (Jalali)"), 18),
    (mark_label("column", "Registered on (ISO 8601)"), 26),
    # Left empty for the office, which writes into them and gives the file back (`mahalleyar submissions update`).
    (mark_label("column", "New status"), 22),
    (mark_label("column", "Answer"), 50),
    (mark_label("column", "Internal note"), 40),
    (mark_label("column", "Version"), 8),  # of the submission: what was changed meanwhile is not overwritten
)
CODE_COLUMN, NEW_STATUS_COLUMN, ANSWER_COLUMN, NOTE_COLUMN, VERSION_COLUMN = 0, 19, 20, 21, 22
TO_BE_PLACED: Final = mark_label("column", "to be placed")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a submission. `name` is its path in the archive of files, `sha256` its own of our copy."""

    kind: str
    name: str
    state: str
    sha256: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class LaterWords:
    """What the author added after registering; `created` is aware."""

    text: str
    created: datetime


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission as it is exported.

    `kind`, `status` and `visibility` are tokens, `topic` its code; an area that the tree lacks, and a text not
    normalised yet, are None. Moments are aware (UTC in the tables). `author` and the pin (WGS 84, degrees) are what
    the reader of this very file may know.
    """

    code: str
    kind: str
    status: str
    status_since: datetime
    district: str | None
    zone: str | None
    neighbourhood: str | None
    needs_placing: bool
    topic: str | None
    topic_name: str | None
    visibility: str
    text: str
    normalized: str | None
    additions: tuple[LaterWords, ...]
    attachments: tuple[Attachment, ...]
    latitude: float | None
    longitude: float | None
    letter_number: str | None
    letter_date: date | None
    author: str
    is_anonymous: bool
    created: datetime
    version: int


def headers(tr: Translator) -> list[str]:
    """Name the columns in the language of the export."""
    return [tr.label("column", name) for name, _ in COLUMNS]


def cells(row: SubmissionRow, *, tr: Translator, zone: ZoneInfo) -> list[str]:
    """Write a submission as the strings of one line, in the order of `COLUMNS`.

    Half a surrogate pair, which no UTF-8 file can hold, becomes U+FFFD.

    Raises:
        KeyError: kind, status or visibility is unknown.
        ValueError: a moment is naive.
    """
    written = (
        row.code,
        kind_label(row.kind, tr),
        status_label(row.status, tr),
        jalali_stamp(row.status_since, zone),
        row.district or "",
        row.zone or "",
        row.neighbourhood or (f"({tr.label('column', TO_BE_PLACED)})" if row.needs_placing else ""),
        row.topic_name or row.topic or "",
        visibility_label(row.visibility, tr),
        row.text,
        row.normalized or "",
        "\n".join(f"{jalali_stamp(later.created, zone)}: {later.text}" for later in row.additions),
        attachments_cell(row.attachments, tr) if row.attachments else "",
        location(row) or "",
        row.letter_number or "",
        jalali_date_cell(row.letter_date),
        row.author,
        jalali_stamp(row.created, zone),
        iso_stamp(row.created, zone),
        "",
        "",
        "",
        str(row.version),
    )
    return [cell if cell.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", cell) for cell in written]


def attachments_cell(attachments: tuple[Attachment, ...], tr: Translator) -> str:
    """Say how many of each kind there are, then their names, a line each; why, where a file is missing."""
    counted = Counter(attachment.kind for attachment in attachments)
    first = " · ".join(tr.label("attachment", MEDIA_KINDS[kind], number=f"{n}") for kind, n in counted.items())
    return "\n".join([first, *(_attachment_line(attachment, tr) for attachment in attachments)])


def _attachment_line(attachment: Attachment, tr: Translator) -> str:
    if attachment.state == MediaState.STORED:
        return attachment.name
    return f"{attachment.name} ({missing_label(attachment.state, tr)})"


def location(row: SubmissionRow) -> str | None:
    """The pin as ``35.70012, 51.40034``: words that no program takes for a link."""
    if row.latitude is None or row.longitude is None:
        return None
    digits = 4 if row.is_anonymous else 6  # blurred ones promise no more
    return f"{row.latitude:.{digits}f}, {row.longitude:.{digits}f}"


def jalali_date_cell(day: date | None) -> str:
    """Write a calendar day as ``1405/09/19``, as `jalali_stamp` writes moments."""
    if day is None:
        return ""
    jalali = jalali_day(day)
    return f"{jalali.year:04}/{jalali.month:02}/{jalali.day:02}"


def iso_stamp(moment: datetime, zone: ZoneInfo) -> str:
    """Write an aware moment as ISO 8601 with the zone's offset: ``2026-12-10T17:30:00+03:30``."""
    return local_moment(moment, zone).isoformat(timespec="seconds")
