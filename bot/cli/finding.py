"""What `mahalleyar doctor` finds: a claim, how bad it is, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is; only FAIL makes the exit code 1."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was seen, and what to do about it."""

    level: Level
    what: str
    seen: str
    remedy: str = ""


def fine(what: str, seen: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.OK, what, seen)


def doubtful(what: str, seen: str, remedy: str) -> Finding:
    """It works, or will, but somebody should know."""
    return Finding(Level.WARN, what, seen, remedy)


def broken(what: str, seen: str, remedy: str) -> Finding:
    """The bot cannot do its work like this."""
    return Finding(Level.FAIL, what, seen, remedy)
