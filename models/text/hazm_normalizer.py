"""hazm's Normalizer, letter for letter, without its slow paths.

What hazm 0.12 does and this does not:

* it builds its two translation tables anew at every call;
* it looks for repeated letters with a pattern that is quadratic in the length of a word (`'اب' * 2000`
takes half a second), and removes trailing spaces with one that is quadratic in a run of spaces;
* it runs thirty patterns over texts that hold none of their letters.

Here every step first asks whether a letter it could change is present at all. The set of letters kept for
that (`present`) may hold more than the text does but never less, so a step is skipped only when it would
change nothing.
"""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from hazm import Normalizer
from hazm.constants import (
    NUMBERS_DST,
    NUMBERS_SRC,
    SPECIAL_CHARS_PATTERNS,
    SUFFIXES,
    TRANSLATION_DST,
    TRANSLATION_SRC,
    UNICODE_REPLACEMENTS,
)
from hazm.utils import maketrans

from models.text.vocabulary import ZWNJ, Vocabulary

LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"  # the class hazm writes out in its patterns
LETTER_SET = frozenset(LETTERS)
AFTER = r"\.:!،؛؟»\]\)\}"  # hazm's PUNC_AFTER and PUNC_BEFORE, to stand inside [ ]
BEFORE = r"«\[\(\{"

# Neither table produces a letter of the other's left side, so one table does for both.
TABLE: dict[str, str] = {
    chr(code): target
    for table in (maketrans(TRANSLATION_SRC, TRANSLATION_DST), maketrans(NUMBERS_SRC, NUMBERS_DST))
    for code, target in table.items()
}
TABLE_BY_CODE = {ord(letter): target for letter, target in TABLE.items()}
TABLE_LETTERS = frozenset(TABLE)
ROUNDS = 12  # texts of random letters were stable after five at most
FEW = 24  # up to so many different letters, one str.replace each is faster than str.translate

DIACRITICS = frozenset(map(chr, range(0x064B, 0x0653)))
SPECIALS = frozenset(SPECIAL_CHARS_PATTERNS[0][0].strip("[]").encode("ascii").decode("unicode_escape"))
LIGATURES = frozenset("".join(old for old, _ in UNICODE_REPLACEMENTS)) - frozenset("(|)")
CLOSING = frozenset(".:!،؛؟»])}")
OPENING = frozenset("«[({")
WORK_AFTER_CLOSING = frozenset('\n"?')

QUOTED = re.compile(r'"([^\n"]+)"')
DECIMAL_POINT = re.compile(r"([\d+])\.([\d+])")
POINT_AMONG_DIGITS = re.compile(r"\.(?<=[\d+]\.)(?=[\d+])")
ELLIPSIS = re.compile(r" ?\.\.\.")
SPACES = re.compile(r" {2,}")
NEWLINES = re.compile(r"\n{3,}")
MANY_JOINERS = re.compile("\u200c{2,}")
LOOSE_JOINER = re.compile("\u200c(?:(?<=\\w\u200c)(?!\\w)|(?<!\\w\u200c)(?=\\w))")  # a word on one side only
# hazm's WordTokenizer: [؟!?]+ or [\d.:]+ or one other sign; every pattern here begins with the letters it
# looks for, because then the regex engine skips all others quickly.
TOKENS_OF_SIGNS = re.compile(r'[؟!?\d.:،؛»\])}"«\[({/\\](?:(?<=[؟!?])[؟!?]*+|(?<=[\d.:])[\d.:]*+|)')

EZAFE = re.compile("([^ ]ه) ی ")
MI_AND_SPACE = re.compile(" (ن?می) ")
SUFFIX = re.compile(
    rf" (?=[تگه])(?=(?:تر(?:ین?)?|گری?|های?)(?:[ \n{AFTER}{BEFORE}]|$))(?<=[^\n\d {AFTER}{BEFORE}]{{2}} )"
)
COPULA = re.compile(rf" (?=ا)(?<=[^ ]ه )(?=ا(?:م|یم|ش|ند|ی|ید|ت)(?:[ \n{AFTER}]|$))")

QUOTED_WITH_SPACES = re.compile(r'" ([^\n"]+) "')
POINT_BEFORE_WORD = re.compile(rf"[.:](?=[^ {AFTER}\d])")
SIGN_BEFORE_WORD = re.compile(rf"[!،؛؟»\])}}](?=[^ {AFTER}])")
WORD_BEFORE_OPENING = re.compile(rf"[{BEFORE}](?<=[^ {BEFORE}][{BEFORE}])")

TRIPLE = re.compile(rf"([{LETTERS}])\1{{2,}}")
TRIPLES = {letter: letter * 3 for letter in LETTERS}
WORD = re.compile(rf"[{LETTERS}]+")
MI_WORD = re.compile(rf"می(?:(?<=\bمی)|(?<=\bنمی))[{LETTERS}]+")


class HazmNormalizer(Normalizer):  # type: ignore[misc]  # hazm ships no types
    """hazm's Normalizer with its default switches; its output is the same for every text."""

    def __init__(self, vocabulary: Vocabulary | None = None) -> None:
        # Not super().__init__(): that one builds the tables which `Vocabulary` exists to avoid.
        self.vocabulary = vocabulary or Vocabulary.of_hazm()

    def normalize(self, text: str) -> str:
        """Return what `hazm.Normalizer().normalize(text)` returns."""
        return self._normalize(text, set(text))

    def settle(self, text: str, present: set[str]) -> str:
        """Normalise a text until that changes nothing any more; `present` holds at least its letters.

        hazm's own outcome is stable for natural text, but `“““` or a joiner after a sign takes it two
        rounds or three.
        """
        for _ in range(ROUNDS):
            outcome = self._normalize(text, present)
            if outcome == text or self._is_settled(outcome, present):
                return outcome
            text = outcome
        return text

    def _is_settled(self, outcome: str, present: set[str]) -> bool:
        """Say whether normalising an outcome would change nothing, without repeating all of its steps.

        Its letters are translated already, and spacing it again, which takes nothing away, makes no triples.
        """
        if '"' in outcome or not present.isdisjoint(LIGATURES) or _has_triple(outcome, present):
            return False
        again = self._space(outcome, present)
        return again == outcome and self.seperate_mi(again) == outcome

    def _normalize(self, text: str, present: set[str]) -> str:
        text = _translate(text, present)
        text = self._space(text, present)
        if not present.isdisjoint(LIGATURES):
            text = self.unicodes_replacement(text)
        text = _without(text, present & SPECIALS)
        text = self.decrease_repeated_chars(text)
        return self.seperate_mi(text)

    def _space(self, text: str, present: set[str]) -> str:
        text = _style(text, present)
        text = _without(text, present & DIACRITICS)
        text = _tidy_spaces(text, present)
        text = self._respace(text, present)
        text = _join_affixes(text)
        return _space_signs(text, present)

    def _respace(self, text: str, present: set[str]) -> str:
        """Split every line into tokens, join those that belong together, space the others."""
        spaced = TOKENS_OF_SIGNS.sub(r" \g<0> ", text.replace("\t", " "))
        if "\n" not in present:
            return " ".join(self.token_spacing(spaced.split(" "))) if spaced.strip() else text
        lines = spaced.split("\n")
        blank_lines = text.split("\n") if "\t" in present else lines
        return "\n".join(
            " ".join(self.token_spacing(line.split(" "))) if line.strip() else blank
            for line, blank in zip(lines, blank_lines, strict=True)
        )

    def token_spacing(self, tokens: Iterable[str]) -> list[str]:
        """Join tokens that are one word by hazm's lists; empty tokens are dropped."""
        words, joined, tails, heads = (
            self.vocabulary.words,
            self.vocabulary.joined,
            self.vocabulary.tails,
            self.vocabulary.heads,
        )
        result: list[str] = []
        last = ""
        for token in filter(None, tokens):
            if token in tails and last:
                pair = f"{last}{ZWNJ}{token}"
                if (last in heads and pair in joined) or (token in SUFFIXES and last in words):
                    result[-1] = last = pair
                    continue
            result.append(token)
            last = token
        return result

    def decrease_repeated_chars(self, text: str) -> str:
        """Shorten a letter written three times or more, to one or two of it, as the list of words says."""
        return WORD.sub(self._shorten, text) if _has_triple(text, LETTER_SET) else text

    def _shorten(self, match: re.Match[str]) -> str:
        word = match[0]
        if not TRIPLE.search(word) or word in self.vocabulary.words:
            return word
        once, twice = TRIPLE.sub(r"\1", word), TRIPLE.sub(r"\1\1", word)
        only_once_is_known = once in self.vocabulary.words and twice not in self.vocabulary.words
        return once if only_once_is_known else twice

    def seperate_mi(self, text: str) -> str:
        """Put a joiner after «می» and «نمی» where a known verb comes of it."""
        return MI_WORD.sub(self._separate, text) if "می" in text else text

    def _separate(self, match: re.Match[str]) -> str:
        word, start = match[0], match.start()
        negation = "ن" if match.string.startswith("ن", start - 1) and start else ""
        form = f"{word[:2]}{ZWNJ}{word[2:]}"
        return form if negation + form in self.vocabulary.verbs else word


def _has_triple(text: str, present: AbstractSet[str]) -> bool:
    # A plain loop: this is asked of every text, and `any` is slower.
    for letter, triple in TRIPLES.items():  # noqa: SIM110  # see above
        if letter in present and triple in text:
            return True
    return False


def _translate(text: str, present: set[str]) -> str:
    foreign = present & TABLE_LETTERS
    present -= foreign
    present.add(ZWNJ)  # later steps write it
    present.update(TABLE[letter] for letter in foreign)
    if len(foreign) > FEW:
        return text.translate(TABLE_BY_CODE)
    for letter in foreign:
        text = text.replace(letter, TABLE[letter])
    return text


def _without(text: str, letters: set[str]) -> str:
    for letter in letters:
        text = text.replace(letter, "")
    return text


def _style(text: str, present: set[str]) -> str:
    if '"' in present:
        text = QUOTED.sub(r"«\1»", text)
        present.update("«»")
    if "." in present:
        if POINT_AMONG_DIGITS.search(text):
            text = DECIMAL_POINT.sub(r"\1٫\2", text)
        if "..." in text:
            text = ELLIPSIS.sub(" …", text)
    return text


def _tidy_spaces(text: str, present: set[str]) -> str:
    text = text.lstrip(" ")
    text = text[:-1].rstrip(" ") + "\n" if text.endswith("\n") else text.rstrip(" ")
    if "  " in text:
        text = SPACES.sub(" ", text)
    if "\n\n\n" in text:
        text = NEWLINES.sub("\n\n", text)
    if ZWNJ in present:
        if ZWNJ * 2 in text:
            text = MANY_JOINERS.sub(ZWNJ, text)
        text = text.replace(f"{ZWNJ} ", " ").replace(f" {ZWNJ}", " ")
        text = LOOSE_JOINER.sub("", text)
    return _without(text, present & {"ـ", "\r"})


def _join_affixes(text: str) -> str:
    if "ه ی " in text:
        text = EZAFE.sub("\\1\u200cی ", text)
    if "می " in text:
        text = _join_mi(text)
    if " تر" in text or " گر" in text or " ها" in text:
        text = SUFFIX.sub(ZWNJ, text)
    if "ه ا" in text:
        text = COPULA.sub(ZWNJ, text)
    return text.replace("هها", "ه\u200cها")


def _join_mi(text: str) -> str:
    """Join a lone «می» or «نمی» to what follows; the very first needs no space before it."""
    first = next((mi for mi in ("می ", "نمی ") if text.startswith(mi)), "")
    rest = MI_AND_SPACE.sub(" \\1\u200c", text[len(first) :])
    return f"{first[:-1]}{ZWNJ}{rest}" if first else rest


def _space_signs(text: str, present: set[str]) -> str:
    """Move each sign to the word it belongs to.

    `_respace` has put spaces around every sign and every run of digits, so hazm's rules that part a letter
    from a digit find no work any more, and those that part it from the sign before it only where a line, a
    quotation or a question mark follows.
    """
    closing, opening = present & CLOSING, present & OPENING
    if '"' in present:
        text = QUOTED_WITH_SPACES.sub(r'"\1"', text)
    for sign in closing:
        text = text.replace(f" {sign}", sign)
    for sign in opening:
        text = text.replace(f"{sign} ", sign)
    if closing and not present.isdisjoint(WORK_AFTER_CLOSING):
        text = POINT_BEFORE_WORD.sub(r"\g<0> ", text)
        text = SIGN_BEFORE_WORD.sub(r"\g<0> ", text)
    if opening:
        text = WORD_BEFORE_OPENING.sub(r" \g<0>", text)
    return text
