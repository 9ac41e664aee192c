from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.keyboards import View
from handlers.views import area, draft, errors, general, mine, start
from locales import LANGUAGES, Translator, translator
from models.area import Level
from models.city import City, EmergencyNumber
from models.draft import Draft, Part
from models.submission import Kind, Status, StatusEvent, Submission
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import tree_of, wide_city

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Tehran")
LARGEST = 36**12 - 1  # the largest id a button carries
VERSION = 36**7 - 1
WORST = "<b>&\u202e😡\n" * 4000  # escapes grow it, the emoji counts twice, the sign is stray
CITY = City(
    "ش" * 60, "شوراهای محلات " + "ش" * 120, ZONE, "fa", tuple(EmergencyNumber("125", "آتش‌نشانی") for _ in range(20))
)
WIDE = wide_city(120)
LONG = tree_of((1, Level.NEIGHBOURHOOD, "<&\u202e😡" * 25, None))
DRAFT = Draft(id=LARGEST, kind=Kind.COMPLAINT, area_id=1, parts=(Part(1, WORST),))
SUBMISSION = Submission(
    id=LARGEST, code="1405-999999-9", year=1405, serial=999_999, kind="complaint", status="needs_info",
    visibility="staff_only", person_id=1, area_id=1, text=WORST, created_at=NOW, updated_at=NOW,
)  # fmt: skip
HISTORY = [StatusEvent(submission_id=1, status_to=status.value, created_at=NOW) for status in list(Status) * 20]

VIEWS: dict[str, Callable[[Translator], View]] = {
    "first contact": lambda tr: start.first_contact(CITY, asks_area=True, version=VERSION, tr=tr),
    "first contact without areas": lambda tr: start.first_contact(CITY, asks_area=False, version=VERSION, tr=tr),
    "area asked": lambda tr: start.area_asked(version=VERSION, tr=tr),
    "welcome back": lambda tr: start.welcome_back(LONG.places[1], CITY, tr),
    "home chosen": lambda tr: start.home_chosen(LONG.places[1], tr),
    "home later": start.home_later,
    "group greeting": lambda tr: start.group_greeting("b" * 32, tr),
    "area list": lambda tr: area.area_list(WIDE, 0, 2, noun=draft.PLACE, version=VERSION, tr=tr),
    "area question": lambda tr: area.area_question(
        WIDE, list(WIDE.places.values())[1:7], noun=draft.PLACE, version=VERSION, tr=tr
    ),
    "area not found": lambda tr: area.area_not_found(WORST, noun=start.HOME, version=VERSION, tr=tr),
    "draft card": lambda tr: draft.draft_card(DRAFT, LONG, version=VERSION, tr=tr),
    "draft kinds": lambda tr: draft.draft_kinds(DRAFT, version=VERSION, tr=tr),
    "draft place needed": lambda tr: draft.draft_place_needed(DRAFT, WIDE, version=VERSION, tr=tr),
    "draft asked": draft.draft_asked,
    "draft open": draft.draft_open,
    "draft discarded": lambda tr: draft.draft_discarded(DRAFT, version=VERSION, tr=tr),
    "draft gone": draft.draft_gone,
    "no draft": draft.no_draft,
    "nothing begun": draft.nothing_begun,
    "registered": lambda tr: draft.registered_card(SUBMISSION.code, LARGEST, tr),
    "stays registered": lambda tr: draft.stays_registered(SUBMISSION.code, tr),
    "my empty list": lambda tr: mine.my_list([], 0, 0, tr),
    "my list": lambda tr: mine.my_list([SUBMISSION] * mine.PAGE, 999_999, 1, tr),
    "my card": lambda tr: mine.my_card(SUBMISSION, HISTORY, LONG, zone=ZONE, page=VERSION, tr=tr),
    "help": lambda tr: general.help_text(CITY, tr),
    "language": general.language_question,
    "language chosen": general.language_chosen,
    "unknown command": general.unknown_command,
    "nothing to cancel": general.nothing_to_cancel,
    "unknown button": general.unknown_button,
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_wide_city_fits(language: str) -> None:
    """Also a city of two thousand neighbourhoods below one district."""
    city = wide_city(2000)
    for page in range(100):
        check_fits(area.area_list(city, 1, page, noun=draft.PLACE, version=VERSION, tr=translator(language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str) -> None:
    """A word over the chat has at most 200 letters."""
    assert 0 < len(general.old_button_toast(translator(language))) <= 200
