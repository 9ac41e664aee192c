from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.keyboards import View
from handlers.views import meeting_news
from handlers.views.meeting_reminder import Reminder, reminder_card
from locales import LANGUAGES, Translator, translator
from models.meeting import Answer, MeetingKind
from models.meeting_shown import Places
from tests.handlers.views.limits import ONE_SCREEN
from tests.handlers.views.meeting_samples import COURSE, GOLSAR, MEETING, THURSDAY, WORST, words_of
from tests.models.sample_rows import TEHRAN

FA = translator("fa")
HOUR = timedelta(hours=1)
LONG = replace(WORST, kind=MeetingKind.ORDINARY)

VIEWS: dict[str, Callable[[Translator], View]] = {
    "agenda": lambda tr: meeting_news.agenda_news(LONG, zone=TEHRAN, tr=tr),
    "left": lambda tr: meeting_news.left_news(LONG, 98_765, 12, tr),
    "left to nobody": lambda tr: meeting_news.left_news(LONG, 0, 0, tr),
    "over": lambda tr: meeting_news.over_news(LONG, zone=TEHRAN, tr=tr),
    "course over": lambda tr: meeting_news.over_news(WORST, zone=TEHRAN, tr=tr),
    "room": lambda tr: meeting_news.room_news(LONG, zone=TEHRAN, tr=tr),
    "room in a course": lambda tr: meeting_news.room_news(WORST, zone=TEHRAN, tr=tr),
    "held back": lambda tr: meeting_news.held_back_news(WORST, GOLSAR, tr),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_all_news_fit(name: str, language: str) -> None:
    """With the most and the longest of everything: on about one screen."""
    assert len(words_of(VIEWS[name](translator(language)))) <= ONE_SCREEN


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", [Answer.YES, Answer.MAYBE])
@pytest.mark.parametrize("left", [timedelta(seconds=1), HOUR, 9 * HOUR, 24 * HOUR, 72 * HOUR])
def test_every_reminder_fits(language: str, answer: Answer, left: timedelta) -> None:
    """Of a session past midnight, with the longest of everything."""
    starts_at = WORST.facts.sessions[-1].starts_at
    card = reminder_card(Reminder(WORST, 30, answer, starts_at - left), zone=TEHRAN, tr=translator(language))
    assert len(words_of(card)) <= ONE_SCREEN


def test_a_reminder_asks_for_the_place_back() -> None:
    """Where places are counted, from whoever has one; what people answered is marked."""
    counted = replace(MEETING, places=Places(20, 4))
    for shown, answer, asks in (
        (counted, Answer.YES, True),
        (counted, Answer.MAYBE, False),
        (MEETING, Answer.YES, False),
    ):
        card = reminder_card(Reminder(shown, 1, answer, THURSDAY - HOUR), zone=TEHRAN, tr=FA)
        assert ("نفر بعدی" in card.text) is asks
        labels = [key.label for row in card.rows for key in row]
        assert ("✓ می‌آیم" if answer is Answer.YES else "✓ شاید") in labels
        assert "دستور جلسه" in labels


def test_room_is_said_with_what_it_is_for() -> None:
    """Of a course: that they are registered, and its sessions; of a meeting: when and where."""
    told = words_of(meeting_news.room_news(COURSE, zone=TEHRAN, tr=FA))
    assert told.startswith("برای شما جا باز شد و ثبت‌نام شدید.")
    assert "۴. پنجشنبه ۱۰ دی" in told
    told = words_of(meeting_news.room_news(MEETING, zone=TEHRAN, tr=FA))
    assert told.startswith("برای شما جا باز شد.")
    assert "پنجشنبه ۱۹ آذر ۱۴۰۵" in told
