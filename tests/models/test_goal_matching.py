"""Which submissions are found to stand behind which goals: measured on pairs that citizens could have written."""

import sys

import pytest

from models import text
from models.goal_matching import LIKELY, Matcher, Text, goal_text, submission_text
from models.text.lemmas import lemma, lemmas
from models.text.topics import OTHER, starting_topics
from tests.models.goal_pairs import GOALS, PAIRS

LEAST_PRECISION, LEAST_RECALL, LEAST_FIRST = 0.85, 0.90, 0.90


def _matcher() -> tuple[Matcher, dict[str, Text], list[Text]]:
    text.load()
    goals = {name: goal_text(goal.title, "", goal.topics) for name, goal in GOALS.items()}
    said = [submission_text(pair.words, None, pair.topic) for pair in PAIRS]
    return Matcher([*goals.values(), *said], tuple(starting_topics())), goals, said


def test_the_pairs_are_hard_enough() -> None:
    """At least forty pairs, nearly as many of them hard ones that do not belong together."""
    assert len(PAIRS) >= 40
    assert sum(not pair.is_behind for pair in PAIRS) * 2 >= len(PAIRS) * 0.8
    assert {pair.goal for pair in PAIRS} == GOALS.keys()
    assert {pair.topic for pair in PAIRS} - {None} <= {topic.code for topic in starting_topics()}


def test_precision_and_recall(capsys: pytest.CaptureFixture[str]) -> None:
    """Of what is suggested nine in ten belong there, and nine in ten of what belongs is suggested."""
    matcher, goals, said = _matcher()
    scores = [matcher.score(goals[pair.goal], one) for pair, one in zip(PAIRS, said, strict=True)]
    hits = [pair.is_behind for pair, score in zip(PAIRS, scores, strict=True) if score >= LIKELY]
    precision, recall = sum(hits) / len(hits), sum(hits) / sum(pair.is_behind for pair in PAIRS)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(PAIRS)} pairs of goals and submissions: {precision=:.2f} {recall=:.2f}\n")
    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


def test_the_right_goal_is_first() -> None:
    """Among all goals, the one that somebody meant is suggested first nine times in ten."""
    matcher, goals, said = _matcher()
    meant = [(pair.goal, one) for pair, one in zip(PAIRS, said, strict=True) if pair.is_behind]
    first = sum(max(goals, key=lambda name: matcher.score(goals[name], one)) == goal for goal, one in meant)
    assert first / len(meant) >= LEAST_FIRST


def test_scores_are_shares() -> None:
    """From 0 to 1, whatever is compared; nothing in common is 0, and empty texts are like none."""
    matcher, goals, said = _matcher()
    scores = [matcher.score(goal, one) for goal in goals.values() for one in said]
    assert all(0.0 <= score <= 1.0 for score in scores)
    nothing = submission_text("", None, None)
    assert matcher.score(goals["green"], nothing) == 0.0
    assert matcher.score(goals["green"], submission_text("؟؟؟ 123 !!", None, OTHER)) == 0.0
    assert matcher.score(goals["green"], goals["green"]) > LIKELY * 2


def test_rare_words_count_more() -> None:
    """A word that stands in nearly every text says less than one that hardly any other has."""
    text.load()
    many = [submission_text(f"جدول {number}", None, None) for number in range(300)]
    goal = goal_text("جدول و منبع", "", ())
    matcher = Matcher([goal, *many], ())
    common, rare = submission_text("جدول کوتاه", None, None), submission_text("منبع کوتاه", None, None)
    assert matcher.score(goal, rare) > matcher.score(goal, common)


def test_a_description_that_repeats_its_title_is_read_once() -> None:
    """A title that is the beginning of a long text does not make its words count twice."""
    long = "بهسازی آسفالت کوچه‌ها در همهٔ محله‌های شهر"
    assert goal_text("بهسازی آسفالت کوچه‌ها…", long, ()) == goal_text(long, long, ())


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("درختها", "درخت"),
        ("کوچههای", "کوچه"),
        ("شبها", "شب"),
        ("پلهای", "پل"),
        ("شهروندان", "شهروند"),
        ("ورزشی", "ورزش"),
        ("خیابان", "خیابان"),
        ("باران", "باران"),
        ("تنها", "تنها"),
        ("مردم", "مردم"),
    ],
)
def test_endings_go(word: str, stem: str) -> None:
    """Plurals, possessives and adjectives' endings go; words that only look as if they had one stay."""
    assert lemma(word) == stem


def test_words_of_a_key() -> None:
    """Spoken plurals meet written ones; numbers and single letters are no words."""
    assert lemmas(text.search_key("درختای ۱۲ پارک و درخت‌های کوچه")) == ["درخت", "پارک", "درخت", "کوچه"]
