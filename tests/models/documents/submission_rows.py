"""Rows for the tests of exports."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.documents.submission_row import Attachment, LaterWords, SubmissionRow

TEHRAN = ZoneInfo("Asia/Tehran")
ROW = SubmissionRow(
    code="1405-000123-7",
    kind="report",
    status="in_progress",
    status_since=datetime(2026, 12, 12, 6, 30, tzinfo=UTC),
    district="منطقه ۱",
    zone="ناحیه ۲",
    neighbourhood="گلسار",
    needs_placing=False,
    topic="lighting",
    topic_name="روشنایی معابر",
    visibility="public",
    text="کوچمون خیلی تاریکه",
    normalized="کوچه‌مان خیلی تاریک است",
    additions=(LaterWords("هنوز هم", datetime(2026, 12, 11, 7, 0, tzinfo=UTC)),),
    attachments=(
        Attachment("photo", "1405-000123-7/1-photo.jpg", "stored", "ab" * 32, 2048),
        Attachment("photo", "1405-000123-7/2-photo.jpg", "waiting"),
        Attachment("voice", "1405-000123-7/3-voice.ogg", "too_large", size=21_000_000),
    ),
    latitude=35.700123,
    longitude=51.400345,
    letter_number="۱۲/۳۴۵",
    letter_date=date(2026, 12, 13),
    author="شهروند ABCDEFGH23",
    is_anonymous=False,
    created=datetime(2026, 12, 10, 14, 0, 5, 123456, tzinfo=UTC),
    version=3,
)
BARE = replace(
    ROW,
    district=None,
    zone=None,
    neighbourhood=None,
    topic=None,
    topic_name=None,
    normalized=None,
    additions=(),
    attachments=(),
    latitude=None,
    longitude=None,
    letter_number=None,
    letter_date=None,
)


def row(**changes: Any) -> SubmissionRow:
    """A report of Golsar, but for these fields."""
    return replace(ROW, **changes)
