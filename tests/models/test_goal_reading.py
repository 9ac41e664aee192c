"""Published lists of goals are read as somebody would read them; what is not sure is left to a person."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadGoalText
from models.goal_lines import missing_numbers
from models.goal_reading import LONGEST, MOST_LETTERS, MOST_LINES, Line, Part, Reading, Trouble, read_goals
from tests.models.goal_texts import IZADSHAHR, PUBLISHED, Published

WORDS = ("توسعهٔ فضای سبز", "ساماندهی بازار روز", "بازسازی سرای محله", "ایمنی معابر", "نشاط شهروندان", "درآمد پایدار")
SIGNS = ("{}- ", "{}. ", "{}) ", "({}) ", "{}ـ ", "{}/ ", "-{} ", "[{}] ", "{} – ", "هدف {}: ", "• {}- ", "{}.")
DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")


def _goals(reading: Reading) -> list[Line]:
    return [line for line in reading.lines if line.part is Part.GOAL]


def _strays(reading: Reading) -> list[Line]:
    return [line for line in reading.lines if line.part is Part.STRAY]


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda one: one.name)
def test_lists_as_published(published: Published) -> None:
    """Each gives its numbers in order, the lines without one, and what stands before the list."""
    reading = read_goals(published.text)
    assert [line.number for line in _goals(reading)] == published.numbers
    assert len(_strays(reading)) == published.strays
    assert bool(reading.preamble) == published.has_preamble
    texts = {line.number: line.text for line in _goals(reading)}
    assert {number: texts.get(number) for number in published.texts} == published.texts
    assert reading.has_numbers == bool(published.numbers)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\u2028"])
def test_the_city_s_own_text(ends: str) -> None:
    """Twenty goals; the line without a number below the fourth; the twentieth repeats the fourth; a preamble."""
    reading = read_goals(IZADSHAHR.read_text(encoding="utf-8").replace("\n", ends))
    assert [line.number for line in _goals(reading)] == list(range(1, 21))
    (stray,) = _strays(reading)
    assert stray.text == "ساماندهی آبهای روان و قابل استفاده در سطح منطقه"
    assert reading.lines[4] == stray
    keys = {line.number: line.key for line in _goals(reading)}
    assert {line.number: line.double_of for line in reading.lines if line.double_of} == {20: keys[4]}
    assert reading.preamble.startswith("اهداف\n\nاهداف و استراتژی های شهرداری ایزدشهر")
    assert missing_numbers(reading.lines) == []


def test_the_city_s_own_text_without_blank_lines() -> None:
    """Copied without its blank lines, the same is pointed out."""
    reading = read_goals(re.sub("\n+", "\n", IZADSHAHR.read_text(encoding="utf-8")))
    assert [line.number for line in _goals(reading)] == list(range(1, 21))
    assert [line.text for line in _strays(reading)] == ["ساماندهی آبهای روان و قابل استفاده در سطح منطقه"]


def test_the_city_s_own_text_in_one_line() -> None:
    """Copied as one line, there are twenty goals still."""
    reading = read_goals(" ".join(IZADSHAHR.read_text(encoding="utf-8").split()))
    assert [line.number for line in _goals(reading)] == list(range(1, 21))


def _written(number: int, digits: str) -> str:
    return str(number).translate(str.maketrans("0123456789", digits))


@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from(SIGNS), st.sampled_from(DIGITS)), min_size=2, max_size=30
    ),
    st.sampled_from(["\n", "\n\n", "\r\n", "\n \n"]),
)
def test_any_mixture_of_digits_and_signs(items: list[tuple[str, str, str]], between: str) -> None:
    """Whatever digits and signs the lines of one list have, each is a goal with its number and its words alone."""
    lines = [sign.format(_written(at, digits)) + words for at, (words, sign, digits) in enumerate(items, 1)]
    goals = _goals(read_goals(between.join(lines)))
    assert [(line.number, line.text) for line in goals] == [(at, words) for at, (words, _, _) in enumerate(items, 1)]


def _read_or_refuse(text: str) -> Reading | None:
    try:
        return read_goals(text)
    except BadGoalText as error:
        if Trouble(error.why) not in {Trouble.EMPTY, Trouble.NO_LIST}:
            raise
        return None


TOKENS = (
    *(word for words in WORDS for word in words.split()),
    *("1", "۲", "٣", "12", "1405", "-", "–", ".", ")", "(", "/", ":", "،", "•", "*", "ـ", "#", "①", "🔹", " ", "\t"),
    *("\u200f", "\u202b", "\u200c"),
)


@given(st.lists(st.sampled_from([*TOKENS, "\n", "\n", "\n\n", "\r\n"]), max_size=80))
def test_nothing_is_lost(tokens: list[str]) -> None:
    """Whatever the text, it is refused in words, or each of its words is somewhere in what was read, in order."""
    reading = _read_or_refuse(" ".join(tokens))
    if reading is None:
        return
    entries = reading.entries()
    said = re.findall("[آ-ی]{3,}", " ".join(line.text for line in entries))
    assert said == re.findall("[آ-ی]{3,}", " ".join(tokens).translate({0x200F: " ", 0x202B: " "}))
    assert len({line.key for line in entries}) == len(entries)
    assert [Line.from_data(line.to_data()) for line in entries] == entries


@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    """Is read, or refused in words."""
    _read_or_refuse(text)


def test_five_hundred_lines_are_refused_with_the_limit() -> None:
    """Too many goals for one time: said, with how many may be; never cut."""
    with pytest.raises(BadGoalText) as caught:
        read_goals("\n".join(f"{number}- هدف شهر" for number in range(1, 501)))
    assert (caught.value.why, caught.value.limit) == (Trouble.TOO_MANY, MOST_LINES)


def test_five_hundred_lines_of_fifty_goals_are_read() -> None:
    """Many lines that are no goals of their own are no trouble."""
    text = "\n".join(f"{number}- هدف شهر:" + "\n• گام" * 9 for number in range(1, 51))
    assert len(_goals(read_goals(text))) == 50


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Trouble.EMPTY),
        (" \n\u200f\n- - -\n***", Trouble.EMPTY),
        ("شهر ما باید سبز و پاک باشد.", Trouble.NO_LIST),
        ("۱ شهر", Trouble.NO_LIST),
        ("الف " * (MOST_LETTERS // 3), Trouble.TOO_LONG),
        ("\n".join(["1-الف"] * 20_000), Trouble.TOO_MANY),
    ],
)
def test_what_is_no_list(text: str, why: Trouble) -> None:
    """Is refused, and why."""
    with pytest.raises(BadGoalText) as caught:
        read_goals(text)
    assert caught.value.why == why


def test_a_goal_that_is_too_long_is_kept_and_marked() -> None:
    """Nothing is cut off; somebody has to split it."""
    reading = read_goals(f"۱- {'شهر سبز ' * 300}\n۲- هنر")
    assert reading.lines[0].is_long
    assert len(reading.lines[0].text) > LONGEST
