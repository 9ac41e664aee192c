import enum
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from markupsafe import Markup

from locales import LANGUAGES, Translator, closest_language, mark, mark_label, translator


class Word(enum.StrEnum):
    """A string that is more than a string."""

    A = "الف"


FA, EN = translator("fa"), translator("en")


def test_values_are_escaped_unless_they_are_markup() -> None:
    """A resident's name cannot become markup; what our own code marked up is kept."""
    said = EN.text("<b>{name}</b> {link}", name="<i>&", link=Markup("<i>x</i>"))
    assert said == "<b>&lt;i&gt;&amp;</b> <i>x</i>"
    assert isinstance(said, Markup)


def test_numbers_take_the_language_s_digits() -> None:
    """Numbers given to a sentence come in Persian digits; digits inside strings are somebody's own."""
    assert FA.text("{a} {b} {c}", a=12, b=3.5, c="12") == "۱۲ ۳٫۵ 12"
    assert EN.text("{a} {b}", a=12, b=3.5) == "12 3.5"


@pytest.mark.parametrize(
    "value", [datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), timedelta(1), True, None, ["a"], b"a"]
)
def test_other_values_are_refused(value: object) -> None:
    """A moment, a truth value or None in a sentence is a mistake of ours and is said at once, by its name."""
    for say in (FA.text, FA.plain):
        with pytest.raises(TypeError, match=r"^when is a "):
            say("{when}", when=value)


def test_a_missing_value_is_an_error() -> None:
    """No resident reads a placeholder: a sentence without its values raises."""
    with pytest.raises(KeyError, match="name"):
        EN.text("Hello {name}")
    with pytest.raises(KeyError, match="name"):
        EN.plain("Hello {name}", other="x")
    with pytest.raises(KeyError, match="name"):
        EN.count("{number} of {name}", "{number} of {name}", 2)


def test_plain_has_neither_markup_nor_escapes() -> None:
    """Buttons and toasts show letters as they are, also those of marked-up values."""
    assert EN.plain("{a} {b} {c}", a="<x>", b=Markup("<b>1 &amp; 2</b>"), c=EN.code("A&B")) == (
        "<x> 1 & 2 \u2066A&B\u2069"
    )
    assert not isinstance(EN.plain("x"), Markup)
    assert EN.plain("{a}", a=Word.A) == "الف"


def test_labels_have_a_context() -> None:
    """A label is translated under its context, and stays English where the context has no such label."""
    assert FA.label("kind", "Proposal") == "پیشنهاد"
    assert FA.label("nowhere", "Proposal") == "Proposal"
    assert EN.label("kind", "Proposal") == "Proposal"


def test_count_chooses_the_form_and_writes_the_number() -> None:
    """English tells one from many; the number comes with the language's digits and thousands marks."""
    say = ("{number} request of {who}", "{number} requests of {who}")
    assert EN.count(*say, 1, who="<A>") == "1 request of &lt;A&gt;"
    assert EN.count(*say, 0, who="A") == "0 requests of A"
    assert EN.count(*say, 1240, who="A") == "1,240 requests of A"
    assert FA.count(*say, 1240, who="A").startswith("۱٬۲۴۰ ")


def test_translators_are_shared_and_fixed() -> None:
    """One translator a language, which nobody can change; an unknown language is answered in Persian."""
    assert translator("fa") is translator("fa") is translator("xx")
    assert {translator(language).direction for language in LANGUAGES} == {"rtl", "ltr"}
    with pytest.raises(AttributeError):
        Translator("en").other = 1  # type: ignore[attr-defined]  # it is the point


@pytest.mark.parametrize(
    ("code", "default", "language"),
    [
        ("en", "fa", "en"),
        ("en-GB", "fa", "en"),
        ("EN_us", "fa", "en"),
        ("fa", "en", "fa"),
        ("fa-IR", "en", "fa"),
        ("prs", "en", "fa"),
        ("az", "fa", "fa"),
        ("de", "en", "en"),
        (None, "en", "en"),
        ("", "fa", "fa"),
        ("de", "xx", "fa"),
    ],
)
def test_closest_language(code: str | None, default: str, language: str) -> None:
    """The app's language is spoken if we speak it, else the city's."""
    assert closest_language(code, default) == language


def test_marks_change_nothing() -> None:
    """A marked sentence is the sentence."""
    assert mark("Hello") == "Hello"
    assert mark_label("kind", "Hello") == "Hello"


def test_importing_is_cheap() -> None:
    """`mahalleyar --help` loads neither Babel nor the calendar: they come with the first word and date."""
    script = "import sys, locales; print([m for m in ('babel', 'persiantools') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
