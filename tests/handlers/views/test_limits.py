from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.keyboards import View
from handlers.views import (
    addition,
    area,
    danger,
    draft,
    draft_ends,
    errors,
    export,
    general,
    late,
    menu,
    mine,
    outcome,
    privacy,
    reply,
    start,
)
from locales import LANGUAGES, Translator, translator
from models.area import Level
from models.city import City, EmergencyNumber
from models.draft import Draft, Location, Part
from models.entry import Entry, EntryKind
from models.media import MediaItem, MediaKind, MediaState
from models.rights import Rights
from models.submission import Addition, Kind, Status, StatusEvent, Submission
from models.topic import Topic, Topics
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import tree_of, wide_city

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
LARGEST = 36**12 - 1  # the largest id a button carries
VERSION = 36**7 - 1
WORST = "<b>&\u202e😡\n" * 4000  # escapes grow it, the emoji counts twice, the sign is stray
CODE = "1405-999999-9"
CITY = City(
    "ش" * 60, "شوراهای محلات " + "ش" * 120, ZONE, "fa", tuple(EmergencyNumber("125", "آتش‌نشانی") for _ in range(20))
)
WIDE = wide_city(120)
LONG = tree_of((1, Level.NEIGHBOURHOOD, "<&\u202e😡" * 25, None))
_NAMES = dict.fromkeys(LANGUAGES, "<&\u202e😡" * 25)
TOPICS = Topics(
    tuple(
        Topic(code=f"topic{number}", parent_code="topic1" if number > 16 else None, names=_NAMES, position=number)
        for number in range(1, 33)
    )
)
FILES = tuple(
    Part(10 + number, media=MediaItem(10 + number, kind, "f", f"u{number}", size=30_000_000))
    for number, kind in enumerate(list(MediaKind) * 10)
)
DRAFT = Draft(
    id=LARGEST,
    kind=Kind.COMPLAINT,
    topic="topic1",
    area_id=1,
    is_anonymous=True,
    parts=(Part(1, WORST, location=Location(36.6, 51.4)), *FILES),
)
SUBMISSION = Submission(
    id=LARGEST, code=CODE, year=1405, serial=999_999, kind="complaint", topic="topic1", status="needs_info",
    visibility="staff_only", person_id=1, area_id=1, text=WORST, latitude=36.6, longitude=51.4,
    created_at=NOW, updated_at=NOW,
)  # fmt: skip
RECORD = mine.Record(
    SUBMISSION,
    [StatusEvent(submission_id=1, status_to=status.value, note=WORST, created_at=NOW) for status in list(Status) * 20],
    [Addition(submission_id=1, message_id=number, text=WORST, created_at=NOW) for number in range(50)],
    [(kind, state) for kind in MediaKind for state in MediaState],
    [Entry(submission_id=1, kind=kind.value, text=WORST, created_at=NOW) for kind in list(EntryKind) * 9],
    asks_outcome=True,
)

VIEWS: dict[str, Callable[[Translator], View]] = {
    "first contact": lambda tr: start.first_contact(CITY, asks_area=True, version=VERSION, tr=tr),
    "first contact without areas": lambda tr: start.first_contact(CITY, asks_area=False, version=VERSION, tr=tr),
    "area asked": lambda tr: start.area_asked(version=VERSION, tr=tr),
    "welcome back": lambda tr: start.welcome_back(LONG.places[1], CITY, tr),
    "home noted": lambda tr: start.home_noted(LONG.places[1], tr),
    "home chosen": lambda tr: start.home_chosen(LONG.places[1], tr),
    "home later": start.home_later,
    "home kept": lambda tr: start.home_kept(LONG.places[1], tr),
    "no areas": start.no_areas,
    "typed message": start.typed_message,
    "group greeting": lambda tr: start.group_greeting("b" * 32, tr),
    "area list": lambda tr: area.area_list(WIDE, 0, 2, noun=draft.PLACE, version=VERSION, tr=tr),
    "area question": lambda tr: area.area_question(
        WIDE, list(WIDE.places.values())[1:7], noun=draft.PLACE, version=VERSION, tr=tr
    ),
    "area not found": lambda tr: area.area_not_found(WORST, noun=start.HOME, version=VERSION, tr=tr),
    "danger": lambda tr: danger.danger_warning(CITY, tr),
    "draft card": lambda tr: draft.draft_card(DRAFT, LONG, TOPICS, version=VERSION, tr=tr),
    "draft edit": lambda tr: draft.draft_edit(DRAFT, version=VERSION, tr=tr),
    "draft rewrite": lambda tr: draft.draft_rewrite(DRAFT, version=VERSION, tr=tr),
    "draft abouts": lambda tr: draft.draft_abouts(DRAFT, version=VERSION, tr=tr),
    "draft kinds": lambda tr: draft.draft_kinds(DRAFT, version=VERSION, tr=tr),
    "draft topics": lambda tr: draft.draft_topics(TOPICS, None, version=VERSION, tr=tr),
    "draft topics below one": lambda tr: draft.draft_topics(TOPICS, "topic1", version=VERSION, tr=tr),
    "draft places": lambda tr: draft.draft_places(WIDE, 0, 2, version=VERSION, tr=tr),
    "draft place needed": lambda tr: draft.draft_place_needed(DRAFT, WIDE, version=VERSION, tr=tr),
    "draft asked": draft_ends.draft_asked,
    "draft open": draft_ends.draft_open,
    "draft discarded": lambda tr: draft_ends.draft_discarded(DRAFT, version=VERSION, tr=tr),
    "draft gone": draft_ends.draft_gone,
    "draft reminder": lambda tr: draft_ends.draft_reminder(LARGEST, version=VERSION, tr=tr),
    "no draft": draft_ends.no_draft,
    "nothing begun": draft_ends.nothing_begun,
    "registered": lambda tr: draft_ends.registered_card(CODE, LARGEST, tr),
    "stays registered": lambda tr: draft_ends.stays_registered(CODE, tr),
    "addition offered": lambda tr: addition.addition_offered(CODE, LARGEST, version=VERSION, tr=tr),
    "addition asked": lambda tr: addition.addition_asked(CODE, tr),
    "addition done": lambda tr: addition.addition_done(CODE, LARGEST, tr, is_too_large=True),
    "addition separate": addition.addition_separate,
    "addition takes no pin": addition.addition_takes_no_pin,
    "addition later": addition.addition_later,
    "addition ended": addition.addition_ended,
    "my empty list": lambda tr: mine.my_list([], 0, 0, tr),
    "my list": lambda tr: mine.my_list([SUBMISSION] * mine.PAGE, 999_999, 1, tr),
    "my card": lambda tr: mine.my_card(RECORD, LONG, TOPICS, zone=ZONE, now=NOW, page=VERSION, tr=tr),
    "reply asked": lambda tr: reply.reply_asked(CODE, WORST, tr),
    "reply gathered": lambda tr: reply.reply_gathered(CODE, DRAFT, LARGEST, version=VERSION, tr=tr),
    "reply empty": reply.reply_empty,
    "reply offered": lambda tr: reply.reply_offered(CODE, LARGEST, is_more=False, version=VERSION, tr=tr),
    "reply offered once more": lambda tr: reply.reply_offered(CODE, LARGEST, is_more=True, version=VERSION, tr=tr),
    "reply done": lambda tr: reply.reply_done(CODE, LARGEST, tr),
    "reply later": reply.reply_later,
    "reply kept": lambda tr: reply.reply_later(tr, entry_id=LARGEST),
    "solved": lambda tr: outcome.solved_noted(CODE, LARGEST, tr),
    "reopened": lambda tr: outcome.reopened_noted(CODE, LARGEST, tr),
    "explanation joined": lambda tr: outcome.explanation_joined(CODE, LARGEST, tr),
    "explanation done": lambda tr: outcome.explanation_done(CODE, LARGEST, tr),
    "withdraw question": lambda tr: mine.withdraw_question(SUBMISSION, VERSION, tr),
    "help": lambda tr: general.help_text(CITY, tr, Rights(1, is_owner=True)),
    "privacy": privacy.privacy_notice,
    "language": general.language_question,
    "language chosen": general.language_chosen,
    "unknown command": general.unknown_command,
    "nothing to cancel": general.nothing_to_cancel,
    "unknown button": general.unknown_button,
    "sticker": lambda tr: general.not_text(tr, is_sticker=True),
    "not to be registered": lambda tr: general.not_text(tr, is_sticker=False),
    "export question": lambda tr: export.export_question(
        new_since_last=True, with_identity=True, version=VERSION, tr=tr
    ),
    "export begun": export.export_begun,
    "export ready": lambda tr: export.export_ready(10**9, tr),
    "export failed": export.export_failed,
    "export ready, uncounted": lambda tr: export.export_ready(None, tr),
    "export too large": export.export_too_large,
    "export gone": export.export_gone,
    "export later": export.export_later,
    "late": lambda tr: View(late.late_line(NOW, ZONE, tr)),
    "apology": errors.apology,
    "unshowable": errors.unshowable,
    "alert": lambda tr: errors.owner_alert(WORST[:500], 10**9, tr),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_view_fits_with_the_worst_there_is(name: str, language: str) -> None:
    """With the longest names, texts and ids: within the messenger's limits, and on about one screen."""
    text = check_fits(VIEWS[name](translator(language)))
    assert len(text) <= ONE_SCREEN
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "module", [addition, area, danger, draft, draft_ends, export, general, mine, outcome, privacy, reply, start]
)
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
def test_every_page_of_a_wide_city_fits(language: str) -> None:
    """Also a city of two thousand neighbourhoods below one district."""
    city = wide_city(2000)
    for page in range(100):
        check_fits(area.area_list(city, 1, page, noun=draft.PLACE, version=VERSION, tr=translator(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menus_keys_are_told_apart(language: str) -> None:
    """Each key of the keyboard below the chat is short, is one of a kind, and is recognised in every language."""
    keys = [key for row in menu.main_menu(translator(language)) for key in row]
    assert len(keys) == 4
    assert all(len(key) <= 20 for key in keys)
    assert [menu.menu_action(key) for key in keys] == [menu.NEW, menu.MINE, menu.AREA, menu.HELP]
    assert menu.menu_action("چراغ کوچه سوخته است") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str) -> None:
    """A word over the chat has at most 200 letters."""
    for toast in (general.old_button_toast, outcome.said_already_toast):
        assert 0 < len(toast(translator(language))) <= 200
