from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.typed_moment import MissingPartError, UnknownMomentError, read_minutes, read_moment, read_span

ZONE = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)  # Sunday, 1 Azar 1405, 11:30 in the city
# fmt: off
PIECES = (
    "فردا", "پس‌فردا", "امروز", "امشب", "پنجشنبه", "سه", "شنبه", "۵شنبه", "هفتهٔ", "بعد", "این", "دیگر",
    "روز", "ماه", "۱۹", "نوزدهم", "آذر", "مرداد", "۱۴۰۵", "۱۴۰۵/۵/۱۲", "ساعت", "پنج", "۵", "۱۷", "۱۷:۳۰",
    "۲۴", "۲۵", "۰", "و", "نیم", "ربع", "دقیقه", "۳۰", "صبح", "ظهر", "عصر", "شب", "بامداد", "تا", "الی", "-",
    "به", "مدت", "یک", "دو", ".", "،", "/", ":", "at", "pm", "next", "monday", "10", "december",
)
# fmt: on


@pytest.mark.parametrize(
    ("words", "begins", "minutes"),
    [
        ("۱۲ مرداد ساعت ۱۷", "2027-08-03T17:00", None),
        ("۱۲ مرداد ۱۴۰۶ ۱۷", "2027-08-03T17:00", None),
        ("۱۴۰۵/۵/۱۲ ۱۷:۳۰", "2026-08-03T17:30", None),
        ("1405-09-19، ساعت ۱۷", "2026-12-10T17:00", None),
        ("١٤٠٥/٠٩/١٩ ١٧:٣٠", "2026-12-10T17:30", None),
        ("2026-12-10T17:00", "2026-12-10T17:00", None),
        ("20261210 17:00", "2026-12-10T17:00", None),
        ("14050919 ساعت ۱۷", "2026-12-10T17:00", None),
        ("فردا ساعت ۵ عصر", "2026-11-23T17:00", None),
        ("پنجشنبه ۱۷", "2026-11-26T17:00", None),
        ("پنج شنبه ۵ تا ۷ عصر", "2026-11-26T17:00", 120),
        ("پنج‌شنبه ۵ تا ۷", "2026-11-26T17:00", 120),
        ("۵شنبه ساعت ۱۷", "2026-11-26T17:00", None),
        ("پنجشنبه از ساعت ۱۷ الی ۱۸:۳۰", "2026-11-26T17:00", 90),
        ("پس فردا ظهر", "2026-11-24T12:00", None),
        ("هفتهٔ بعد دوشنبه ۱۶", "2026-11-30T16:00", None),
        ("دوشنبه هفته‌ی آینده ساعت ۱۶", "2026-11-30T16:00", None),
        ("دو هفته دیگر دوشنبه ۱۷", "2026-12-07T17:00", None),
        ("پنجشنبه همین هفته ۱۷", "2026-11-26T17:00", None),
        ("این پنجشنبه ساعت ۱۷", "2026-11-26T17:00", None),
        ("یکشنبهٔ بعد ساعت ۱۷", "2026-11-29T17:00", None),
        ("یک هفته دیگر ساعت ۱۷", "2026-11-29T17:00", None),
        ("سه روز دیگر ساعت ۱۷", "2026-11-25T17:00", None),
        ("۱۹م آذر ساعت ۹", "2026-12-10T09:00", None),
        ("۱۹ اُم اذر ماه ساعت ۹", "2026-12-10T09:00", None),
        ("نوزدهم آذر ساعت هفده", "2026-12-10T17:00", None),
        ("بیست و یکم آذر ساعت پنج و نیم عصر", "2026-12-12T17:30", None),
        ("سی‌ام آذرماه ۱۴۰۵ ساعت ۱۶", "2026-12-21T16:00", None),
        ("دوازدهم ماه بعد ساعت ۱۷", "2027-01-02T17:00", None),
        ("۱۲ همین ماه ساعت ۱۷", "2026-12-03T17:00", None),
        ("پنجشنبه ۱۹ آذر ساعت ۱۷", "2026-12-10T17:00", None),
        ("۱۴۰۵/۰۹/۱۹ پنجشنبه ساعت ۱۷", "2026-12-10T17:00", None),
        ("شنبه ساعت سه", "2026-11-28T15:00", None),
        ("امشب ۸", "2026-11-22T20:00", None),
        ("فردا شب ساعت ۸", "2026-11-23T20:00", None),
        ("فردا ساعت ۵ و ۲۰ دقیقه", "2026-11-23T17:20", None),
        ("فردا ساعت پنج و ربع", "2026-11-23T17:15", None),
        ("فردا نه و نیم صبح", "2026-11-23T09:30", None),
        ("فردا ۱۷ تا ۱۸:۳۰", "2026-11-23T17:00", 90),
        ("۱۷–۱۸:۳۰ فردا", "2026-11-23T17:00", 90),
        ("فردا ساعت ۵ عصر به مدت یک ساعت و نیم", "2026-11-23T17:00", 90),
        ("tomorrow 5-7 pm", "2026-11-23T17:00", 120),
        ("Monday next week at 5 pm", "2026-11-30T17:00", None),
        ("December 10 at 5 pm", "2026-12-10T17:00", None),
        ("10 Dec 2026 17:00", "2026-12-10T17:00", None),
        ("19 Azar at 5 pm", "2026-12-10T17:00", None),
        ("فردا ساعت ۸ عصر.", "2026-11-23T20:00", None),
        ("\u200fفردا\u00a0ساعت\u200c۱۷", "2026-11-23T17:00", None),
    ],
)
def test_when_people_meet(words: str, begins: str, minutes: int | None) -> None:
    """Day, hour and how long, in words or numbers, in any order, script and spelling that people use."""
    span = read_span(words, NOW, ZONE)
    assert (span.starts_at, span.minutes) == (datetime.fromisoformat(begins).replace(tzinfo=ZONE), minutes)


@pytest.mark.parametrize(
    ("words", "hour", "minutes"),
    [
        ("۵", "17:00", None),
        ("۶:۳۰", "18:30", None),
        ("۷", "07:00", None),
        ("۱", "13:00", None),
        ("۵ صبح", "05:00", None),
        ("05:00", "05:00", None),
        ("۱۲", "12:00", None),
        ("۱ ظهر", "13:00", None),
        ("۱۱ شب", "23:00", None),
        ("۷ تا ۹", "07:00", 120),
        ("۹ تا ۵", "09:00", 480),
        ("۱۰ تا ۲", "10:00", 240),
        ("۱۰ تا ۲ بعدازظهر", "10:00", 240),
        ("۱۰ تا ۱۲ شب", "22:00", 120),
        ("۲۰ تا ۲۴", "20:00", 240),
        ("۲۳ تا ۱", "23:00", 120),
        ("۲۲ تا ۱ بامداد", "22:00", 180),
        ("۹ صبح تا ظهر", "09:00", 180),
        ("۱۱ صبح تا ۱ بعد از ظهر", "11:00", 120),
        ("۴ تا ۶ صبح", "04:00", 120),
        ("۶ تا ۱۴", "06:00", 480),
    ],
)
def test_which_half_of_the_day(words: str, hour: str, minutes: int | None) -> None:
    """A bare 1–6 is the afternoon's; of two hours the end comes after the beginning, within twelve hours."""
    span = read_span(f"فردا {words}", NOW, ZONE)
    assert (f"{span.starts_at:%H:%M}", span.minutes) == (hour, minutes)


def test_notices_hours_are_meant_as_they_are_said() -> None:
    """What leaves by itself may leave at five in the morning: only meetings are guessed for."""
    assert read_moment("فردا ساعت ۵", NOW, ZONE).hour == 5
    assert read_moment("فردا ساعت ۲۴", NOW, ZONE) == datetime(2026, 11, 23, 23, 59, tzinfo=ZONE)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "سلام",
        "دیروز ساعت ۱۷",
        "فردا ساعت ۲۵",
        "فردا ۱۷:۶۰",
        "۳۱ آذر ساعت ۱۷",
        "۳۰ اسفند ۱۴۰۵ ساعت ۱۷",  # no leap year
        "۱۴۰۵/۱۳/۰۱ ساعت ۱۷",
        "۵/۱۲ ساعت ۱۷",  # the fifth month, or the fifth day
        "۰۵/۰۵/۱۲ ساعت ۱۷",
        "چهارشنبه ۱۹ آذر ساعت ۱۷",  # it is a Thursday
        "دوشنبه ۱۴۰۵/۰۹/۱۹ ساعت ۱۷",
        "پنجشنبهٔ بعد ساعت ۱۷",  # the coming one, or the one after
        "next monday 17:00",
        "هفتهٔ بعد ساعت ۱۷",  # which day of it
        "شنبه همین هفته ۱۷",  # it was yesterday
        "ساعت سه شنبه",  # Saturday at three, or Tuesday
        "فردا ۱۲ شب",  # the beginning, or the end of that day
        "فردا ۲ شب",
        "فردا ۱۷ صبح",
        "فردا ۱۷ تا ۱۶",
        "فردا یا پس‌فردا ساعت ۱۷",
        "فردا ساعت ۵ یا ۶",
        "فردا و پنجشنبه ساعت ۱۷",
        "فردا ساعت ۱۷ " * 20,
    ],
)
def test_what_is_no_moment_or_may_be_two_is_asked_again(words: str) -> None:
    """Nothing is guessed that people would read differently, and nothing typed is passed over."""
    with pytest.raises(UnknownMomentError) as raised:
        read_span(words, NOW, ZONE)
    assert not isinstance(raised.value, MissingPartError)


@pytest.mark.parametrize(
    ("words", "day", "clock", "minutes"),
    [
        ("۱۴۰۵-۰۵-۱۲", date(2026, 8, 3), None, None),
        ("۱۲ مرداد", date(2027, 8, 3), None, None),
        ("پس‌فردا", date(2026, 11, 24), None, None),
        ("ساعت پنج و نیم عصر", None, time(17, 30), None),
        ("ظهر", None, time(12), None),
        ("۱۷ تا ۱۸:۳۰", None, time(17), 90),
    ],
)
def test_half_a_moment(words: str, day: date | None, clock: time | None, minutes: int | None) -> None:
    """Whoever says only the day, or only the hour, is asked for the other one; or it stays as it was."""
    with pytest.raises(MissingPartError) as raised:
        read_span(words, NOW, ZONE)
    assert (raised.value.day, raised.value.clock, raised.value.minutes) == (day, clock, minutes)
    span = read_span(words, NOW, ZONE, day=date(2026, 12, 10), clock=time(9))
    assert span.starts_at == datetime.combine(day or date(2026, 12, 10), clock or time(9), ZONE)


@given(st.one_of(st.text(max_size=130), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)))
def test_whatever_is_typed_is_a_moment_or_refused(words: str) -> None:
    """No text breaks the reading; what is understood lies on a whole minute, and no end is before its beginning."""
    try:
        span = read_span(words, NOW, ZONE)
    except UnknownMomentError:
        return
    assert span.starts_at.second == 0
    assert span.starts_at.tzinfo is ZONE
    assert span.minutes is None or span.minutes > 0


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("۹۰ دقیقه", 90),
        ("نود دقیقه", 90),
        ("صد و بیست دقیقه", 120),
        ("۹۰", 90),
        ("یک ساعت", 60),
        ("یک ساعت و نیم", 90),
        ("یک و نیم ساعت", 90),
        ("۱٫۵ ساعت", 90),
        ("۱.۵ ساعت", 90),
        ("یک ساعت و ربع", 75),
        ("دو ساعت و ۱۵ دقیقه", 135),
        ("۲ ساعت", 120),
        ("دو‌ساعته", 120),
        ("۲", 120),
        ("نیم‌ساعت", 30),
        ("سه ربع", 45),
        ("1:30", 90),
        ("1h30", 90),
        ("90 min", 90),
        ("2 hours", 120),
        ("half an hour", 30),
        ("one hour and a half", 90),
    ],
)
def test_how_long(words: str, minutes: int) -> None:
    """Durations in hours, minutes, halves and quarters."""
    assert read_minutes(words) == minutes


@pytest.mark.parametrize("words", ["", "۰", "۰ دقیقه", "۷", "نیم", "1:75", "چند ساعت", "۲ روز", "-۹۰"])
def test_what_is_no_duration_is_refused(words: str) -> None:
    """Five may be minutes or hours; nothing and less than nothing are no time at all."""
    with pytest.raises(UnknownMomentError):
        read_minutes(words)
