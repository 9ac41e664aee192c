"""The words: gettext catalogues, isolates, digits and Jalali dates. Knows nothing of the other rooms."""

from functools import cache
from typing import Final

from locales.catalogue import use_names
from locales.dates import jalali_year
from locales.translator import Translator

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "Translator",
    "closest_language",
    "jalali_year",
    "mark",
    "mark_label",
    "translator",
    "use_names",
]

LANGUAGES: Final[tuple[str, ...]] = ("fa", "en")
DEFAULT: Final = "fa"
# Three-letter codes and Dari: some apps send these.
_OTHER_CODES: Final = {"fas": "fa", "per": "fa", "pes": "fa", "prs": "fa", "eng": "en"}


def translator(language: str) -> Translator:
    """Give the one translator of a language; an unknown language is answered in Persian."""
    return _translator(language if language in LANGUAGES else DEFAULT)


@cache
def _translator(language: str) -> Translator:
    return Translator(language)


def closest_language(code: str | None, default: str) -> str:
    """Choose one of `LANGUAGES` for the language code a messenger reports (``en-GB``, ``fa``, None).

    Args:
        code: an IETF tag, or None when the app tells nothing.
        default: the city's language, taken for every language that we do not speak.
    """
    primary = (code or "").replace("_", "-").partition("-")[0].strip().lower()
    primary = _OTHER_CODES.get(primary, primary)
    if primary in LANGUAGES:
        return primary
    return default if default in LANGUAGES else DEFAULT


def mark(message: str) -> str:
    """Name a sentence for the catalogues where it is written; `text` says it later."""
    return message


def mark_label(context: str, message: str) -> str:  # noqa: ARG001 (the extractor reads the context)
    """Name a label for the catalogues where it is written; `label` says it later."""
    return message
