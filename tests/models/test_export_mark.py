from hypothesis import given
from hypothesis import strategies as st

from models.export_mark import GivenOut

IDS = st.sets(st.integers(0, 5000))


def set_of(numbers: set[int]) -> GivenOut:
    """The set of these ids."""
    given_out = GivenOut()
    for number in numbers:
        given_out.add(number)
    return given_out


@given(IDS, IDS)
def test_it_is_a_set(ids: set[int], others: set[int]) -> None:
    """It holds what was added, packed and unpacked too, and after joining what either held."""
    held = GivenOut.unpack(set_of(ids).pack())
    assert {number for number in range(5200) if number in held} == ids
    held.join(set_of(others))
    assert {number for number in range(5200) if number in held} == ids | others


def test_it_is_small() -> None:
    """A million submissions that were given out take less than 2 KB of the database."""
    assert len(GivenOut(b"\xff" * 125_000).pack()) < 2_000
