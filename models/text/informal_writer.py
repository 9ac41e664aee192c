"""The work behind `formal`: the words of a text read one by one, then decided by their neighbours.

Imported at the first use only, like everything that needs hazm's lists.
"""

import re

from models.text.informal_context import Sentence, choose, with_particles
from models.text.informal_words import Lexicon
from models.text.scripts import is_mostly_persian
from models.text.spans import Protected
from models.text.vocabulary import Vocabulary

WORD = re.compile("[ء-غف-يٓ-ٔپچژکگی\u200cً]+")
GAP = re.compile("[ \u00a0\\w]+")  # \\w: the mark of a span, or a number, parts no clause


class Writer:
    """Writes spoken words as an editor would; one for the process, used from any thread."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lexicon = Lexicon(vocabulary)

    def write(self, text: str) -> str:
        """Return a normalised text with its spoken words written out, as it is when there are none."""
        protected = Protected(text)
        matches = list(WORD.finditer(protected.text))
        sentence = self._read(protected.text, matches)
        if not sentence.is_spoken() or not is_mostly_persian(protected.text, set(protected.text)):
            return text
        pieces, position = list[str](), 0
        for at, match in enumerate(matches):
            pieces += [protected.text[position : match.start()], choose(sentence, at)]
            position = match.end()
        return protected.restore("".join([*pieces, protected.text[position:]]))

    def _read(self, text: str, matches: list[re.Match[str]]) -> Sentence:
        words = [match[0] for match in matches]
        ends = [match.end() for match in matches]
        starts = [match.start() for match in matches[1:]]
        stops = [not GAP.fullmatch(text, end, start) for end, start in zip(ends, starts, strict=False)]
        sentence = Sentence(words, list(map(self._lexicon.read, words)), [*stops, True])
        with_particles(sentence, self._lexicon)
        return sentence
