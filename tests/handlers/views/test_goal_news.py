"""What followers read of goals: one message whatever there is to tell, with the files of a single report."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from handlers.calls import Message
from handlers.keyboards import CAPTION_LIMIT, TEXT_LIMIT, shown_length
from handlers.views.digest import digest_card
from handlers.views.goal_news import goal_news
from locales import translator
from models.area_tree import AreaTree
from models.digest import Gathered
from models.goal import GoalStatus
from models.goal_progress import Progress
from models.goal_shown import GoalShown, UpdateShown
from models.goal_told import GoalTold
from models.media import MediaItem, MediaKind
from tests.e2e.resident import bare
from tests.models.sample_rows import BOT, TEHRAN

NOW = datetime(2026, 12, 10, 13, 30, tzinfo=UTC)
TODAY = date(2026, 12, 10)
MEASURE = Progress(0.2, value=100.0, unit="اصله", baseline=0.0, target=500.0)
PHOTO = MediaItem(1, MediaKind.PHOTO, "photo", "p")
PAPER = MediaItem(2, MediaKind.DOCUMENT, "paper", "d", file_name="گزارش.pdf")


def _goal(number: int = 1, title: str = "کاشت درخت", **changes: object) -> GoalShown:
    made = GoalShown(number, number, title, "", 1, "", GoalStatus.ACTIVE, NOW, number, 1, MEASURE, is_followed=True)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of GoalShown


def _said(number: int = 1, text: str = "صد نهال کاشته شد", goal_id: int = 1, **changes: object) -> UpdateShown:
    made = UpdateShown(number, goal_id, text, TODAY, NOW, NOW, BOT, value=100.0)
    return replace(made, **changes)  # type: ignore[arg-type]  # fields of UpdateShown


def _told(*updates: UpdateShown, goal: GoalShown | None = None, corrections: frozenset[int] = frozenset()) -> GoalTold:
    return GoalTold(goal or _goal(), updates, NOW, corrections)


def _message(*told: GoalTold, language: str = "fa") -> Message:
    return goal_news(told, bot_id=BOT, tree=AreaTree(), today=TODAY, zone=TEHRAN, tr=translator(language))


def test_a_single_report_with_its_photo() -> None:
    """Title, sentence, bar and value are the photo's caption; the one button leads to the goal's card."""
    message = _message(_told(_said(photo=PHOTO)))
    call = message.call_after(0)
    assert (call.method, call.parameters["photo"]) == ("sendPhoto", "photo")
    words = bare(call.parameters["caption"])
    for part in ("🎯 <b>کاشت درخت</b>", "صد نهال کاشته شد", "▓▓░░░░░░░░ ۲۰٪", "۱۰۰ اصله"):
        assert part in words
    assert [key.data.pack() for row in message.view.rows for key in row if key.data] == ["1:goal:open:1:0"]


def test_a_photo_and_a_paper_stand_above_the_words() -> None:
    """Both files go first, then the words with the buttons; where the messenger refuses them, the words alone."""
    message = _message(_told(_said(photo=PHOTO, document=PAPER)))
    assert [message.call_after(sent).method for sent in range(3)] == ["sendPhoto", "sendDocument", "sendMessage"]
    assert message.call_after(0, without_files=True).method == "sendMessage"


@pytest.mark.parametrize("letters", [900, 1000])
def test_a_long_report_with_a_photo(letters: int) -> None:
    """What no caption holds stands below its photo, whole."""
    message = _message(_told(_said(text="نهال " * (letters // 5), photo=PHOTO)))
    calls = [message.call_after(sent) for sent in range(2)]
    assert bare(message.view.text).count("نهال") == letters // 5
    is_caption = shown_length(message.view.text) <= CAPTION_LIMIT
    assert [call.method for call in calls][:1] == ["sendPhoto"]
    assert is_caption or calls[1].method == "sendMessage"


def test_several_reports_have_their_files_on_the_cards() -> None:
    """Files of several would stand apart from their words: it is said where they are. Nor can another bot's be sent."""
    several = _message(_told(_said(1, photo=PHOTO), _said(2, "آبیاری شد")))
    assert not several.files
    assert "عکس‌ها و پیوست‌ها در صفحهٔ هدف است" in bare(several.view.text)
    assert not _message(_told(_said(photo=PHOTO, bot_id=BOT + 1))).files


def test_what_moved_it_and_what_it_replaces() -> None:
    """A resident's submission is named by its code alone; a correction of what was told says so, others do not."""
    told = _said(submission_code="1405-00012", corrects_id=7)
    words = bare(_message(_told(told, corrections=frozenset({1}))).view.text)
    assert "به‌خاطر: درخواست یکی از شهروندان ۱۴۰۵-۰۰۰۱۲" in words
    assert "به‌جای گزارش پیشین" in words
    assert "به‌جای" not in bare(_message(_told(told)).view.text)


def test_a_report_without_a_value_shows_how_far_the_goal_is() -> None:
    """The goal's own bar stands below the sentence; without anything known there is none."""
    assert "۲۰٪" in bare(_message(_told(_said(value=None))).view.text)
    unknown = _goal(progress=Progress())
    assert "٪" not in bare(_message(_told(_said(value=None), goal=unknown)).view.text)


def test_authors_read_why() -> None:
    """Who does not follow the goal reads that their own submission stands behind it."""
    words = bare(_message(_told(_said(), goal=_goal(is_followed=False))).view.text)
    assert "درخواست خود شما به این هدف پیوند دارد" in words


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("goals", [2, 5, 12, 40, 200])
def test_it_fits_one_message(goals: int, language: str) -> None:
    """However many goals with however long reports: one message that names as many as it holds and counts the rest."""
    long = "نهال‌های تازه کنار خیابان لاله کاشته شد & آبیاری شد. " * 18
    told = [
        _told(_said(2 * n, long, n), _said(2 * n + 1, long, n), goal=_goal(n, "درختکاری در همهٔ محله‌های شهر " * 5))
        for n in range(1, goals + 1)
    ]
    view = _message(*told, language=language).view
    assert shown_length(view.text) <= TEXT_LIMIT
    assert len(str(view.to_parameters()["text"])) >= shown_length(view.text)
    named = str(view.text).count("🎯")
    assert named == goals or (named >= 12 and named < goals)
    assert all(len(row) <= 2 for row in view.rows)
    assert sum(len(row) for row in view.rows) <= 9


def test_goals_in_a_digest() -> None:
    """Each goal is one entry with its newest reports, its bar and a button; what does not fit is counted."""
    reports = tuple(_said(number, f"گزارش {number}") for number in range(1, 6))
    gathered = Gathered(goals=[_told(*reports), _told(_said(9, "چراغ", 2), goal=_goal(2, "روشنایی"))])
    view = digest_card(gathered, 7, 0, zone=TEHRAN, tr=translator("fa"))
    words = bare(view.text)
    assert "هدف‌هایی که دنبال می‌کنید" in words
    assert [f"گزارش {number}" in words for number in range(1, 6)] == [False, False, True, True, True]
    assert "و ۲ گزارش دیگر" in words
    assert [key.data.pack() for row in view.rows for key in row if key.data] == ["1:goal:open:1:0", "1:goal:open:2:0"]
