"""What neighbours do not read of a text: telephone, bank card, account, plate and national code numbers.

Any script's digits count, with blanks, dashes or invisible letters between them. Nothing of a number stays. Cards
and national codes are known by their check digits, so that amounts, postal codes and tracking codes stay readable.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from models.text.spans import Kind, find_spans

MASK = "•••"
INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
BETWEEN = rf"[ \u00a0{INVISIBLE}()._*–—-]{{0,4}}"  # what people put between the digits of one number
AFTER_YEAR = "(?<!1[34][0-9][0-9]-)"  # 1405-09-12 345 … is a date
PHONE = re.compile(
    rf"{AFTER_YEAR}(?<![0-9])(?:"
    rf"(?:(?:\+|00){BETWEEN})?98{BETWEEN}(?:\(?0\)?{BETWEEN})?[1-9](?:{BETWEEN}[0-9]){{9}}"
    rf"|\(?0{BETWEEN}[1-9](?:{BETWEEN}[0-9]){{9}}"  # mobile, or fixed line with its area code
    rf"|\+(?:{BETWEEN}[0-9]){{8,15}}"
    r")(?![0-9])"
)
MONEY = rf"(?![\s{INVISIBLE}]*(?:هزار|میلیون|میلیارد|تومان|تومن|ریال))"
MOBILE_WITHOUT_ZERO = re.compile(rf"(?<![0-9])9[0-9]{{9}}(?![0-9]){MONEY}")
CALLED = re.compile(
    r"(?:تلفن|تماس|موبایل|همراه|واتساپ|زنگ بزن\w*|call|phone|tel)[^0-9\n]{0,12}?"
    rf"(?P<number>[0-9](?:{BETWEEN}[0-9]){{6,10}})(?![0-9])",
    re.IGNORECASE,
)
GROUPS = re.compile(rf"(?<![0-9])[0-9]{{4,}}(?:[ \u00a0{INVISIBLE}_*–—-]{{1,3}}[0-9]{{4,}})*(?![0-9])")
RUN = re.compile("[0-9]+")
NATIONAL_CODE = re.compile(
    rf"(?<![0-9])[0-9]{{10}}(?![0-9])|{AFTER_YEAR}(?<![0-9])[0-9]{{3}}-[0-9]{{6}}-[0-9](?![0-9])"
)
CARD_LENGTH, ACCOUNT_LENGTH = 16, 24
AND_BETWEEN_NUMBERS = re.compile(r"[0-9]{2} و [0-9]{3}(?![0-9 ]*(?:ایران|-))")


class _Place(NamedTuple):
    start: int
    end: int


def mask(text: str) -> str:
    """Return a text with «•••» for every number that leads to a person; everything else is exactly as it was."""
    digits = _with_latin_digits(text)
    pieces, position = list[str](), 0
    for place in sorted(_places(digits)):
        if place.start >= position:
            pieces += [text[position : place.start], MASK]
        position = max(position, place.end)
    return "".join([*pieces, text[position:]])


def is_national_code(digits: str) -> bool:
    """Say whether ten Latin digits are an Iranian national code: the last is a check of the others, modulo 11.

    Ten equal digits pass the sum, but were never given to anybody (they are excluded by the registry's own rule).
    """
    if not re.fullmatch("[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def _with_latin_digits(text: str) -> str:
    """Return the text with each decimal digit of any script as 0-9, letter for letter."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def _places(text: str) -> Iterator[_Place]:
    for pattern in (PHONE, MOBILE_WITHOUT_ZERO):
        yield from (_Place(*match.span()) for match in pattern.finditer(text))
    yield from (_Place(*match.span("number")) for match in CALLED.finditer(text))
    for match in NATIONAL_CODE.finditer(text):
        if is_national_code(match[0].replace("-", "")):
            yield _Place(*match.span())
    for match in GROUPS.finditer(text):
        yield from _cards_and_accounts(match)
    for span in find_spans(text):
        if span.kind is Kind.IBAN or (span.kind is Kind.PLATE and not AND_BETWEEN_NUMBERS.match(text, span.start)):
            yield _Place(span.start, span.end)


def _cards_and_accounts(groups: re.Match[str]) -> Iterator[_Place]:
    """Yield card and account numbers: within one run of digits, or as whole groups side by side."""
    runs = [_Place(*run.span()) for run in RUN.finditer(groups.string, *groups.span())]
    for first, run in enumerate(runs):
        digits = groups.string[run.start : run.end]
        if _hides_number(digits):
            yield run
        for last in runs[first + 1 :]:
            digits += groups.string[last.start : last.end]
            if len(digits) > ACCOUNT_LENGTH:
                break
            if _is_number(digits):
                yield _Place(run.start, last.end)


def _is_number(digits: str) -> bool:
    """Say whether these digits are a card's (Luhn) or an account's (ISO 7064, mod 97, without its IR)."""
    if len(digits) == CARD_LENGTH:
        return bool(luhn.is_valid(digits))
    return len(digits) == ACCOUNT_LENGTH and bool(mod_97_10.is_valid(f"{digits[2:]}IR{digits[:2]}"))


def _hides_number(run: str) -> bool:
    """Say whether a run of digits is such a number, or a card's stands among its digits.

    Longer ones than an account's are no amount and no date either.
    """
    if len(run) > ACCOUNT_LENGTH or _is_number(run):
        return True
    return any(_is_number(run[at : at + CARD_LENGTH]) for at in range(len(run) - CARD_LENGTH + 1))
