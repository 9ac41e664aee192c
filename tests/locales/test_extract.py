from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from locales.catalogue import ROOM
from locales.extract import build_template, main, outdated_catalogues, update_catalogue
from locales.sources import FoundMessage, UnreadableMessageError, find_messages


def found(source: str) -> list[FoundMessage]:
    """What the extractor finds in a source text."""
    return list(find_messages(source, "file.py"))


def template(source: str, tmp_path: Path) -> Catalog:
    """The sentences of a checkout that has this one file."""
    (tmp_path / "handlers").mkdir(exist_ok=True)
    (tmp_path / "handlers" / "view.py").write_text(source, encoding="utf-8")
    return build_template(tmp_path)


def test_catalogues_are_up_to_date() -> None:
    """The catalogues hold exactly what the code says: else run ``python -m locales.extract``."""
    assert outdated_catalogues(ROOM.parent) == {}
    assert main(["--check"]) == 0


def test_every_word_of_the_translator_is_found() -> None:
    """Sentences, buttons, labels, counts and marks are found, whatever the translator is called."""
    source = """
tr.text("A {b}", b=1)
self.tr.plain("B"
    " and C")
translator("fa").label("kind", "D")
view(tr.count("{number} E", "{number} Es", number))
X = {"f": mark("F"), "g": mark_label("status", "G")}
"""
    assert [(f.said_by, f.context, f.message, f.plural) for f in found(source)] == [
        ("text", None, "A {b}", None),
        ("plain", None, "B and C", None),
        ("label", "kind", "D", None),
        ("count", None, "{number} E", "{number} Es"),
        ("mark", None, "F", None),
        ("mark_label", "status", "G", None),
    ]


def test_other_words_are_not_taken() -> None:
    """SQL, methods of strings and variables are no sentences."""
    source = """
import sqlalchemy as sa
from sqlalchemy import text
sa.text("select 1"); text("select 2"); "a".count("b", "c"); names.count("x")
tr.text(sentence); tr.label(context, "A"); mark(word)
"""
    assert found(source) == []


@pytest.mark.parametrize(
    "call",
    [
        'tr.text(f"A {b}")',
        'self.tr.plain("A" + b)',
        'translator("fa").text("A" if b else "C")',
        'mark(f"{a}")',
    ],
)
def test_a_sentence_that_cannot_be_read_is_an_error(call: str) -> None:
    """A sentence put together inside the call would never be translated, so the extractor names it."""
    with pytest.raises(UnreadableMessageError, match=r"^file\.py:1: "):
        found(call)


def test_comments_for_translators() -> None:
    """A comment that begins with ``Translators:`` and stands right above the call reaches the catalogue."""
    source = '# Translators: a greeting,\n# in the morning\ntr.text("A")\n# no such comment\ntr.text("B")\n'
    assert [f.comments for f in found(source)] == [["Translators: a greeting,", "in the morning"], []]


def test_translations_survive_and_unused_ones_become_obsolete(tmp_path: Path) -> None:
    """An update adds new sentences empty, keeps translations, and what nobody says any more as obsolete."""
    first = update_catalogue("fa", template('tr.text("Old")\ntr.text("Kept")\n', tmp_path), None)
    translated = first.replace(b'msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "مانده"'.encode())
    translated = translated.replace(b'msgid "Old"\nmsgstr ""', 'msgid "Old"\nmsgstr "کهنه"'.encode())
    updated = update_catalogue("fa", template('tr.text("Kept")\ntr.text("New")\n', tmp_path), translated)
    catalogue = read_po(BytesIO(updated), locale="fa")
    assert {message.id: message.string for message in catalogue if message.id} == {"Kept": "مانده", "New": ""}
    assert '#~ msgid "Old"\n#~ msgstr "کهنه"' in updated.decode()


def test_a_similar_new_sentence_is_not_guessed(tmp_path: Path) -> None:
    """A changed sentence waits for its translator instead of taking the old one's words."""
    first = update_catalogue("fa", template('tr.text("Your request is registered")', tmp_path), None)
    translated = first.replace(b'registered"\nmsgstr ""', 'registered"\nmsgstr "ثبت شد"'.encode())
    updated = update_catalogue("fa", template('tr.text("Your request is registered.")', tmp_path), translated)
    assert b"fuzzy" not in updated


def test_english_fills_itself(tmp_path: Path) -> None:
    """The English catalogue is complete by itself, plurals included, and keeps no obsolete sentences."""
    first = update_catalogue("en", template('tr.text("Old")', tmp_path), None)
    source = 'tr.text("New")\ntr.count("{number} day", "{number} days", n)'
    updated = update_catalogue("en", template(source, tmp_path), first)
    assert b'msgid "New"\nmsgstr "New"' in updated
    assert b'msgstr[0] "{number} day"\nmsgstr[1] "{number} days"' in updated
    assert b"Old" not in updated


@pytest.mark.parametrize("language", ["fa", "en"])
def test_an_update_without_news_changes_nothing(language: str, tmp_path: Path) -> None:
    """Running the extractor twice gives the same bytes: no dates, no line numbers, no versions."""
    first = update_catalogue(language, template('tr.text("A")\ntr.label("kind", "B")', tmp_path), None)
    moved = template('\n\n\ntr.text("A")\ntr.label("kind", "B")', tmp_path)
    assert update_catalogue(language, moved, first) == first
    assert b"#: handlers/view.py\n" in first
    assert b"Babel" not in first
