"""Digits as a language writes them.

Persian digits are U+06F0…U+06F9 (not the Arabic U+0660…U+0669); the thousands mark is U+066C, the decimal
mark U+066B.
"""

from typing import Final

_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LATIN: Final = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
THOUSANDS_MARK: Final = "٬"
DECIMAL_MARK: Final = "٫"


def localize_digits(value: object, language: str) -> str:
    """Write the digits of a value as the language does; everything else stays (``1405-7`` → ``۱۴۰۵-۷``)."""
    written = str(value)
    if language != "fa":
        return written
    if isinstance(value, float):
        written = written.replace(".", DECIMAL_MARK)
    return written.translate(_PERSIAN)


def group_thousands(value: int, language: str) -> str:
    """Write a whole number with thousands marks: ``۱٬۲۴۰`` or ``1,240``."""
    grouped = f"{value:,}"
    if language != "fa":
        return grouped
    return grouped.replace(",", THOUSANDS_MARK).translate(_PERSIAN)


def latin_digits(text: str) -> str:
    """Turn Persian and Arabic digits into 0–9, so that a machine can read them; nothing else changes."""
    return text.translate(_LATIN)
