"""The catalogues: ``<language>/LC_MESSAGES/mahalleyar.po``, compiled in memory at first use."""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from locales.names import check_names, named_as

DOMAIN: Final = "mahalleyar"
ROOM: Final = Path(__file__).parent
NAMED: Final = "fa"  # the language whose names of roles, bodies, levels and documents a city may change
_own: dict[str, str] = {}


def catalogue_path(language: str) -> Path:
    """Say where the catalogue of a language lies."""
    return ROOM / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def use_names(own: Mapping[str, str]) -> None:
    """Say a city's own names from now on, in this process: see `locales.names`.

    Args:
        own: the usual name → the city's; names that are not in it stay.

    Raises:
        UnknownNameError: there is no such name; nothing was changed.
    """
    check_names(own)
    if own != _own:
        _own.clear()
        _own.update(own)
        load_catalogue.cache_clear()


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
    if language == NAMED and _own:
        for message in catalogue:
            message.string = _named(message.string)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _named(string: Any) -> Any:
    """One translation, or all forms of one with a number."""
    if isinstance(string, str):
        return named_as(string, _own)
    return tuple(named_as(form, _own) for form in string)
