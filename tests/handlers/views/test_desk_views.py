"""The desk's views: within the messenger's limits with the worst there is, and naming no author."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.keyboards import View
from handlers.views import case, case_choices, case_talk, case_words, desk, walk_in
from handlers.views.case import Case, Holder
from handlers.views.case_words import Errand, Writing
from locales import LANGUAGES, Translator, translator
from models.area import Level
from models.draft import Draft, Location, Part
from models.entry import Entry, EntryKind
from models.media import Media, MediaItem, MediaKind
from models.role import MAY, Action, Role
from models.services.desk import Tray, Waiting
from models.submission import STAFF_MOVES, About, Addition, Kind, Status, StatusEvent, Submission
from models.topic import Topic, Topics
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import small_city, tree_of, wide_city

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
LARGEST, VERSION = 36**12 - 1, 36**7 - 1
WORST = "<b>&\u202e😡\n" * 4000
CODE = "1405-999999-9"
LONG = tree_of((1, Level.NEIGHBOURHOOD, "<&\u202e😡" * 25, None))
WIDE = wide_city(120)
_NAMES = dict.fromkeys(LANGUAGES, "<&\u202e😡" * 25)
TOPICS = Topics(
    tuple(
        Topic(code=f"topic{number}", parent_code="topic1" if number > 16 else None, names=_NAMES, position=number)
        for number in range(1, 33)
    )
)
SUBMISSION = Submission(
    id=LARGEST, code=CODE, year=1405, serial=999_999, kind="report", topic="topic1", status="registered",
    visibility="public", person_id=4_242_424_242, area_id=1, text=WORST, latitude=36.6, longitude=51.4,
    about="council", letter_number=WORST, letter_date=date(2026, 11, 1), needs_placing=True, version=VERSION,
    created_at=NOW - timedelta(days=999), updated_at=NOW,
)  # fmt: skip


def _entry(kind: EntryKind) -> Entry:
    return Entry(submission_id=1, kind=kind.value, text=WORST, person_id=4_242_424_242, created_at=NOW)


CASE = Case(
    SUBMISSION,
    [StatusEvent(submission_id=1, status_to=status.value, note=WORST, created_at=NOW) for status in list(Status) * 20],
    [Addition(submission_id=1, message_id=number, text=WORST, created_at=NOW) for number in range(20)],
    [_entry(kind) for kind in list(EntryKind) * 10],
    [
        Media(submission_id=1, bot_id=1, message_id=1, kind=kind.value, file_id="f", file_unique_id="u", created_at=NOW)
        for kind in list(MediaKind) * 10
    ],
    Holder.COLLEAGUE,
    frozenset(Action),
)
DRAFT = Draft(
    id=LARGEST,
    kind=Kind.REPORT,
    topic="topic1",
    area_id=1,
    parts=(
        Part(1, WORST, location=Location(36.6, 51.4)),
        *(Part(10 + n, media=MediaItem(10 + n, kind, "f", f"u{n}")) for n, kind in enumerate(list(MediaKind) * 10)),
    ),
)
WRITING = Writing(LARGEST, CODE, WORST, VERSION)
LOOKED = desk.Looked(1, Kind.COMPLAINT, "topic1")
FULL = {tray.value: 10**9 for tray in Tray}
LONGEST = Waiting(LARGEST, CODE, NOW - timedelta(days=9999))


def replace_kind(submission: Submission, kind: Kind) -> Submission:
    """The same, of another kind."""
    return Submission(**{**submission.model_dump(), "kind": kind.value})


VIEWS: dict[str, Callable[[Translator], View]] = {
    "overview": lambda tr: desk.desk_overview(FULL, LONGEST, LOOKED, LONG, TOPICS, now=NOW, tr=tr),
    "empty overview": lambda tr: desk.desk_overview({}, None, desk.Looked(), LONG, TOPICS, now=NOW, tr=tr),
    "tray": lambda tr: desk.tray_list(
        "needs_info", [SUBMISSION] * desk.PAGE, LARGEST - 1, LONG, held={LARGEST}, has_more=True, now=NOW, tr=tr
    ),
    "empty tray": lambda tr: desk.tray_list("new", [], 0, LONG, has_more=False, now=NOW, tr=tr),
    "filter": lambda tr: desk.desk_filter(LOOKED, LONG, TOPICS, tr),
    "areas": lambda tr: desk.desk_areas(WIDE, 1, 2, tr),
    "kinds": desk.desk_kinds,
    "topics": lambda tr: desk.desk_topics(TOPICS, tr),
    "nothing next": desk.nothing_next,
    "three done": desk.three_done,
    "card": lambda tr: case.case_card(CASE, LONG, TOPICS, now=NOW, zone=ZONE, tr=tr),
    "more": lambda tr: case_choices.case_more(CASE, tr),
    "moves": lambda tr: case_choices.case_moves(CASE, tr),
    "correct kind": lambda tr: case_choices.case_kinds(SUBMISSION, tr),
    "correct whom": lambda tr: case_choices.case_abouts(replace_kind(SUBMISSION, Kind.COMPLAINT), tr),
    "correct topic": lambda tr: case_choices.case_topics(SUBMISSION, TOPICS, "topic1", version=VERSION, tr=tr),
    "topic list": lambda tr: case_choices.topic_list(
        TOPICS, None, tr.text("<b>Which topic?</b>"), noun=walk_in.TOPIC, version=VERSION, tr=tr
    ),
    "correct area": lambda tr: case_choices.case_areas(SUBMISSION, WIDE, 0, 2, version=VERSION, tr=tr),
    **{
        f"asked to {errand}": lambda tr, errand=errand: case_words.words_asked(errand, WRITING, None, tr)  # type: ignore[misc]  # mypy infers no lambda with a default
        for errand in Errand
        if errand is not Errand.MOVE
    },
    "asked for a note": lambda tr: case_words.words_asked(Errand.MOVE, WRITING, Status.IN_PROGRESS, tr),
    "asked for a reason": lambda tr: case_words.words_asked(Errand.MOVE, WRITING, Status.OUT_OF_SCOPE, tr),
    "collected": lambda tr: case_words.words_collected(WRITING, list(MediaKind) * 10, tr),
    "refused": lambda tr: case_words.words_refused(WRITING, tr.text("<b>Desk</b>"), tr),
    "kept": lambda tr: case_words.words_kept(WRITING, tr),
    "only words": lambda tr: case_words.words_only(Errand.MOVE, tr),
    "only a number": lambda tr: case_words.words_only(Errand.LETTER, tr),
    "day asked": lambda tr: case_words.day_asked(WRITING, "۹" * 64, tr),
    "day unknown": lambda tr: case_words.day_unknown(WRITING, tr),
    "done": lambda tr: case_words.case_done(
        LARGEST, CODE, case_words.done_line(Errand.MOVE, Status.OUT_OF_SCOPE, tr), tr
    ),
    "named": lambda tr: case_words.author_named(CODE, "<&\u202e😡" * 60, tr),
    "left": lambda tr: case_words.left_reach(CODE, tr),
    "out of sight": lambda tr: case_words.out_of_sight(CODE, tr),
    "place unknown": lambda tr: case_words.place_unknown(WORST, desk.desk_areas(WIDE, 0, 0, tr), tr),
    "files missing": lambda tr: case_words.files_missing(99, tr),
    "walk-in asked": lambda tr: walk_in.walk_in_asked(version=VERSION, tr=tr),
    "walk-in card": lambda tr: walk_in.walk_in_card(DRAFT, WORST, LONG, TOPICS, version=VERSION, tr=tr),
    "walk-in kinds": lambda tr: walk_in.walk_in_kinds(DRAFT, version=VERSION, tr=tr),
    "walk-in card of a complaint": lambda tr: walk_in.walk_in_card(
        replace(DRAFT, kind=Kind.COMPLAINT, about=About.EMPLOYEE), WORST, LONG, TOPICS, version=VERSION, tr=tr
    ),
    "walk-in abouts": lambda tr: walk_in.walk_in_abouts(DRAFT, version=VERSION, tr=tr),
    "walk-in topics": lambda tr: walk_in.walk_in_topics(TOPICS, "topic1", version=VERSION, tr=tr),
    "walk-in areas": lambda tr: walk_in.walk_in_areas(WIDE, 0, 2, version=VERSION, tr=tr),
    "walk-in contact": lambda tr: walk_in.walk_in_contact(version=VERSION, tr=tr),
    "walk-in recorded": lambda tr: walk_in.walk_in_recorded(CODE, LARGEST, tr),
    "walk-in discarded": walk_in.walk_in_discarded,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_with_the_worst_there_is(name: str, language: str) -> None:
    """With the longest names, texts and ids: within the messenger's limits, and on about one screen."""
    text = check_fits(VIEWS[name](translator(language)))
    assert len(text) <= ONE_SCREEN
    assert "\u202e" not in text


@pytest.mark.parametrize("module", [case, case_choices, case_words, desk, walk_in])
def test_no_view_is_left_out(module: object) -> None:
    """Every public function that draws a view is among those whose limits are checked."""
    drawn = {name for name, made in vars(module).items() if _draws(made, module) and not name.startswith("_")}
    checked = set()
    for view in VIEWS.values():
        code = getattr(view, "__code__", None)
        checked |= {getattr(view, "__name__", ""), *(code.co_names if code is not None else ())}
    assert drawn <= checked


def _draws(made: object, module: object) -> bool:
    is_own = getattr(made, "__module__", None) == getattr(module, "__name__", None)
    return is_own and getattr(made, "__annotations__", {}).get("return") is View


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_file_fits_over_many_messages(language: str) -> None:
    """However long its words, each message of a file is within the messenger's limits, and no word is left out."""
    tr = translator(language)
    words = [f"w{number}" for number in range(5000)]
    for text in (WORST, " ".join(words), "س" * 20_000):
        pages = case_talk.whole_file(text, CASE.additions[:2], CASE.entries[:7], CASE.history[:3], zone=ZONE, tr=tr)
        for page in (*pages, *case_talk.whole_text(text, tr)):
            check_fits(page)
    read = " ".join(check_fits(page) for page in case_talk.whole_text(" ".join(words), tr))
    assert all(word in read for word in words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str) -> None:
    """A word over the chat has at most 200 letters."""
    tr = translator(language)
    assert all(0 < len(toast) <= 200 for toast in (case_words.taken(tr), case_words.already_released(tr)))


def _actions(view: View) -> set[str]:
    return {button.data.action for row in view.rows for button in row if button.data is not None}


_NEEDED = {
    "take": Action.CLAIM, "ask": Action.ASK, "answer": Action.ANSWER, "status": Action.MOVE, "note": Action.NOTE,
    "place": Action.PLACE, "transcribe": Action.TRANSCRIBE, "kinds": Action.CORRECT, "topics": Action.CORRECT,
    "abouts": Action.CORRECT, "hide": Action.CORRECT, "letter": Action.LETTER, "name": Action.IDENTITY,
}  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if Action.SEE in MAY[role]])
@pytest.mark.parametrize("status", list(Status))
def test_the_card_offers_what_rights_and_status_allow(role: Role, status: Status) -> None:
    """Each button of card, «more» and «status» is there exactly where the role may press it and the status leads on."""
    submission = Submission(**{**SUBMISSION.model_dump(), "status": status.value})
    made, tr = replace(CASE, submission=submission, may=MAY[role], holder=Holder.NOBODY), translator("fa")
    card = case.case_card(made, small_city(), TOPICS, now=NOW, zone=ZONE, tr=tr)
    offered = _actions(card) | _actions(case_choices.case_more(made, tr))
    expected = {action for action, needed in _NEEDED.items() if needed in MAY[role]}
    if not STAFF_MOVES[status] - {Status.NEEDS_INFO}:
        expected.discard("status")
    if status is not Status.NEEDS_INFO and Status.NEEDS_INFO not in STAFF_MOVES[status]:
        expected.discard("ask")
    assert offered & set(_NEEDED) == expected
    moves = {action.removeprefix("to_") for action in _actions(case_choices.case_moves(made, tr)) - {"card"}}
    assert moves == {to.value for to in STAFF_MOVES[status]} - {"needs_info"}


_UNREAD = re.compile("[\u2066\u2068][^\u2069]*\u2069")
_RIGHT_TO_LEFT = re.compile("[\u200f\u0620-\u064a\u0671-\u06d3]")


@pytest.mark.parametrize("name", ["tray", "card", "card of a plain one", "more", "out of sight"])
def test_every_line_knows_its_direction(name: str) -> None:
    """No Persian line is of isolates alone, names in order among them: a messenger would set it from left to right."""
    plain = Submission(**{**SUBMISSION.model_dump(), "needs_placing": False, "text": "چراغ", "area_id": 4})
    view = (
        case.case_card(replace(CASE, submission=plain), small_city(), TOPICS, now=NOW, zone=ZONE, tr=translator("fa"))
        if name == "card of a plain one"
        else VIEWS[name](translator("fa"))
    )
    bare = _UNREAD.sub("", view.text)
    lost = [line for line in bare.splitlines() if line.strip(" ·…▫️") and not _RIGHT_TO_LEFT.search(line)]
    assert lost == []


def test_nothing_on_the_desk_carries_the_author() -> None:
    """No text and no button of any view holds the author's id."""
    for view in VIEWS.values():
        drawn = str(view(translator("en")).to_parameters())
        assert "4242424242" not in drawn
