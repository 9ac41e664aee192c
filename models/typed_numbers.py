"""Words about time as people type them, in one spelling: digits for number words, one form of every letter."""

import re
from typing import Final

from locales.digits import latin_digits

_LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("يى", "ی"),
        **dict.fromkeys("ةۀ", "ه"),
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("\u200c\u00a0\u202f،؛,;", " "),
        **dict.fromkeys("–−‐‑—", "-"),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys([0x0640, 0x0670, 0x200D, 0x200E, 0x200F, *range(0x064B, 0x0656)], None),
        **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], None),
        "ك": "ک",
    }
)

# fmt: off
_UNITS: Final = {
    "یک": 1, "یه": 1, "دو": 2, "سه": 3, "چهار": 4, "چار": 4, "پنج": 5, "شش": 6, "شیش": 6, "هفت": 7, "هشت": 8, "نه": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}
_TEENS: Final = {
    "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "پونزده": 15, "شانزده": 16,
    "شونزده": 16, "هفده": 17, "هیفده": 17, "هجده": 18, "هیجده": 18, "هژده": 18, "نوزده": 19,
    "ten": 10, "eleven": 11, "twelve": 12,
}
_TENS: Final = {"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90}
_HUNDREDS: Final = {"صد": 100, "یکصد": 100, "دویست": 200}
# fmt: on
_NAMED: Final = _UNITS | _TEENS | _TENS | _HUNDREDS
_ORDINALS: Final = {"اول": 1, "سوم": 3, **{f"{name}م": number for name, number in _NAMED.items() if name != "سه"}}
_NUMBERS: Final = _NAMED | _ORDINALS


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_LAST: Final = _any(_UNITS | {name: number for name, number in _ORDINALS.items() if number < 10})
_NUMBER: Final = re.compile(
    rf"\b(?:({_any(_HUNDREDS)})\s*و\s*)?(?:({_any(_TENS)})\s*و\s*({_LAST})|({_any(_NUMBERS)}))(?:\s+ام)?\b"
)
_WEEKDAY: Final = re.compile(r"\b(1|یک|یه|2|دو|3|سه|4|چهار|چار|5|پنج|پن)\s*شنبه")
_WEEKDAYS: Final = {
    **dict.fromkeys(("1", "یک", "یه"), "یکشنبه"),
    **dict.fromkeys(("2", "دو"), "دوشنبه"),
    **dict.fromkeys(("3", "سه"), "سهشنبه"),
    **dict.fromkeys(("4", "چهار", "چار"), "چهارشنبه"),
    **dict.fromkeys(("5", "پنج", "پن"), "پنجشنبه"),
}


def plain(words: str) -> str:
    """Words in one spelling: lower case, single spaces, digits 0–9 also for number words («بیست و یکم» is 21).

    Half-spaces become spaces, and weekdays one word («پنج‌شنبه», «۵ شنبه» → «پنجشنبه»).
    """
    typed = latin_digits(words).lower().translate(_LETTERS)
    typed = re.sub(r"(?<=\d)t(?=\d)|\bی\b", " ", typed)  # ISO's T, and the «ی» of «هفته‌ی»
    typed = _WEEKDAY.sub(lambda found: _WEEKDAYS[found[1]], typed)
    return " ".join(_NUMBER.sub(_value, typed).split())


def _value(found: re.Match[str]) -> str:
    return str(sum(_NUMBERS[name] for name in found.groups() if name is not None))
