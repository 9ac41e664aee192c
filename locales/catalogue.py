"""The catalogues: ``<language>/LC_MESSAGES/mahalleyar.po``, compiled in memory at first use."""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

DOMAIN: Final = "mahalleyar"
ROOM: Final = Path(__file__).parent


def catalogue_path(language: str) -> Path:
    """Say where the catalogue of a language lies."""
    return ROOM / language / "LC_MESSAGES" / f"{DOMAIN}.po"


@cache
def load_catalogue(language: str) -> GNUTranslations:
    """Read and compile the catalogue of a language; later calls answer from memory.

    Raises:
        FileNotFoundError: there is no such catalogue.
        babel.messages.pofile.PoFileError: the file is no valid catalogue.
    """
    # Imported at first use: Babel costs 60 ms, and `mahalleyar --help` says nothing in another language.
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with catalogue_path(language).open("rb") as source:
        catalogue = read_po(source, locale=language, domain=DOMAIN, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
