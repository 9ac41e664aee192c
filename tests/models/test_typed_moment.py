from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from models.typed_moment import UnknownMomentError, read_moment, read_next_day

ZONE = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # Sunday, 1 Azar 1405, 11:30 in the city


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("۱۹ آذر ساعت ۱۷", "2026-12-10T17:00"),
        ("۱۹ آذر ماه، ساعت ۱۷:۳۰", "2026-12-10T17:30"),
        ("پنجشنبه ۱۹ آذر ساعت ۱۷", "2026-12-10T17:00"),
        ("ساعت ۱۷ روز ۱۹ آذر", "2026-12-10T17:00"),
        ("1405/09/19 17:30", "2026-12-10T17:30"),
        ("2026-12-10 8:05", "2026-12-10T08:05"),
        ("۱۹ آذر ۱۴۰۵ ساعت ۹", "2026-12-10T09:00"),
        ("فردا ۹ صبح", "2026-11-23T09:00"),
        ("فردا ساعت ۹", "2026-11-23T09:00"),
        ("امروز ۶ عصر", "2026-11-22T18:00"),
        ("پس‌فردا ۱۰", "2026-11-24T10:00"),
        ("پنج‌شنبه ساعت ۱۸", "2026-11-26T18:00"),
        ("پنجشنبه ۱۸:۳۰", "2026-11-26T18:30"),
        ("یکشنبه ساعت ۱۰", "2026-11-29T10:00"),
        ("سه شنبه ساعت ۸ شب", "2026-11-24T20:00"),
        ("۱۰ آبان ساعت ۸", "2027-11-01T08:00"),
        ("tomorrow at 9", "2026-11-23T09:00"),
        ("19 Azar at 5 pm", "2026-12-10T17:00"),
        ("Thursday 17:00", "2026-11-26T17:00"),
        ("امروز ساعت ۸", "2026-11-22T08:00"),
    ],
)
def test_moments_as_people_type_them(words: str, expected: str) -> None:
    """Day and hour in any order and script; without a year, or with a weekday, the next one."""
    assert read_moment(words, NOW, ZONE) == datetime.fromisoformat(expected).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    "words", ["", "۱۹ آذر", "ساعت ۱۷", "فردا", "۳۱ آذر ساعت ۱۷", "فردا ساعت ۲۵", "سلام به همه", "12"]
)
def test_what_is_no_moment_is_refused(words: str) -> None:
    """A day without an hour, an hour without a day, and what is no day at all."""
    with pytest.raises(UnknownMomentError):
        read_moment(words, NOW, ZONE)


def test_a_day_alone() -> None:
    """Until when something repeats is a day, without an hour."""
    assert read_next_day("۱۹ آذر", NOW, ZONE).isoformat() == "2026-12-10"
    assert read_next_day("۱۴۰۶/۰۱/۰۱", NOW, ZONE).isoformat() == "2027-03-21"
    with pytest.raises(UnknownMomentError):
        read_next_day("همیشه", NOW, ZONE)
