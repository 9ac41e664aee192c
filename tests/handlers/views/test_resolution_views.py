"""The screens of resolutions, with the most and the longest of everything."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.keyboards import View
from handlers.views import overdue, resolution_list, resolution_office, resolution_work
from handlers.views import resolution as cards
from handlers.views.calendar import Picker
from handlers.views.resolution import Shown
from handlers.views.resolution_list import STATUS_CHOICES, Narrowed
from handlers.views.resolution_office import Making
from locales import LANGUAGES, Translator, translator
from models.area import Level
from models.jalali_calendar import month_of
from models.resolution import Resolution, ResolutionEvent, ResolutionStatus
from models.resolution_draft import ResolutionDraft
from models.resolution_wording import LONGEST_BODY, LONGEST_TEXT
from models.services.resolution_moves import LONGEST_NOTE
from models.topic import Topic, Topics
from models.typed_votes import MOST_VOTES, Votes
from tests.handlers.views.limits import check_fits
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_limits import LARGEST, NOW, WORST, ZONE

WIDE = wide_city(120)
PLACE = WIDE.choosable()[0]
TODAY = date(2026, 12, 10)
NAMES = dict.fromkeys(LANGUAGES, "<&\u202e😡" * 25)
TOPICS = Topics(tuple(Topic(code=f"t{number}", names=NAMES, position=number) for number in range(40)))
ONE = Resolution(
    id=LARGEST,
    bot_id=1,
    area_id=PLACE.id,
    term=9,
    year=1405,
    number=99_999,
    meeting_id=LARGEST,
    text=WORST[:LONGEST_TEXT],
    responsible=WORST[:LONGEST_BODY],
    due_on=TODAY - timedelta(days=400),
    votes_for=MOST_VOTES,
    votes_against=MOST_VOTES,
    votes_abstained=MOST_VOTES,
    status=ResolutionStatus.AWAITING_REVIEW.value,
    status_at=NOW,
    binds_at=NOW,
    search_key="",
    published_at=NOW,
    made_by=1,
    created_at=NOW,
    updated_at=NOW,
    version=36**7 - 1,
)


def _step(number: int) -> ResolutionEvent:
    statuses = list(ResolutionStatus)
    return ResolutionEvent(
        id=number,
        resolution_id=LARGEST,
        status_from=None if not number else statuses[number % 5].value,
        status_to=statuses[number // 2 % 5].value,
        note=WORST[:LONGEST_NOTE] if number else "",
        bot_id=1,
        created_at=NOW,
    )


STEPS = [_step(number) for number in range(30)]
FULL = Shown(ONE, PLACE, TODAY, is_overdue=True, zone=ZONE, steps=STEPS, answers=LARGEST)
BARE_ONE = Resolution(**{**ONE.model_dump(), "due_on": None, "votes_for": None, "meeting_id": None, "binds_at": None})
BARE = Shown(BARE_ONE, None, TODAY, is_overdue=False, zone=ZONE)
HIDDEN = replace(FULL, resolution=Resolution(**{**ONE.model_dump(), "published_at": None}), steps=())
DRAFT = ResolutionDraft(
    PLACE.id,
    text=WORST[:LONGEST_TEXT],
    responsible=WORST[:LONGEST_BODY],
    due_on=TODAY,
    votes=Votes(MOST_VOTES, MOST_VOTES, MOST_VOTES),
    topic="t1",
)
MAKING = Making(DRAFT, PLACE, 36**7 - 1, item=WORST, topic=NAMES["fa"], answers=LARGEST, is_public_at_once=True)
EMPTY = Making(ResolutionDraft(PLACE.id), None, 36**7 - 1)
USED = [WORST[:LONGEST_BODY]] * 6
NARROWED = Narrowed(NAMES["fa"], is_own_only=False, status="overdue", topic=NAMES["fa"], words=WORST[:200])
CODES = ["1405-000123-7"] * 20


def _picker(noun: str, tr: Translator) -> Picker:
    return Picker(noun, 36**7 - 1, NOW, TODAY, ZONE, tr, latest=TODAY + timedelta(days=1098))


def _work(shown: Shown, tr: Translator, status: ResolutionStatus = ResolutionStatus.OPEN) -> View:
    row = Resolution(**{**shown.resolution.model_dump(), "status": status.value})
    return resolution_work.work_card(replace(shown, resolution=row), tr, may_change=True, may_move=True)


VIEWS: dict[str, Callable[[Translator], View]] = {
    "card": lambda tr: cards.resolution_card(FULL, tr, page=99_999, works_on_it=True, has_photos=True),
    "bare card": lambda tr: cards.resolution_card(BARE, tr, page=None, works_on_it=False, has_photos=False),
    "gone": cards.resolution_gone,
    "list": lambda tr: resolution_list.resolution_list([FULL] * 5, LARGEST, 99_999, NARROWED, tr, may_make=True),
    "whole list": lambda tr: resolution_list.resolution_list([BARE] * 5, 5, 0, Narrowed(), tr),
    "empty list": lambda tr: resolution_list.resolution_list([], 0, 0, Narrowed(), tr),
    "nothing fits": lambda tr: resolution_list.resolution_list([], 0, 0, NARROWED, tr),
    "bodies": lambda tr: resolution_list.body_choice(
        dict.fromkeys(WIDE.places, LARGEST), WIDE, 1, chosen=PLACE.id, is_own_only=True, home=PLACE.id, tr=tr
    ),
    "no bodies": lambda tr: resolution_list.body_choice({}, WIDE, 99, chosen=None, is_own_only=False, home=None, tr=tr),
    "statuses": lambda tr: resolution_list.status_choice("overdue", tr),
    "topics": lambda tr: resolution_list.topic_choice([one.code for one in TOPICS.all], TOPICS, "t1", tr),
    "search": lambda tr: resolution_list.words_asked(NARROWED, tr),
    "of a meeting": lambda tr: resolution_list.meeting_resolutions([BARE] * 20, tr),
    "of a meeting, none": lambda tr: resolution_list.meeting_resolutions([], tr),
    "overdue": lambda tr: overdue.overdue_list([FULL] * 10, LARGEST, tr),
    "work card": lambda tr: _work(FULL, tr),
    "work card, in progress": lambda tr: _work(FULL, tr, ResolutionStatus.IN_PROGRESS),
    "work card, done": lambda tr: _work(BARE, tr, ResolutionStatus.DONE),
    "work card, hidden": lambda tr: resolution_work.work_card(HIDDEN, tr, may_change=True, may_move=False),
    "note": lambda tr: resolution_work.note_asked(FULL, ResolutionStatus.STOPPED, tr),
    "note with photo": lambda tr: resolution_work.note_asked(BARE, ResolutionStatus.DONE, tr, has_photo=True),
    "reason": lambda tr: resolution_work.reason_asked(FULL, TODAY, _picker(resolution_work.DAY, tr), tr),
    "reason without a day": lambda tr: resolution_work.reason_asked(BARE, None, _picker(resolution_work.DAY, tr), tr),
    "no day": lambda tr: resolution_work.day_not_read(FULL, tr),
    "words needed": lambda tr: resolution_work.words_needed(FULL, tr),
    "note too long": lambda tr: resolution_work.note_too_long(FULL, LARGEST, LONGEST_NOTE, tr),
    "removal": lambda tr: resolution_work.removal_asked(HIDDEN, tr),
    "removed": lambda tr: resolution_work.removed(LARGEST, tr),
    "draft": lambda tr: resolution_office.draft_card(MAKING, _picker("resolve_day", tr), tr),
    "empty draft": lambda tr: resolution_office.draft_card(EMPTY, _picker("resolve_day", tr), tr),
    "area": lambda tr: resolution_office.area_asked(list(WIDE.places), WIDE, 36**7 - 1, tr),
    "area unknown": lambda tr: resolution_office.area_unknown(36**7 - 1, tr),
    "text": lambda tr: resolution_office.text_asked(MAKING, tr),
    "body": lambda tr: resolution_office.body_asked(MAKING, USED, tr),
    "first body": lambda tr: resolution_office.body_asked(EMPTY, [], tr),
    "too long": lambda tr: resolution_office.too_long("text", LARGEST, LONGEST_TEXT, MAKING, tr),
    "day confirmed": lambda tr: resolution_office.day_confirmed(MAKING, TODAY, _picker("resolve_day", tr), tr),
    "past day": lambda tr: resolution_office.day_confirmed(
        MAKING, TODAY - timedelta(days=1), _picker("resolve_day", tr), tr
    ),
    "day not read": lambda tr: resolution_office.day_not_read(MAKING, tr),
    "votes": lambda tr: resolution_office.votes_asked(MAKING, tr),
    "votes not read": lambda tr: resolution_office.votes_not_read(MAKING, tr),
    "topic": lambda tr: resolution_office.topic_asked(MAKING, TOPICS, tr),
    "answers": lambda tr: resolution_office.answers_asked(MAKING, CODES, tr),
    "answers refused": lambda tr: resolution_office.answers_refused(MAKING, [WORST[:40]] * 20, tr),
    "press something": lambda tr: resolution_office.press_something(MAKING, tr),
    "put away": lambda tr: resolution_office.put_away(MAKING, tr),
    "begun already": lambda tr: resolution_office.begun_already(MAKING, LARGEST, tr),
    "nothing begun": resolution_office.nothing_begun,
    "under a submission": lambda tr: cards.with_resolution(cards.resolution_gone(tr), ONE, PLACE, tr),
}
CALENDARS: dict[str, Callable[[Translator], View]] = {
    "due day": lambda tr: resolution_office.day_picker(MAKING, _picker("resolve_day", tr), *month_of(TODAY)),
    "another due day": lambda tr: resolution_work.day_asked(FULL, _picker(resolution_work.DAY, tr), *month_of(TODAY)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_it_fits(name: str, language: str) -> None:
    """Two buttons a row, 64 letters each, and no more words than a message holds."""
    check_fits(VIEWS[name](translator(language)))


def test_without_a_resolution_there_is_a_way_on() -> None:
    """Where nothing is public yet, the list says what to look at instead, and a button leads there."""
    view = resolution_list.resolution_list([], 0, 0, Narrowed(), translator("fa"))
    assert [button.label for row in view.rows for button in row] == ["جلسه‌های پیش رو"]
    assert "جلسه‌های پیش رو" in view.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CALENDARS)
def test_calendars_fit(name: str, language: str) -> None:
    """A week a row."""
    check_fits(CALENDARS[name](translator(language)), widest_row=7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_history_comes_in_messages(language: str) -> None:
    """Every step with its whole note, over as many messages as it takes; the way back is below the last."""
    views = cards.whole_history(FULL, translator(language))
    assert len(views) > 1
    words = [check_fits(view) for view in views]
    assert sum(one.count("▫️") for one in words) == len(STEPS)
    assert [bool(view.rows) for view in views] == [False] * (len(views) - 1) + [True]


def test_the_card_shows_the_newest_steps_that_fit() -> None:
    """The text comes whole; of its history the newest are shown, oldest first, and all of it is a tap away."""
    shown = replace(FULL, steps=[*STEPS[:-1], replace_note(STEPS[-1], "آخرین خبر")])
    view = cards.resolution_card(shown, translator("fa"), page=None, works_on_it=False, has_photos=False)
    assert str(view.text).rstrip().splitlines()[-1].count("آخرین خبر") == 1
    assert any(button.label == "همهٔ مراحل" for row in view.rows for button in row)


def replace_note(step: ResolutionEvent, note: str) -> ResolutionEvent:
    """The same step with other words."""
    return ResolutionEvent(**{**step.model_dump(), "note": note})


def test_what_a_neighbourhood_proposes_is_no_resolution() -> None:
    """The name is the body's: a neighbourhood's proposes, the others resolve."""
    tr = translator("fa")
    for level in Level:
        place = replace(PLACE, level=level, name="گلسار")
        view = cards.resolution_card(replace(BARE, place=place), tr, page=None, works_on_it=False, has_photos=False)
        assert ("پیشنهاد شورای محلهٔ گلسار" in view.text) == (level is Level.NEIGHBOURHOOD)
        assert ("مصوبهٔ شورای گلسار" in view.text) == (level is not Level.NEIGHBOURHOOD)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", [one for one in STATUS_CHOICES if one is not None])
def test_every_status_has_its_words(status: str, language: str) -> None:
    """What the list is narrowed by is said in its head."""
    narrowed = Narrowed(status=status)
    view = resolution_list.resolution_list([], 0, 0, narrowed, translator(language))
    assert resolution_list.status_name(status, translator(language)) in view.text
