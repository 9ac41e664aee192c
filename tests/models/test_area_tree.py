import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.area import Area, Level
from models.area_tree import AreaTree, name_key

NAMES = ["گلسار", "باغ شاه", "ساحلی", "شهرک فرهنگیان", "گلسار غربی", "چهارراه کارگر", "کوی معلم", "علی‌آباد"]


def _area(area_id: int, level: Level, name: str, parent: int | None) -> Area:
    return Area(id=area_id, level=level, name=name, folded_name=name_key(name), parent_id=parent, position=area_id)


def _city() -> AreaTree:
    rows = [
        _area(1, Level.CITY, "ایزدشهر", None),
        _area(2, Level.DISTRICT, "منطقهٔ ۱", 1),
        _area(3, Level.DISTRICT, "منطقهٔ ۲", 1),
    ]
    rows += [_area(10 + at, Level.NEIGHBOURHOOD, name, 2 if at < 4 else 3) for at, name in enumerate(NAMES)]
    return AreaTree.of(reversed(rows))


def _found(words: str) -> list[str]:
    return [place.name for place in _city().find(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("باغ شاه", "باغ شاه"),
        ("باغشاه", "باغ شاه"),
        ("باغ‌شاه", "باغ شاه"),
        ("  باغ   شاه ", "باغ شاه"),
        ("محلهٔ باغ شاه هستم", "باغ شاه"),
        ("محله ی باغ شاه", "باغ شاه"),
        ("محله‌ی باغ‌شاه", "باغ شاه"),
        ("من ساکن باغ شاه هستم", "باغ شاه"),
        ("باغ شاه.", "باغ شاه"),
        ("شاه", "باغ شاه"),
        ("علي آباد", "علی‌آباد"),
        ("علی اباد", "علی‌آباد"),
        ("عَلی‌آبــاد", "علی‌آباد"),
        ("علی ابادی", "علی‌آباد"),
        ("شهرك فرهنگيان", "شهرک فرهنگیان"),
        ("فرهنگیان", "شهرک فرهنگیان"),
        ("فرهنگيا", "شهرک فرهنگیان"),
        ("کارگر", "چهارراه کارگر"),
        ("چهار راه کارگر", "چهارراه کارگر"),
        ("ساهلی", "ساحلی"),
        ("كوي معلم", "کوی معلم"),
        ("کوی معلّم", "کوی معلم"),
        ("گلسار غربي", "گلسار غربی"),
    ],
)
def test_a_neighbourhood_is_found_however_it_is_written(words: str, expected: str) -> None:
    """Arabic letters, spaces, half-spaces, vowels, «محلهٔ … هستم» and small mistakes all lead to the one place."""
    assert _found(words)[0] == expected


def test_one_name_within_another_is_asked_about() -> None:
    """«گلسار» is two places here, the exact one first; «گلصار», mistyped, leads there too."""
    assert _found("گلسار") == ["گلسار", "گلسار غربی"]
    assert _found("محلهٔ گلسار هستم") == ["گلسار", "گلسار غربی"]
    assert _found("گلصار")[0] == "گلسار"


@pytest.mark.parametrize(
    "words", ["", " ", "م", "سلام", "🙂", "\u200c", "؟", "asdfgh", "هستم", "/start", "12345", "\ud83d", "ممم" * 2000]
)
def test_words_that_name_no_place_find_none(words: str) -> None:
    """Greetings, signs, single letters and nonsense find nothing and break nothing."""
    assert _found(words) == []


def test_a_report_is_no_answer_to_where_somebody_lives() -> None:
    """A long text that happens to name a place is a report, not a choice of neighbourhood."""
    assert (
        _found("دیشب در خیابان اصلی نزدیک ساحلی چراغ‌ها خاموش بود و رفت و آمد برای همهٔ ما سخت شده است لطفاً رسیدگی کنید")
        == []
    )


def test_only_places_to_live_in_are_found() -> None:
    """A district or the city itself is no neighbourhood: naming one finds nothing that could be chosen wrongly."""
    assert _found("ایزدشهر") == []
    city = _city()
    assert not city.is_choosable(1)
    assert not city.is_choosable(999)
    assert city.is_choosable(10)


def test_suggestions_fit_on_a_screen() -> None:
    """At most six places are suggested, however many fit."""
    tree = AreaTree.of([_area(at, Level.NEIGHBOURHOOD, f"کوی {at}م", None) for at in range(1, 30)])
    assert len(tree.find("کوی")) == 6


@pytest.mark.parametrize(
    ("words", "is_named"),
    [("گل سار", True), ("محلهٔ گلسار هستم", True), ("محله ی گلسار", True), ("گلسا", False), ("گلسار غربی", False)],
)
def test_only_the_name_itself_needs_no_question(words: str, is_named: bool) -> None:
    """Somebody who wrote the whole name and nothing more is not asked again; anybody else is."""
    tree = _city()
    assert tree.is_named(tree.places[10], words) is is_named


def test_choosing_begins_where_there_is_a_choice() -> None:
    """The one city above everything is skipped; children come in the office's order; a leaf has none."""
    tree = _city()
    assert [place.name for place in tree.top()] == ["منطقهٔ ۱", "منطقهٔ ۲"]
    assert [place.name for place in tree.below(2)] == NAMES[:4]
    assert tree.below(10) == []
    assert AreaTree.of([]).top() == []


def test_the_line_leads_up_to_the_root() -> None:
    """An area's line is itself, then everything above; a missing level or area is None or empty, not an error."""
    tree = _city()
    assert [place.name for place in tree.line(10)] == ["گلسار", "منطقهٔ ۱", "ایزدشهر"]
    assert tree.above(10, Level.DISTRICT) == "منطقهٔ ۱"
    assert tree.above(10, Level.ZONE) is None
    assert (tree.line(None), tree.line(999)) == ([], [])


def _respell(name: str, letters: list[str], spaces: list[str]) -> str:
    """The name with another space at every space and something invisible after every letter."""
    spelled = ""
    for at, letter in enumerate(name):
        spelled += spaces[at % len(spaces)] if letter in " \u200c" else letter + letters[at % len(letters)]
    return spelled.replace("ی", "ي").replace("ک", "ك")


@given(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(["", "ـ", "\u064e", "\u0651", "\u200d"]), min_size=1, max_size=6),
    st.lists(st.sampled_from(["", " ", "\u200c", "  "]), min_size=1, max_size=3),
)
def test_every_spelling_of_a_name_is_that_name(name: str, letters: list[str], spaces: list[str]) -> None:
    """Whatever keyboard it was typed on, a whole name comes first among what is found."""
    assert _found(_respell(name, letters, spaces))[0] == name


@given(st.text(max_size=80))
def test_any_text_may_be_asked_for(words: str) -> None:
    """No text makes the search fail or suggest more than fits."""
    assert len(_city().find(words)) <= 6
