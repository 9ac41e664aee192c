"""What one spoken word is in writing, by our lists and by its ending: «کوچمون» کوچه‌مان, «تاریکه» تاریک است."""

import re
from typing import TYPE_CHECKING, NamedTuple

from models.text.informal_data import hazm_words, read_list, read_words
from models.text.informal_endings import AFTER_JOINER, ENDINGS, ZWNJ, Ending, Sure, join
from models.text.informal_verbs import Verbs
from models.text.small_words import words_of

if TYPE_CHECKING:
    from models.text.vocabulary import Vocabulary

CACHED = 50_000  # words; then the cache begins anew
LONG_ENOUGH = 5  # letters of a word whose vowel is restored; the short ones are listed
SHORTEST = 3  # letters in front of an ending of one letter, unless we know the noun
# In front of a pronoun the ه of these is swallowed, although what is left would be a word as well: «کوچمون».
SWALLOWS = words_of(
    """
    کوچه خونه خانه محله بچه مدرسه مغازه همه خانواده پنجره اداره پروژه وظیفه حوصله باغچه نوه جلسه منطقه ناحیه شماره
    پرونده نامه گریه هزینه برنامه ادامه سرمایه همسایه وسیله بقیه نتیجه طبقه کیسه بیمه چهره شیشه پرده حاشیه دیوونه
    """
)
SPOKEN_VOWEL = re.compile("و(?=[نم](?:ه|ی|ا|گاه|وا|وایی|فروشی)?$)")  # خیابون, تموم, نونوایی: ا in writing


class Reading(NamedTuple):
    """A spoken word in writing.

    Attributes:
        formal: The word or words.
        is_certain: It is no other word, and tells that the text around it is spoken Persian.
        infinitive: What else a form in ـن may be.
        ends_clause: It counts at the end of a clause only.
    """

    formal: str
    is_certain: bool
    infinitive: str | None = None
    ends_clause: bool = False


class Lexicon:
    """Everything that is known of single words; reading one costs a look-up once it was read."""

    def __init__(self, vocabulary: "Vocabulary") -> None:
        self._nouns = read_list("known_nouns.tsv")
        self._sure_adjectives = read_list("known_adjectives.tsv")
        self._names = read_list("known_names.tsv")
        self._known = vocabulary.classified | self._nouns | self._sure_adjectives
        self._common = vocabulary.common | self._nouns | self._sure_adjectives
        self._written = vocabulary.verbs | vocabulary.simple_verbs
        self._listed = vocabulary.words
        self._adjectives = vocabulary.adjectives | self._sure_adjectives
        self._verbs = Verbs.load()
        self._words = {word: Reading(formal, word not in self._known) for word, formal in hazm_words()}
        self._words |= {one.word: Reading(one.formal, one.is_certain, None, one.ends_clause) for one in read_words()}
        self._read = dict[str, Reading | None]()

    def read(self, word: str) -> Reading | None:
        """Return a spoken word's reading; None for a word that is written as it is said."""
        try:
            return self._read[word]
        except KeyError:
            if len(self._read) >= CACHED:
                self._read.clear()
            reading = self._analyse(word)
            self._read[word] = reading = _judged(word, reading)
            return reading

    def is_verb(self, word: str) -> bool:
        """Say whether a word, spoken or written, is a verb or a participle, so far as its form shows."""
        verbs = self._verbs
        return (
            word in verbs.forms
            or word in verbs.plurals
            or self.is_participle(word)
            or word.startswith(("می\u200c", "نمی\u200c"))
            or (word not in self._known and verbs.durative(word) is not None)
        )

    def _analyse(self, word: str) -> Reading | None:
        if word in self._words:
            return self._words[word]
        if word in self._names or len(word) < 3:
            return None
        if word in self._verbs.plurals:
            return self._plural(word)
        return None if self._is_written(word) else self._verb(word) or self._noun(word)

    def _is_written(self, word: str) -> bool:
        return word in self._known or (word in self._written and word not in self._verbs.forms)

    def _is_plain(self, word: str) -> bool:
        """Say whether a word is written formally: a known one with an ending that speech shares or does not have."""
        return any(word.endswith(ending) and word[: -len(ending)] in self._known for ending in PLAIN_ENDINGS)

    def _plural(self, word: str) -> Reading:
        finite, infinitive = self._verbs.plurals[word]
        return Reading(finite, infinitive != word, infinitive)

    def _verb(self, word: str) -> Reading | None:
        formal = self._verbs.durative(word) or self._verbs.simple(word)
        return Reading(formal, is_certain=True) if formal else None

    def _noun(self, word: str) -> Reading | None:
        if self._is_plain(word):
            return None
        return self._with_joiner(word) if ZWNJ in word else self._with_ending(word)

    def _with_joiner(self, word: str) -> Reading | None:
        head, _, tail = word.rpartition(ZWNJ)
        base = self._base(head) or self._verbs.forms.get(head) or head
        if not head or not tail or (word in self._listed and base == head):
            return None
        formal = self._restored(word) or self._joined(base, tail)
        if formal is None and base != head:
            formal = f"{base}{ZWNJ}{tail}"
        return Reading(formal, is_certain=True) if formal else self._with_ending(word) or self._of_tail(head, tail)

    def _joined(self, base: str, tail: str) -> str | None:
        """Return a written word with what a spoken ending behind the half-space is in writing."""
        if tail in PERFECT and self.is_participle(base):
            return f"{base}{ZWNJ}{PERFECT[tail]}"
        if tail == "هه":
            return base  # «چاله‌هه»: that one
        ending = AFTER_JOINER.get(tail)
        return join(base, ending.formal) if ending else None

    def _of_tail(self, head: str, tail: str) -> Reading | None:
        """«هیچ‌کدومتون»: only the second half is spoken."""
        reading = self.read(tail)
        return Reading(f"{head}{ZWNJ}{reading.formal}", is_certain=True) if reading and reading.is_certain else None

    def is_participle(self, word: str) -> bool:
        """Say whether a word is one, as «کرده» is."""
        return word.endswith("ه") and word[:-1] in self._verbs.past

    def _with_ending(self, word: str) -> Reading | None:
        if (base := self._restored(word)) is not None:
            return Reading(base, is_certain=True)
        for ending in ENDINGS:
            stem = word.removesuffix(ending.spoken)
            if len(stem) < 2 or stem == word:
                continue
            base = self._swallowed(stem) if ending.pronoun else None
            base = base or self._base(stem)
            if base is not None and self._fits(base, ending):
                return Reading(join(base, ending.formal), self._proves(base, stem, ending))
        return None

    def _fits(self, base: str, ending: Ending) -> bool:
        if len(base) < SHORTEST and base not in self._nouns:
            return False
        if ending.sure is Sure.ADJECTIVE:
            return base in self._adjectives or (ending.spoken == "ه" and base in self._nouns)
        return True

    def _proves(self, base: str, stem: str, ending: Ending) -> bool:
        if base != stem and ending.sure is not Sure.NEVER:
            return True
        kinds = {Sure.NOUN: self._nouns, Sure.ADJECTIVE: self._sure_adjectives}
        return ending.sure is Sure.ALWAYS or base in kinds.get(ending.sure, ())

    def _base(self, stem: str) -> str | None:
        """Return the written form of a word without endings; None when there is no such word."""
        if (spoken := self._words.get(stem)) is not None and spoken.formal in self._known:
            return spoken.formal
        is_known = stem in self._known or (stem.endswith("ی") and stem[:-1].removesuffix("ی") in self._known)
        return stem if is_known else self._restored(stem)

    def _swallowed(self, stem: str) -> str | None:
        whole = f"{stem}ه"
        if whole in SWALLOWS or (stem not in self._known and whole in self._known):
            return self._base(whole)
        return None

    def _restored(self, word: str) -> str | None:
        """Return «خیابان» for «خیابون»: one spoken vowel written as it is in the list of words."""
        if len(word) < LONG_ENOUGH:
            return None
        candidates = (f"{word[: at.start()]}ا{word[at.end() :]}" for at in SPOKEN_VOWEL.finditer(word, 1))
        return next((one for one in candidates if one in self._common), None)


def _judged(word: str, reading: Reading | None) -> Reading | None:
    """Drop a reading that changes nothing; one that only spells («ضمنا», «هیچکس») proves nothing."""
    if reading is None or (reading.formal == word and reading.infinitive is None):
        return None
    is_spelling = reading.formal.translate(SPELLING) == word.translate(SPELLING)
    return reading._replace(is_certain=False) if is_spelling else reading


SPELLING = str.maketrans("آ", "ا", "\u200c\u064b")
PLAIN_ENDINGS = (
    "هایشان",
    "هایمان",
    "هایتان",
    "هایی",
    "های",
    "هایش",
    "هایم",
    "هایت",
    "ها",
    "شان",
    "مان",
    "تان",
    "یم",
    "ید",
    "ند",
    "ی",
)
PERFECT = {"م": "ام", "ن": "اند", "ین": "اید"}
