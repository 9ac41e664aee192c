"""Rows for the tests of exports."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.documents.submission_row import SubmissionRow

TEHRAN = ZoneInfo("Asia/Tehran")
ROW = SubmissionRow(
    code="1405-000123-7",
    kind="report",
    status="registered",
    district="منطقه ۱",
    zone="ناحیه ۲",
    neighbourhood="گلسار",
    text="کوچمون خیلی تاریکه",
    normalized="کوچه‌مان خیلی تاریک است",
    created=datetime(2026, 12, 10, 14, 0, 5, 123456, tzinfo=UTC),
)


def row(**changes: Any) -> SubmissionRow:
    """A report of Golsar, but for these fields."""
    return replace(ROW, **changes)
