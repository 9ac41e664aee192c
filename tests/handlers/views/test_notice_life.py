from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from markupsafe import Markup

from handlers.keyboards import View
from handlers.views import (
    notice_amend,
    notice_approval,
    notice_list,
    notice_progress,
    notice_result,
    notice_standing,
    reading,
)
from handlers.views.notice_approval import Asked
from handlers.views.notice_list import glimpse
from handlers.views.notice_progress import Pace, bar, percent
from handlers.views.notice_result import Result, Tally
from handlers.views.notice_standing import Standing
from locales import LANGUAGES, Translator, translator
from models.audience import Audience
from models.broadcast import Broadcast, BroadcastState
from models.notice import Notice, NoticeState, Repeats, Why
from models.notice_content import Link, NoticeContent, Question
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_limits import LARGEST, NOW, VERSION, WORST, ZONE

WIDE = wide_city(120)
ALL = tuple(WIDE.places)
NAME = "<&\u202e😡" * 25
QUOTED = translator("fa").quote(NAME[:60])
CONTENT = NoticeContent(
    WORST.replace("<", "&lt;"),
    link=Link("😡" * 20, "https://" + "a" * 900 + ".ir"),
    asks_read=True,
    question=Question("<&😡" * 75, tuple(f"{number}" + "😡" * 19 for number in range(6)), shows_results=True),
)


def notice(state: NoticeState = NoticeState.SENT, **changed: Any) -> Notice:
    """A notice with the longest of everything."""
    given: dict[str, Any] = {
        "id": LARGEST, "bot_id": 42, "author_id": 1, "holder_id": 1, "office_area_id": ALL[-1], "state": state.value,
        "audience": Audience(ALL[:90]).to_data(), "is_urgent": True, "starts_at": NOW, "repeats": Repeats.MONTHLY.value,
        "repeats_until": NOW, "remark": WORST, "sent_at": NOW, "created_at": NOW, "updated_at": NOW, "version": VERSION,
    }  # fmt: skip
    return Notice(**(given | changed))


def broadcast(state: BroadcastState = BroadcastState.SENDING, **changed: Any) -> Broadcast:
    """One on its way with every counter above zero."""
    counters: dict[str, Any] = dict.fromkeys(
        ("sent", "blocked", "failed", "uncertain", "dropped", "mended", "unmended"), 10**8
    )
    given: dict[str, Any] = {
        "id": LARGEST, "bot_id": 42, "kind": "notice", "source_id": LARGEST, "occurrence": "1", "state": state.value,
        "total": 10**9, "started_at": NOW, **counters,
    }  # fmt: skip
    return Broadcast(**(given | changed))


NOTICE, SENDING = notice(), broadcast()
WORDS = Markup("«") + Markup.escape("😡" * 40) + Markup("»")
ASKED = Asked(NOTICE, NAME, QUOTED, QUOTED * 3, 10**9, [why.value for why in Why], 9, True, True)
TALLY = Tally(10**8, (10**7,) * 6)
RESULT = Result(NOTICE, CONTENT, [broadcast(BroadcastState.STOPPED)] * 9, TALLY, [(one, TALLY) for one in ALL])
LISTED = [(NOTICE, CONTENT)] * notice_list.PAGE
TOTALS = dict.fromkeys(("drafts", "waiting", "scheduled", "sent"), 10**6)
LEFT = Pace(timedelta(minutes=2))

VIEWS: dict[str, Callable[[Translator], View]] = {
    "list": lambda tr: notice_list.notice_list(LISTED, "sent", 3, TOTALS, tree=WIDE, zone=ZONE, tr=tr),
    "empty list": lambda tr: notice_list.notice_list([], "waiting", 0, TOTALS, tree=WIDE, zone=ZONE, tr=tr),
    "progress": lambda tr: notice_progress.progress_card(SENDING, WORDS, LEFT, zone=ZONE, tr=tr),
    "progress by night": lambda tr: notice_progress.progress_card(
        SENDING, WORDS, Pace(waits_until=NOW), zone=ZONE, tr=tr
    ),
    "paused": lambda tr: notice_progress.progress_card(broadcast(BroadcastState.PAUSED), WORDS, LEFT, zone=ZONE, tr=tr),
    "stopping": lambda tr: notice_progress.progress_card(
        broadcast(BroadcastState.STOPPING), WORDS, LEFT, zone=ZONE, tr=tr
    ),
    "mending": lambda tr: notice_progress.progress_card(
        broadcast(BroadcastState.MENDING), WORDS, LEFT, zone=ZONE, tr=tr
    ),
    "progress over": lambda tr: notice_progress.progress_over(broadcast(is_withdrawn=True), WORDS, tr),
    "stop question": lambda tr: notice_progress.stop_question(SENDING, tr),
    "stopped": notice_progress.stopped_line,
    "goes on": notice_progress.goes_on_line,
    "result": lambda tr: notice_result.result_card(RESULT, WIDE, zone=ZONE, tr=tr),
    "result of one withdrawn": lambda tr: notice_result.result_card(
        replace(RESULT, notice=notice(NoticeState.WITHDRAWN)), WIDE, zone=ZONE, tr=tr
    ),
    "approval": lambda tr: notice_approval.approval_card(ASKED, zone=ZONE, tr=tr),
    "decided": lambda tr: notice_approval.decided_view(
        CONTENT, notice_approval.approved_line(NOTICE, ZONE, tr, at_once=False), tr
    ),
    "returned": lambda tr: notice_approval.decided_view(CONTENT, notice_approval.returned_line(tr), tr),
    "nothing waits": notice_approval.nothing_waits,
    "nothing said": notice_approval.nothing_said,
    "remark asked": lambda tr: notice_approval.remark_asked(CONTENT, version=VERSION, tr=tr),
    "remark needed": notice_approval.remark_needed,
    "approved news": lambda tr: notice_approval.approved_news(CONTENT, NOTICE, ZONE, tr, is_amendment=False),
    "approved amendment": lambda tr: notice_approval.approved_news(CONTENT, NOTICE, ZONE, tr, is_amendment=True),
    "returned news": lambda tr: notice_approval.returned_news(CONTENT, NOTICE, WORST, tr, is_amendment=False),
    "returned amendment": lambda tr: notice_approval.returned_news(CONTENT, NOTICE, WORST, tr, is_amendment=True),
    "nobody": lambda tr: notice_approval.nobody_news(CONTENT, NOTICE, tr),
    "held": lambda tr: notice_approval.held_news(CONTENT, NOTICE, tr),
    "unsent": lambda tr: notice_approval.unsent_news(CONTENT, NOTICE, NAME, tr),
    "withdrawn by a colleague": lambda tr: notice_approval.withdrawn_news(CONTENT, NOTICE, NAME, tr),
    "amending asked": lambda tr: notice_amend.words_asked(LARGEST, version=VERSION, tr=tr),
    "amending refused": lambda tr: notice_amend.words_refused(
        notice_amend.too_long(10**4, tr), LARGEST, version=VERSION, tr=tr
    ),
    "amending": lambda tr: notice_amend.amend_question(LARGEST, 10**9, [*Why, "again"], version=VERSION, tr=tr),
    "amended": lambda tr: notice_amend.amended(CONTENT, LARGEST, tr, is_applied=True),
    "amending waits": lambda tr: notice_amend.amended(CONTENT, LARGEST, tr, is_applied=False),
    "amending left": lambda tr: notice_amend.amending_left(LARGEST, tr),
    "withdraw question": lambda tr: notice_amend.withdraw_question(CONTENT, LARGEST, 10**9, version=VERSION, tr=tr),
    "withdrawn": lambda tr: notice_amend.withdrawn(CONTENT, LARGEST, tr),
    "cannot open": reading.cannot_open,
    "with notice": lambda tr: reading.with_notice(View(Markup("x")), reading.answers_line(CONTENT, tr), LARGEST, tr),
    **{
        f"standing {state.value}": lambda tr, state=state: notice_standing.standing_card(  # type: ignore[misc]  # mypy gives a lambda's default no type
            Standing(notice(state), QUOTED, NAME if state != NoticeState.DRAFT else None, [NAME] * 9),
            WORDS,
            WIDE,
            zone=ZONE,
            tr=tr,
        )
        for state in NoticeState
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_with_the_worst_there_is(name: str, language: str) -> None:
    """With the longest names, texts and ids: within the messenger's limits, and on about one screen."""
    text = check_fits(VIEWS[name](translator(language)))
    assert len(text) <= ONE_SCREEN
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "module",
    [notice_amend, notice_approval, notice_list, notice_progress, notice_result, notice_standing, reading],
)
def test_no_view_is_left_out(module: object) -> None:
    """Every public function that draws a view is among those whose limits are checked."""
    drawn = {
        name
        for name, made in vars(module).items()
        if getattr(made, "__module__", None) == getattr(module, "__name__", None)
        and getattr(made, "__annotations__", {}).get("return") is View
        and not name.startswith("_")
    }
    checked = set()
    for view in VIEWS.values():
        code = getattr(view, "__code__", None)
        checked |= {getattr(view, "__name__", ""), *(code.co_names if code is not None else ())}
    assert drawn <= checked


def test_the_bar_is_full_only_at_the_end() -> None:
    """Ten cells; one of a million is a cell, all but one are not all, and nothing of nothing is empty."""
    assert bar(0, 100) == "░" * 10
    assert bar(1, 10**6) == "▓" + "░" * 9
    assert bar(62, 100) == "▓" * 6 + "░" * 4
    assert bar(10**6 - 1, 10**6) == "▓" * 9 + "░"
    assert bar(5, 5) == "▓" * 10
    assert bar(0, 0) == "░" * 10
    assert str(percent(10**6 - 1, 10**6, translator("fa"))) == "۹۹٪"


def test_the_line_of_the_dialogues() -> None:
    """«۶۲٪ · ۶٬۰۷۶ رسید · ۴۱ نفر ربات را مسدود کرده‌اند · ۲ نامعلوم · حدود ۲ دقیقه», as it should sound."""
    none: dict[str, Any] = dict.fromkeys(("failed", "dropped", "mended", "unmended"), 0)
    one = broadcast(total=9870, sent=6076, blocked=41, uncertain=2, **none)
    view = notice_progress.progress_card(one, WORDS, LEFT, zone=ZONE, tr=translator("fa"))
    line = "▓▓▓▓▓▓░░░░ ۶۱٪ · ۶٬۰۷۶ رسید · ۴۱ نفر ربات را مسدود کرده‌اند · ۲ نامعلوم · حدود ۲ دقیقه"
    assert view.text.split("\n")[1] == line


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_without_words_has_a_name(language: str) -> None:
    """A photo alone is called what it is; nothing at all is called empty."""
    tr = translator(language)
    assert glimpse(NoticeContent(), tr)
    assert glimpse(NoticeContent(question=Question("کی؟", ("الف", "ب"))), tr)


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str) -> None:
    """A word over the chat has at most 200 letters, with the longest answers and all of their shares."""
    tr = translator(language)
    question = CONTENT.question
    assert question is not None
    said = [
        reading.answered_toast(question, 5, [10**7] * 6, tr),
        reading.answered_toast(replace(question, shows_results=False), 0, [], tr),
        reading.read_toast(tr, is_first=True),
        reading.read_toast(tr, is_first=False),
        reading.over_toast(tr),
        reading.preview_toast(tr),
        notice_approval.decided_toast(tr),
        notice_progress.again_toast(10**9, tr),
        notice_progress.again_toast(0, tr),
        notice_standing.taken_over_toast(tr),
        notice_standing.draft_again_toast(tr),
    ]
    assert all(0 < len(toast.encode("utf-16-le")) // 2 <= 200 for toast in said)
