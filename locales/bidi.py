"""Isolates: what keeps a code, a name or somebody's words from turning the sentence around them.

The rules are those of UAX #9: an isolate ends at its PDI or at the end of the paragraph, which every line
break is. Somebody's words of several lines are therefore isolated line by line.
"""

import re
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

_OPENED_BY: Final = {PDI: frozenset((LRI, RLI, FSI)), PDF: frozenset((LRE, RLE, LRO, RLO))}
_CONTROL: Final = re.compile(f"[{LRI}{RLI}{FSI}{PDI}{LRE}{RLE}{LRO}{RLO}{PDF}]")
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
