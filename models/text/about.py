"""Whom a complaint is about, guessed from keywords: the draft's card shows it, a tap changes it."""

import re
from functools import cache

from models.text.informal_data import read_rows


@cache
def _cues() -> list[tuple[str, re.Pattern[str]]]:
    cues = dict[str, list[str]]()
    for about, cue in read_rows("about.tsv"):
        cues.setdefault(about, []).append(cue)
    return [(about, re.compile(rf"(?<!\w)(?:{'|'.join(several)})")) for about, several in cues.items()]


def guess_about(key: str) -> str | None:
    """Return council or employee by the cue words of a complaint's search key; None without any."""
    return next((about for about, cues in _cues() if cues.search(key)), None)
