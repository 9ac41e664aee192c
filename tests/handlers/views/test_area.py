import pytest

from handlers.callback_data import ButtonData
from handlers.keyboards import View
from handlers.views.area import area_line, area_list, area_name, area_not_found, area_question, opened
from locales import translator
from tests.handlers.views.places import small_city, wide_city

FA, EN = translator("fa"), translator("en")


def _bare(text: str) -> str:
    return text.translate(dict.fromkeys(range(0x2066, 0x206A)))


def _labels(view: View) -> list[str]:
    return [button.label for row in view.rows for button in row]


@pytest.mark.parametrize(
    ("area_id", "fa", "en"),
    [
        (4, "محلهٔ گلسار", "گلسار neighbourhood"),
        (6, "محلهٔ بالا", "محلهٔ بالا"),
        (2, "منطقهٔ ۱", "منطقهٔ ۱"),
        (None, "محله انتخاب نشده", "neighbourhood not chosen"),
        (99, "محله انتخاب نشده", "neighbourhood not chosen"),
    ],
)
def test_how_a_place_is_called(area_id: int | None, fa: str, en: str) -> None:
    """«محله» is said once, only of neighbourhoods; a place that is gone is not chosen."""
    tree = small_city()
    assert _bare(area_line(tree, area_id, FA)) == fa
    assert _bare(area_line(tree, area_id, EN)) == en


def test_the_list_begins_below_the_city() -> None:
    """With one city, choosing begins at its districts; «back» leaves the list."""
    view = area_list(small_city(), 0, 0, noun="home", version=7, tr=FA)
    assert _labels(view) == ["منطقهٔ ۱", "منطقهٔ ۲", "بازگشت"]
    assert view.rows[0][0].data == ButtonData("home", "open", 2, 7)
    assert view.rows[-1][0].data == ButtonData("home", "back", 0, 7)


def test_the_list_of_a_district() -> None:
    """Neighbourhoods can be chosen; «back» leads to the districts."""
    view = area_list(small_city(), 2, 0, noun="home", version=7, tr=FA)
    assert view.rows[0][0].data == ButtonData("home", "choose", 4, 7)
    assert view.rows[-1][0].data == ButtonData("home", "open", 0, 7)


@pytest.mark.parametrize(
    ("page", "first", "paging"), [(-5, "2 ", ["بعدی ›"]), (3, "62 ", ["‹ قبلی", "بعدی ›"]), (99, "102 ", ["‹ قبلی"])]
)
def test_pages(page: int, first: str, paging: list[str]) -> None:
    """Twenty a page; a page beyond either end is the last one there."""
    view = area_list(wide_city(120), 0, page, noun="home", version=1, tr=FA)
    labels = _labels(view)
    assert labels[0].startswith(first)
    assert labels[20:-1] == paging


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (ButtonData("home", "open", 2), (2, 0)),
        (ButtonData("home", "open", 99), (0, 0)),
        (ButtonData("home", "page", 203), (2, 3)),
        (ButtonData("home", "page", 3), (0, 3)),
        (ButtonData("home", "page", -1), (0, 99)),
    ],
)
def test_where_a_button_leads(data: ButtonData, place: tuple[int, int]) -> None:
    """A page carries its parent; a parent that is gone leads to the top."""
    assert opened(small_city(), data) == place


def test_one_close_name_is_asked_about() -> None:
    """With one suggestion the question is whether it is meant; with several, which."""
    tree = small_city()
    one = area_question(tree, [tree.places[4]], noun="home", version=1, tr=FA)
    assert one.text == "منظورتان این است؟"
    assert _labels(one) == ["گلسار، منطقهٔ ۱", "هیچ‌کدام"]
    assert "۲ محله" in area_question(tree, [tree.places[4], tree.places[5]], noun="home", version=1, tr=FA).text


def test_words_that_name_no_place_are_quoted() -> None:
    """What was typed is repeated, escaped and shortened."""
    text = area_not_found("<b>" + "و" * 200, noun="home", version=1, tr=FA).text
    assert "&lt;b&gt;" in text
    assert "…" in text


def test_a_name_is_escaped_within_its_isolate() -> None:
    """A place's name is somebody's own words."""
    place = wide_city(1).places[2]
    assert area_name(place, FA).startswith("محلهٔ \u2068")
