"""Which language a text is written in, as far as it matters: Persian, or not.

hazm is made for Persian: it turns Kurdish ێ into ی, Azeri ۆ into و and Urdu ے into ی. Other languages must
not go through it. Letters alone decide nothing, because many Persian keyboards write ي, ك, ى and ۀ, so
letters that Persian lacks are weighed against the small words that every Persian sentence has.
"""

import re
from collections import Counter

from models.text.small_words import ARABIC_WORDS, AZERI_WORDS, NO_ARTICLE, PERSIAN_WORDS

ARABIC_SCRIPT = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdfc\ufe70-\ufefc]"
)
WORD = re.compile(r"[\w\u200c]+")
SAME_LETTERS = str.maketrans("يىكۀة", "ییکهه", "\u200cـ")

# Letters of Kurdish, Azeri, Urdu, Pashto, Sindhi and Uyghur. Odd Persian keyboards give some too (ہ ھ ە ې).
NEIGHBOURS = frozenset("ێۆڵڕەۇۊۋۈۉېۍٹڈڑںےۓہھۂۃټډړږښڼڤۅڭٿڄځڅڀٻڃڇڌڏڊڍڙڪڳڱڻ")
USUAL = frozenset("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤيك .،؟!\n\u200c۰۱۲۳۴۵۶۷۸۹0123456789")
ARABIC_LETTERS = frozenset("ةأإىٱ")
AZERI_LETTERS = frozenset("ئؤۇۆێې")


def is_mostly_persian(text: str, present: set[str]) -> bool:
    """Say whether a text, its spans already taken out, is Persian; without a letter of the script it is not.

    `present` is the set of its letters, which the caller has anyway.

    A Latin word among Persian ones is usual: a text is still Persian when a third of its letters are of the
    Arabic script.
    """
    if not ARABIC_SCRIPT.search(text):
        return False
    if not _has_enough_script(text, present):
        return False
    articles = text.count(" ال") + text.startswith("ال")
    neighbours = sum(map(text.count, present & NEIGHBOURS))
    arabic = sum(map(text.count, present & ARABIC_LETTERS))
    azeri = sum(map(text.count, present & AZERI_LETTERS))
    # In ordinary Persian prose each of these stays well below one letter in fifty.
    if max(neighbours * 50, (arabic + articles) * 50, azeri * 50) < len(text):
        return True
    return _wins_the_vote(text, neighbours=neighbours, arabic=arabic, azeri=azeri)


def _has_enough_script(text: str, present: set[str]) -> bool:
    if not any(letter.isalpha() and not ARABIC_SCRIPT.match(letter) for letter in present - USUAL):
        return True
    counts = Counter(text)
    ours = sum(count for letter, count in counts.items() if ARABIC_SCRIPT.match(letter))
    others = sum(count for letter, count in counts.items() if letter.isalpha()) - ours
    return ours * 2 >= others


def _wins_the_vote(text: str, *, neighbours: int, arabic: int, azeri: int) -> bool:
    """Weigh letters and small words of the other languages against the small words of Persian."""
    raw = WORD.findall(text)
    words = [word.translate(SAME_LETTERS) for word in raw]
    persian: int = 3 * sum(word in PERSIAN_WORDS or word.startswith(("می", "نمی")) for word in words)
    own_letters: int = sum(map(text.count, "پچژگ"))
    arabic_votes: int = arabic + 2 * sum(word in ARABIC_WORDS for word in raw) + 2 * sum(map(_has_article, words))
    azeri_votes: int = azeri + 3 * sum(word in AZERI_WORDS for word in words)
    return (
        neighbours <= persian + len(text) // 50
        and arabic_votes <= persian + 2 * own_letters + 1 + len(text) // 50
        and azeri_votes <= persian + len(text) // 50
    )


def _has_article(word: str) -> bool:
    return len(word) > 4 and word.startswith(("ال", "وال", "بال")) and not word.startswith(NO_ARTICLE)
