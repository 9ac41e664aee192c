"""The words of a search key without their endings, for comparing what two texts are about.

Endings go only where a word of hazm's list is left («درختها» → «درخت», but «خیابان» stays), so two words meet that a
reader takes for one. hazm's own stemmer cuts whatever looks like an ending.
"""

import re
from functools import lru_cache

from models.text.normalizing import vocabulary

_WORD = re.compile(r"[^\W\d_]{2,}")
_MANY = ("هایمان", "هایتان", "هایشان", "هایی", "هایش", "های", "ها")  # after any word, compounds too
_ENDINGS = (
    *("یمان", "یتان", "یشان", "مان", "تان", "شان"),
    *("ترین", "تر", "گانه", "گان", "ات", "ان", "یی", "ی"),
)
_WHOLE = frozenset(
    {"تنها", "انها", "اینها", "رها", "بها", "منتها", "انتها", "باران", "خیابان", "میدان", "ساختمان", "سازمان"}
    | {"درمان", "زمان", "جان", "پایان", "تهران", "ایران", "امکان"}
    | {"دبستان", "شهرستان", "بوستان", "گلستان", "دبیرستان", "بیمارستان", "تابستان", "زمستان", "کودکستان", "قبرستان"}
    | {"ابی", "زندگی", "خانگی", "شورای", "جای", "کافی", "بعضی", "خیلی", "حتی", "دسترسی", "رانندگی", "خشکی", "گاهی"}
)
_LEAST, _LEAST_OF_MANY = 3, 2  # letters that are left of a word: «شبها» → «شب»
_ROUNDS = 3


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """Return a word of a search key without endings. Loads hazm when `load` was not called before."""
    for _ in range(_ROUNDS):
        shorter = next((stem for stem in _stems(word) if _is_many(word, stem) or _is_word(stem)), None)
        if shorter is None:
            break
        word = shorter
    return word


def lemmas(key: str) -> list[str]:
    """Return the words of a search key in order, without endings; numbers and single letters are left out."""
    return [lemma(word) for word in _WORD.findall(key)]


def _stems(word: str) -> list[str]:
    if word in _WHOLE:
        return []
    many = next((end for end in _MANY if word.endswith(end) and len(word) - len(end) >= _LEAST_OF_MANY), None)
    if many is not None:
        return [word[: -len(many)]]
    return [word[: -len(end)] for end in _ENDINGS if word.endswith(end) and len(word) - len(end) >= _LEAST]


def _is_many(word: str, stem: str) -> bool:
    return word[len(stem) :] in _MANY


def _is_word(stem: str) -> bool:
    """Whether hazm's list has it; folding wrote آ as ا."""
    words = vocabulary().words
    return stem in words or (stem.startswith("ا") and "آ" + stem[1:] in words)
