"""At a terminal, before goals are stored: any line of what was read is joined, split, left out, reworded or kept."""

from collections.abc import Callable
from typing import Final

import typer

from models import goal_lines
from models.goal_lines import Lines
from models.goal_reading import Line, Part

_ASKED: Final = "Change (Enter stores all of it, Ctrl-C nothing)"
_COMMANDS: Final = """  7 join           a part of the goal above it
  7 split WORDS    two goals; the second begins with these words
  7 reword WORDS   other words in the place of its own
  7 drop, 7 back   leave it out; take it back
  7 keep           it stays, though another one says nearly the same"""


def mended(lines: Lines) -> Lines:
    """The lines as whoever sits at the terminal wants them; nothing is stored yet.

    Raises:
        typer.Abort: they stopped.
    """
    print("\nEach line can still be changed, by its number in brackets:")
    _show(lines, set())
    print(_COMMANDS)
    while said := typer.prompt(
        "Change (Enter stores all of it, Ctrl-C nothing)", default="", show_default=False
    ).strip():
        changed = _changed(lines, said)
        if isinstance(changed, str):
            print(changed)
            continue
        _show(changed, set(lines))
        lines = changed
    return lines


def _show(lines: Lines, known: set[Line]) -> None:
    """Every line that is not known as it is now."""
    for line in lines:
        if line in known or line.part is Part.PREAMBLE:
            continue
        sign = "left out" if line.part is Part.DROPPED else str(line.number or "new")
        other = goal_lines.double_of(lines, line)
        alike = f"   [says nearly the same as [{other.key}]]" if other is not None else ""
        print(f"  [{line.key}] {sign}: {' '.join(line.text.split())}{alike}")


def _changed(lines: Lines, said: str) -> Lines | str:
    """The lines once that was done, or why it cannot be."""
    number, _, wish = said.partition(" ")
    name, _, words = wish.strip().partition(" ")
    line = goal_lines.find(lines, int(number)) if number.isdecimal() else None
    if line is None or line.part is Part.PREAMBLE:
        return f"There is no line [{number}]. Its number, and what to do:\n{_COMMANDS}"
    if name not in _WAYS:
        return f"What about line [{number}]?\n{_COMMANDS}"
    return _WAYS[name](lines, line, words.strip())


def _join(lines: Lines, line: Line, _: str) -> Lines | str:
    return goal_lines.join(lines, line.key) or f"No goal stands above line [{line.key}]."


def _split(lines: Lines, line: Line, words: str) -> Lines | str:
    at = goal_lines.place_of(line.text, words)
    cut = goal_lines.split(lines, line.key, at) if at is not None else None
    return cut or f"Line [{line.key}] does not have these words behind its beginning, or has them more than once."


def _reword(lines: Lines, line: Line, words: str) -> Lines | str:
    return goal_lines.reword(lines, line.key, words) if words else f"With what words? 7 reword {line.text[:20]}…"


def _drop(lines: Lines, line: Line, _: str) -> Lines | str:
    return goal_lines.drop(lines, line.key)


def _back(lines: Lines, line: Line, _: str) -> Lines | str:
    return goal_lines.take_back(lines, line.key)


def _keep(lines: Lines, line: Line, _: str) -> Lines | str:
    return goal_lines.settle(lines, line.key)


_WAYS: Final[dict[str, Callable[[Lines, Line, str], Lines | str]]] = {
    "join": _join,
    "split": _split,
    "reword": _reword,
    "drop": _drop,
    "back": _back,
    "keep": _keep,
}
