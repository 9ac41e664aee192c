import json
from pathlib import Path
from typing import Any

import pytest
import typst

from models.documents.typeset import FONTS, TEMPLATES, directed, pdf_of, pictures_of, written
from tests.models.documents.drawn import Drawn

DATA: dict[str, Any] = {"language": "fa", "direction": "rtl", "heading": "", "body": "", "page": ["", "", ""]}


def _picture(words: str, after: str = "") -> bytes:
    """A page of these words as the papers set them; `after` is a rule of typst's that comes later."""
    source = f'#import "paper.typ": paper\n#show: paper.with(always-numbered: false)\n{after}\n{words}'
    return _set(source, root=TEMPLATES, format="png", ppi=40)


def _set(source: str, *, root: Path | None = None, **output: Any) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
    inputs = {"data": json.dumps(DATA)}
    compiler = typst.Compiler(source.encode(), root=root, font_paths=fonts, ignore_system_fonts=True, sys_inputs=inputs)
    made = compiler.compile(**output)
    assert isinstance(made, bytes)
    return made


def test_digits_are_persian_ones() -> None:
    """۴, ۶ and ۷ have the shapes that Persian readers write: the font's own table would draw those of Urdu."""
    urdu = '#set text(features: ("locl": 1))'
    assert _picture("۴۶۷") == _picture("۴۶۷", '#set text(features: ("locl": 0))')
    assert _picture("۴۶۷") != _picture("۴۶۷", urdu)
    assert _picture("۱۲۳") == _picture("۱۲۳", urdu)


def test_a_broken_template_says_so() -> None:
    """What a template needs and does not get is an error, not an empty page."""
    with pytest.raises(typst.TypstError):
        pdf_of("letter", DATA)


def test_pages_as_pictures() -> None:
    """For looking at it: a picture a page."""
    data = {"opening": "", "city": "", "marks": [], "recipient": "", "subject": ["", ""], "greeting": "", "foot": ""}
    said = {"introduction": "", "proposal": "خط\n" * 120, "facts": [], "closing": ""}
    signed = {"signatures": {"heading": "", "names": [["سارا", ""]], "stamp": ""}}
    pictures = pictures_of("letter", {**DATA, **data, **said, **signed}, resolution=30)
    assert len(pictures) > 1
    assert all(one.startswith(b"\x89PNG") for one in pictures)


def test_long_words_may_break() -> None:
    """A word of any length is cut into parts that fit; shorter ones and line ends stay as they are."""
    assert written("سلام دنیا\nخط دوم", 5) == "سلام دنیا\nخط دوم"
    assert written("abcdefghij", 4) == "abcd\u200befgh\u200bij"


def test_a_letter_without_a_shape_is_noticed() -> None:
    """The tests would see a box: Chinese is in none of our fonts."""
    pdf = _set('#set text(font: ("Noto Naskh Arabic", "Libertinus Serif"))\n漢', format="pdf")
    assert len(Drawn.of(pdf).missing) == 1


@pytest.mark.parametrize(
    ("text", "direction", "shown"),
    [
        ("متن فارسی با LED.", "rtl", "متن فارسی با LED."),
        ("LED چراغ‌های کوچه.", "rtl", "LED چراغ‌های کوچه."),
        ("Zoom meeting (2).", "rtl", "\u2066Zoom meeting (2).\u2069"),
        ("۱۲ / 3", "rtl", "۱۲ / 3"),
        ("خط یک\nline two", "rtl", "خط یک\n\u2066line two\u2069"),
        ("پارک محله.", "ltr", "\u2067پارک محله.\u2069"),
        ("2 people: \u2068مریم احمدی\u2069", "ltr", "2 people: \u2068مریم احمدی\u2069"),
    ],
)
def test_lines_written_the_other_way(text: str, direction: str, shown: str) -> None:
    """A Latin line in a Persian paper keeps its full stop at its own end, and the other way round."""
    assert directed(text, direction) == shown
