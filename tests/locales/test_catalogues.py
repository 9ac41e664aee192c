import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from locales import LANGUAGES
from locales.catalogue import ROOM, catalogue_path
from locales.extract import source_files
from locales.sources import find_messages
from tests.locales.catalogue_rules import (
    ends,
    persian_problems,
    placeholders,
    tag_problems,
    tags,
    tone_problems,
    words_only,
)

CHECKOUT = ROOM.parent


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue as it is on the disk."""
    content = catalogue_path(language).read_bytes()
    return read_po(BytesIO(content), locale=language, abort_invalid=True)


def sentences(language: str) -> list[Message]:
    """Every message but the header."""
    return [message for message in catalogue(language) if message.id]


def forms(message: Message) -> list[str]:
    """The translations of a message: one, or one a plural form."""
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return [string or "" for string in strings]


def originals(message: Message) -> list[str]:
    """The English of a message: one, or singular and plural."""
    return list(message.id) if isinstance(message.id, tuple | list) else [message.id]


def broken(language: str, problems: Callable[[str], Iterator[str]]) -> list[tuple[str, str]]:
    """The translations that break a rule, with the reasons."""
    translated = (form for message in sentences(language) for form in forms(message))
    return [(form, reason) for form in translated for reason in problems(form)]


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """Each sentence that is translated, beside its translation; plurals beside plurals."""
    for message in sentences(language):
        for original, form in zip(originals(message), forms(message), strict=True):
            if form:
                yield original, form


@pytest.mark.parametrize("language", LANGUAGES)
def test_complete(language: str) -> None:
    """Every sentence is translated into every language, and nobody is unsure of one."""
    untranslated = [message.id for message in sentences(language) if not all(forms(message)) or message.fuzzy]
    assert sentences(language)
    assert untranslated == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms(language: str) -> None:
    """Both languages have two forms, and every counted sentence has both."""
    assert catalogue(language).num_plurals == 2
    assert [m.id for m in sentences(language) if len(forms(m)) != (2 if m.pluralizable else 1)] == []


def test_languages_say_the_same() -> None:
    """Every catalogue has the same sentences under the same contexts."""
    keys = [{(message.context, message.id) for message in sentences(language)} for language in LANGUAGES]
    assert keys[0] == keys[1]


def test_english_says_the_sentences_of_the_code() -> None:
    """The English catalogue is the code's own words."""
    assert [m.id for m in sentences("en") if forms(m) != originals(m)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders(language: str) -> None:
    """A translation has the placeholders of its sentence; only English may say one without its number."""
    wrong = []
    for message in sentences(language):
        wanted = placeholders(originals(message)[-1])
        for number, form in enumerate(filter(None, forms(message))):
            left_out = wanted - placeholders(form)
            may_lack = {"number"} if language == "en" and message.pluralizable and number == 0 else set()
            if placeholders(form) - wanted or left_out - may_lack:
                wrong.append((message.id, form))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags(language: str) -> None:
    """Tags are balanced, known to the messenger, and the same in every language."""
    assert broken(language, tag_problems) == []
    assert [pair for pair in pairs(language) if tags(pair[0]) != tags(pair[1])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ends(language: str) -> None:
    """A translation begins and ends with the blanks and line ends of its sentence, and has as many lines."""
    shapes = [[(ends(text), text.count("\n")) for text in pair] for pair in pairs(language)]
    assert [pair for pair, (a, b) in zip(pairs(language), shapes, strict=True) if a != b] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_tone(language: str) -> None:
    """No message shouts, is crowded with emoji or too long to be sent."""
    assert broken(language, tone_problems) == []


def test_persian_is_written_properly() -> None:
    """Persian sentences have Persian letters, digits, quotes and punctuation, and their half-spaces."""
    assert broken("fa", persian_problems) == []


def test_persian_is_persian() -> None:
    """Nothing that has words in English has none in Persian: an English sentence is no translation of itself."""
    spoken = re.compile("[A-Za-z]{3}")
    left = [
        original
        for original, form in pairs("fa")
        if spoken.search(re.sub(r"\{[^{}]*\}|<[^<>]*>|[/@]\w+|https?://\S+", "", original))
        and not re.search("[آ-ی]", words_only(form))
    ]
    assert set(left) <= {"English"}


def test_buttons_have_no_markup() -> None:
    """What is said without markup (buttons, toasts, labels) has no tags, and no entities."""
    marked_up = [
        found.message
        for path in source_files(CHECKOUT)
        for found in find_messages(path.read_text(encoding="utf-8"), path.name)
        if found.said_by in {"plain", "label", "mark_label"} and ("<" in found.message or "&" in found.message)
    ]
    assert marked_up == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("این می شود", "«می» and its verb are joined by a half-space"),
        ("نمی توانید", "«می» and its verb are joined by a half-space"),
        ("محله ها", "an ending stands alone"),
        ("خبر های شما", "an ending stands alone"),
        ("ثبت کرده اند.", "an ending stands alone"),
        ("خانه ی شما", "an ending stands alone"),
        ("میشود", "«می» is glued to its verb"),
        ("درخواستهای شما", "«ها» is glued to its noun"),
        ("می‌ شود", "a half-space has no letter beside it"),
        ("کد 12", "digits that are not Persian"),
        ("كوچه", "Arabic letters"),
        ('"سلام"', "quotes other than «»"),
        ("سلام, خوبید", "punctuation other than ، ؛ ؟ ٪"),
        ("سلام ، خوبید", "a space before punctuation"),
    ],
)
def test_the_persian_rules_see(text: str, reason: str) -> None:
    """Each rule finds the mistake that it is there for."""
    assert reason in list(persian_problems(text))


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهید درخواست‌های محلهٔ {area} را ببینید؟ <b>{number}</b> نفر گفته‌اند: «بله».",
        "میدان آزادی، انتهای کوچه، آن‌ها و اینها؛ نمی‌شود. /new را بفرستید.",
        "زمان (میلادی، ISO8601) در CSV",
        "ساعت {time}، {date}",
    ],
)
def test_the_persian_rules_let_pass(text: str) -> None:
    """Well-written Persian, with placeholders, commands and Latin names, breaks no rule."""
    assert list(persian_problems(text)) == []
