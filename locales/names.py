"""The city's own names: what roles, bodies, levels and documents are called there, instead of the usual Persian words.

Cities differ: the council of a neighbourhood is «شورایاری» in one and «هیئت امنای محله» in another. The catalogue says
the usual words; where a city has another one, it takes their place in every sentence, file and button.
"""

import re
from collections.abc import Mapping
from typing import Final

# The defaults, as docs and settings name them; only these can be given another name.
NAMES: Final[tuple[str, ...]] = (
    "عضو شورای محله",
    "شورای محله",
    "دبیرخانه",
    "شهردار منطقه",
    "رئیس ناحیه",
    "صاحب‌نظر",
    "مدیر سامانه",
    "منطقه",
    "ناحیه",
    "محله",
    "اطلاعیه",
    "اصلاحیه",
    "خلاصه",
    "جلسه",
    "صورت‌جلسه",
    "مصوبه",
    "پیشنهاد شورای محله",
    "هیئت تطبیق",
)
_EZAFE: Final = "\u0654"
_ENDINGS: Final = "|".join(("ها", "های", "هایی", "هایتان", "ای", "تان"))
_HEH: Final = "ه"
_VOWELS: Final = frozenset("او")


class UnknownNameError(ValueError):
    """A name that no sentence uses; the message lists those that can be changed."""


def check_names(own: Mapping[str, str]) -> None:
    """Look whether these names can be given.

    Raises:
        UnknownNameError: one is none of `NAMES`, or its new name is empty.
    """
    for usual, name in own.items():
        if usual not in NAMES or not name:
            raise UnknownNameError(f"«{usual}» is none of: {'، '.join(NAMES)}")


def named_as(sentence: str, own: Mapping[str, str]) -> str:
    """The sentence with the city's own names in it: «دبیرخانهٔ محله» becomes «روابط عمومی محله».

    Whole words only, with their endings («اطلاعیه‌ها»); the ezafe after a silent heh is written as the new word needs
    it. A longer name goes before a shorter one within it.
    """
    if not own:
        return sentence
    usual = "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True))
    found = re.compile(rf"(?<![\w\u200c])({usual})({_EZAFE}?)(?=\u200c(?:{_ENDINGS})(?!\w)|[^\w\u200c]|\Z)")
    return found.sub(lambda match: own[match[1]] + _ending(own[match[1]], match[2]), sentence)


def _ending(name: str, ezafe: str) -> str:
    if not ezafe or name.endswith(_HEH):
        return ezafe
    return "ی" if name[-1] in _VOWELS else ""
