"""How well and how fast spoken Persian becomes written, on the held-out half of tests/models/text/informal_pairs.tsv.

`ours` and `hazm` are token F1 against an editor's text, tokens folded as in search keys; `_plain` compares the
normalised tokens, half-spaces and all. hazm's InformalNormalizer needs no download; where it offers several words its
first is taken. Times are of one message: `ours_ms` is the whole `search_key`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

from hazm import InformalNormalizer

from models.text import formal, load, normalize, search_key
from models.text.informal import new_writer
from tests.bench.harness import Bench, Ceiling, Contestant, Floor
from tests.models.text.informal_pairs import Pair, development, held_out, plain_tokens, token_f1


def milliseconds(work: Callable[[str], object], pairs: Iterable[Pair], times: int) -> float:
    """Return the mean time of one message, in ms, in the fastest of some runs over all of them."""
    messages = [spoken for spoken, _ in pairs]
    return min(_seconds(work, messages) for _ in range(times)) / len(messages) * 1000


def _seconds(work: Callable[[str], object], messages: list[str]) -> float:
    started = time.perf_counter()
    for message in messages:
        work(message)
    return time.perf_counter() - started


def first_milliseconds(pairs: Iterable[Pair]) -> float:
    """Return the mean time of the step itself when none of the words was ever read before."""
    writer = new_writer()
    normalized = [(normalize(spoken), written) for spoken, written in pairs]
    return milliseconds(writer.write, normalized, 1)


def first_words(normalizer: InformalNormalizer, text: str) -> str:
    """Return hazm's text, the first of the words it offers each time."""
    return " ".join(words[0] for sentence in normalizer.normalize(text) for words in sentence)


def build() -> Bench:
    """Load both and name the bounds of issue 3."""
    load()
    pairs, tuned = held_out(), development()
    hazm = partial(first_words, InformalNormalizer())
    f1 = "token F1"
    return Bench(
        name="informal",
        title=f"Spoken to written Persian: {len(pairs)} held-out pairs, {len(tuned)} for development",
        contestants=(
            Contestant("ours", partial(token_f1, pairs, formal), f1, "held out, folded tokens"),
            Contestant("hazm", partial(token_f1, pairs, hazm), f1, "InformalNormalizer, no download needed"),
            Contestant("nothing", partial(token_f1, pairs, normalize), f1, "only normalised"),
            Contestant("ours_plain", partial(token_f1, pairs, formal, plain_tokens), f1, "normalised tokens"),
            Contestant("hazm_plain", partial(token_f1, pairs, hazm, plain_tokens), f1),
            Contestant("keys", partial(token_f1, pairs, search_key, key_tokens), f1, "search keys of both sides"),
            Contestant("ours_development", partial(token_f1, tuned, formal), f1, "the half we tuned on"),
            Contestant("ours_ms", partial(milliseconds, search_key, pairs, 5), "ms/message", "whole search_key"),
            Contestant("first_ms", partial(first_milliseconds, pairs), "ms/message", "that step, no word read before"),
            Contestant("formal_ms", partial(milliseconds, formal, pairs, 5), "ms/message"),
            Contestant("hazm_ms", partial(milliseconds, hazm, pairs, 1), "ms/message"),
        ),
        floors=(Floor("ours", 0.84), Floor("ours/hazm"), Floor("ours/nothing"), Floor("hazm_ms/ours_ms")),
        ceilings=(Ceiling("ours_ms", 0.3), Ceiling("first_ms", 0.3)),
        warm_up=False,
    )


def key_tokens(text: str) -> list[str]:
    """Return the tokens of the search key."""
    return search_key(text).split()


if __name__ == "__main__":
    sys.exit(build().run())
