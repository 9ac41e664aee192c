"""Calls for ideas and links as they are shown: they fit one message in both languages, however long their parts are."""

from datetime import date, timedelta
from typing import Any

import pytest

from handlers.keyboards import View
from handlers.views import goal_call, goal_call_news, goal_call_office, goal_link
from handlers.views.goal_call_office import Asking
from handlers.views.notice_buttons import reader_rows
from locales import translator
from models.goal import CallState, Goal, GoalCall, GoalStatus
from models.goal_call_shown import QUESTION_LIMIT, RESULT_LIMIT, CallShown, OwnIdeas
from models.goal_call_words import notice_html, stands_behind
from models.notice import NoticeState, Why
from models.notice_content import NoticeContent
from models.submission import Kind, Status, Submission, Visibility
from tests.e2e.resident import bare
from tests.handlers.views.limits import check_fits
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import CITY

LONG = "هدفی بلند با <نشانه> & ۱۲۳ "
TODAY = date(2026, 12, 10)
FA = translator("fa")


def _goal(**changed: Any) -> Goal:
    values: dict[str, Any] = {
        "id": 7,
        "bot_id": BOT,
        "area_id": 1,
        "number": 1,
        "position": 1,
        "title": (LONG * 20)[:200],
    }
    return Goal(**{**values, "status": GoalStatus.ACTIVE.value, "published_at": NOW, **changed})


def _shown(state: CallState = CallState.OPEN, *, ideas: int = 3, result: str | None = None, left: int = 2) -> CallShown:
    call = GoalCall(
        id=5,
        bot_id=BOT,
        goal_id=7,
        notice_id=9,
        question=(LONG * 100)[:QUESTION_LIMIT],
        closes_on=TODAY + timedelta(days=left),
        closes_at=NOW + timedelta(days=left + 1),
        state=state.value,
        closed_at=NOW if state is CallState.CLOSED else None,
        result=result,
        opened_by=1,
        opened_at=NOW,
    )
    return CallShown(call, _goal(), ideas, NoticeState.SENT, NOW)


def _idea(number: int, **changed: Any) -> Submission:
    values: dict[str, Any] = {
        "id": number,
        "code": f"1405-00000{number}-7",
        "kind": Kind.PROPOSAL.value,
        "text": LONG * 40,
    }
    fixed: dict[str, Any] = {
        "status": Status.REGISTERED.value,
        "visibility": Visibility.PUBLIC.value,
        "person_id": 1,
        "version": 1,
    }
    return Submission(**{**values, **fixed, **changed})


def _views(language: str) -> list[View]:
    tr, result = translator(language), (LONG * 200)[:RESULT_LIMIT]
    over, said = _shown(CallState.CLOSED), _shown(CallState.CLOSED, result=result)
    many, asking = [_idea(number) for number in range(1, 6)], Asking(_goal(), over.call.question, TODAY)
    html = notice_html(_goal(), over.call.question, TODAY, CITY)
    return [
        *(
            goal_call.call_card(one, TODAY, TEHRAN, tr, public=3, office=goal_call_office.office_rows(one, tr))
            for one in (_shown(), _shown(left=0), _shown(ideas=0), over, said, _shown(CallState.CANCELLED))
        ),
        goal_call.ideas_list(over, many, 1, 30, tr),
        goal_call.ideas_list(over, [], 0, 0, tr),
        goal_call.idea_asked(over, tr),
        goal_call.draft_waits(over, 10**9, tr),
        goal_call.call_over(over, tr),
        goal_call_news.closed_news(OwnIdeas(over, many, 3), tr),
        goal_call_news.closed_news(OwnIdeas(over, many[:1], 0), tr),
        goal_call_news.result_news(said, tr),
        *(goal_call_news.ask_news(one, tr) for one in (over, _shown(CallState.CLOSED, ideas=0))),
        goal_call_news.cancelled_news(_shown(CallState.CANCELLED), tr),
        goal_call_office.no_call(_goal(), tr),
        goal_call_office.question_asked(asking, tr),
        goal_call_office.day_not_read(asking, tr),
        *(
            goal_call_office.preview(asking, html, 12_000, whys, TEHRAN, tr)
            for whys in (frozenset[Why](), frozenset({Why.MANY}))
        ),
        *(goal_call_office.close_asked(one, TODAY, TEHRAN, tr) for one in (_shown(), _shown(ideas=0))),
        goal_call_office.result_asked(over, tr),
        goal_call_office.result_preview(over, result, tr),
        goal_link.behind_goal(_goal(), [(one, True) for one in many], 1, 30, many, tr),
        goal_link.of_submission(many[0], [(_goal(), True)] * 3, [_goal()] * 3, tr),
        goal_link.of_submission(many[0], [], [], tr),
    ]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_everything_fits(language: str) -> None:
    """Each screen is one message, its buttons carry data that fits, and what somebody typed is no markup."""
    for view in _views(language):
        text = check_fits(view)
        assert "<نشانه>" not in str(view.text)
        assert text is not None


def test_numbers_are_persian() -> None:
    """Days and counts are in Persian digits, the last day in words."""
    text = bare(goal_call.call_card(_shown(), TODAY, TEHRAN, FA, public=3).text)
    assert "تا پایان ۲۱ آذر ۱۴۰۵: ۲ روز مانده است" in text
    assert "تا اینجا ۳ ایده رسیده است." in text
    assert "تا پایان امروز، ۱۹ آذر ۱۴۰۵" in bare(goal_call.call_card(_shown(left=0), TODAY, TEHRAN, FA, public=0).text)


def test_what_leads_to_a_person_is_masked() -> None:
    """A telephone number in an idea, or in what stands behind a goal, is not shown to neighbours."""
    idea = _idea(1, text="زنگ بزنید ۰۹۱۲۳۴۵۶۷۸۹")
    for view in (
        goal_call.ideas_list(_shown(), [idea], 0, 1, FA),
        goal_link.behind_goal(_goal(), [(idea, True)], 0, 1, [idea], FA),
    ):
        assert "۰۹۱۲" not in view.text
        assert "•••" in view.text


def test_the_button_stands_below_the_notice() -> None:
    """A notice that asks for ideas has the button; others have not."""
    asking = reader_rows(NoticeContent(html="x", asks_ideas=True), 9, FA)
    assert [[key.label for key in row] for row in asking] == [["ایده دارم"]]
    assert reader_rows(NoticeContent(html="x"), 9, FA) == []


def test_a_dropped_goal_is_said_to_be() -> None:
    """Who answered learns that the goal is not pursued any more; one idea is thanked for as one."""
    over = _shown(CallState.CLOSED, ideas=1)
    dropped = CallShown(over.call, _goal(status=GoalStatus.DROPPED.value), 1, over.notice_state, NOW)
    text = bare(goal_call_news.closed_news(OwnIdeas(dropped, [_idea(1)], 0), FA).text)
    assert "شهر دیگر این هدف را دنبال نمی‌کند" in text
    assert "۱ ایده رسید. سپاس از ایدهٔ شما:" in text


def test_an_author_reads_which_goal() -> None:
    """The line in an author's file names the goal."""
    assert "«پارک تازه»" in stands_behind(_goal(title="پارک تازه"), CITY)
