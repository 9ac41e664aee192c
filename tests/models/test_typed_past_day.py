"""Days behind, as people type them: the newest one, never one to come unless it was said so."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from models.typed_moment import UnknownMomentError
from models.typed_past_day import read_past_day

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)  # Sunday, 1 Azar 1405
ZONE = ZoneInfo("Asia/Tehran")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("امروز", date(2026, 11, 22)),
        ("دیروز", date(2026, 11, 21)),
        ("پریروز", date(2026, 11, 20)),
        ("۳ روز پیش", date(2026, 11, 19)),
        ("سه روز قبل", date(2026, 11, 19)),
        ("دوشنبه", date(2026, 11, 16)),
        ("دوشنبهٔ گذشته", date(2026, 11, 16)),
        ("یکشنبه", date(2026, 11, 22)),
        ("یکشنبهٔ گذشته", date(2026, 11, 15)),
        ("۱۵ آبان", date(2026, 11, 6)),
        ("۲۰ آذر", date(2025, 12, 11)),
        ("1 آذر", date(2026, 11, 22)),
        ("۱۴۰۵/۸/۱۵", date(2026, 11, 6)),
        ("yesterday", date(2026, 11, 21)),
        ("3 days ago", date(2026, 11, 19)),
        ("last Monday", date(2026, 11, 16)),
    ],
)
def test_the_newest_one(words: str, day: date) -> None:
    """Without a year, or by its weekday, it is the last one that there was."""
    assert read_past_day(words, NOW, ZONE) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [("فردا", date(2026, 11, 23)), ("۳ روز دیگر", date(2026, 11, 25)), ("۱ اسفند ۱۴۰۵", date(2027, 2, 20))],
)
def test_a_day_to_come_stays_one(words: str, day: date) -> None:
    """Whoever says that it lies ahead is told so, and not given another day."""
    assert read_past_day(words, NOW, ZONE) == day


@pytest.mark.parametrize("words", ["", "هر وقت شد", "دوشنبهٔ هفتهٔ پیش", "۴۰ آذر", "۱۲", "آ" * 500])
def test_what_is_no_day(words: str) -> None:
    """Or may be two."""
    with pytest.raises(UnknownMomentError):
        read_past_day(words, NOW, ZONE)
