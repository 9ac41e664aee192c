import pytest

from models.area import Area, Level
from models.area_tree import AreaTree
from models.complaint import body_complained_of
from models.submission import About
from tests.handlers.views.places import tree_of

CITY, DISTRICT, ZONE, SIMA, GOLSAR = 1, 2, 3, 4, 5
TREE = tree_of(
    (CITY, Level.CITY, "ایزدشهر", None),
    (DISTRICT, Level.DISTRICT, "منطقهٔ ۱", CITY),
    (ZONE, Level.ZONE, "ناحیهٔ ۲", DISTRICT),
    (SIMA, Level.NEIGHBOURHOOD, "سیما", CITY),
    (GOLSAR, Level.NEIGHBOURHOOD, "گلسار", ZONE),
)
ZONED = tree_of((1, Level.CITY, "شهر", None), (2, Level.ZONE, "ناحیه", 1), (3, Level.NEIGHBOURHOOD, "محله", 2))


@pytest.mark.parametrize(
    ("about", "area", "body"),
    [
        (About.COUNCIL, GOLSAR, GOLSAR),
        (About.COUNCIL, DISTRICT, DISTRICT),
        (About.COUNCIL, None, CITY),
        (About.COUNCIL, 99, CITY),
        (About.EMPLOYEE, GOLSAR, DISTRICT),
        (About.EMPLOYEE, ZONE, DISTRICT),
        (About.EMPLOYEE, DISTRICT, DISTRICT),
        (About.EMPLOYEE, SIMA, CITY),
        (About.EMPLOYEE, CITY, CITY),
        (About.EMPLOYEE, None, CITY),
        (None, GOLSAR, None),
    ],
)
def test_the_body_that_must_not_read_it(about: About | None, area: int | None, body: int | None) -> None:
    """A council's own area; an employee's district; the whole city where the place says nothing."""
    assert body_complained_of(about, area, TREE) == body


def test_a_city_without_districts() -> None:
    """There an employee's zone is meant."""
    assert body_complained_of(About.EMPLOYEE, 3, ZONED) == 2


def test_a_city_without_areas() -> None:
    """Where there are no areas there is no body either."""
    assert body_complained_of(About.COUNCIL, None, AreaTree.of(list[Area]())) is None
