"""Persian text: one spelling for reading, one form for searching. The only room that imports hazm.

Importing it is quick; hazm itself is loaded by the first text that needs it, or by `load` at boot. The rows
that hold normalised text or a search key hold `TEXT_VERSION` beside them: raise it with every change of the
outcome, and they are filled anew.
"""

from models.text.folding import fold
from models.text.informal import formal
from models.text.loading import is_loaded, load
from models.text.normalizing import is_persian, normalize
from models.text.searching import search_key, sentence_keys

TEXT_VERSION = 2

__all__ = [
    "TEXT_VERSION",
    "fold",
    "formal",
    "is_loaded",
    "is_persian",
    "load",
    "normalize",
    "search_key",
    "sentence_keys",
]
