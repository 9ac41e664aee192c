"""The screens of goals that the office sees, with the most and the longest of everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from handlers.views import goal_office, goal_office_ask, goal_report, goal_report_ask, goal_report_told, goal_tie
from handlers.views.calendar import Picker
from handlers.views.goal_office import Editing
from handlers.views.goal_report import Reporting
from handlers.views.goal_report_told import Told
from locales import LANGUAGES, Translator, translator
from models.goal import Goal, GoalStatus
from models.goal_facts import DESCRIPTION_LIMIT, MOST, MOST_TOMANS, OWNER_LIMIT, TITLE_LIMIT, UNIT_LIMIT, UPDATE_LIMIT
from models.goal_progress import Odd
from models.goal_update_draft import GoalUpdateDraft
from models.media import MediaItem, MediaKind
from tests.handlers.views.limits import check_fits
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_goal_views import STEP
from tests.handlers.views.test_limits import LARGEST, NOW, WORST, ZONE
from tests.handlers.views.test_resolution_views import TOPICS

WIDE = wide_city(120)
TODAY = date(2026, 12, 10)
STAMP = 36**7 - 1
FILE = MediaItem(1, MediaKind.DOCUMENT, "f", "u", file_name=WORST[:255])
GOAL = Goal(
    id=LARGEST,
    bot_id=1,
    area_id=1,
    number=9999,
    position=1,
    title=WORST[:TITLE_LIMIT],
    description=WORST[:DESCRIPTION_LIMIT],
    owner_body=WORST[:OWNER_LIMIT],
    status=GoalStatus.ACTIVE.value,
    status_at=NOW,
    unit=WORST[:UNIT_LIMIT],
    baseline=-MOST / 3,
    target=MOST / 9,
    value=MOST / 7,
    due_on=TODAY - timedelta(days=400),
    budget_allotted=MOST_TOMANS - 1,
    budget_spent=MOST_TOMANS - 2,
    budget_year=1405,
    published_at=NOW,
    created_at=NOW,
    updated_at=NOW,
    version=STAMP,
)
PLAIN = Goal(**{**GOAL.model_dump(), "unit": None, "baseline": None, "target": None, "value": None, "stated": 40})
HIDDEN = Goal(**{**PLAIN.model_dump(), "published_at": None, "description": "", "owner_body": "", "due_on": None})
DRAFT = GoalUpdateDraft(
    LARGEST,
    text=WORST[:UPDATE_LIMIT],
    value=-MOST / 7,
    status_to=GoalStatus.REACHED.value,
    photo=replace(FILE, kind=MediaKind.PHOTO),
    document=FILE,
    on_day=TODAY - timedelta(days=900),
    corrects_id=LARGEST,
)
FULL = Reporting(GOAL, DRAFT, STAMP, NOW, ZONE, NOW + timedelta(days=3), LARGEST, cause=WORST[:200], odd=list(Odd))
BARE = Reporting(PLAIN, GoalUpdateDraft(LARGEST), STAMP, NOW, ZONE, NOW + timedelta(hours=2), 0)
STATED = replace(BARE, draft=GoalUpdateDraft(LARGEST, text="x", stated=100), listeners=1)
EDITING = Editing(GOAL, WORST[:50], NOW, ZONE, tuple(one.code for one in TOPICS.all[:5]))
DRAWN = replace(EDITING, goal=HIDDEN, topics=())
WAITING = replace(STEP, told_at=None, is_corrected=False, is_removed=False, tell_at=NOW + timedelta(days=1))
TOLD = Told(GOAL, WAITING, NOW, ZONE, LARGEST)
NAMED = [(LARGEST, WORST[:200])] * 5
PROBLEM = Markup("x") * 300


def _picker(noun: str, tr: Translator) -> Picker:
    return Picker(noun, STAMP, NOW, TODAY, ZONE, tr, latest=TODAY + timedelta(days=1098))


def _back(tr: Translator) -> Button:
    return EDITING.back(tr)[0]


VIEWS: dict[str, Callable[[Translator], View]] = {
    "report card": lambda tr: goal_report.report_card(FULL, tr),
    "report card, stated": lambda tr: goal_report.report_card(STATED, tr),
    "empty report": lambda tr: goal_report.empty_card(BARE, tr),
    "put away": lambda tr: goal_report.report_put_away(FULL, tr),
    "begun": lambda tr: goal_report.report_begun_already(FULL, ButtonData("gupdate", "new", LARGEST), tr),
    "begun, correcting": lambda tr: goal_report.report_begun_already(FULL, ButtonData("gupdate", "correct", 1), tr),
    "nothing reported": goal_report.nothing_reported,
    "no more reports": lambda tr: goal_report.no_more_reports(WORST[:TITLE_LIMIT], tr),
    "sentence": lambda tr: goal_report_ask.sentence_asked(FULL, tr),
    "first sentence": lambda tr: goal_report_ask.sentence_asked(BARE, tr),
    "value": lambda tr: goal_report_ask.value_asked(FULL, tr),
    "percent": lambda tr: goal_report_ask.percent_asked(STATED, tr),
    "odd": lambda tr: goal_report_ask.odd_asked(FULL, WORST[:80], list(Odd), "value", tr),
    "value refused": lambda tr: goal_report_ask.value_refused(FULL, PROBLEM, "value", tr),
    "report status": lambda tr: goal_report_ask.status_asked(FULL, tr),
    "photo": lambda tr: goal_report_ask.file_asked(FULL, tr, is_photo=True),
    "document": lambda tr: goal_report_ask.file_asked(BARE, tr, is_photo=False),
    "file needed": lambda tr: goal_report_ask.file_needed(FULL, tr),
    "not for a report": lambda tr: goal_report_ask.not_for_a_report(FULL, tr),
    "sentence too long": lambda tr: goal_report_ask.sentence_too_long(FULL, LARGEST, tr),
    "said for what": lambda tr: goal_report_ask.said_for_what(FULL, WORST, tr),
    "day understood": lambda tr: goal_report_ask.day_understood(FULL, TODAY, tr),
    "past day not read": lambda tr: goal_report_ask.past_day_not_read(FULL, tr),
    "day to come": lambda tr: goal_report_ask.day_to_come(FULL, TODAY, tr),
    "cause": lambda tr: goal_report_ask.cause_asked(FULL, NAMED, NAMED, tr),
    "which resolution": lambda tr: goal_report_ask.which_resolution(FULL, NAMED, tr),
    "cause unknown": lambda tr: goal_report_ask.cause_unknown(FULL, WORST, tr),
    "told card": lambda tr: goal_report_told.told_card(TOLD, tr, is_new=True),
    "told": lambda tr: goal_report_told.told_card(replace(TOLD, update=replace(WAITING, told_at=NOW)), tr),
    "taken back": lambda tr: goal_report_told.told_card(replace(TOLD, update=replace(WAITING, is_removed=True)), tr),
    "corrected": lambda tr: goal_report_told.told_card(replace(TOLD, update=replace(WAITING, is_corrected=True)), tr),
    "told list": lambda tr: goal_report_told.told_list(GOAL, [WAITING] * 6, 3, 100, ZONE, tr),
    "empty told list": lambda tr: goal_report_told.told_list(GOAL, [], 0, 0, ZONE, tr),
    "removal": lambda tr: goal_report_told.removal_asked(TOLD, tr),
    "office card": lambda tr: goal_office.office_card(EDITING, tr),
    "hidden office card": lambda tr: goal_office.office_card(DRAWN, tr),
    "published": lambda tr: goal_office.goal_published(EDITING, tr),
    "kept": lambda tr: goal_office.goal_kept(DRAWN, tr),
    "kept, public": lambda tr: goal_office.goal_kept(EDITING, tr),
    "discard": lambda tr: goal_office.goal_discard_asked(DRAWN, tr),
    "removed": goal_office.goal_removed,
    "press a field": lambda tr: goal_office.press_a_field(EDITING, tr),
    "only words": lambda tr: goal_office.only_words(EDITING, tr),
    "no more editing": goal_office.no_more_editing,
    "changed meanwhile": lambda tr: goal_office.changed_meanwhile(EDITING, PROBLEM, tr),
    "new title": lambda tr: goal_office_ask.new_title_asked(LARGEST, WORST[:50], tr, has_more=True),
    "not begun": goal_office_ask.not_begun,
    "new refused": lambda tr: goal_office_ask.new_refused(PROBLEM, tr),
    "title": lambda tr: goal_office_ask.title_asked(EDITING, tr),
    "description": lambda tr: goal_office_ask.description_asked(EDITING, tr),
    "body": lambda tr: goal_office_ask.body_asked(DRAWN, tr),
    "number": lambda tr: goal_office_ask.number_asked(EDITING, tr),
    "status": lambda tr: goal_office_ask.status_asked(DRAWN, tr),
    "unit": lambda tr: goal_office_ask.unit_asked(EDITING, tr),
    "first unit": lambda tr: goal_office_ask.unit_asked(DRAWN, tr),
    "baseline": lambda tr: goal_office_ask.baseline_asked(EDITING, WORST[:UNIT_LIMIT], tr),
    "target": lambda tr: goal_office_ask.target_asked(EDITING, WORST[:UNIT_LIMIT], -MOST / 3, tr),
    "unit is number": lambda tr: goal_office_ask.unit_is_number(EDITING, WORST, tr),
    "allotted": lambda tr: goal_office_ask.allotted_asked(EDITING, tr),
    "spent": lambda tr: goal_office_ask.spent_asked(EDITING, tr),
    "year": lambda tr: goal_office_ask.year_asked(EDITING, 1405, tr),
    "year not read": lambda tr: goal_office_ask.year_not_read(EDITING, 1405, tr),
    "due understood": lambda tr: goal_office_ask.due_understood(EDITING, TODAY, tr),
    "due not read": lambda tr: goal_office_ask.due_not_read(EDITING, tr),
    "odd goal": lambda tr: goal_office_ask.odd_goal_asked(EDITING, WORST[:80], list(Odd), "due", tr),
    "refused": lambda tr: goal_office_ask.refused(EDITING, PROBLEM, "due", tr),
    "topics": lambda tr: goal_office_ask.topics_asked(EDITING, TOPICS, tr),
    "area": lambda tr: goal_office_ask.area_asked(list(WIDE.places), WIDE, STAMP, _back(tr), tr),
    "area unknown": lambda tr: goal_office_ask.area_unknown(_back(tr), tr),
    "ties": lambda tr: goal_tie.ties_menu(LARGEST, WORST[:TITLE_LIMIT], LARGEST, LARGEST, tr),
    "tie list": lambda tr: goal_tie.ties_list(STAMP, "resolution", [(LARGEST, PROBLEM, True)] * 6, 99, 10_000, tr),
    "no meetings": lambda tr: goal_tie.ties_list(STAMP, "meeting", [], 0, 0, tr),
}
CALENDARS: dict[str, Callable[[Translator], View]] = {
    "report day": lambda tr: goal_report_ask.day_asked(FULL, _picker("gupdate_day", tr), 1405, 9),
    "due day": lambda tr: goal_office_ask.due_asked(EDITING, _picker("gedit_day", tr), 1405, 9),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_screen_fits(name: str, language: str) -> None:
    """Within the messenger's limits, at most two buttons a row."""
    check_fits(VIEWS[name](translator(language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CALENDARS)
def test_every_calendar_fits(name: str, language: str) -> None:
    """The same; a week has seven days."""
    check_fits(CALENDARS[name](translator(language)), widest_row=7)


def test_no_screen_leads_nowhere() -> None:
    """Each has a button on or back."""
    assert [name for name, view in VIEWS.items() if not any(view(translator("fa")).rows)] == []


@pytest.mark.parametrize(
    ("hours", "told"),
    [(2, "today at"), (24, "tomorrow at"), (24 * 5, "on 6 Azar at")],
    ids=["today", "tomorrow", "later"],
)
def test_when_it_reaches_them(hours: int, told: str) -> None:
    """Today, tomorrow, or a day by its name."""
    view = goal_report.report_card(replace(FULL, tell_at=NOW + timedelta(hours=hours), listeners=12), translator("en"))
    assert f"It reaches 12 followers {told}" in str(view.text)


def test_only_the_measure_that_there_is() -> None:
    """A goal with a measure is asked for a value, any other for a percentage."""
    tr = translator("en")
    for reporting, label in ((FULL, "Value"), (BARE, "Percent")):
        labels = {key.label for row in goal_report.empty_card(reporting, tr).rows for key in row}
        assert {"Value", "Percent"} & labels == {label}


def test_told_already_cannot_be_taken_back() -> None:
    """Told, it can only be corrected; about to leave, it need not be hurried."""
    tr = translator("en")

    def labels(told: Told) -> set[str]:
        return {key.label for row in goal_report_told.told_card(told, tr).rows for key in row} - {"Reports made"}

    assert labels(TOLD) == {"Tell it now", "Take it back", "Correct it", "The goal"}
    soon = replace(TOLD, update=replace(WAITING, tell_at=NOW + timedelta(seconds=50)))
    assert labels(soon) == {"Take it back", "Correct it", "The goal"}
    assert labels(replace(TOLD, update=replace(WAITING, told_at=NOW))) == {"Correct it", "The goal"}
