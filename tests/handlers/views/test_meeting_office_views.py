from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from markupsafe import Markup

from handlers.keyboards import View
from handlers.views import (
    meeting_office,
    meeting_office_ask,
    meeting_office_ends,
    meeting_office_guests,
    meeting_office_list,
    meeting_office_running,
    meeting_office_series,
    meeting_office_sessions,
    meeting_office_time,
)
from handlers.views.calendar import Picker
from handlers.views.meeting_office import Called
from handlers.views.meeting_office_guests import Listed
from handlers.views.meeting_office_series import Plan
from handlers.views.meeting_office_warnings import remarks
from handlers.views.notice_office import office_name
from locales import LANGUAGES, Translator, translator
from models.draft import Location
from models.meeting import Answer, Invites, Meeting, MeetingKind, MeetingSeries, MeetingState, Rule
from models.meeting_facts import MOST_SESSIONS, PLACE_LIMIT, TITLE_LIMIT, Facts, Session
from models.meeting_shown import AgendaLine, MeetingShown, Places
from models.meeting_warnings import MeetingWarning, WarningKind
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_limits import CITY, LARGEST, LONG, NOW, WORST, ZONE

WIDE = wide_city(120)
VERSION = 60_000
NAME = "<&\u202e😡" * 25
FIRST = Session(NOW + timedelta(days=3))
FACTS = Facts(
    ("<&😡" * TITLE_LIMIT)[:TITLE_LIMIT],
    (FIRST,),
    ("<&😡" * PLACE_LIMIT)[:PLACE_LIMIT],
    Location(36.6, 51.4),
    "https://" + "a" * 900 + ".ir",
)
SESSIONS = tuple(Session(FIRST.starts_at + timedelta(days=7 * number), 720) for number in range(MOST_SESSIONS))
AGENDA = [AgendaLine(number, number, WORST[:2000], NAME, "1405-999999-9") for number in range(1, 101)]
SHOWN = MeetingShown(
    id=10**9, kind=MeetingKind.EXTRAORDINARY, state=MeetingState.DRAFT, area_id=1, facts=FACTS, revision=9,
    version=VERSION, invites=Invites.AREA, agenda=AGENDA, places=Places(100_000, 99_999, 9_999, 9_999),
    series_id=10**9, announce_at=NOW, cancel_reason="<&😡" * 125,
)  # fmt: skip
_TR = translator("fa")


def _called(**changes: object) -> Called:
    shown = replace(SHOWN, **changes)  # type: ignore[arg-type]  # a test's own fields
    place = office_name(1, LONG, CITY, _TR)
    return Called(shown, place, 10**9, 10**8, 10**6, NAME, 10**6, 10**9)


DRAFT = _called()
COURSE = _called(kind=MeetingKind.COURSE, facts=replace(FACTS, sessions=SESSIONS))
EMPTY = _called(facts=Facts(), agenda=(), places=Places())
ANNOUNCED = _called(state=MeetingState.ANNOUNCED)
ROW = Meeting(
    id=LARGEST, bot_id=42, kind="ordinary", area_id=list(WIDE.places)[-1], author_id=1, chair_id=1, state="announced",
    facts=FACTS.to_data(), starts_at=FIRST.starts_at, ends_at=FIRST.ends_at, created_at=NOW, updated_at=NOW,
)  # fmt: skip
SERIES = MeetingSeries(
    id=LARGEST, bot_id=42, area_id=1, author_id=1, chair_id=1, facts=FACTS.to_data(), rule="monthly",
    next_day=date(2026, 12, 1), until=date(2027, 12, 1), created_at=NOW, version=VERSION,
)  # fmt: skip
PLAN = Plan(Rule.MONTHLY, skips_holidays=True, until=date(2027, 12, 1))
TOTALS = dict.fromkeys(("drafts", "coming", "past"), 10**6)
PEOPLE = [Listed(LARGEST, NAME, "عضو شورای محله، " + "و" * 90, is_on=True)] * 40
WARNED = [MeetingWarning(kind, number, NOW) for number in range(4) for kind in WarningKind]


def _picker(tr: Translator) -> Picker:
    return meeting_office_time.time_picker(DRAFT, CITY, NOW, tr)


def _until(tr: Translator) -> Picker:
    return meeting_office_series.until_picker(VERSION, NOW, CITY, NOW, tr)


_DAY = date(2027, 3, 1)
_RUNNING, _ASK, _TIME = meeting_office_running, meeting_office_ask, meeting_office_time
_SERIES, _ENDS = meeting_office_series, meeting_office_ends
VIEWS: dict[str, Callable[[Translator], View]] = {
    "draft": lambda tr: meeting_office.draft_card(DRAFT, ZONE, tr),
    "draft of a course": lambda tr: meeting_office.draft_card(COURSE, ZONE, tr),
    "draft of nothing": lambda tr: meeting_office.draft_card(EMPTY, ZONE, tr),
    "list": lambda tr: meeting_office_list.meeting_office_list(
        [ROW] * 6, "coming", 1, TOTALS, tree=WIDE, zone=ZONE, tr=tr
    ),
    "empty list": lambda tr: meeting_office_list.meeting_office_list(
        [], "past", 0, dict.fromkeys(TOTALS, 0), tree=WIDE, zone=ZONE, tr=tr
    ),
    "areas": lambda tr: meeting_office_list.areas_asked(list(WIDE.places), WIDE, tr),
    "no area": meeting_office_list.no_area,
    "title asked": lambda tr: _ASK.title_asked(DRAFT, tr),
    "kind asked": lambda tr: _ASK.kind_asked(DRAFT, tr),
    "place asked": lambda tr: _ASK.place_asked(DRAFT, tr),
    "link asked": lambda tr: _ASK.link_asked(DRAFT, tr),
    "length asked": lambda tr: _ASK.length_asked(DRAFT, tr),
    "capacity asked": lambda tr: _ASK.capacity_asked(DRAFT, tr),
    "capacity not read": lambda tr: _ASK.capacity_not_read(DRAFT, WORST, tr),
    "capacity impossible": lambda tr: _ASK.capacity_impossible(DRAFT, tr),
    "chair asked": lambda tr: _ASK.chair_asked(DRAFT, [(LARGEST, NAME)] * 60, tr),
    "invites asked": lambda tr: _ASK.invites_asked(DRAFT, tr),
    "refused": lambda tr: _ASK.refused(DRAFT, Markup("…"), tr),
    "guests": lambda tr: meeting_office_guests.guests_screen(ANNOUNCED, PEOPLE, 1, tr),
    "guest link": lambda tr: meeting_office_guests.guest_link(DRAFT, "https://t.me/" + "b" * 100, tr),
    "month": lambda tr: _TIME.month_screen(DRAFT, _picker(tr), 1405, 12, NOW, back="card"),
    "hours": lambda tr: _TIME.hours_screen(DRAFT, _picker(tr), _DAY, back="card"),
    "minutes": lambda tr: _TIME.minutes_screen(DRAFT, _picker(tr), _DAY, 23, back="card"),
    "day asked": lambda tr: _TIME.day_asked(DRAFT, _picker(tr), NOW, NOW, back="card"),
    "moment not read": lambda tr: _TIME.moment_not_read(DRAFT, tr, back="card"),
    "time refused": lambda tr: _TIME.time_refused(DRAFT, Markup("…"), tr, back="card"),
    "time asked back": lambda tr: _TIME.time_asked_back(DRAFT, FIRST, _remarks(tr), CITY, tr, back="when"),
    "change asked back": lambda tr: _TIME.change_asked_back(ANNOUNCED, COURSE.facts, _remarks(tr), CITY, tr),
    "sessions": lambda tr: meeting_office_sessions.sessions_screen(COURSE, ZONE, tr),
    "no sessions": lambda tr: meeting_office_sessions.sessions_screen(EMPTY, ZONE, tr),
    "session": lambda tr: meeting_office_sessions.session_screen(COURSE, MOST_SESSIONS, ZONE, tr),
    "changes": lambda tr: _RUNNING.changes_screen(ANNOUNCED, tr),
    "who comes": lambda tr: _RUNNING.who_comes(ANNOUNCED, [(Answer.YES, NAME)] * 30, 1, has_more=True, tr=tr),
    "nobody comes": lambda tr: _RUNNING.who_comes(ANNOUNCED, [], 0, has_more=False, tr=tr),
    "questions": lambda tr: _RUNNING.questions_list(ANNOUNCED, [(NAME, WORST)] * 5, 1, has_more=True, tr=tr),
    "no questions": lambda tr: _RUNNING.questions_list(ANNOUNCED, [], 0, has_more=False, tr=tr),
    "reason asked": lambda tr: _RUNNING.reason_asked(ANNOUNCED, tr),
    "cancel asked back": lambda tr: _RUNNING.cancel_asked_back(ANNOUNCED, "<&😡" * 125, ZONE, tr),
    "rule asked": lambda tr: _SERIES.rule_asked(DRAFT, CITY, tr),
    "rule asked too early": lambda tr: _SERIES.rule_asked(EMPTY, CITY, tr),
    "plan": lambda tr: _SERIES.plan_screen(DRAFT, PLAN, CITY, tr),
    "until": lambda tr: _SERIES.until_asked(DRAFT.data("card"), _until(tr), 1405, 12),
    "day not read": lambda tr: _SERIES.day_not_read(DRAFT.data("card"), tr),
    "day past": lambda tr: _SERIES.day_past(DRAFT.data("card"), tr),
    "day refused": lambda tr: _SERIES.day_refused(Markup("…"), DRAFT.data("card"), tr),
    "series begun": lambda tr: _SERIES.series_begun(DRAFT, SERIES, CITY, tr),
    "series": lambda tr: _SERIES.series_card(SERIES, [ROW] * 10, DRAFT.place, CITY, tr),
    "series without any": lambda tr: _SERIES.series_card(SERIES, [], DRAFT.place, CITY, tr),
    "series field": lambda tr: _SERIES.field_asked(SERIES, "link", CITY, tr),
    "series hours": lambda tr: _SERIES.field_asked(SERIES, "hours", CITY, tr),
    "series field refused": lambda tr: _SERIES.field_refused(SERIES, Markup("…"), tr),
    "hours not read": lambda tr: _SERIES.hours_not_read(SERIES, tr),
    "hours asked back": lambda tr: _SERIES.hours_asked_back(SERIES, FIRST, CITY, tr),
    "end asked": lambda tr: _SERIES.end_asked(SERIES, tr),
    "warned": lambda tr: _ENDS.warned(DRAFT, _remarks(tr), tr),
    "leaves": lambda tr: _ENDS.meeting_leaves(DRAFT, timedelta(seconds=60), ZONE, NOW, tr),
    "leaves at once": lambda tr: _ENDS.meeting_leaves(DRAFT, timedelta(), ZONE, NOW, tr),
    "leaves later": lambda tr: _ENDS.meeting_leaves(DRAFT, timedelta(), ZONE, NOW - timedelta(days=9), tr),
    "kept": lambda tr: _ENDS.meeting_kept(DRAFT, tr),
    "discard asked": lambda tr: _ENDS.discard_asked(DRAFT, tr),
    "removed": _ENDS.meeting_removed,
    "nothing changed": _ENDS.nothing_changed,
    "said for what": lambda tr: _ENDS.said_for_what(DRAFT, "<&😡" * 20, tr),
    "file": lambda tr: _ENDS.file_not_taken(DRAFT, tr),
}
_MODULES = (
    meeting_office, _ASK, _TIME, _RUNNING, _SERIES, _ENDS, meeting_office_guests, meeting_office_list,
    meeting_office_sessions,
)  # fmt: skip


def _remarks(tr: Translator) -> list[Markup]:
    return remarks(WARNED, [ROW] * 3, COURSE.facts, ZONE, tr)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_with_the_worst_there_is(name: str, language: str) -> None:
    """With the longest names, texts and ids: within the messenger's limits, on about one screen, with a way on."""
    view = VIEWS[name](translator(language))
    text = check_fits(view, widest_row=7)
    assert len(text) <= ONE_SCREEN
    assert "\u202e" not in text
    if name != "no area":
        assert any(view.rows)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", MeetingState)
def test_a_card_for_every_state(state: MeetingState, language: str) -> None:
    """Whatever became of it, also with an agenda of a hundred: one message, two buttons a row, a way to the list."""
    for called in (_called(state=state), replace(COURSE, shown=replace(COURSE.shown, state=state))):
        view = meeting_office_running.called_card(called, ZONE, translator(language))
        check_fits(view)
        assert view.rows[-1][0].data is not None
        assert view.rows[-1][0].data.action == "list"


def test_no_view_is_left_out() -> None:
    """Every public function that draws a view is among those whose limits are checked."""
    drawn = {name for module in _MODULES for name, made in vars(module).items() if _draws(made, module)}
    checked = {"called_card"}
    for view in VIEWS.values():
        code = getattr(view, "__code__", None)
        checked |= {getattr(view, "__name__", ""), *(code.co_names if code is not None else ())}
    assert drawn <= checked


def _draws(made: object, module: object) -> bool:
    is_own = getattr(made, "__module__", None) == getattr(module, "__name__", None)
    return is_own and getattr(made, "__annotations__", {}).get("return") is View and made.__name__[0] != "_"  # type: ignore[attr-defined]  # a function


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str) -> None:
    """A word over the chat has at most 200 letters."""
    tr = translator(language)
    toasts = [meeting_office_ends.unsent_toast(tr), meeting_office_ends.too_late_toast(tr)]
    toasts += [meeting_office_ends.changed_toast(one, tr) for one in (DRAFT, replace(DRAFT, told=0))]
    toasts += [meeting_office_ends.cancelled_toast(one, tr) for one in (DRAFT, replace(DRAFT, told=0))]
    assert all(0 < len(toast) <= 200 for toast in [*toasts, meeting_office_ask.one_session_toast(tr)])


def test_the_button_says_how_many_are_told() -> None:
    """«اعلام به ۱٬۲۴۰ نفر»; where something is missing there is no such button."""
    card = meeting_office.draft_card(replace(DRAFT, everybody=1240), ZONE, _TR)
    assert card.rows[0][0].label == "اعلام به ۱٬۲۴۰ نفر"
    without = meeting_office.draft_card(EMPTY, ZONE, _TR)
    assert not without.rows[0]


def test_a_session_of_any_course_fits_its_button() -> None:
    """A button about a session names its meeting and its number, and both are read back."""
    data = meeting_office_sessions.session_data(COURSE, "open", MOST_SESSIONS)
    assert meeting_office_sessions.pressed_session(data.id) == (COURSE.shown.id, MOST_SESSIONS)
