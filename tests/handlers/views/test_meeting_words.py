from dataclasses import replace
from datetime import datetime

import pytest

from handlers.views.meeting_agenda import all_sessions, whole_agenda
from handlers.views.meeting_words import when_words
from locales import LANGUAGES, translator
from models.meeting_facts import Session
from tests.e2e.resident import bare
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.meeting_samples import COURSE, MEETING, WORST, agenda, sessions
from tests.models.sample_rows import TEHRAN


def _at(*moment: int, minutes: int = 90) -> Session:
    return Session(datetime(*moment, tzinfo=TEHRAN), minutes)  # type: ignore[misc,arg-type]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("session", "fa", "en"),
    [
        (_at(2026, 12, 10, 17), "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۱۷ تا ۱۸:۳۰", "Thursday 19 Azar 1405, from 17:00 to 18:30"),
        (
            _at(2026, 12, 10, 9, 5, minutes=55),
            "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۹:۰۵ تا ۱۰",
            "Thursday 19 Azar 1405, from 9:05 to 10:00",
        ),
        (
            _at(2026, 12, 10, 22, minutes=120),
            "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۲۲ تا ۲۴",
            "Thursday 19 Azar 1405, from 22:00 to 24:00",
        ),
        (
            _at(2026, 12, 10, 22, 30, minutes=180),
            "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۲۲:۳۰ تا ۱:۳۰ بامداد جمعه ۲۰ آذر",
            "Thursday 19 Azar 1405, from 22:30 to 1:30 on Friday 20 Azar",
        ),
        (
            _at(2026, 12, 10, 20, minutes=720),
            "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۲۰ تا ۸ روز جمعه ۲۰ آذر",
            "Thursday 19 Azar 1405, from 20:00 to 8:00 on Friday 20 Azar",
        ),
        (
            _at(2026, 12, 10, 0, minutes=60),
            "پنجشنبه ۱۹ آذر ۱۴۰۵، ساعت ۰:۰۰ تا ۱",
            "Thursday 19 Azar 1405, from 0:00 to 1:00",
        ),
        (  # 1403 is a leap year, and ends with the 30th of Esfand
            _at(2025, 3, 20, 22, minutes=180),
            "پنجشنبه ۳۰ اسفند ۱۴۰۳، ساعت ۲۲ تا ۱ بامداد جمعه ۱ فروردین ۱۴۰۴",
            "Thursday 30 Esfand 1403, from 22:00 to 1:00 on Friday 1 Farvardin 1404",
        ),
        (  # and 1405 with the 29th
            _at(2027, 3, 20, 23, minutes=60),
            "شنبه ۲۹ اسفند ۱۴۰۵، ساعت ۲۳ تا ۲۴",
            "Saturday 29 Esfand 1405, from 23:00 to 24:00",
        ),
        (
            _at(2027, 3, 21, 10),
            "یکشنبه ۱ فروردین ۱۴۰۶، ساعت ۱۰ تا ۱۱:۳۰",
            "Sunday 1 Farvardin 1406, from 10:00 to 11:30",
        ),
    ],
)
def test_when_is_said_in_words(session: Session, fa: str, en: str) -> None:
    """Weekday, Jalali date and hours; the day of its end where that is another one, with the year where it turns."""
    assert bare(when_words(session, TEHRAN, translator("fa"))) == fa
    assert bare(when_words(session, TEHRAN, translator("en"))) == en


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_agenda_has_pages(language: str) -> None:
    """Every item is on one of them, in its order and under its number; a page beyond the end is the last."""
    tr, eighty = translator(language), replace(MEETING, agenda=agenda([f"بند شماره {at}" for at in range(80)]))
    pages = [whole_agenda(eighty, page, tr) for page in range(8)]
    shown = [line for page in pages for line in bare(page.text).splitlines() if "بند شماره" in line]
    assert shown == [f"{tr.digits(at + 1)}. بند شماره {at}" for at in range(80)]
    assert whole_agenda(eighty, 60_000, tr) == pages[-1]
    assert [len(page.rows[0]) for page in pages] == [1, 2, 2, 2, 2, 2, 2, 1]
    for page in pages:
        assert len(check_fits(page)) <= ONE_SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_of_everything_fits(language: str) -> None:
    """A hundred items of a thousand letters, and thirty sessions past midnight."""
    tr = translator(language)
    for page in range(11):
        check_fits(whole_agenda(WORST, page, tr))
    check_fits(all_sessions(WORST, TEHRAN, tr))


def test_all_sessions_are_on_one_card() -> None:
    """A course of thirty sessions names each, and leads back."""
    thirty = replace(COURSE, facts=replace(COURSE.facts, sessions=sessions(30)))
    card = all_sessions(thirty, TEHRAN, translator("fa"))
    assert sum("پنجشنبه" in line for line in card.text.splitlines()) == 30
    assert [key.label for row in card.rows for key in row] == ["‹ بازگشت به جلسه"]


def test_what_has_no_agenda_says_so() -> None:
    """A card of an empty agenda, and an item whose words are not for everybody any more."""
    tr = translator("fa")
    assert "هنوز معلوم نیست" in whole_agenda(replace(MEETING, agenda=()), 0, tr).text
    hidden = replace(MEETING.agenda[0], text="", code="1405-000123-7")
    assert "۱. درخواست ۱۴۰۵-۰۰۰۱۲۳-۷" in bare(whole_agenda(replace(MEETING, agenda=[hidden]), 0, tr).text)
