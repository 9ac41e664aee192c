import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.draft import TEXT_LIMIT, Draft, Part
from models.errors import EmptyText, TextTooLong
from models.submission import Kind

INVISIBLE = (
    " \t\n\r\x00\x0b\u00a0\u00ad\u034f\u061c\u115f\u2003\u200b\u200c\u200d\u200e\u200f\u2028\u202b"
    "\u2060\u2066\u2800\u3000\u3164\ufe0f\ufeff\ud83d"
)
VISIBLE_TEXTS = st.text(max_size=40).map(lambda text: text + "م")
DRAFTS = st.builds(
    Draft,
    id=st.integers(1, 2**53),
    kind=st.sampled_from(Kind),
    area_id=st.none() | st.integers(1, 2**53),
    parts=st.lists(st.builds(Part, st.integers(1, 2**31), st.text(max_size=40)), max_size=4).map(tuple),
)


def test_messages_join_in_the_order_they_came() -> None:
    """The text is every message, first to last, one below the other."""
    draft = Draft(id=1).joined(10, "کوچه تاریک است").joined(11, "چراغ هم شکسته")
    assert draft.text == "کوچه تاریک است\nچراغ هم شکسته"
    assert (draft.holds(10), draft.holds(12)) == (True, False)


@given(VISIBLE_TEXTS, VISIBLE_TEXTS)
def test_a_message_joins_once(text: str, other: str) -> None:
    """A message that is in the draft already changes nothing, however often it comes."""
    draft = Draft(id=1).joined(10, text)
    assert draft.joined(10, other) == draft


def test_an_edited_message_is_replaced_in_its_place() -> None:
    """Editing one message changes that part only; one that is no part changes nothing."""
    draft = Draft(id=1).joined(10, "یک").joined(11, "دو")
    assert draft.edited(10, "سه").text == "سه\nدو"
    assert draft.edited(99, "سه") == draft


@given(st.text(INVISIBLE, max_size=20))
def test_text_that_nobody_could_see_is_no_text(blank: str) -> None:
    """Blanks, NUL, joiners, marks of direction and letters that show nothing make no submission, in any mixture."""
    with pytest.raises(EmptyText):
        Draft(id=1).joined(10, blank)
    with pytest.raises(EmptyText):
        Draft(id=1).joined(10, "متن").edited(10, blank)


@pytest.mark.parametrize("text", ["🙂", "❤️", "۵", ".", "آ", "\u200cم\u200c", "👨‍👩‍👧"])
def test_whatever_shows_is_text(text: str) -> None:
    """A single sign, digit or emoji is a text, and is kept exactly as it came."""
    assert Draft(id=1).joined(10, text).text == text


def test_a_draft_has_a_limit() -> None:
    """The text may reach the limit, line breaks counted, and not pass it; the draft then stays as it was."""
    full = Draft(id=1).joined(10, "م" * (TEXT_LIMIT - 2))
    assert len(full.joined(11, "ن").text) == TEXT_LIMIT
    with pytest.raises(TextTooLong) as refused:
        full.joined(11, "نن")
    assert refused.value.limit == TEXT_LIMIT
    with pytest.raises(TextTooLong):
        full.edited(10, "م" * (TEXT_LIMIT + 1))


@given(DRAFTS)
def test_a_draft_comes_back_from_its_row_unchanged(draft: Draft) -> None:
    """Written into a dialogue's row as JSON and read again, a draft is equal to itself."""
    assert Draft.from_data(json.loads(json.dumps(draft.to_data()))) == draft
