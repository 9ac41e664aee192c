"""Spoken sentences and what an editor makes of them, half to tune on and half to measure; token F1.

informal_pairs.tsv was written before the rules were, as residents write. Which half a pair is in depends on its
spoken side alone, so a pair keeps its half when others are added. Nobody tunes on the held-out half.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

from models.text import fold, normalize

FILE = Path(__file__).with_name("informal_pairs.tsv")

type Pair = tuple[str, str]


def all_pairs() -> list[Pair]:
    """Return every pair: spoken, written."""
    rows = (line.split("\t") for line in FILE.read_text(encoding="utf-8").splitlines())
    return [(spoken, written) for spoken, written in rows]


def development() -> list[Pair]:
    """Return the half that rules may be tuned on."""
    return [pair for pair in all_pairs() if not _is_held_out(pair)]


def held_out() -> list[Pair]:
    """Return the half that only measures."""
    return [pair for pair in all_pairs() if _is_held_out(pair)]


def _is_held_out(pair: Pair) -> bool:
    return sha256(pair[0].encode()).digest()[0] % 2 == 0


def folded_tokens(text: str) -> list[str]:
    """Return the tokens as search keys have them: without half-spaces, vowels and signs."""
    return fold(normalize(text)).split()


def plain_tokens(text: str) -> list[str]:
    """Return the tokens of the normalised text, half-spaces and all."""
    return normalize(text).split()


def token_f1(
    pairs: Iterable[Pair],
    make_formal: Callable[[str], str],
    tokens_of: Callable[[str], list[str]] = folded_tokens,
) -> float:
    """Return the mean over the pairs of the F1 between our tokens and the editor's, order aside; 1 is all."""
    scores = [_f1(tokens_of(make_formal(spoken)), tokens_of(written)) for spoken, written in pairs]
    return sum(scores) / len(scores)


def _f1(ours: list[str], theirs: list[str]) -> float:
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs))
