"""What is decided about the lines of a published text: kept, joined, split, left out, reworded, numbered."""

import pytest

from models import goal_lines
from models.goal_lines import Lines
from models.goal_reading import LONGEST, Line, Part, read_goals
from tests.models.goal_texts import IZADSHAHR


@pytest.fixture(name="city")
def _city() -> Lines:
    return read_goals(IZADSHAHR.read_text(encoding="utf-8")).entries()


def _by_number(lines: Lines, number: int) -> Line:
    return next(line for line in lines if line.number == number)


def _stray(lines: Lines) -> Line:
    (stray,) = goal_lines.strays_of(lines)
    return stray


def test_a_stray_is_undecided(city: Lines) -> None:
    """It is the only thing in the way; the double is pointed out, and in nobody's way."""
    assert goal_lines.undecided(city) == [_stray(city)]
    other = goal_lines.double_of(city, _by_number(city, 20))
    assert other is not None
    assert other.number == 4


def test_joined(city: Lines) -> None:
    """The stray becomes a line of the goal above; nothing is undecided."""
    joined = goal_lines.join(city, _stray(city).key)
    assert joined is not None
    assert _by_number(joined, 4).text.endswith("\nساماندهی آبهای روان و قابل استفاده در سطح منطقه")
    assert goal_lines.undecided(joined) == []
    assert len(goal_lines.goals_of(joined)) == 20


def test_nothing_above_to_join_to() -> None:
    """The first line stays where it is."""
    lines = read_goals("۱- توسعه\n۲- عمران").entries()
    assert goal_lines.join(lines, lines[0].key) is None


def test_a_goal_of_its_own(city: Lines) -> None:
    """It keeps its place, and gets the number after the greatest."""
    own = goal_lines.own(city, _stray(city).key)
    numbers = [line.number for line in goal_lines.with_numbers(own)]
    assert numbers == [1, 2, 3, 4, 21, *range(5, 21)]


def test_left_out_and_taken_back(city: Lines) -> None:
    """A dropped line is no goal, and comes back as what it was."""
    dropped = goal_lines.drop(city, _by_number(city, 20).key)
    assert len(goal_lines.goals_of(dropped)) == 19
    assert goal_lines.take_back(dropped, dropped[-1].key) == city
    left = goal_lines.drop(city, _stray(city).key)
    assert goal_lines.undecided(left) == []


def test_both_of_a_double_stay(city: Lines) -> None:
    """Once somebody said so, it is not pointed out any more; nor where the other one was left out."""
    twentieth = _by_number(city, 20)
    settled = goal_lines.settle(city, twentieth.key)
    assert goal_lines.double_of(settled, _by_number(settled, 20)) is None
    without = goal_lines.drop(city, _by_number(city, 4).key)
    assert goal_lines.double_of(without, _by_number(without, 20)) is None


def test_split(city: Lines) -> None:
    """The fourth goal is two: its second half is a goal with a new number, and says what the twentieth does."""
    fourth = _by_number(city, 4)
    at = goal_lines.place_of(fourth.text, "حفظ هویت تاریخی")
    assert at is not None
    split = goal_lines.split(city, fourth.key, at)
    assert split is not None
    assert _by_number(split, 4).text.endswith("اوقات فراغت منطقه")
    second = split[split.index(_by_number(split, 4)) + 1]
    assert second.part is Part.GOAL
    assert second.number is None
    assert second.text.startswith("حفظ هویت")
    assert len({line.key for line in split}) == len(split)
    twentieth = _by_number(split, 20)
    assert goal_lines.double_of(split, second) == twentieth or goal_lines.double_of(split, twentieth) == second


@pytest.mark.parametrize("words", ["هنر", "و هنر"])
def test_what_joined_two_joins_nothing_any_more(words: str) -> None:
    """«و» between the two parts is left out, wherever the second one was said to begin."""
    line = Line(1, Part.GOAL, "توسعهٔ ورزش، و هنر", 1)
    split = goal_lines.split([line], 1, goal_lines.place_of(line.text, words) or 0)
    assert split is not None
    assert [one.text for one in split] == ["توسعهٔ ورزش", "هنر"]


@pytest.mark.parametrize("at", [0, 10_000])
def test_no_empty_part(city: Lines, at: int) -> None:
    """A line is not cut before its beginning or behind its end."""
    assert goal_lines.split(city, _by_number(city, 1).key, at) is None


def test_places_to_split() -> None:
    """Lines before sentences, sentences before dashes, dashes before commas."""
    assert [one[at:] for one in ["الف\nب. ج"] for at in goal_lines.places_to_split(one)] == ["ب. ج"]
    assert [one[at:] for one in ["الف. ب - ج"] for at in goal_lines.places_to_split(one)] == ["ب - ج"]
    assert [one[at:] for one in ["الف - ب، ج"] for at in goal_lines.places_to_split(one)] == ["ب، ج"]
    assert goal_lines.places_to_split("الف") == []


def test_reworded(city: Lines) -> None:
    """Other words for a line; a double is looked for anew. No words change nothing."""
    twentieth = _by_number(city, 20)
    reworded = goal_lines.reword(city, twentieth.key, " موزهٔ شهر ")
    assert _by_number(reworded, 20).text == "موزهٔ شهر"
    assert goal_lines.double_of(reworded, _by_number(reworded, 20)) is None
    assert goal_lines.reword(city, twentieth.key, "  ") == city
    copied = goal_lines.reword(city, _by_number(city, 6).key, "ایجاد فضای نشاط و سرزندگی و شکوفایی استعداد ها")
    other = goal_lines.double_of(copied, _by_number(copied, 6))
    assert other is not None
    assert other.number == 17


def test_numbers_given_twice() -> None:
    """The second of two is undecided, and so is each number that a goal has already; new ones follow the greatest."""
    lines = read_goals("۱- توسعهٔ شهر\n۲- عمران\n۲- ورزش همگانی\n۳- هنر").entries()
    (second,) = goal_lines.undecided(lines)
    assert second.text == "ورزش همگانی"
    assert len(goal_lines.undecided(lines, {1, 3})) == 3
    renumbered = goal_lines.renumber(lines, [second.key])
    assert goal_lines.undecided(renumbered) == []
    assert [line.number for line in goal_lines.with_numbers(renumbered, {7})] == [1, 2, 8, 3]


def test_a_long_goal_is_undecided() -> None:
    """Until it is split or worded shorter."""
    lines = read_goals(f"۱- {'شهر سبز ' * 300}\n۲- هنر").entries()
    assert goal_lines.undecided(lines) == [lines[0]]
    assert goal_lines.undecided(goal_lines.reword(lines, lines[0].key, "ب" * LONGEST)) == []


def test_the_preamble_can_be_read_too(city: Lines) -> None:
    """Each of its lines waits for a decision, before the goals."""
    read = goal_lines.read_preamble(city)
    assert len(goal_lines.strays_of(read)) == 8
    assert read[0].text == "اهداف"
    assert len({line.key for line in read}) == len(read)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("جلب مشارکتهای مردمی", "جلب مشارکتهای مردمی"),
        ("توسعهٔ فضای سبز:\nبوستان در هر محله", "توسعهٔ فضای سبز"),
        (
            "ارتقا و تقویت نقش کار و فعالیت و تجهیز سکونت گاهها در منطقه با استفاده مناسب از ظرفیت ها و سرمایه های شهر",
            "ارتقا و تقویت نقش کار و فعالیت و تجهیز سکونت گاهها در منطقه با استفاده مناسب از ظرفیت ها…",
        ),
        (
            "ارتقاء ایمنی و استحکام محیط سکونت و استراحت، کار و فعالیت و گذران اوقات فراغت منطقه - حفظ هویت منطقه",
            "ارتقاء ایمنی و استحکام محیط سکونت و استراحت، کار و فعالیت و گذران اوقات فراغت منطقه",
        ),
    ],
)
def test_titles(text: str, title: str) -> None:
    """Short ones whole; of long ones the beginning, up to a sign or a word that may end one."""
    assert goal_lines.title_of(text) == title
    assert len(goal_lines.title_of(text)) <= goal_lines.TITLE
