from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from markupsafe import Markup

from handlers.keyboards import View
from handlers.views import notice, notice_ends, notice_settings, notice_time
from handlers.views.draft import draft_card
from handlers.views.notice import Composed
from handlers.views.notice_buttons import reader_rows
from handlers.views.notice_office import notice_message, office_name
from locales import LANGUAGES, Translator, translator
from models.audience import Audience
from models.errors import NoticeTooLong
from models.notice import Notice, NoticeState, Repeats, Why
from models.notice_checks import check
from models.notice_content import Link, NoticeContent, Question
from models.role import Role
from models.subscription import NewsKind
from tests.handlers.views.limits import ONE_SCREEN, check_fits
from tests.handlers.views.places import wide_city
from tests.handlers.views.test_limits import CITY, DRAFT, LARGEST, LONG, NOW, TOPICS, WORST, ZONE

WIDE = wide_city(120)
ALL = list(WIDE.places)
NAMES = ["<&\u202e😡" * 25] * 9
ROW = Notice(
    id=LARGEST, bot_id=42, author_id=1, holder_id=1, office_area_id=ALL[-1], state=NoticeState.DRAFT.value,
    audience={}, is_urgent=True, starts_at=NOW, repeats=Repeats.MONTHLY.value, repeats_until=NOW, remark=WORST,
    sent_at=NOW - timedelta(days=3), created_at=NOW, updated_at=NOW, version=60_000,
)  # fmt: skip
CONTENT = NoticeContent(
    WORST.replace("<", "&lt;"),
    link=Link("😡" * 20, "https://" + "a" * 900 + ".ir"),
    asks_read=True,
    question=Question("<&😡" * 75, tuple(f"{number}" + "😡" * 19 for number in range(6)), shows_results=True),
)
AUDIENCE = Audience(tuple(ALL[:30]), "en", Role.SECRETARIAT, NewsKind.MEETINGS)
MADE = Composed(ROW, AUDIENCE, 10**9, 10**8, frozenset(Why), own_draft=True)
_DAY = date(2027, 3, 1)
OFFICES = [None, *ALL]

VIEWS: dict[str, Callable[[Translator], View]] = {
    "card": lambda tr: notice.notice_card(MADE, WIDE, ZONE, tr),
    "card without a time": lambda tr: notice.notice_card(replace(MADE, notice=_draft()), WIDE, ZONE, tr),
    "card of nobody": lambda tr: notice.notice_card(replace(MADE, everybody=0, in_digest=0), WIDE, ZONE, tr),
    "offices of a draft": lambda tr: notice.offices_of_draft(OFFICES, LARGEST, WIDE, CITY, version=60_000, tr=tr),
    "offices asked": lambda tr: notice_ends.offices_asked(OFFICES, WIDE, CITY, tr),
    "asked": lambda tr: notice_ends.notice_asked(office_name(1, LONG, CITY, tr), tr),
    "gathered": lambda tr: notice_ends.notice_gathered(10, tr),
    "preview above": notice_ends.preview_above,
    "similar": lambda tr: notice_ends.similar_found(MADE, ROW, CONTENT, NOW, ZONE, tr),
    "similar to come": lambda tr: notice_ends.similar_found(MADE, _without_time(), CONTENT, NOW, ZONE, tr),
    "leaves": lambda tr: notice_ends.notice_leaves(MADE, timedelta(seconds=60), ZONE, NOW, tr),
    "leaves at once": lambda tr: notice_ends.notice_leaves(MADE, timedelta(), ZONE, NOW + timedelta(days=9), tr),
    "leaves later": lambda tr: notice_ends.notice_leaves(MADE, timedelta(), ZONE, NOW - timedelta(days=9), tr),
    "waits": lambda tr: notice_ends.notice_waits(MADE, NAMES, tr),
    "stands": lambda tr: notice_ends.notice_stands(ROW, tr),
    "kept": lambda tr: notice_ends.notice_kept(MADE, tr),
    "words wanted": notice_ends.words_wanted,
    "gathered and kept": notice_ends.notice_gathered_kept,
    "removed": notice_ends.notice_removed,
    "given up": notice_ends.notice_given_up,
    "nothing begun": notice_ends.nothing_begun,
    "sticker": lambda tr: notice_ends.not_for_a_notice(tr, is_sticker=True),
    "poll": lambda tr: notice_ends.not_for_a_notice(tr, is_sticker=False),
    "settings": lambda tr: notice_settings.settings_screen(MADE, CONTENT, WIDE, tr),
    "bare settings": lambda tr: notice_settings.settings_screen(MADE, NoticeContent("a"), WIDE, tr),
    "audience": lambda tr: notice_settings.audience_screen(MADE, WIDE, tr),
    "areas": lambda tr: notice_settings.areas_screen(MADE, WIDE, 0, 2, tr),
    "areas below one": lambda tr: notice_settings.areas_screen(MADE, WIDE, ALL[0], 2, tr),
    "area meant": lambda tr: notice_settings.area_meant(MADE, WIDE, list(WIDE.places.values())[1:7], tr),
    "languages": lambda tr: notice_settings.languages_screen(MADE, tr),
    "roles": lambda tr: notice_settings.roles_screen(MADE, tr),
    "kinds": lambda tr: notice_settings.kinds_screen(MADE, tr),
    "words asked": lambda tr: notice_settings.words_asked(MADE, tr),
    "link asked": lambda tr: notice_settings.link_asked(MADE, tr),
    "question asked": lambda tr: notice_settings.question_asked(MADE, tr),
    "answers asked": lambda tr: notice_settings.answers_asked(MADE, WORST, tr),
    "refused": lambda tr: notice_settings.refused(MADE, Markup("…"), tr),
    "sent to me": notice_settings.sent_to_me,
    "month": lambda tr: notice_time.month_screen(MADE, notice_time.time_picker(MADE, CITY, NOW, tr), 1405, 12, NOW),
    "hours": lambda tr: notice_time.hours_screen(MADE, notice_time.time_picker(MADE, CITY, NOW, tr), _DAY),
    "minutes": lambda tr: notice_time.minutes_screen(MADE, notice_time.time_picker(MADE, CITY, NOW, tr), _DAY, 23),
    "until": lambda tr: notice_time.until_screen(MADE, notice_time.until_picker(MADE, CITY, NOW, tr), 1405, 12),
    "moment not read": lambda tr: notice_time.moment_not_read(MADE, tr),
    "day not read": lambda tr: notice_time.day_not_read(MADE, tr),
    "time refused": lambda tr: notice_time.time_refused(MADE, Markup("…"), tr),
}


def _draft() -> Notice:
    return Notice(**{**ROW.model_dump(), "starts_at": None})


def _without_time() -> Notice:
    return Notice(**{**ROW.model_dump(), "sent_at": None})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", VIEWS)
def test_every_screen_of_a_notice_fits(name: str, language: str) -> None:
    """With the most areas, the longest words and the largest numbers: within the limits, on about one screen."""
    widest_row = 7 if name in {"month", "hours", "minutes", "until"} else 2  # a week; hours by six
    text = check_fits(VIEWS[name](translator(language)), widest_row=widest_row)
    assert len(text) <= ONE_SCREEN
    assert "\u202e" not in text


@pytest.mark.parametrize("module", [notice, notice_ends, notice_settings, notice_time])
def test_no_screen_is_left_out(module: object) -> None:
    """Every public function that draws a screen is among those whose limits are checked."""
    drawn = {
        name
        for name, made in vars(module).items()
        if getattr(made, "__module__", None) == getattr(module, "__name__", None)
        and getattr(made, "__annotations__", {}).get("return") is View
        and not name.startswith("_")
    }
    checked: set[str] = set()
    for view in VIEWS.values():
        code = getattr(view, "__code__", None)
        checked |= {getattr(view, "__name__", ""), *(code.co_names if code is not None else ())}
    assert drawn <= checked


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 3, 60])
def test_a_draft_s_card_fits_with_the_ways_to_a_notice(count: int, language: str) -> None:
    """Up to three offices have a button each, more of them one; «register» says whose it is then."""
    tr = translator(language)
    rows = notice.announce_rows(OFFICES[:count], WIDE, CITY, version=60_000, tr=tr)
    assert len(rows) == (count if count <= 3 else 1)
    check_fits(draft_card(DRAFT, LONG, TOPICS, version=60_000, tr=tr, announcing=rows))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_readers_press_fits(language: str) -> None:
    """The most answers, each as long as may be, have rows of their own and data that fits."""
    rows = reader_rows(CONTENT, LARGEST, translator(language))
    assert [len(row) for row in rows] == [1] * 8
    for row in rows:
        for button in row:
            button.to_parameters()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_words_fit_with_all_that_stands_around_them(language: str) -> None:
    """Question, mark of an amendment and closing line of the longest name: one message, on any day of the year."""
    question = Question("<&😡" * 75, CONTENT.question.answers if CONTENT.question is not None else ())
    content = replace(CONTENT, html="", question=question)
    with pytest.raises(NoticeTooLong) as refused:
        check(replace(content, html="x" * 5000))
    content = replace(content, html="x" * (5000 - refused.value.by))
    check(content)
    tr = translator(language)
    for tree, area_id in ((LONG, 1), (LONG, None)):
        for days in range(0, 366, 5):
            at = NOW + timedelta(days=days)
            shown = notice_message(content, LARGEST, area_id, at, tree=tree, city=CITY, tr=tr)
            check_fits(shown.view)


@pytest.mark.parametrize("language", LANGUAGES)
def test_toasts_fit(language: str) -> None:
    """A word over the chat has at most 200 letters."""
    for toast in (notice_ends.unsent_toast, notice_ends.too_late_toast, notice_settings.urgency_explained):
        assert 0 < len(toast(translator(language))) <= 200
