"""Complaints about somebody of the office: which body they are about, and so who may not read them."""

from models.area import Level
from models.area_tree import AreaTree
from models.submission import About


def body_complained_of(about: About | None, area_id: int | None, tree: AreaTree) -> int | None:
    """The area whose council or staff a complaint is about: nobody who holds an office there or below may read it.

    A council's is the area of the complaint itself. An employee's is the district above it, where there is none the
    zone: a colleague in either is no stranger. Where the area is not known, or nothing lies between it and the city,
    it is the whole city, and only owners read it.

    Returns:
        The area's id; None for a complaint about nobody, and in a city without areas.
    """
    if about is None:
        return None
    line = tree.line(area_id)
    if not line:
        root = next(iter(tree.children.get(None, [])), None)
        return None if root is None else root.id
    if about is About.COUNCIL:
        return line[0].id
    of_level = {place.level: place.id for place in line}
    return of_level.get(Level.DISTRICT) or of_level.get(Level.ZONE) or line[-1].id
