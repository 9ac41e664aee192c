"""Places for the views' tests."""

from models.area import Area, Level
from models.area_tree import AreaTree


def tree_of(*rows: tuple[int, Level, str, int | None]) -> AreaTree:
    """A tree of (id, level, name, parent id)."""
    return AreaTree.of(
        Area(id=id_, level=level.value, name=name, folded_name=name, parent_id=parent, position=id_)
        for id_, level, name, parent in rows
    )


def small_city() -> AreaTree:
    """A city of two districts and four neighbourhoods."""
    return tree_of(
        (1, Level.CITY, "ایزدشهر", None),
        (2, Level.DISTRICT, "منطقهٔ ۱", 1),
        (3, Level.DISTRICT, "منطقهٔ ۲", 1),
        (4, Level.NEIGHBOURHOOD, "گلسار", 2),
        (5, Level.NEIGHBOURHOOD, "باغ شاه", 2),
        (6, Level.NEIGHBOURHOOD, "محلهٔ بالا", 3),
        (7, Level.NEIGHBOURHOOD, "ساحلی", 3),
    )


def wide_city(count: int) -> AreaTree:
    """A city with so many neighbourhoods right below it, each of the longest name an import allows."""
    rows = [(number, Level.NEIGHBOURHOOD, f"{number} " + "و" * 90, 1) for number in range(2, count + 2)]
    return tree_of((1, Level.CITY, "ایزدشهر", None), *rows)
