"""How one line of a published list begins: with a number, as people write numbers, or without one. Pure.

A mark says only what stands there. Whether it begins a goal is decided by the whole list (see `goal_starts`).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from models.text import fold

MOST_NUMBER: Final = 999  # beyond it a number at the beginning of a line is a year, or counts something


class Strength(IntEnum):
    """How sure it is that a number at the beginning of a line is the line's own."""

    GLUED = 1  # «1-2 parks»: the first goal, or 1-2 of something
    PLAIN = 2  # «2 parks»: as a rule a part of the sentence
    BARE = 3  # a number alone in its line: that of the line below, or of the page
    SIGNED = 4  # «1-», «۱.», «(1)», «هدف اول:»


@dataclass(frozen=True)
class Mark:
    """A number at the beginning of a line. `style` is its sign, `key` the word before it («هدف»), `rest` what follows.

    `child` is set for the number of a part: «1-2» has the number 1 and the child 2.
    """

    number: int
    strength: Strength
    rest: str
    style: str = ""
    key: str = ""
    child: int | None = None


_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff\ufe0e]")
_BLANKS: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_KEYCAPS: Final = re.compile("(?:[0-9]\ufe0f?\u20e3)+")
_STRETCHED: Final = re.compile("(?<=[\u0621-\u06d3])\u0640+(?=[\u0621-\u06d3])")
_ONE_SPELLING: Final = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})
_EMPHASIS: Final = re.compile(r"\*\*|__|\\(?=[.)\-])")
_TAGS: Final = re.compile(r"</?[a-zA-Z][^<>]{0,80}>|&nbsp;")
_DASHES: Final = "-–—−‐‑ـ"
_BULLETS: Final = frozenset("•·∙‣⁃◦*#>~+§¶|")
_SIGN: Final = rf"[{_DASHES}_.۔•)\]}}:/\\|،,؛;»>٭*(]"
_KEYS: Final = (
    "هدف کلان", "هدف راهبردی", "هدف اصلی", "هدف عملیاتی", "هدف", "راهبرد", "استراتژی", "اولویت", "برنامه", "بند",
    "ماده", "ردیف", "شماره", "سیاست", "اقدام", "پروژه", "طرح", "مورد", "goal", "objective", "strategy", "article", "no",
    "item", "محور", "بخش", "فصل", "حوزه", "گام", "تبصره", "section",
)  # fmt: skip
HEADINGS: Final = frozenset(fold(name) for name in ("محور", "بخش", "فصل", "حوزه", "section"))
"""What numbers parts of a plan as a rule, not its goals."""

REMARKS: Final = frozenset((fold("تبصره"),))
"""What numbers remarks below an article."""
_TENS: Final = {"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50}
_UNITS: Final = (
    ("یکم", "یک"), ("دوم", "دو"), ("سوم", "سه"), ("چهارم", "چهار"), ("پنجم", "پنج"), ("ششم", "شش"), ("هفتم", "هفت"),
    ("هشتم", "هشت"), ("نهم", "نه"),
)  # fmt: skip
_TEENS: Final = (
    ("دهم", "ده"), ("یازدهم", "یازده"), ("دوازدهم", "دوازده"), ("سیزدهم", "سیزده"), ("چهاردهم", "چهارده"),
    ("پانزدهم", "پانزده"), ("شانزدهم", "شانزده"), ("هفدهم", "هفده"), ("هجدهم", "هجده"), ("نوزدهم", "نوزده"),
)  # fmt: skip


_LEARNED: Final = ("اول", "ثانی", "ثالث", "رابع", "خامس")


def _ordinals() -> tuple[dict[str, int], dict[str, int]]:
    """The words of place («دوم») and the words of number («دو»), each with its value."""
    places = {"اول": 1, "نخست": 1, "سیم": 30, "هیجدهم": 18}
    places |= {f"{word}{end}": value for value, word in enumerate(_LEARNED, 1) for end in ("اً", "ا")}
    counts: dict[str, int] = {}
    for value, (place, count) in enumerate((*_UNITS, *_TEENS), 1):
        places[place], counts[count] = value, value
    for word, ten in _TENS.items():
        places[f"{word}م" if word != "سی" else "سی‌ام"], counts[word] = ten, ten
        for value, (place, count) in enumerate(_UNITS, 1):
            places[f"{word} و {place}"], counts[f"{word} و {count}"] = ten + value, ten + value
    return places, counts


_PLACES, _COUNTS = _ordinals()
_BETWEEN: Final = re.compile("[\\s\u200c]+")
_SPOKEN: Final = {_BETWEEN.sub("", name): value for name, value in (_COUNTS | _PLACES).items()}


def _words(names: dict[str, int]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(
        re.escape(name).replace(r"\ ", r"[\s\u200c]*").replace("\u200c", r"[\s\u200c]?") for name in longest_first
    )


_KEY_PATTERN: Final = "|".join(re.escape(name).replace(r"\ ", r"[\s\u200c]+") for name in _KEYS)
_NUMBER: Final = r"(?P<number>\d{1,4})"
_ORDINAL_END: Final = r"(?:[\s\u200c]?(?:اُ?م|مین)(?!\w))?"
_BRACKETED: Final = re.compile(rf"[(\[{{«<)\]]\s?{_NUMBER}\s?[)\]}}»>(\[](?P<style>{_SIGN}*)(?!\d)\s*")
_SIGNED: Final = re.compile(rf"[{_DASHES}(\[.]*{_NUMBER}{_ORDINAL_END}[\s\u200c]*(?P<style>{_SIGN}+)(?!\d)\s*")
_LED: Final = re.compile(rf"(?P<style>[{_DASHES}.]+){_NUMBER}(?:[\s\u200c]+|(?=[^\W\d])|$)")
_TABBED: Final = re.compile(rf"{_NUMBER}(?P<style>[ ]*\t\s*|\s{{2,}})(?=\S)")
_KEYED: Final = re.compile(
    rf"(?P<key>{_KEY_PATTERN})(?:ٔ|\u200cی)?[\s\u200c]*(?:(?:شمارهٔ?|شماره‌ی|No\.?)[\s\u200c]*)?[(\[]?"
    rf"(?:(?P<place>{_words(_PLACES | _COUNTS)})(?![\w\u200c])|{_NUMBER}{_ORDINAL_END})"
    rf"[\s\u200c]*(?P<style>{_SIGN}*)(?!\d)\s*",
    re.IGNORECASE,
)
_PLACED: Final = re.compile(
    rf"(?P<place>{_words(_PLACES | _COUNTS)})(?![\w\u200c])[\s\u200c]*(?P<style>[{_DASHES}.:)]+)\s*"
)
_PART: Final = re.compile(
    rf"[(\[]?{_NUMBER}(?P<style>[{_DASHES}./])(?P<child>\d{{1,3}})(?P<more>(?:[{_DASHES}./]\d+)*){_SIGN}*\s*"
)
_BARE: Final = re.compile(rf"{_NUMBER}\s*$")
_PLAIN: Final = re.compile(rf"{_NUMBER}(?:[\s\u200c]+|(?=[^\W\d]))(?=\S)")
LETTERED: Final = re.compile(
    rf"[(\[]?(?:الف|[بپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی]|[IVX]{{1,5}}|[a-zA-Z])\s?(?:[)\]]|[{_DASHES}.:](?=\s))\s*"
)
"""«الف)», «ب-», «c.» at the beginning of a line."""


def cleaned(line: str) -> str:
    """A line without what nobody sees: marks of direction, stretched letters, odd blanks; one ی and one ک.

    Half-spaces and tabs stay. Numbers in key caps become numbers with a bracket.
    """
    line = _INVISIBLE.sub("", line.replace("\N{KEYCAP TEN}", "10) "))
    line = _KEYCAPS.sub(lambda match: re.sub("[^0-9]", "", match[0]) + ") ", line)
    line = _STRETCHED.sub("", _BLANKS.sub(" ", line).replace("\ufe0f", ""))
    return _EMPHASIS.sub("", _TAGS.sub(" ", line)).translate(_ONE_SPELLING).rstrip(" \t\u200c|")


def latinized(line: str) -> str:
    """The line with every digit, of whatever script, as 0–9: as long as before."""
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in line)


def strip_bullet(line: str) -> tuple[str, bool]:
    """A line without the bullets and pictures it begins with, and whether there were any."""
    stripped = line.lstrip(" \t\u200c")
    at = 0
    while at < len(stripped) and _is_bullet(stripped, at):
        at += 1
        while at < len(stripped) and stripped[at] in " \t\u200c":
            at += 1
    return stripped[at:], at > 0


def _is_bullet(line: str, at: int) -> bool:
    letter = line[at]
    if letter in _DASHES:  # «-۱» is a number's sign, «- ۲ parks» a bullet
        return at + 1 < len(line) and line[at + 1] in " \t\u200c"
    return letter in _BULLETS or (unicodedata.category(letter) in {"So", "Sk"} and not _circled(letter))


def _circled(letter: str) -> int | None:
    """The number in a circle, in brackets or with a full stop that one sign shows: ①, ⑴, ⒈, ❶."""
    if "\u2460" <= letter <= "\u24ff" or "\u2776" <= letter <= "\u2793":
        value = unicodedata.numeric(letter, 0)
        return int(value) if value else None
    return None


def mark_of(line: str) -> Mark | None:
    """The number with which a cleaned line begins; None where it begins with none, or with a year."""
    words, _ = strip_bullet(line)
    if not words:
        return None
    if (number := _circled(words[0])) is not None:
        return Mark(number, Strength.SIGNED, words[1:].lstrip(" \t\u200c-.:)"), "①")
    shadow = latinized(words)
    found = _signed(words, shadow) or _unsigned(words, shadow)
    return found if found is not None and 0 < found.number <= MOST_NUMBER else None


def _signed(words: str, shadow: str) -> Mark | None:
    for pattern in (_BRACKETED, _SIGNED, _LED, _TABBED, _PLACED):
        match = pattern.match(shadow)
        if match is not None:
            style = match["style"].strip()[:1] or ("(" if pattern is _BRACKETED else "\t")
            return Mark(_value(match), Strength.SIGNED, _rest(words, match), style)
    match = _KEYED.match(shadow)
    if match is None:
        return None
    rest = _rest(words, match)
    strength = Strength.SIGNED if match["style"] or not rest else Strength.PLAIN
    return Mark(_value(match), strength, rest, match["style"][:1], fold(match["key"]))


def _unsigned(words: str, shadow: str) -> Mark | None:
    match = _PART.match(shadow)
    if match is not None:
        is_part = not match["more"] or len(match["number"]) <= 2
        at = match.start("child") if not match["more"] else match.end()
        child = int(match["child"])
        return Mark(_value(match), Strength.GLUED, words[at:].strip(), match["style"], child=child) if is_part else None
    for pattern, strength in ((_BARE, Strength.BARE), (_PLAIN, Strength.PLAIN)):
        match = pattern.match(shadow)
        if match is not None:
            return Mark(_value(match), strength, _rest(words, match))
    return None


def _value(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("place"):
        return _SPOKEN[_BETWEEN.sub("", groups["place"])]
    return int(groups["number"])


def _rest(words: str, match: re.Match[str]) -> str:
    return words[match.end() :].lstrip(" \t\u200c")
