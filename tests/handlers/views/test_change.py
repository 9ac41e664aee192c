from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.keyboards import View
from handlers.views.case_news import reopened_told, reply_told
from handlers.views.change import Change, change_card, change_line, question_card
from handlers.views.morning import morning_card
from locales import LANGUAGES, Translator, translator
from models.area import Level
from models.entry import Entry
from models.services.desk import Waiting
from models.services.morning import Lost
from models.submission import Status, StatusEvent, Submission
from models.topic import Topic, Topics
from tests.handlers.views.limits import check_fits
from tests.handlers.views.places import tree_of

NOW = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
FA = translator("fa")
LARGEST, VERSION = 36**12 - 1, 36**7 - 1
WORST = "<b>&\u202e😡\n" * 4000
LONG = tree_of((1, Level.NEIGHBOURHOOD, "<&\u202e😡" * 25, None))
TOPICS = Topics((Topic(code="light", names=dict.fromkeys(LANGUAGES, "<&\u202e😡" * 25), position=1),))


def _submission(text: str = "کوچه تاریک است", **changes: Any) -> Submission:
    given: dict[str, Any] = {
        "id": 17, "code": "1405-000123-7", "year": 1405, "serial": 123, "kind": "report", "topic": "light",
        "status": "done", "visibility": "public", "person_id": 1, "area_id": 1, "text": text,
        "created_at": NOW, "updated_at": NOW, "version": 4, **changes,
    }  # fmt: skip
    return Submission(**given)


def _event(status: Status, note: str | None = None, minutes: int = 0) -> StatusEvent:
    at = NOW + timedelta(minutes=minutes)
    return StatusEvent(id=minutes, submission_id=17, status_to=status.value, note=note, created_at=at)


def _entry(text: str, minutes: int = 0) -> Entry:
    return Entry(id=LARGEST, submission_id=17, kind="answer", text=text, created_at=NOW + timedelta(minutes=minutes))


def _bare(view: View) -> str:
    return check_fits(view).translate(dict.fromkeys([*range(0x2066, 0x206A), 0x200F]))


WORST_SUBMISSION = _submission(WORST, id=LARGEST, version=VERSION, code="1405-999999-9")
MANY = [_event(status, WORST, number) for number, status in enumerate(list(Status) * 2)]
VIEWS: dict[str, Callable[[Translator], View]] = {
    "change": lambda tr: change_card(Change(WORST_SUBMISSION, MANY, [_entry(WORST)], asks_outcome=True), tr),
    "answer": lambda tr: change_card(Change(WORST_SUBMISSION, [], [_entry(WORST)], asks_outcome=False), tr),
    "line": lambda tr: change_line("1405-999999-9", None, NOW, ZONE, tr),
    "question": lambda tr: question_card(WORST_SUBMISSION, _entry(WORST), tr),
    "passed": lambda tr: reply_told(WORST_SUBMISSION, _entry(WORST), tr, is_theirs=False),
    "reply": lambda tr: reply_told(WORST_SUBMISSION, _entry(WORST), tr),
    "reopened": lambda tr: reopened_told(WORST_SUBMISSION, [_entry(WORST)] * 30, LONG, TOPICS, tr),
    "morning": lambda tr: morning_card(
        new=10**6,
        reopened=10**6,
        unplaced=10**6,
        longest=Waiting(1, "1405-999999-9", NOW),
        lost=Lost(10**6, ["1405-999999-9"] * 5),
        now=NOW,
        tr=tr,
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_everything_fits(name: str, language: str) -> None:
    """Whatever was written: the text fits the messenger's limit, every button its 64 bytes."""
    check_fits(VIEWS[name](translator(language)))


def test_a_change_in_the_words_of_the_house() -> None:
    """Which submission, where it stands, the office's words as they are, and whether it was put right."""
    view = change_card(Change(_submission(), [_event(Status.DONE, "چراغ نصب شد.")], [], asks_outcome=True), FA)
    assert _bare(view) == "📄 ۱۴۰۵-۰۰۰۱۲۳-۷ · «کوچه تاریک است»\nوضعیت: انجام‌شده\nچراغ نصب شد.\nدرست شد؟"
    assert [button.label for row in view.rows for button in row] == ["حل شد", "حل نشد"]


def test_a_voice_message_has_no_glimpse() -> None:
    """Without words of its author the code alone says which it is."""
    view = change_card(Change(_submission(""), [], [_entry("نصب شد")], asks_outcome=False), FA)
    assert _bare(view) == "📄 ۱۴۰۵-۰۰۰۱۲۳-۷\nپاسخ: نصب شد"


def test_several_changes_stand_in_their_order() -> None:
    """Each step with its note, and answers between them where they came."""
    events = [_event(Status.REFERRED, "به برق", 1), _event(Status.NOT_ACCEPTED, "بودجه نیست", 3)]
    view = change_card(Change(_submission(), events, [_entry("صبر کنید", 2)], asks_outcome=False), FA)
    assert _bare(view).split("\n")[1:] == [
        "▫️ ارجاع‌شده", "به برق", "پاسخ: صبر کنید", "▫️ پذیرفته‌نشده", "دلیل: بودجه نیست",
    ]  # fmt: skip


def test_what_an_older_message_shrinks_to() -> None:
    """One line: the code, what was told, the day; no buttons."""
    view = change_line("1405-000123-7", "in_progress", NOW, ZONE, FA)
    assert (_bare(view), view.rows) == ("۱۴۰۵-۰۰۰۱۲۳-۷ · در دست اقدام · ۱۹ آذر", ())
    assert "پاسخ داده شد" in change_line("1405-000123-7", None, NOW, ZONE, FA).text


def test_the_morning_says_what_there_is() -> None:
    """What is none is left out; the button opens three in a row."""
    longest = Waiting(1, "1405-000123-7", NOW - timedelta(days=9))
    view = morning_card(new=5, reopened=0, unplaced=1, longest=longest, now=NOW, tr=FA)
    assert "حل نشد" not in view.text
    assert "۵ پیام تازه" in _bare(view)
    (button,) = [button for row in view.rows for button in row]
    assert button.data is not None
    assert button.data.pack() == "1:desk:three:0:0"


def test_the_morning_names_what_may_not_have_arrived() -> None:
    """How many messages, and about which submissions; where nothing else waits, the button leads to the desk."""
    view = morning_card(new=0, reopened=0, unplaced=0, longest=None, lost=Lost(2, ["1405-000123-7"]), now=NOW, tr=FA)
    assert "۲ پیام" in _bare(view)
    assert "۱۴۰۵-۰۰۰۱۲۳-۷" in _bare(view)
    assert [button.label for row in view.rows for button in row] == ["میز کار"]


def test_nothing_of_an_author_reaches_staff_but_their_words() -> None:
    """A reply and a reopened submission show code, place, topic and words."""
    said = _bare(reopened_told(_submission(), [_entry("هنوز خاموش است")], LONG, TOPICS, FA))
    assert "هنوز خاموش است" in said
    assert "کوچه تاریک" not in said
    assert "کوچه تاریک" in _bare(reopened_told(_submission(), [], LONG, TOPICS, FA))
    assert "هنوز" in _bare(reply_told(_submission(), _entry("هنوز خاموش است"), FA))
