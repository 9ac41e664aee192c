"""Tracking codes: Jalali year, serial of that year, check digit, as in 1405-000123-7."""

import re
import unicodedata
from dataclasses import dataclass

from stdnum import damm

_SERIAL_DIGITS = 6
_FULL = re.compile(r"(\d{4})[-\s]?(\d{6,9})[-\s]?(\d)")
# What stands before a code where somebody copies it with its name, from the bot's own sentence or a note of theirs.
_NAMED = re.compile(
    r"(?:✅?\s*(?:ثبت شد|registered)\.?\s*)?(?:کد\s*(?:رهگیری|پیگیری)?|(?:tracking\s*)?code)\s*:?\s*", re.IGNORECASE
)
_SHORT = re.compile(r"(\d{1,6})[-\s](\d)")


def tracking_code(year: int, serial: int) -> str:
    """The code of the `serial`-th submission of a Jalali year, in ASCII digits.

    The check digit is Damm's (H. M. Damm, 2004): it catches every single wrong digit and every swap of neighbours. It
    covers year and serial, so that a code read out with last year's number is caught too.
    """
    body = f"{year:04d}{serial:0{_SERIAL_DIGITS}d}"
    return f"{body[:4]}-{body[4:]}-{damm.calc_check_digit(body)}"


@dataclass(frozen=True)
class TypedCode:
    """A code as somebody typed it; `year` is None for the short form, serial and check digit (`123-7`)."""

    year: int | None
    serial: int
    check: int

    def belongs_to(self, year: int, serial: int) -> bool:
        """Whether it names that submission: the check digit decides for the short form, whose year is not written."""
        return (
            self.serial == serial and self.year in {None, year} and tracking_code(year, serial)[-1] == str(self.check)
        )


def parse_tracking_code(text: str) -> TypedCode | None:
    """Read a code in any digits, with hyphens, dashes, blanks or nothing between; None for any other text.

    Its name may stand before it («کد رهگیری: …»). A full code whose check digit is wrong is none. The short form needs
    its hyphen: a bare number is a house or a bus.
    """
    plain = _NAMED.sub("", _plain(text), count=1)
    full = _FULL.fullmatch(plain)
    if full is not None:
        year, serial, check = (int(group) for group in full.groups())
        return TypedCode(year, serial, check) if tracking_code(year, serial)[-1] == str(check) else None
    short = _SHORT.fullmatch(plain)
    return TypedCode(None, int(short[1]), int(short[2])) if short is not None else None


def _plain(text: str) -> str:
    letters = (letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = (
        str(unicodedata.digit(letter)) if letter.isdigit() else "-" if unicodedata.category(letter) == "Pd" else letter
        for letter in letters
    )
    return re.sub(r"\s*-\s*", "-", "".join(plain).replace("ـ", "-").replace("_", "-")).strip()
