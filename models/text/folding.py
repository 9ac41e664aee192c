"""One form for all the ways a word is written: for comparing and searching, never for showing.

Residents type «ازادی» for «آزادی», «كوچه» on an Arabic keyboard, «گلسار» for «گل‌سار», 5 for ۵. Folding
makes them meet: letters of one sound and shape become one, digits become 0-9, Latin capitals small,
joiners, vowels and everything invisible vanish, and signs become spaces, save within protected spans. It
needs no word list and no hazm.
"""

import re
import unicodedata

from models.text.spans import Kind, Span, find_spans

ROUNDS = 12

# Everything that Unicode's own decomposition (آ أ ؤ ۀ and the presentation forms) does not bring together.
SAME_LETTER = {
    variant: letter
    for letter, variants in {
        "ا": "ٱٲٳٵ",
        "ب": "ٮٻڀݐ",
        "ت": "ٹټٺٽٿ",
        "د": "ڈډڊڌڍ",
        "ر": "ڑڕړڒڔږ",
        "س": "ښڛ",
        "ف": "ڤڡ",
        "ق": "ٯ",
        "ک": "كڪګڭڬ",
        "گ": "ڳڱ",
        "ل": "ڵڶڷ",
        "ن": "ںڼڻ",
        "ه": "ةەہھۃۀۂۿ",
        "و": "ۆۇۈۉۊۋۅٶٷ",
        "ی": "يىےېۍێۑۓٸؠ",
        "": "ءـ",
    }.items()
    for variant in variants
}
JOINER = "\u200c"
HAMZA_SEAT = "ئ"
EZAFE = re.compile("(?<=ه)[ \u200c]+ی(?![\\w\u200c])")  # محله‌ی گلسار, محله ی گلسار: as محلهٔ گلسار
LETTER_MEETS_DIGIT = re.compile("(?<=[ء-ی])(?=[0-9])|(?<=[0-9])(?=[ء-ی])")
# The two spellings of one word: مسئول and مسؤول, هیئت and هیأت, مسئله and مسأله; but not رئیس, پائیز,
# ویدئو.
HAMZA_BEFORE_WAW = re.compile("ئ(?=و\\w)")
HAMZA_BETWEEN_CONSONANTS = re.compile("(?<=[^\\Wا])ئ(?=[^\\Wاویه])")
DIGITS_ONLY = frozenset({Kind.PHONE, Kind.CARD, Kind.IBAN, Kind.PLATE})
THOUSANDS = re.compile(r"\+?[0-9]{1,3}(?:,[0-9]{3})+")
SPAN_SIGNS = str.maketrans("٫٬،–−", ".,,--")


def _fold_letter(letter: str) -> str:
    """Fold one letter: to "" when it shows nothing, to " " when it is a sign, otherwise to its plain form."""
    category = unicodedata.category(letter)
    if letter in {JOINER, HAMZA_SEAT}:
        return letter  # what stands beside them decides
    if category in {"Cc", "Cf", "Cs", "Mn", "Me"}:
        return " " if letter.isspace() else ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return _fold_visible(letter, category)


def _fold_visible(letter: str, category: str) -> str:
    composed = unicodedata.normalize("NFKC", letter).casefold()
    if HAMZA_SEAT in composed:
        return HAMZA_SEAT  # a presentation form of it
    plain = unicodedata.normalize("NFKD", composed)
    if plain != letter:
        return "".join(map(_fold_letter, plain))
    return " " if category[0] in "PSZ" else SAME_LETTER.get(letter, letter)


class _Folding(dict[int, str]):
    """A translation table that learns the letters it meets, but none beyond the basic plane: too many."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        if code < 0x10000:
            self[code] = folded
        return folded


_folding = _Folding()


def fold(text: str) -> str:
    """Return the form in which spellings of one text meet; folding again changes nothing.

    Instant: hazm is not needed. Half-spaces are removed and not made spaces, but words written apart stay
    apart («کتاب ها»): only `search_key` knows that they belong together.
    """
    for _ in range(ROUNDS):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    pieces, position = [], 0
    for span in find_spans(text):
        pieces += [_fold_words(text[position : span.start]), _fold_span(text, span)]
        position = span.end
    return " ".join(" ".join([*pieces, _fold_words(text[position:])]).split())


def _fold_words(text: str) -> str:
    text = text.translate(_folding)
    text = EZAFE.sub("", text).replace(JOINER, "")
    if HAMZA_SEAT in text:
        text = HAMZA_BETWEEN_CONSONANTS.sub("ا", HAMZA_BEFORE_WAW.sub("و", text)).replace(HAMZA_SEAT, "ی")
    return LETTER_MEETS_DIGIT.sub(" ", text)


def _fold_span(text: str, span: Span) -> str:
    """Fold the letters and digits of a span and keep its signs, but for those that only group digits."""
    letters = text[span.start : span.end].translate(SPAN_SIGNS)
    folded = "".join(letter if letter.isascii() and not letter.isalnum() else _fold_words(letter) for letter in letters)
    if span.kind in DIGITS_ONLY:
        return _fold_phone(folded) if span.kind is Kind.PHONE else re.sub(r"[\W_]|ایران", "", folded)
    return folded.replace(",", "") if THOUSANDS.fullmatch(folded) else folded


def _fold_phone(number: str) -> str:
    """+98 912 …, 0098 912 … and 0912 … are one number; one from abroad keeps its plus sign."""
    digits = re.sub("[^0-9]", "", number)
    iranian = re.fullmatch("(?:00)?98(?:0)?([1-9][0-9]{9})|0([1-9][0-9]{9})", digits)
    if iranian:
        return f"0{iranian[1] or iranian[2]}"
    return f"+{digits}" if "+" in number else digits
