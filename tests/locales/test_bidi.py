import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import translator
from locales.bidi import (
    FSI,
    LRE,
    LRI,
    LRO,
    PDF,
    PDI,
    RLE,
    RLI,
    RLM,
    RLO,
    direct_lines,
    isolate_left_to_right,
    isolate_words,
)

CONTROLS = [LRI, RLI, FSI, PDI, LRE, RLE, LRO, RLO, PDF]
LINE_ENDS = "\n\r\x1c\x1d\x1e\x85\u2029"


def nesting_is_closed(text: str) -> bool:
    """Whether every control is closed in its own paragraph, and in the right order (UAX #9)."""
    stack: list[str] = []
    for letter in text:
        if letter in LINE_ENDS and stack:
            return False
        if letter in {LRI, RLI, FSI}:
            stack.append(PDI)
        elif letter in {LRE, RLE, LRO, RLO}:
            stack.append(PDF)
        elif letter in {PDI, PDF} and (not stack or stack.pop() != letter):
            return False
    return not stack


@pytest.mark.parametrize(
    "words",
    [
        f"سلام {RLO}abc",
        f"{RLE}سلام",
        f"a{LRI}b",
        f"a{PDI}b",
        f"a{PDF}b",
        f"{RLI}a{RLE}b{PDI}c{PDF}",
        f"{FSI}یک\nدو{PDI}",
        f"{LRO}" * 200,
    ],
)
def test_stray_controls_are_not_shown(words: str) -> None:
    """An override or isolate that a resident leaves open cannot turn the rest of the message around."""
    shown = isolate_words(words)
    assert nesting_is_closed(shown)
    assert sum(shown.count(control) for control in CONTROLS) == 2 * len(shown.splitlines())


@pytest.mark.parametrize("words", [f"کد {LRI}12{PDI} بود", f"{RLE}a {LRE}b{PDF}{PDF}", "ساده", ""])
def test_closed_controls_stay(words: str) -> None:
    """Words that were copied from our own messages, isolates included, are shown as they are."""
    assert isolate_words(words) == f"{FSI}{words}{PDI}"


def test_each_line_is_isolated_by_itself() -> None:
    """An isolate ends with its line, so every line that has words gets its own, and the line ends stay."""
    assert isolate_words("یک\n\nab\r\n ") == f"{FSI}یک{PDI}\n\n{FSI}ab{PDI}\r\n "


@given(st.text(alphabet=st.sampled_from([*CONTROLS, "a", "ب", "1", "<", *LINE_ENDS]), max_size=40))
def test_quotes_are_always_closed(words: str) -> None:
    """Whatever somebody writes, its isolates are closed and no letter is lost."""
    shown = isolate_words(words)
    assert nesting_is_closed(shown)
    visible = str.maketrans("", "", "".join(CONTROLS))
    assert shown.translate(visible) == words.translate(visible)
    assert len(shown) <= len(words) + 2 * (1 + sum(words.count(end) for end in LINE_ENDS))


def test_code_is_left_to_right_in_the_language_s_digits() -> None:
    """A tracking code stays in its order inside a Persian sentence, in Persian digits, escaped."""
    assert translator("fa").code("1405-000123-7") == f"{LRI}۱۴۰۵-۰۰۰۱۲۳-۷{PDI}"
    assert translator("en").code("1405-000123-7") == f"{LRI}1405-000123-7{PDI}"
    assert translator("en").code("<a>&") == f"{LRI}&lt;a&gt;&amp;{PDI}"
    assert isolate_left_to_right(f"1{PDI}2{RLO}") == f"{LRI}12{PDI}"


def test_quote_escapes_and_keeps_digits() -> None:
    """Somebody's own words are escaped, and their digits stay as they wrote them."""
    assert translator("fa").quote("پلاک 12 <b>") == f"{FSI}پلاک 12 &lt;b&gt;{PDI}"


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        (f"۲. {FSI}چراغ کوچه{PDI}", True),
        (f"🗓 <b>{FSI}جلسه{PDI}</b>", True),
        (f"&quot;{FSI}جلسه{PDI}&quot;", True),
        (f"۲. {FSI}چراغ{PDI} — اکنون", False),
        (f"۲. {FSI}a lamp{PDI}", False),
        (f"{LRI}۱۴۰۵-۰۰۰۰۴۵-۹{PDI}", False),
        ("/meetings", False),
        ("", False),
    ],
)
def test_lines_of_somebodys_words_alone(line: str, *, marked: bool) -> None:
    """A line that isolates would leave without a direction gets that of the text around it; no other is touched."""
    assert direct_lines(f"دستور جلسه:\n{line}") == f"دستور جلسه:\n{RLM if marked else ''}{line}"
    assert direct_lines(f"Agenda:\n{line}") == f"Agenda:\n{line}"
