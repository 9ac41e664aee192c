"""The command line in this process: its exit code, and what it said."""

import contextlib
import io
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.settings import Settings


@dataclass(frozen=True)
class Said:
    """How a command ended, and what stands on its standard output and error."""

    code: int
    out: str
    err: str


type CommandLine = Callable[..., Said]


@pytest.fixture
def settings_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine, and a working directory without a .env."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


@pytest.fixture
def mahalleyar(settings_alone: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[CommandLine]:  # noqa: ARG001  (ordered after it)
    """`mahalleyar …` with these arguments and settings."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level

    def run(*arguments: str, **settings: object) -> Said:
        for name, value in settings.items():
            monkeypatch.setenv(name.upper(), str(value))
        monkeypatch.setattr(sys, "argv", ["mahalleyar", *arguments])
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as exit_:
                code = exit_.code
        if isinstance(code, str):
            err.write(code)
        return Said(code if isinstance(code, int) else 1 if code else 0, out.getvalue(), err.getvalue())

    yield run
    root.handlers[:], root.level = handlers, level
