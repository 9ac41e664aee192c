from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from models.area import Area, Level
from models.area_tree import AreaTree, name_key
from models.export_filter import ExportFilter, ExportFilterError, ExportWords
from models.topic import Topic

PLACES = (
    (1, Level.CITY, "ایزدشهر", None),
    (2, Level.DISTRICT, "منطقهٔ ۱", 1),
    (3, Level.DISTRICT, "منطقهٔ ۲", 1),
    (4, Level.ZONE, "ناحیهٔ ۲", 2),
    (5, Level.ZONE, "ناحیهٔ ۲", 3),
    (6, Level.NEIGHBOURHOOD, "گلسار", 4),
    (7, Level.NEIGHBOURHOOD, "ساحلی", 4),
    (8, Level.NEIGHBOURHOOD, "ساحلی", 5),
)
TREE = AreaTree.of(
    Area(id=id_, level=level.value, name=name, folded_name=name_key(name), parent_id=parent)
    for id_, level, name, parent in PLACES
)
TOPICS = (
    Topic(code="city-services", names={"fa": "خدمات شهری", "en": "City services"}),
    Topic(code="waste", parent_code="city-services", names={"fa": "نخاله", "en": "Rubble"}),
    Topic(code="water", names={"fa": "آب", "en": "Water"}),
    Topic(code="environment", names={"fa": "محیط زیست", "en": "Environment"}),
    Topic(code="env-water", parent_code="environment", names={"fa": "آب", "en": "Water"}),
)


def understood(**words: Any) -> ExportFilter:
    """What these words mean in the sample city."""
    return ExportWords(**words).understand(TREE, TOPICS)


@pytest.mark.parametrize(
    ("words", "areas"),
    [
        (["گلسار"], (6,)),
        (["گل سار"], (6,)),
        (["محلهٔ گلسار"], (6,)),
        (["منطقه ۱"], (2,)),
        (["منطقه 1"], (2,)),
        (["منطقهٔ ۱/ساحلی"], (7,)),
        (["ایزدشهر/منطقهٔ ۲/ناحیه ۲/ساحلی"], (8,)),
        (["منطقه ۲/ناحیه ۲"], (5,)),
        (["گلسار، منطقهٔ ۲"], (6, 3)),
        (["گلسار", "گلسار"], (6,)),
    ],
)
def test_areas_by_name_or_path(words: Sequence[str], areas: tuple[int, ...]) -> None:
    """An area of any level is found by its name in any spelling, or by its path where names repeat."""
    assert understood(areas=words).area_ids == areas


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ساحلی", "more than one area; write its path: ایزدشهر/منطقهٔ ۱/ناحیهٔ ۲/ساحلی; ایزدشهر/منطقهٔ ۲"),
        ("ناحیه ۲", "more than one area"),
        ("گلصار", "did you mean ایزدشهر/منطقهٔ ۱/ناحیهٔ ۲/گلسار"),
        ("منطقه ۲/گلسار", "did you mean ایزدشهر/منطقهٔ ۱/ناحیهٔ ۲/گلسار"),
        ("ناحیه ۲/منطقه ۱/گلسار", "there is no area"),
        ("تجریش", "mahalleyar areas list"),
    ],
)
def test_an_unclear_area_is_refused(words: str, said: str) -> None:
    """A name that means nothing or two places is refused with what may be meant."""
    with pytest.raises(ExportFilterError, match=said):
        understood(areas=[words])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("report", "report"),
        ("Problem report", "report"),
        ("گزارش مشکل", "report"),
        ("گزارش", "report"),
        ("شكايت", "complaint"),
        ("انتقاد", "opinion"),
        ("تقدیر و تشکر", "thanks"),
    ],
)
def test_kinds_by_token_or_word(words: str, kind: str) -> None:
    """A kind is named by its token or by the office's words for it."""
    assert understood(kinds=[words]).kinds == (kind,)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("in_progress", "in_progress"),
        ("در دست اقدام", "in_progress"),
        ("ثبت شده", "registered"),
        ("انجام‌شده", "done"),
        ("منتظر پاسخ شما", "needs_info"),
        ("Not accepted", "not_accepted"),
    ],
)
def test_statuses_by_token_or_word(words: str, status: str) -> None:
    """A status is named by its token or by its word, half-space or not."""
    assert understood(statuses=[words]).statuses == (status,)


def test_several_with_commas() -> None:
    """Several may stand with commas of either script, or in options of their own."""
    assert understood(kinds=["report,شکایت", "پیشنهاد، thanks"]).kinds == ("report", "complaint", "proposal", "thanks")


@pytest.mark.parametrize(
    ("words", "topic"), [("waste", "waste"), ("نخاله", "waste"), ("Rubble", "waste"), ("محیط زیست/آب", "env-water")]
)
def test_topics_by_code_or_name(words: str, topic: str) -> None:
    """A topic is named by its code, or by its name, with its parent's where names repeat."""
    assert understood(topics=[words]).topics == (topic,)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"kinds": ["رمان"]}, "there is no kind «رمان»; there are: report"),
        ({"statuses": ["x"]}, "there is no status «x»"),
        ({"topics": ["x"]}, "there is no topic «x»; there are: city-services"),
        ({"topics": ["آب"]}, "more than one topic: water, env-water"),
        ({"kinds": [""]}, "a filter is empty"),
        ({"areas": ["گلسار,"]}, "a filter is empty"),
        ({"first_day": "فردا"}, "--from: «فردا» is no date"),
        ({"last_day": "1405/13/01"}, "--to: «1405/13/01» is no day"),
        ({"first_day": "1405/09/02", "last_day": "2026-11-22"}, "--from .* is later than --to"),
    ],
)
def test_nonsense_is_refused(words: dict[str, Any], said: str) -> None:
    """Whatever means nothing is refused, with what was typed and what there is."""
    with pytest.raises(ExportFilterError, match=said):
        understood(**words)


def test_days() -> None:
    """The two days may be in two calendars; one day alone is a range too."""
    asked = understood(first_day="۱۴۰۵/۰۹/۰۱", last_day="2026-11-22")
    assert asked.first_day == asked.last_day == date(2026, 11, 22)


def test_it_travels() -> None:
    """A filter comes out of JSON as it went in."""
    asked = understood(areas=["گلسار"], kinds=["report"], first_day="1405/09/01", new_since_last=True)
    assert ExportFilter.from_data(asked.to_data()) == asked
    assert ExportFilter.from_data({}) == ExportFilter()


def test_the_same_question() -> None:
    """Two exports ask the same whatever the order of their words, and whether they want only what is new."""
    one = understood(kinds=["report", "thanks"], new_since_last=True)
    assert one.question() == understood(kinds=["thanks,report"]).question()
    assert one.question() != understood(kinds=["report"]).question()
