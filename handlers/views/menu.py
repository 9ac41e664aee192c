"""The keyboard below the chat: what residents do most, always in reach, matched in any spelling and language."""

from functools import lru_cache

from handlers.keyboards import Menu
from locales import LANGUAGES, Translator, mark_label, translator
from models.text import fold

NEW, MINE, AREA, HELP = "new", "mine", "area", "help"
_LABELS = {
    NEW: mark_label("menu", "New submission"),
    MINE: mark_label("menu", "My submissions"),
    AREA: mark_label("menu", "My neighbourhood"),
    HELP: mark_label("menu", "Help"),
}


def main_menu(tr: Translator) -> Menu:
    """Two keys a row, as plain labels."""
    labels = {action: tr.label("menu", label) for action, label in _LABELS.items()}
    return ((labels[NEW], labels[MINE]), (labels[AREA], labels[HELP]))


@lru_cache(maxsize=128)  # several handlers ask it of every message
def menu_action(words: str) -> str | None:
    """The action whose key was pressed, or typed; None for any other words."""
    return _by_folded_label().get(_folded_key(words))


def _folded_key(words: str) -> str:
    return "".join(fold(words).replace("\u200c", "").split())  # with a blank, a half-space or neither


def _by_folded_label() -> dict[str, str]:
    if not _folded:
        for language in LANGUAGES:
            tr = translator(language)
            _folded.update({_folded_key(tr.label("menu", label)): action for action, label in _LABELS.items()})
    return _folded


_folded: dict[str, str] = {}
