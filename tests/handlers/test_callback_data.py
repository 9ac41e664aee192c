import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callback_data import LIMIT_BYTES, ButtonData, parse, pattern

_words = st.from_regex(r"[a-z_]{1,16}", fullmatch=True)
_ids = st.integers(min_value=-(36**12) + 1, max_value=36**12 - 1)
_versions = st.integers(min_value=0, max_value=36**7 - 1)


@given(noun=_words, action=_words, id_=_ids, version=_versions)
def test_what_is_packed_is_read_back(noun: str, action: str, id_: int, version: int) -> None:
    """Every button of ours fits 64 bytes, is read back as it was, and is matched by its noun's pattern."""
    button = ButtonData(noun, action, id_, version)
    packed = button.pack()
    assert len(packed.encode()) <= LIMIT_BYTES
    assert parse(packed) == button
    assert pattern(noun).match(packed)
    assert pattern(noun, action).match(packed)
    assert not pattern(noun, f"{action}x").match(packed)


@given(st.text(max_size=80))
def test_what_was_made_up_is_refused_or_harmless(data: str) -> None:
    """Any string is either no button, or one whose id a database can look up."""
    button = parse(data)
    if button is not None:
        assert abs(button.id) < 2**63
        assert 0 <= button.version < 2**63


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1:draft:confirm:1:1\n",
        "2:draft:confirm:1:1",
        "1:Draft:confirm:1:1",
        "1:draft:confirm:-:1",
        "1:draft:confirm:1:-1",
        "1:draft:confirm:zzzzzzzzzzzzz:1",
        "1:draft:confirm:1:1:1",
        "۱:draft:confirm:1:1",
    ],
)
def test_what_the_reader_refuses_no_pattern_matches(data: str) -> None:
    """A handler is never reached with data that it then cannot read."""
    assert parse(data) is None
    assert not pattern("draft").match(data)
    assert not pattern("draft", "confirm").match(data)


@pytest.mark.parametrize(
    "button",
    [ButtonData("n" * 17, "a"), ButtonData("", "a"), ButtonData("noun", "Aktion"), ButtonData("noun", "a", 36**12)],
)
def test_a_button_that_cannot_be_packed(button: ButtonData) -> None:
    """What the messenger would not carry, or we would not read back, is an error of ours at once."""
    with pytest.raises(ValueError, match="not a button's data"):
        button.pack()
