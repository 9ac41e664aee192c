"""Votes as people type them."""

import pytest

from models.typed_votes import UnknownVotesError, Votes, read_votes


@pytest.mark.parametrize(
    ("typed", "votes"),
    [
        ("۵ موافق ۱ مخالف ۱ ممتنع", Votes(5, 1, 1)),
        ("۵ موافق، ۱ مخالف، ۱ ممتنع", Votes(5, 1, 1)),
        ("۵موافق و ۱مخالف", Votes(5, 1)),
        ("با ۷ رأی موافق", Votes(7)),
        ("۷ نفر موافق، بدون مخالف", Votes(7)),
        ("۱ ممتنع، ۲ مخالف، ٤ موافق", Votes(4, 2, 1)),
        ("موافق ۵، مخالف ۲", Votes(5, 2)),
        ("موافق: ۵ مخالف: ۲ ممتنع: ۰", Votes(5, 2, 0)),
        ("۵-۱-۱", Votes(5, 1, 1)),
        ("5/2", Votes(5, 2)),
        ("۷", Votes(7)),
        ("5 in favour, 1 against, 1 abstained", Votes(5, 1, 1)),
        ("5 for and 2 against", Votes(5, 2)),
        ("5 yes 1 no", Votes(5, 1)),
        ("۳ مخالف", Votes(0, 3)),
    ],
)
def test_votes_are_read(typed: str, votes: Votes) -> None:
    """In any digits, with words in any order, or as bare numbers."""
    assert read_votes(typed) == votes


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "موافق",
        "همه موافق بودند",
        "۵ موافق ۳ موافق",
        "۱۰۰۰ موافق",
        "۰",
        "۵ موافق و کوچهٔ لاله",
        "1-2-3-4",
        "فردا",
        "12345",
    ],
)
def test_anything_else_is_asked_again(typed: str) -> None:
    """What could mean something else is no count."""
    with pytest.raises(UnknownVotesError):
        read_votes(typed)
