"""Spoken verb forms and what they are in writing: «میگن» می‌گویند, «بذارین» بگذارید, «نیومده» نیامده.

Speech shortens some present stems (گو to گ, توان to تون), some past stems (آمد to اومد), and the endings of every
verb: ـه for ـد, ـن for ـند, ـین for ـید. Our table names the stems; the forms are composed here.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple, Self

from models.text.informal_data import VerbStems, hazm_stems, read_verbs

ZWNJ = "\u200c"
PRESENT_ENDINGS = {"م": "م", "ی": "ی", "ه": "د", "یم": "یم", "ین": "ید", "ید": "ید", "ن": "ند"}
AFTER_VOWEL = PRESENT_ENDINGS | {"د": "د", "ه": None, "یین": "ید"}  # میاد, میخواد; «میاه» is no word
PAST_ENDINGS = {"": "", "م": "م", "ی": "ی", "یم": "یم", "ین": "ید", "ید": "ید", "ه": "ه"}
OBJECTS = {"شونو": "شان را", "شون": "شان", "تون": "تان", "مون": "مان", "ش": "ش", "م": "م", "ت": "ت"}
DURATIVE = re.compile(f"(بر|در|وا|باز|فرا|فرو)?(ن?می){ZWNJ}?(.+)")
# «برنگم», «برن» and «دررم» are no forms of گفتن, دادن and رفتن with a preverb.
NO_PREVERB = frozenset({"ر", "د", "گ", "ش", "ا", "تون", "دون", "بر", "پز"})
PREVERBS = ("", "بر", "در")


class Plural(NamedTuple):
    """A form in ـن: «رفتن» may be رفتند or the infinitive رفتن."""

    finite: str
    infinitive: str


class Verbs(NamedTuple):
    """All that is needed to read a spoken verb.

    Attributes:
        present: Formal present stems by spoken ones.
        past: Formal past stems by spoken ones.
        forms: Forms without «می», composed beforehand.
        plurals: Forms in ـن among them, which the sentence decides.
    """

    present: dict[str, str]
    past: dict[str, str]
    forms: dict[str, str]
    plurals: dict[str, Plural]

    @classmethod
    def load(cls) -> Self:
        """Compose the tables from our list and hazm's stems: about 20 ms."""
        rows = read_verbs()
        hazm_past, hazm_present = hazm_stems()
        past = {stem: stem for stem in hazm_past} | {row.past: row.formal_past for row in reversed(rows)}
        present = {stem: stem for stem in hazm_present} | {row.present: row.formal_present for row in reversed(rows)}
        pasts = [*past.items(), *_with_preverbs(rows)]
        forms = dict(_subjunctives(rows)) | dict(_past_forms(pasts))
        return cls(present, past, forms, dict(_plurals(pasts)))

    def durative(self, word: str) -> str | None:
        """Return the written form of a word with «می» or «نمی», joined or not; None when it is no such verb."""
        match = DURATIVE.fullmatch(word)
        if match is None:
            return None
        preverb, mi, rest = match[1] or "", match[2], match[3]
        form = self._conjugated(rest) or _with_object(rest, self._conjugated)
        return f"{preverb}{mi}{ZWNJ}{form}" if form else None

    def simple(self, word: str) -> str | None:
        """Return the written form of a word without «می», with or without an object: «ببرنش» ببرندش."""
        return self.forms.get(word) or _with_object(word, self.forms.get)

    def _conjugated(self, rest: str) -> str | None:
        return _ended(rest, self.present, _present_ending) or _ended(rest, self.past, _past_ending)


def _with_object(word: str, written: Callable[[str], str | None]) -> str | None:
    """Read an object at the end of a whole form: «(می)برنشون» is بردندشان."""
    for spoken, formal in OBJECTS.items():
        form = written(word.removesuffix(spoken)) if word.endswith(spoken) else None
        if form:
            return form + formal
    return None


def _ended(rest: str, stems: dict[str, str], ending_of: Callable[[str, str], str | None]) -> str | None:
    for length in range(3, -1, -1):
        stem, ending = rest[: len(rest) - length], rest[len(rest) - length :]
        formal = ending_of(stem, ending) if stem in stems else None
        if formal is not None:
            return stems[stem] + formal
    return None


def _present_ending(stem: str, ending: str) -> str | None:
    return (AFTER_VOWEL if stem.endswith("ا") else PRESENT_ENDINGS).get(ending)


def _past_ending(_stem: str, ending: str) -> str | None:
    return "ند" if ending == "ن" else PAST_ENDINGS.get(ending)


def _subjunctives(rows: list[VerbStems]) -> Iterator[tuple[str, str]]:
    """Subjunctives and commands: بکنه, نکنه, بذارین, دربیارن, برگرده."""
    for row, preverb, prefix in product(reversed(rows), PREVERBS, ("ب", "ن", "")):
        if row.subjunctive is None or (preverb and row.present in NO_PREVERB) or not (preverb or prefix):
            continue
        spoken, formal = row.subjunctive if prefix else (row.present, row.formal_present)
        for ending in AFTER_VOWEL:
            formal_ending = _present_ending(spoken, ending)
            if formal_ending is not None:
                yield preverb + prefix + spoken + ending, preverb + prefix + formal + formal_ending


def _with_preverbs(rows: list[VerbStems]) -> Iterator[tuple[str, str]]:
    for row, preverb in product(rows, PREVERBS[1:]):
        yield preverb + row.past, preverb + row.formal_past
        yield preverb + _negative(row.past), preverb + _negative(row.formal_past)


def _past_forms(pasts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for (spoken, formal), ending in product(pasts, PAST_ENDINGS):
        yield spoken + ending, formal + PAST_ENDINGS[ending]
        yield _negative(spoken) + ending, _negative(formal) + PAST_ENDINGS[ending]


def _plurals(pasts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Plural]]:
    for spoken, formal in pasts:
        yield f"{spoken}ن", Plural(f"{formal}ند", f"{formal}ن")
        negative = _negative(formal)
        yield f"{_negative(spoken)}ن", Plural(f"{negative}ند", f"{negative}ن")


def _negative(stem: str) -> str:
    """نرفت, but نیامد, نیفتاد, نیومد: a ی comes between two vowels."""
    if stem.startswith("آ"):
        return f"نیا{stem[1:]}"
    return f"نی{stem[1:]}" if stem.startswith("ا") else f"ن{stem}"
