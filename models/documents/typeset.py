"""Setting a paper with typst: a template of ours, plain data, and fonts that travel with the program.

Whatever people wrote reaches the template as data and is never read as markup. The machine's own fonts are not looked
at: a paper looks alike everywhere. docs/decisions/0011-papers.md says why and how it was checked.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from locales.bidi import LRI, PDI, RLI, drop_stray_controls

ROOM: Final = Path(__file__).parent
TEMPLATES: Final = ROOM / "templates"
FONTS: Final = ROOM / "fonts"
WIDE: Final = 40  # letters of a word without a blank that fit any line of a page
NARROW: Final = 14  # and a column of a table
_BREAK: Final = "\u200b"  # a line may end here
# Pictures, which the fonts do not have: a box with a cross in it says less than nothing.
_PICTURES: Final = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b50\u2b55\u20e3\ufe0e\ufe0f\U000e0000-\U000e007f]+"
)
_ISOLATED: Final = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def pdf_of(template: str, data: Mapping[str, Any]) -> bytes:
    """Set a paper. It takes some 40 ms, in which other threads go on: call it in a thread.

    Args:
        template: the name of a file in `templates`, without its ending.
        data: what the template shows, as JSON values.

    Raises:
        typst.TypstError: the template is broken.
    """
    made: bytes = typst.compile(TEMPLATES / f"{template}.typ", root=TEMPLATES, **_options(data))
    return made


def pictures_of(template: str, data: Mapping[str, Any], *, resolution: float = 80.0) -> list[bytes]:
    """The same as PNG, a picture a page, for looking at it; `resolution` is in points an inch."""
    compiler = typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, **_options(data))
    made = compiler.compile(format="png", ppi=resolution)
    return made if isinstance(made, list) else [made or b""]


def written(text: str, longest: int = WIDE) -> str:
    """Somebody's words as a paper can show them: without pictures and stray controls, long words breakable.

    Args:
        text: any text; its line ends are kept.
        longest: how many letters without a blank a line holds for sure.
    """
    lines = _PICTURES.sub("", _CONTROLS.sub("", text)).replace("\r\n", "\n").split("\n")
    kept = "\n".join(drop_stray_controls(line).strip() for line in lines).strip()
    return re.sub(rf"\S{{{longest + 1},}}", lambda word: _breakable(word[0], longest), kept)


def directed(text: str, direction: str) -> str:
    """A text of which each line that is mostly written the other way is isolated: its signs then stand on its own side.

    What is isolated already does not count.

    Args:
        text: any text.
        direction: the paper's, "rtl" or "ltr".
    """
    return "\n".join(_directed(line, is_rtl=direction == "rtl") for line in text.split("\n"))


def _directed(line: str, *, is_rtl: bool) -> str:
    kinds = Counter(map(unicodedata.bidirectional, _ISOLATED.sub("", line)))
    to_left, to_right = kinds["R"] + kinds["AL"], kinds["L"]
    if (to_right > to_left) == is_rtl and to_right != to_left:
        return f"{LRI if is_rtl else RLI}{line}{PDI}"
    return line


def _all_directed(data: Any, direction: str) -> Any:
    """Everything that is read, directed; members of enumerations are for the template, and nobody reads them."""
    if isinstance(data, Enum):
        return data
    if isinstance(data, str):
        return directed(data, direction)
    if isinstance(data, Mapping):
        return {name: _all_directed(value, direction) for name, value in data.items()}
    return [_all_directed(value, direction) for value in data] if isinstance(data, list | tuple) else data


def _breakable(word: str, longest: int) -> str:
    return _BREAK.join(word[start : start + longest] for start in range(0, len(word), longest))


@cache
def _fonts() -> typst.Fonts:
    """Read once: Noto Naskh Arabic, and typst's own for Latin, Greek and Cyrillic letters."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def _options(data: Mapping[str, Any]) -> dict[str, Any]:
    settings = {name: data[name] for name in ("language", "direction")}
    shown = {**_all_directed(data, data["direction"]), **settings}
    return {
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "sys_inputs": {"data": json.dumps(shown, ensure_ascii=False)},
    }
