"""The tree of areas in memory: what its places are called, and which one somebody means."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.area import Area, Level
from models.text import fold

_CLOSE_ENOUGH = 0.72  # difflib's ratio: «گلصار» finds «گلسار» (0.8), «گلزار» does not find «پارک»
_SUGGESTED = 6
_NOISE = frozenset(
    fold(word) for word in ("محله", "محله‌ی", "محلهٔ", "محله‌مان", "من", "هستم", "ما", "در", "neighbourhood")
)


@dataclass(frozen=True)
class Place:
    """One area as the tree knows it."""

    id: int
    level: Level
    name: str
    parent_id: int | None
    key: str  # the folded name without spaces


def name_key(name: str) -> str:
    """What two spellings of one name have in common: folded, and without any space."""
    return "".join(fold(name).split())


@dataclass
class AreaTree:
    """All areas of a city; a few hundred at most, so every question is answered by walking them."""

    places: dict[int, Place] = field(default_factory=dict)
    children: dict[int | None, list[Place]] = field(default_factory=dict)

    @classmethod
    def of(cls, areas: Iterable[Area]) -> "AreaTree":
        """The tree of these rows, children in the order the office gave them."""
        tree = cls()
        for area in sorted(areas, key=lambda area: (area.position, area.id or 0)):
            if area.id is None:
                continue
            place = Place(area.id, Level(area.level), area.name, area.parent_id, name_key(area.name))
            tree.places[place.id] = place
            tree.children.setdefault(place.parent_id, []).append(place)
        return tree

    def top(self) -> list[Place]:
        """Where choosing begins: below the root if there is one, skipping levels with a single member."""
        here = self.children.get(None, [])
        while len(here) == 1 and self.children.get(here[0].id):
            here = self.children[here[0].id]
        return here

    def below(self, area_id: int) -> list[Place]:
        """The children of an area; empty for a neighbourhood."""
        return self.children.get(area_id, [])

    def with_all_below(self, area_id: int) -> list[Place]:
        """The area and everything below it; empty when there is no such area."""
        found = [self.places[area_id]] if area_id in self.places else []
        for place in found:
            found += self.below(place.id)
        return found

    def within(self, reach: frozenset[int] | None) -> "AreaTree":
        """The tree of these areas alone; all of it for None. What lies above them is left out."""
        if reach is None:
            return self
        tree = AreaTree()
        for siblings in self.children.values():
            for place in (one for one in siblings if one.id in reach):
                kept = place if place.parent_id in reach else replace(place, parent_id=None)
                tree.places[kept.id] = kept
                tree.children.setdefault(kept.parent_id, []).append(kept)
        return tree

    def is_choosable(self, area_id: int) -> bool:
        """Whether somebody can live there: it exists and nothing lies below it."""
        return area_id in self.places and not self.below(area_id)

    def choosable(self) -> list[Place]:
        """Every place somebody can live in."""
        return [place for place in self.places.values() if not self.below(place.id)]

    def line(self, area_id: int | None) -> list[Place]:
        """From the area itself up to the root; empty when there is no such area."""
        found: list[Place] = []
        while area_id is not None and area_id in self.places:
            found.append(self.places[area_id])
            area_id = self.places[area_id].parent_id
        return found

    def above(self, area_id: int | None, level: Level) -> str | None:
        """The name of the area's ancestor (or itself) at that level; None where the level is missing."""
        return next((place.name for place in self.line(area_id) if place.level is level), None)

    def is_named(self, place: Place, words: str) -> bool:
        """Whether these words are the place's name and nothing else, so that nobody has to be asked again."""
        return place.key in {name_key(words), _wanted(words)}

    def find(self, words: str) -> list[Place]:
        """The places somebody may mean by these words, in any spelling, the likeliest first.

        One exact name wins alone; else names that begin with or hold the words; else names that the words hold («محلهٔ
        گلسار هستم»); else close spellings. At most six.
        """
        wanted = _wanted(words)
        if len(wanted) < 2:
            return []
        places = self.choosable()
        exact = [place for place in places if place.key == wanted]
        rest = _begins_or_holds(places, wanted)
        if exact:
            longer = [place for place in rest if place not in exact and place.key.startswith(wanted)]
            return [*exact, *longer][:_SUGGESTED] if len(exact) + len(longer) > 1 else exact
        return (rest or _held_by(places, wanted) or _close(places, wanted))[:_SUGGESTED]


def _wanted(words: str) -> str:
    """The key of what is left once «محلهٔ … هستم» is taken away; of everything, where nothing is left."""
    kept = [word for word in fold(words).split() if word not in _NOISE]
    return name_key(" ".join(kept)) or name_key(words)


def _begins_or_holds(places: Sequence[Place], wanted: str) -> list[Place]:
    found = [place for place in places if wanted in place.key]
    return sorted(found, key=lambda place: (not place.key.startswith(wanted), len(place.key)))


def _held_by(places: Sequence[Place], wanted: str) -> list[Place]:
    if len(wanted) > 60:  # a whole report that happens to name a place is a report
        return []
    return sorted((p for p in places if len(p.key) > 2 and p.key in wanted), key=lambda place: -len(place.key))


def _close(places: Sequence[Place], wanted: str) -> list[Place]:
    keys = difflib.get_close_matches(wanted, [place.key for place in places], n=_SUGGESTED, cutoff=_CLOSE_ENOUGH)
    return [place for key in dict.fromkeys(keys) for place in places if place.key == key]
