from hashlib import sha256
from pathlib import Path

import pytest

from models.submission import Kind
from models.text import search_key
from models.text.topics import OTHER, StartingTopic, guess_kind, guess_topic, starting_topics

SENTENCES = Path(__file__).with_name("topic_sentences.tsv")
TOPICS = starting_topics()

type Row = tuple[str, str, str | None]


def rows(*, held_out: bool) -> list[Row]:
    """Sentences with their topic and kind; the held-out half, by a hash of the sentence, is not tuned on."""
    lines = (line.split("\t") for line in SENTENCES.read_text(encoding="utf-8").splitlines())
    return [(text, topic, kind or None) for text, topic, kind in lines if _is_held_out(text) == held_out]


def _is_held_out(text: str) -> bool:
    return sha256(text.encode()).digest()[0] % 2 == 0


def test_there_are_enough_sentences() -> None:
    """Each half holds enough sentences, and every topic of the second level is asked for."""
    held_out, tuned = rows(held_out=True), rows(held_out=False)
    assert min(len(held_out), len(tuned)) >= 60
    asked = {topic for _, topic, _ in held_out + tuned}
    assert {topic.code for topic in TOPICS if topic.parent_code} <= asked


@pytest.mark.parametrize("held_out", [False, True])
def test_topics_are_guessed(held_out: bool) -> None:
    """Nine sentences in ten get their topic, a tenth at most is wrong or goes to «سایر»."""
    sentences = rows(held_out=held_out)
    right = [guess_topic(search_key(text), TOPICS) == topic for text, topic, _ in sentences]
    assert sum(right) / len(sentences) >= 0.9


@pytest.mark.parametrize("held_out", [False, True])
def test_kinds_are_guessed(held_out: bool) -> None:
    """Of the kinds, with a report where nothing is said, six in seven are right."""
    sentences = rows(held_out=held_out)
    right = [(guess_kind(search_key(text)) or "report") == (kind or "report") for text, _, kind in sentences]
    assert sum(right) / len(sentences) >= 0.86


@pytest.mark.parametrize("text", ["", "سلام", "خسته نباشید", "hello there", "🙂", "12345"])
def test_other_when_unsure(text: str) -> None:
    """A text that says nothing of a topic or a kind is «سایر», of no kind."""
    assert guess_topic(search_key(text), TOPICS) == OTHER
    assert guess_kind(search_key(text)) is None


def test_no_topics() -> None:
    """A city without topics, or without «سایر», gets no guess where there is nothing to guess."""
    assert guess_topic("چراغ", []) is None
    assert guess_topic("سلام", [topic for topic in TOPICS if topic.code != OTHER]) is None


def test_keywords_of_a_city() -> None:
    """A keyword fits in any spelling; `.` asks for the whole word, `~` halves it, `a+b` wants both."""
    own = [
        StartingTopic("a", None, {"fa": "الف"}, ("آهو.",)),
        StartingTopic("b", None, {"fa": "ب"}, ("كبوتر", "~قفس")),
        StartingTopic("c", None, {"fa": "پ"}, ("کبوتر+قفس",)),
    ]
    assert guess_topic(search_key("آهو دیدم"), own) == "a"
    assert guess_topic(search_key("آهویی دیدم"), own) is None
    assert guess_topic(search_key("کبوترهای همسایه"), own) == "b"
    assert guess_topic(search_key("قفس"), own) is None
    assert guess_topic(search_key("قفس کبوتر"), own) == "c"


def test_the_list_is_a_tree() -> None:
    """Codes are unique, parents come first, every topic has both names, and only «سایر» has no keyword."""
    seen: set[str] = set()
    for topic in TOPICS:
        assert topic.code not in seen
        assert topic.parent_code is None or topic.parent_code in seen
        assert topic.names["fa"]
        assert topic.names["en"]
        assert bool(topic.keywords) != (topic.code == OTHER)
        seen.add(topic.code)
    assert sum(topic.parent_code is None for topic in TOPICS) == 16


def test_kinds_are_those_of_submissions() -> None:
    """Every guess is a kind of the submission table."""
    guessed = {guess_kind(search_key(text)) for text, _, _ in rows(held_out=True) + rows(held_out=False)}
    assert guessed - {None} == {kind.value for kind in Kind}
