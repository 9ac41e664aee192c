import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.pseudonym import Pseudonyms, blur


def test_pseudonyms_are_stable() -> None:
    """The same secret gives the same pseudonym in every export, another secret another."""
    one, again, other = Pseudonyms(b"a" * 32), Pseudonyms(b"a" * 32), Pseudonyms(b"b" * 32)
    assert one.of_person(7) == again.of_person(7)
    assert one.of_person(7) != other.of_person(7)
    assert len(one.of_person(7)) == 10


def test_pseudonyms_tell_people_apart() -> None:
    """Ten thousand people have ten thousand pseudonyms, and none of them is that of a submission of the same id."""
    names = Pseudonyms(b"a" * 32)
    people = {names.of_person(number) for number in range(10_000)}
    assert len(people) == 10_000
    assert not people & {names.of_submission(number) for number in range(10_000)}


@given(st.floats(-85, 85), st.floats(-180, 180))
def test_a_blurred_pin_is_near(latitude: float, longitude: float) -> None:
    """A blurred pin lies within 450 m of the true one, everywhere people live."""
    north, east = blur(latitude, longitude)
    metres = 111_320 * math.hypot(north - latitude, (east - longitude) * math.cos(math.radians(latitude)))
    assert metres < 450


@pytest.mark.parametrize(("north", "east"), [(0.0, 0.0), (0.0008, 0.0), (0.0, 0.0008), (-0.0008, -0.0008)])
def test_neighbours_blur_to_one_pin(north: float, east: float) -> None:
    """Houses of one field have one pin, every time: nothing is left to average."""
    assert blur(35.7025 + north, 51.4030 + east) == blur(35.7025, 51.4030)


def test_a_blurred_pin_is_not_the_true_one() -> None:
    """Of a thousand pins in a row, few keep their place to within 20 m, and there are few different ones left."""
    pins = [(35.7 + number * 0.0001, 51.4) for number in range(1000)]
    blurred = {blur(*pin) for pin in pins}
    assert len(blurred) <= 1000 * 0.0001 / 0.005 + 1
