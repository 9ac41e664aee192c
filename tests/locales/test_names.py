"""A city's own names in every sentence."""

from collections.abc import Iterator

import pytest

from locales import translator, use_names
from locales.names import NAMES, UnknownNameError, named_as

COUNCIL, DESK = {"شورای محله": "شورایاری"}, {"دبیرخانه": "روابط عمومی"}


@pytest.fixture(autouse=True)
def usual_names() -> Iterator[None]:
    """Whatever a test calls things, the next one has the usual names."""
    yield
    use_names({})


@pytest.mark.parametrize(
    ("sentence", "own", "said"),
    [
        ("دبیرخانه بررسی می‌کند.", DESK, "روابط عمومی بررسی می‌کند."),
        ("عضو شورای محله", COUNCIL, "عضو شورایاری"),
        ("عضو شورای محله", {**COUNCIL, "عضو شورای محله": "شورایار"}, "شورایار"),
        ("محلهٔ شما", {"محله": "برزن"}, "برزن شما"),
        ("محلهٔ شما", {"محله": "کوی و محله"}, "کوی و محلهٔ شما"),
        ("محلهٔ شما", {"محله": "روستا"}, "روستای شما"),
        ("اطلاعیه‌ها", {"اطلاعیه": "آگهی"}, "آگهی‌ها"),
        ("من محله‌یار هستم", {"محله": "برزن"}, "من محله‌یار هستم"),
        ("«محله»", {"محله": "برزن"}, "«برزن»"),
        ("همین‌محله", {"محله": "برزن"}, "همین‌محله"),
        ("محله", {}, "محله"),
    ],
)
def test_whole_words_are_renamed_with_their_endings(sentence: str, own: dict[str, str], said: str) -> None:
    """A name is changed wherever it is a word, never inside another; its ezafe follows the new word."""
    assert named_as(sentence, own) == said


def test_sentences_say_the_citys_names() -> None:
    """What a city calls its council is what its members read; another language keeps its own words."""
    use_names({"عضو شورای محله": "شورایار"})
    assert translator("fa").label("role", "Member of the neighbourhood council") == "شورایار"
    assert "ouncil" in translator("en").label("role", "Member of the neighbourhood council")


def test_a_name_that_no_sentence_uses_is_refused() -> None:
    """A misspelt name would change nothing, and nobody would know why."""
    with pytest.raises(UnknownNameError, match="شورای محله"):
        use_names({"شورای محل": "شورایاری"})
    with pytest.raises(UnknownNameError):
        use_names({"دبیرخانه": ""})


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_said_somewhere(name: str) -> None:
    """A name that can be changed is one that somebody reads."""
    use_names({name: "ژژژ"})
    catalogue = translator("fa")._catalogue
    said = " ".join(str(sentence) for sentence in vars(catalogue)["_catalog"].values())
    assert "ژژژ" in said
