import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.draft import FILE_LIMIT, TEXT_LIMIT, Draft, Location, Part
from models.errors import EmptyText, TextTooLong, TooManyFiles
from models.media import MediaItem, MediaKind
from models.submission import About, Kind

INVISIBLE = (
    " \t\n\r\x00\x0b\u00a0\u00ad\u034f\u061c\u115f\u2003\u200b\u200c\u200d\u200e\u200f\u2028\u202b"
    "\u2060\u2066\u2800\u3000\u3164\ufe0f\ufeff\ud83d"
)
VISIBLE_TEXTS = st.text(max_size=40).map(lambda text: text + "م")
DRAFTS = st.builds(
    Draft,
    id=st.integers(1, 2**53),
    kind=st.sampled_from(Kind),
    about=st.none() | st.sampled_from(About),
    about_chosen=st.booleans(),
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
    photo = MediaItem(10, MediaKind.PHOTO, "f", "u")
    assert draft.edited(10, "", media=photo).media == [photo]


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


def test_a_draft_holds_so_many_files() -> None:
    """Files and pins are counted together; words may still join, and the draft stays as it was."""
    draft = Draft(id=1)
    for number in range(FILE_LIMIT):
        item = MediaItem(number, MediaKind.PHOTO, f"f{number}", f"u{number}")
        draft = draft.joined(number, media=item)
    with pytest.raises(TooManyFiles) as refused:
        draft.joined(900, location=Location(35.7, 51.4))
    assert refused.value.limit == FILE_LIMIT
    assert draft.joined(901, "همین").text == "همین"


@given(DRAFTS)
def test_a_draft_comes_back_from_its_row_unchanged(draft: Draft) -> None:
    """Written into a dialogue's row as JSON and read again, a draft is equal to itself."""
    assert Draft.from_data(json.loads(json.dumps(draft.to_data()))) == draft


def test_a_draft_from_before_complaints_were_about_somebody() -> None:
    """What an older version wrote has nobody it is about; what is no complaint is about nobody either."""
    data = Draft(id=1, kind=Kind.COMPLAINT).joined(10, "متن").to_data()
    del data["about_chosen"]
    assert Draft.from_data(data).complained_of is None
    assert Draft(id=1, kind=Kind.COMPLAINT, about=About.COUNCIL).complained_of is About.COUNCIL
    assert Draft(id=1, kind=Kind.REPORT, about=About.COUNCIL).complained_of is None
