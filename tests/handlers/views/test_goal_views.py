"""The screens of goals that residents see, with the most and the longest of everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.keyboards import View
from handlers.views import goal_behind, goal_card, goal_choice, goal_list, goal_steps
from handlers.views.goal_parts import Shown
from handlers.views.goal_standing import Way
from locales import LANGUAGES, Translator, translator
from models.goal import CallState, GoalCall, GoalStatus
from models.goal_facts import DESCRIPTION_LIMIT, MOST, MOST_TOMANS, OWNER_LIMIT, TITLE_LIMIT, UNIT_LIMIT, UPDATE_LIMIT
from models.goal_progress import Progress
from models.goal_shown import Budget, GoalCard, GoalShown, UpdateShown
from models.meeting import Meeting
from models.submission import Submission
from tests.handlers.views.limits import check_fits
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_limits import LARGEST, NOW, SUBMISSION, WORST, ZONE
from tests.handlers.views.test_resolution_views import NAMES, ONE, TOPICS

WIDE = wide_city(120)
PLACE = WIDE.choosable()[0]
TODAY = date(2026, 12, 10)
UNIT = WORST[:UNIT_LIMIT]
FAR = Progress(1.0, is_beyond=True, value=MOST / 7, unit=UNIT, baseline=-MOST / 3, target=MOST / 9)
GOAL = GoalShown(
    id=LARGEST,
    number=9999,
    title=WORST[:TITLE_LIMIT],
    description=WORST[:DESCRIPTION_LIMIT],
    area_id=PLACE.id,
    owner_body=WORST[:OWNER_LIMIT],
    status=GoalStatus.ACTIVE,
    status_at=NOW,
    position=1,
    version=1,
    progress=FAR,
    topics=("t1", "t2", "t3", "t4", "t5"),
    due_on=TODAY - timedelta(days=400),
    is_overdue=True,
    budget=Budget(MOST_TOMANS - 1, MOST_TOMANS - 2, 1405),
    followers=LARGEST,
    is_followed=True,
    last_day=TODAY,
    call=GoalCall(id=LARGEST, goal_id=1, question=WORST[:1000], closes_on=TODAY, state=CallState.OPEN.value),
)
STEP = UpdateShown(
    id=LARGEST,
    goal_id=LARGEST,
    text=WORST[:UPDATE_LIMIT],
    on_day=TODAY - timedelta(days=900),
    tell_at=NOW,
    made_at=NOW,
    bot_id=1,
    value=-MOST / 7,
    status_from=GoalStatus.PLANNED,
    status_to=GoalStatus.ACTIVE,
    resolution=ONE,
    submission_id=LARGEST,
    submission_code="1405-999999-9",
)
MEETING = Meeting(id=LARGEST, facts={"title": WORST[:120], "sessions": [[NOW.isoformat(), 60]]})
CARD = GoalCard(
    GOAL, (STEP,) * 3, LARGEST, LARGEST, LARGEST, (ONE,) * 3, LARGEST, (MEETING,) * 3, LARGEST
)  # fmt: skip
PLAIN = GoalShown(1, 4, "پیاده‌رو", "", 1, "", GoalStatus.PLANNED, NOW, 1, 1, Progress())
WAY = Way(999_999, 9_999)


def _shown(card: GoalCard, tr: Translator) -> Shown:
    ties = goal_behind.tie_words([*card.resolutions, *card.meetings], WIDE, ZONE, tr)
    topics = [NAMES["fa"]] * len(card.goal.topics)
    return Shown(card, PLACE, topics, ties, TODAY, ZONE, is_mute=True, may_plan=True, may_pursue=True, way=WAY)


def bare_one(**values: object) -> Shown:
    """A goal of which little is known, with these fields of `Shown`."""
    return replace(Shown(GoalCard(PLAIN), None, [], [], TODAY, ZONE), **values)  # type: ignore[arg-type]  # fields by name


def _closed(tr: Translator) -> Shown:
    over = GoalCall(id=1, goal_id=1, question="چه؟", closes_on=TODAY, state=CallState.CLOSED.value, result=WORST[:1000])
    return _shown(replace(CARD, goal=replace(GOAL, call=None), last_call=over), tr)


def _ties(shown: Shown, tr: Translator, count: int) -> View:
    found = ([ONE] * 4 + [MEETING] * 4)[:count]
    return goal_behind.ties_shown(shown, found, LARGEST if found else 0, WIDE, tr)


def history(steps: list[UpdateShown], total: int, way: Way, tr: Translator) -> View:
    """A page of its reports."""
    return goal_steps.history(GOAL, steps, total, way, tree=WIDE, today=TODAY, zone=ZONE, tr=tr)


def behind(found: list[Submission], total: int, tr: Translator) -> View:
    """A page of what residents wrote about it."""
    return goal_behind.submissions_behind(_shown(CARD, tr), found, total, tr)


LINE = goal_list.Line(GOAL, PLACE, ZONE)
NARROWED = goal_list.Narrowed(
    NAMES["fa"], is_own_only=True, topic=NAMES["fa"], status=GoalStatus.PAUSED, is_mine=True, words=WORST[:200]
)
MINE = goal_list.Narrowed(is_mine=True)
LINK = "https://t.me/" + "b" * 32 + "?start=goal_zzzzzzzzzzzz"

VIEWS: dict[str, Callable[[Translator], View]] = {
    "list": lambda tr: goal_list.goal_list([LINE] * 5, LARGEST, 99_999, NARROWED, tr, may_plan=True),
    "whole list": lambda tr: goal_list.goal_list([LINE] * 5, 5, 0, goal_list.Narrowed(), tr),
    "unpublished": lambda tr: goal_list.goal_list(
        [replace(LINE, goal=replace(PLAIN, is_published=False), place=None)], 1, 0, goal_list.Narrowed(), tr
    ),
    "empty list": lambda tr: goal_list.goal_list([], 0, 0, goal_list.Narrowed(), tr),
    "empty list of the office": lambda tr: goal_list.goal_list([], 0, 0, goal_list.Narrowed(), tr, may_plan=True),
    "nothing fits": lambda tr: goal_list.goal_list([], 0, 0, NARROWED, tr),
    "nothing followed": lambda tr: goal_list.goal_list([], 0, 0, MINE, tr),
    "areas": lambda tr: goal_choice.area_choice(
        dict.fromkeys(WIDE.places, LARGEST), WIDE, 1, chosen=PLACE.id, is_own_only=True, home=PLACE.id, tr=tr
    ),
    "no areas": lambda tr: goal_choice.area_choice({}, WIDE, 99, chosen=None, is_own_only=False, home=None, tr=tr),
    "statuses": lambda tr: goal_choice.status_choice(GoalStatus.REACHED, tr),
    "topics": lambda tr: goal_choice.topic_choice([one.code for one in TOPICS.all], TOPICS, "t1", tr),
    "no topics": lambda tr: goal_choice.topic_choice([], TOPICS, None, tr),
    "search": lambda tr: goal_choice.words_asked(NARROWED, tr),
    "card": lambda tr: goal_card.goal_card(_shown(CARD, tr), tr),
    "card after a call": lambda tr: goal_card.goal_card(_closed(tr), tr),
    "bare card": lambda tr: goal_card.goal_card(bare_one(), tr),
    "dropped": lambda tr: goal_card.goal_card(
        bare_one(card=GoalCard(replace(PLAIN, status=GoalStatus.DROPPED)), may_plan=True), tr
    ),
    "card not published": lambda tr: goal_card.goal_card(
        bare_one(card=GoalCard(replace(PLAIN, is_published=False)), may_plan=True, may_pursue=True), tr
    ),
    "whole text": lambda tr: goal_card.whole_text(_shown(CARD, tr), tr),
    "whole text after a call": lambda tr: goal_card.whole_text(_closed(tr), tr),
    "share": lambda tr: goal_card.share_message(_shown(CARD, tr), LINK, "https://t.me/share/url?url=x", tr),
    "gone": goal_card.goal_gone,
    "history": lambda tr: history([STEP] * 4 + [replace(STEP, is_corrected=True)], LARGEST, WAY, tr),
    "no history": lambda tr: history([], 0, Way(), tr),
    "behind": lambda tr: behind([SUBMISSION] * 5, LARGEST, tr),
    "nothing behind": lambda tr: behind([], 0, tr),
    "ties": lambda tr: _ties(_shown(CARD, tr), tr, 8),
    "no ties": lambda tr: _ties(_shown(CARD, tr), tr, 0),
    "files": lambda tr: goal_behind.files_shown(_shown(CARD, tr), tr, is_any=True),
    "no files": lambda tr: goal_behind.files_shown(_shown(CARD, tr), tr, is_any=False),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_it_fits(name: str, language: str) -> None:
    """Two buttons a row, 64 letters each, and no more words than a message holds."""
    check_fits(VIEWS[name](translator(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_nobody_is_stuck(name: str, language: str) -> None:
    """Every message has a way on or back; where nothing is published at all, its words say what to do."""
    view = VIEWS[name](translator(language))
    assert any(view.rows) or name == "empty list"
