"""What residents see of meetings: the lists, a card with their answer, questions, and the door."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from markupsafe import Markup

from handlers.keyboards import TOAST_LIMIT, View
from handlers.views import check_in, meeting_list, meeting_question, meeting_resident
from handlers.views.meeting_list import Line
from handlers.views.meeting_resident import Seen
from locales import LANGUAGES, Translator, translator
from models.errors import MeetingPassed, TooManyQuestions
from models.meeting import Answer, MeetingKind, MeetingState, Part
from models.meeting_facts import Facts, Session
from models.meeting_shown import Places
from tests.e2e.resident import bare
from tests.handlers.views.limits import check_fits
from tests.handlers.views.meeting_samples import FACTS, MEETING
from tests.handlers.views.meeting_samples import WORST as FULL
from tests.handlers.views.test_limits import LARGEST, NOW, WORST, ZONE

PLACE = Markup.escape(WORST[:50])
LONG = replace(FULL.facts, title=WORST[:120], place=WORST[:200])
SEEN = Seen(replace(FULL, id=LARGEST, facts=LONG, has_minutes=True), PLACE, ZONE, NOW, Answer.WAITING, 99_999)
OVER = replace(SEEN, now=NOW + timedelta(days=9999))
CALLED_OFF = replace(SEEN, shown=replace(SEEN.shown, state=MeetingState.CANCELLED, cancel_reason=WORST))
LINES = [Line(LARGEST, LONG, state, PLACE, answer) for state in MeetingState for answer in Answer][: meeting_list.PAGE]

VIEWS: dict[str, Callable[[Translator], View]] = {
    "card": lambda tr: meeting_resident.meeting_card(SEEN, tr),
    "card of what is over": lambda tr: meeting_resident.meeting_card(OVER, tr),
    "card of what was cancelled": lambda tr: meeting_resident.meeting_card(CALLED_OFF, tr),
    "cannot open": meeting_resident.cannot_open,
    "list": lambda tr: _list(meeting_list.NEXT, tr, page=9999),
    "list of those held": lambda tr: _list(meeting_list.PAST, tr),
    "own list": lambda tr: _list(meeting_list.MINE, tr),
    "empty list": lambda tr: meeting_list.meeting_list([], 0, "next", 0, zone=ZONE, now=NOW, tr=tr, has_home=False),
    "asked": lambda tr: meeting_question.question_asked(WORST[:120], tr),
    "noted": lambda tr: meeting_question.question_noted(WORST[:120], WORST, LARGEST, LARGEST, tr),
    "taken back": lambda tr: meeting_question.question_taken_back(WORST, LARGEST, tr),
    "apart": lambda tr: meeting_question.question_apart(LARGEST, tr),
    "later": lambda tr: meeting_question.question_later(tr, meeting_id=LARGEST),
    "later, of none": meeting_question.question_later,
    "too long": lambda tr: meeting_question.question_too_long(1000, tr),
    "only words": meeting_question.only_words,
    "asked enough": lambda tr: meeting_question.question_refused(TooManyQuestions(20), tr),
    "over": lambda tr: meeting_question.question_refused(MeetingPassed(), tr),
    "checked in": lambda tr: check_in.checked_in(LONG, LARGEST, 30, Part.GUEST, is_first=True, zone=ZONE, tr=tr),
    "checked in again": lambda tr: check_in.checked_in(
        FACTS, LARGEST, 1, Part.PRESENT, is_first=False, zone=ZONE, tr=tr
    ),
    "door closed": check_in.door_closed,
    "listed": lambda tr: check_in.listed(LONG, tr),
    "bad link": check_in.bad_link,
}


def _list(tab: str, tr: Translator, *, page: int = 0) -> View:
    return meeting_list.meeting_list(LINES, 10**6, tab, page, zone=ZONE, now=NOW, tr=tr)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_it_fits(name: str, language: str) -> None:
    """With the longest of everything it is one message, two buttons a row, and has a way on."""
    tr = translator(language)
    view = VIEWS[name](tr)
    check_fits(view)
    assert any(view.rows) or name == "later, of none"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MeetingKind)
@pytest.mark.parametrize("answer", Answer)
def test_a_word_over_the_chat(answer: Answer, kind: MeetingKind, language: str) -> None:
    """What was noted is said in what fits over the chat, whatever was answered to whatever."""
    seen = replace(SEEN, shown=replace(SEEN.shown, kind=kind), answer=answer)
    said = meeting_resident.answered_toast(seen, translator(language))
    assert 0 < len(said.encode("utf-16-le")) // 2 <= TOAST_LIMIT


@pytest.mark.parametrize(
    ("hours", "words"),
    [(25, "یک روز و یک ساعت پیش"), (23, "می‌آیید. یک ساعت پیش"), (0.5, "می‌آیید."), (-0.5, "می‌آیید.")],
)
def test_no_reminder_is_promised_that_does_not_come(hours: float, words: str) -> None:
    """The day before is promised as long as that is to come, then the hour before, then nothing."""
    facts = Facts("جلسه", (Session(NOW + timedelta(hours=hours)),), "سرای محله")
    seen = Seen(replace(MEETING, facts=facts), PLACE, ZONE, NOW, Answer.YES)
    said = meeting_resident.answered_toast(seen, translator("fa"))
    assert words in said
    assert hours > 1 or said.endswith(words)
    assert "یادآوری" not in meeting_resident.answered_toast(replace(seen, answer=Answer.NO), translator("fa"))


def test_a_card_says_how_it_stands() -> None:
    """In line: which number; over: no answers, but minutes and resolutions; cancelled: why, and no button but on."""
    tr = translator("fa")
    waiting = Seen(replace(MEETING, places=Places(2, 2, 0, 3)), PLACE, ZONE, NOW, Answer.WAITING, 3)
    assert "شما نفر ۳ در نوبت هستید" in bare(check_fits(meeting_resident.meeting_card(waiting, tr)))
    over = replace(waiting, now=NOW + timedelta(days=999), shown=replace(waiting.shown, has_minutes=True))
    labels = [key.label for row in meeting_resident.meeting_card(over, tr).rows for key in row]
    assert labels == ["صورت‌جلسه", "مصوبه‌ها", "جلسه‌های دیگر"]
    assert "در نوبت" not in meeting_resident.meeting_card(over, tr).text


def test_the_list_in_words() -> None:
    """Each meeting says when, whose and what one answered; its button names the day; the year where it is another."""
    tr = translator("fa")
    soon = Line(1, FACTS, MeetingState.ANNOUNCED, Markup("محلهٔ گلسار"), Answer.YES)
    later = replace(FACTS, sessions=(Session(NOW + timedelta(days=400)),))
    off = Line(2, later, MeetingState.CANCELLED, Markup("شهر"), Answer.YES)
    view = meeting_list.meeting_list([soon, off], 2, "next", 0, zone=ZONE, now=NOW, tr=tr)
    first, second = bare(check_fits(view)).split("\n\n")[1:]
    assert first.splitlines()[0] == f"۱. {FACTS.title}"
    assert "محلهٔ گلسار" in first
    assert first.endswith("✓ می‌آیید")
    assert "۱۴۰۵" not in first
    assert "۱۴۰۶" in second
    assert second.endswith("لغو شد")
    assert "می‌آیید" not in second
    assert [len(row) for row in view.rows if row] == [2, 2]


def test_a_course_shows_its_next_session() -> None:
    """Of several sessions the list names the one that goes on or comes next, once all are over the last."""
    sessions = tuple(Session(NOW + timedelta(days=day)) for day in (-7, 0, 7))
    line = Line(1, Facts("کلاس", sessions, "سرا"), MeetingState.ANNOUNCED, Markup("شهر"))
    assert line.session_at(NOW) == sessions[1]
    assert line.session_at(NOW + timedelta(days=1)) == sessions[2]
    assert line.session_at(NOW + timedelta(days=99)) == sessions[2]
    assert replace(line, facts=Facts("کلاس")).session_at(NOW) is None
