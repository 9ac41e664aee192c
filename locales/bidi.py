"""Isolates: what keeps a code, a name or somebody's words from turning the sentence around them.

The rules are those of UAX #9: an isolate ends at its PDI or at the end of the paragraph, which every line
break is. Somebody's words of several lines are therefore isolated line by line.
"""

import re
import unicodedata
from typing import Final

LRI: Final = "\N{LEFT-TO-RIGHT ISOLATE}"
RLI: Final = "\N{RIGHT-TO-LEFT ISOLATE}"
FSI: Final = "\N{FIRST STRONG ISOLATE}"
PDI: Final = "\N{POP DIRECTIONAL ISOLATE}"
LRE: Final = "\N{LEFT-TO-RIGHT EMBEDDING}"
RLE: Final = "\N{RIGHT-TO-LEFT EMBEDDING}"
LRO: Final = "\N{LEFT-TO-RIGHT OVERRIDE}"
RLO: Final = "\N{RIGHT-TO-LEFT OVERRIDE}"
PDF: Final = "\N{POP DIRECTIONAL FORMATTING}"
RLM: Final = "\N{RIGHT-TO-LEFT MARK}"

_OPENED_BY: Final = {PDI: frozenset((LRI, RLI, FSI)), PDF: frozenset((LRE, RLE, LRO, RLO))}
_CONTROL: Final = re.compile(f"[{LRI}{RLI}{FSI}{PDI}{LRE}{RLE}{LRO}{RLO}{PDF}]")
_STRONG: Final = frozenset(("L", "R", "AL"))
_FROM_LEFT, _FROM_RIGHT = "left", "right"
_UNSHOWN: Final = re.compile(r"<[^<>]*>|&#?\w+;")  # tags and entities: their letters are not shown
# The characters of bidi class B (paragraph separator), kept by the split.
_LINE_END: Final = re.compile("(\r\n|[\n\r\x1c-\x1e\x85\u2029])")


def isolate_left_to_right(text: str) -> str:
    """Wrap a code, number, @name or Latin word in LRI … PDI; its own controls are dropped."""
    return f"{LRI}{_CONTROL.sub('', text)}{PDI}"


def isolate_words(text: str) -> str:
    """Wrap somebody's own words in FSI … PDI, each line by itself; its first strong letter directs it.

    Controls that are not closed in their own line, or close nothing, are left out of what is shown.
    """
    pieces = _LINE_END.split(text)
    if len(pieces) == 1:
        return f"{FSI}{drop_stray_controls(text)}{PDI}"
    return "".join(
        f"{FSI}{drop_stray_controls(piece)}{PDI}" if at % 2 == 0 and piece.strip() else piece
        for at, piece in enumerate(pieces)
    )


def drop_stray_controls(line: str) -> str:
    """Return the line as it is when its bidi controls are properly nested, else without any of them.

    Dropping never makes a text longer, which closing a thousand openers would: messages have a length limit.
    """
    open_controls: list[str] = []
    for found in _CONTROL.finditer(line):
        openers = _OPENED_BY.get(found.group())
        if openers is None:
            open_controls.append(found.group())
        elif not open_controls or open_controls.pop() not in openers:
            return _CONTROL.sub("", line)
    return _CONTROL.sub("", line) if open_controls else line


def direct_lines(text: str) -> str:
    """Begin every line whose own letters all stand within isolates with the mark of the text's direction.

    By rule P2 of UAX #9 isolates direct no paragraph: without the mark a line such as «۲. », then somebody's words,
    would run from left to right in a text that runs from right to left. Only texts of the latter kind are touched.

    Args:
        text: HTML for the messenger.
    """
    lines = text.split("\n")
    if next((letter for line in lines if (letter := _directing(line))), None) != _FROM_RIGHT:
        return text
    return "\n".join(
        RLM + line if _directing(line) is None and _directing(line, looks_within=True) == _FROM_RIGHT else line
        for line in lines
    )


def _directing(line: str, *, looks_within: bool = False) -> str | None:
    """Whither the first strong letter of a line runs, of those outside isolates or of all."""
    depth = 0
    for letter in _UNSHOWN.sub("", line):
        if letter in _OPENED_BY[PDI]:
            depth += not looks_within
        elif letter == PDI:
            depth = max(depth - 1, 0)
        elif not depth and (kind := unicodedata.bidirectional(letter)) in _STRONG:
            return _FROM_LEFT if kind == "L" else _FROM_RIGHT
    return None
