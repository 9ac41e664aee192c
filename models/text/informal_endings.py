"""Endings of spoken nouns and adjectives beside what they are in writing; `|` stands for the half-space.

`‌ها` and its like take a half-space only after a letter that joins («ماشین‌ها», but «کارها»), and the pronouns only
after ه («کوچه‌مان», «خیابانمان»): how editors write. Search keys do not see the difference.
"""

from enum import Enum
from itertools import product
from typing import NamedTuple

ZWNJ = "\u200c"
NOT_JOINING = frozenset("اآدذرزژو")


class Sure(Enum):
    """When an ending proves that a word is spoken Persian."""

    ALWAYS = "always"
    NOUN = "noun"  # behind a noun of our list
    ADJECTIVE = "adjective"  # behind an adjective of our list
    NEVER = "never"


class Ending(NamedTuple):
    """One ending.

    Attributes:
        spoken: As it is said.
        formal: As it is written, without what joins it.
        sure: When it proves something.
        pronoun: Whether a ه in front of it may be swallowed («همش»).
    """

    spoken: str
    formal: str
    sure: Sure = Sure.ALWAYS
    pronoun: bool = False


PRONOUNS = (("مون", "مان"), ("تون", "تان"), ("شون", "شان"))
PLURALS = (("ها", Sure.ALWAYS), ("ا", Sure.NOUN))  # بچه‌هامون, ماشینامون


def _endings() -> tuple[Ending, ...]:
    endings = [
        Ending("است", "هاست", Sure.NEVER),
        Ending("هارو", "ها را"),
        Ending("ارو", "ها را", Sure.NOUN),
        Ending("ایی", "هایی", Sure.NEVER),
        Ending("ای", "های", Sure.NOUN),
        Ending("ان", "ها هستند", Sure.NEVER),
        Ending("ا", "ها", Sure.NOUN),
        Ending("رو", " را", Sure.NOUN),
        Ending("یه", "ی است", Sure.NEVER),
        Ending("ین", "ی هستند", Sure.NEVER),
        Ending("ه", " است", Sure.ADJECTIVE),
        Ending("ن", " هستند", Sure.ADJECTIVE),
        Ending("و", " را", Sure.NOUN),
        Ending("ی", "ی", Sure.NEVER),
        Ending("شو", "ش را", Sure.NOUN, pronoun=True),
        Ending("مو", "م را", Sure.NOUN, pronoun=True),
        Ending("تو", "ت را", Sure.NEVER, pronoun=True),
        Ending("شم", "ش هم", Sure.NEVER, pronoun=True),
        Ending("شه", "ش است", Sure.NEVER, pronoun=True),
        Ending("مه", "م است", Sure.NEVER, pronoun=True),
        Ending("مم", "م هم", Sure.NEVER, pronoun=True),
        Ending("ش", "ش", Sure.NEVER, pronoun=True),
        Ending("م", "م", Sure.NEVER, pronoun=True),
        Ending("ت", "ت", Sure.NEVER, pronoun=True),
    ]
    for spoken, formal in PRONOUNS:
        endings += [
            Ending(spoken, formal, pronoun=True),
            Ending(f"{spoken}و", f"{formal} را", pronoun=True),
            Ending(f"{spoken}ه", f"{formal} است", pronoun=True),
            Ending(f"{spoken}م", f"{formal} هم", pronoun=True),
        ]
        for plural, sure in PLURALS:
            endings.append(Ending(plural + spoken, f"های{formal}", sure))
            endings.append(Ending(f"{plural}{spoken}و", f"های{formal} را", sure))
    for spoken, (plural, sure) in product("شمت", PLURALS):
        if plural + spoken != "ات":  # an Arabic plural: حالات
            endings.append(Ending(plural + spoken, f"های{spoken}", sure))
            endings.append(Ending(f"{plural}{spoken}و", f"های{spoken} را", sure))
    return tuple(sorted(endings, key=lambda ending: -len(ending.spoken)))


ENDINGS = _endings()
# Behind a half-space: «خسته‌ن», «بچه‌مو», «کوچه‌س».
AFTER_JOINER = {ending.spoken: ending for ending in ENDINGS if ending.spoken[0] not in "ای"} | {
    "س": Ending("س", " است"),
    "ست": Ending("ست", " است"),
    "هان": Ending("هان", "ها هستند"),
    "هاس": Ending("هاس", "هاست"),
    "ن": Ending("ن", " هستند"),
}


def join(base: str, formal: str) -> str:
    """Put a written ending behind a written word."""
    if formal.startswith(" "):
        return base + formal
    if formal.startswith("ی"):
        return base + formal
    if base[-1] in "هی" and formal[0] in "شمت" and formal[1:2] in {"", " "}:
        return f"{base}{ZWNJ}ا{formal}"  # بچه‌اش
    if base.endswith("ه") or (formal.startswith("ها") and base[-1] not in NOT_JOINING):
        return f"{base}{ZWNJ}{formal}"
    if base[-1] in "او" and formal[0] in "شمت":
        return f"{base}ی{formal}"  # بویش, صدایشان
    return base + formal
