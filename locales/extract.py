"""Brings the catalogues up to date with the sentences in the sources.

``python -m locales.extract`` rewrites ``locales/*/LC_MESSAGES/mahalleyar.po``: translations stay, new
sentences come in empty (English: filled), sentences nobody says any more are kept as obsolete. With
``--check`` nothing is written and the exit code is 1 when a catalogue is out of date.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from locales import LANGUAGES
from locales.catalogue import DOMAIN, ROOM, catalogue_path
from locales.sources import FoundMessage, find_messages

SOURCES: Final = ("bot", "handlers", "models")
# One moment for all catalogues and all times: a date would change with every run and collide in every merge.
_NO_TIME: Final = datetime(2026, 1, 1, tzinfo=UTC)
# Babel's version in the header would put every catalogue out of date at its next release.
_GENERATED_BY: Final = re.compile(rb'^"Generated-By: .*\n', re.MULTILINE)
_PLURAL_FORMS: Final = {"fa": "nplurals=2; plural=(n > 1);", "en": "nplurals=2; plural=(n != 1);"}
_HEADER: Final = "# Written by `python -m locales.extract`; only the translations are edited by hand."


def source_files(checkout: Path) -> Iterator[Path]:
    """Give every Python file that may say something, sorted."""
    for room in SOURCES:
        yield from sorted((checkout / room).rglob("*.py"))


def build_template(checkout: Path) -> Catalog:
    """Gather the sentences of all sources.

    Raises:
        locales.sources.UnreadableMessageError: a sentence is no literal string.
    """
    template = Catalog(domain=DOMAIN, charset="utf-8")
    for path in source_files(checkout):
        name = path.relative_to(checkout).as_posix()
        for found in find_messages(path.read_text(encoding="utf-8"), name):
            _add(template, found, name)
    return template


def _add(template: Catalog, found: FoundMessage, name: str) -> None:
    template.add(
        found.message if found.plural is None else (found.message, found.plural),
        context=found.context,
        locations=[(name, 0)],
        auto_comments=found.comments,
    )


def update_catalogue(language: str, template: Catalog, written: bytes | None) -> bytes:
    """Give the new content of a catalogue, from the sources' sentences and its old content."""
    if written is None:
        catalogue = Catalog(locale=language, domain=DOMAIN)
    else:
        catalogue = read_po(BytesIO(written), locale=language, domain=DOMAIN, abort_invalid=True)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    _settle_header(catalogue, language)
    if language == "en":
        _fill_with_itself(catalogue)
    content = BytesIO()
    write_po(
        content,
        catalogue,
        width=120,
        sort_by_file=True,
        include_lineno=False,
        ignore_obsolete=language == "en",
    )
    return _GENERATED_BY.sub(b"", content.getvalue(), count=1)


def _settle_header(catalogue: Catalog, language: str) -> None:
    catalogue.project, catalogue.version = DOMAIN, "0"
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = "Mahalleyar"
    catalogue.creation_date = catalogue.revision_date = _NO_TIME
    catalogue.header_comment = _HEADER
    catalogue.fuzzy = False
    catalogue.mime_headers = [
        ("Language", language),
        ("Plural-Forms", _PLURAL_FORMS[language]),
        ("Content-Type", "text/plain; charset=utf-8"),
    ]


def _fill_with_itself(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id:
            message.string = message.id


def outdated_catalogues(checkout: Path) -> dict[str, bytes]:
    """Give the languages whose catalogue should change, each with the content it should have."""
    template = build_template(checkout)
    outdated = {}
    for language in LANGUAGES:
        path = catalogue_path(language)
        written = path.read_bytes() if path.exists() else None
        updated = update_catalogue(language, template, written)
        if updated != written:
            outdated[language] = updated
    return outdated


def main(arguments: list[str]) -> int:
    """Update the catalogues, or with ``--check`` only look; give the exit code."""
    outdated = outdated_catalogues(ROOM.parent)
    if arguments == ["--check"]:
        for language in outdated:
            sys.stderr.write(f"{catalogue_path(language)} is out of date: run python -m locales.extract\n")
        return 1 if outdated else 0
    for language, content in outdated.items():
        catalogue_path(language).write_bytes(content)
        sys.stdout.write(f"{catalogue_path(language)} updated\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
