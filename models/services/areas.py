"""Areas: reading the tree, and importing one from the office's list."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import col, select

from models.area import Area, AreaRow, Level
from models.area_tree import AreaTree, name_key
from models.database import AsyncSession
from models.errors import AreaImportFailed, RowProblem


@dataclass(frozen=True)
class Imported:
    """How many areas an import created, changed, and found as they were."""

    created: int
    changed: int
    unchanged: int


async def load_tree(*, session: AsyncSession) -> AreaTree:
    """All areas, as a tree; one that was read within the last `_FRESH` seconds is given again.

    Nearly every turn asks, and a city's areas change once a year: what an import in another process changed is seen a
    moment later.
    """
    if _IMPORTED in session.info:  # this transaction's own import may yet be taken back: not for anybody else
        return AreaTree.of((await session.exec(select(Area))).all())
    engine = session.get_bind().engine
    read_at, tree = _trees.get(engine, (0.0, None))
    if tree is None or time.monotonic() - read_at > _FRESH:
        tree = AreaTree.of((await session.exec(select(Area))).all())
        _trees[engine] = (time.monotonic(), tree)
    return tree


_FRESH = 2.0  # seconds
_IMPORTED = "areas were imported"  # noted in the session that did it
_trees: WeakKeyDictionary[Engine, tuple[float, AreaTree]] = WeakKeyDictionary()


async def import_areas(*, session: AsyncSession, lines: Sequence[AreaRow]) -> Imported:
    """Create or update the areas of a list; all of it or nothing.

    A parent is named by its own name, or by a path from the top where names repeat («منطقه ۱/ناحیه ۲»); it stands in
    the list (before or after) or in the database. A line whose code is known, or whose parent already has a child of
    that folded name, updates that area, so that importing a corrected list again is safe.

    Raises:
        AreaImportFailed: with every bad line by number; nothing was stored.
    """
    importer = _Importer(session, list((await session.exec(select(Area).order_by(col(Area.id)))).all()))
    pending = sorted(lines, key=lambda line: (line.level.depth, line.line))
    for line in pending:
        await importer.take(line)
    importer.refuse_what_stands_on_its_head()
    if importer.problems:
        raise AreaImportFailed(sorted(importer.problems, key=lambda problem: problem.line))
    session.info[_IMPORTED] = True
    _trees.pop(session.get_bind().engine, None)
    return Imported(importer.created, importer.changed, importer.unchanged)


class _Importer:
    """Takes the lines from the top of the tree down, so that a parent is always there before its children."""

    def __init__(self, session: AsyncSession, areas: list[Area]) -> None:
        self.session = session
        self.areas = areas
        self.problems: list[RowProblem] = []
        self.created = self.changed = self.unchanged = 0
        self.seen: dict[int, int] = {}  # area id → the line that named it

    async def take(self, line: AreaRow) -> None:
        try:
            parent = self._parent(line)
            area = self._known(line, parent)
            await (self._create(line, parent) if area is None else self._update(line, parent, area))
        except _BadLineError as error:
            self.problems.append(RowProblem(line.line, str(error)))

    def refuse_what_stands_on_its_head(self) -> None:
        """A line may have made an area smaller than what lies in it since an earlier import."""
        by_id = {area.id: area for area in self.areas}
        for area in self.areas:
            above = by_id.get(area.parent_id)
            if above is not None and Level(above.level).depth >= Level(area.level).depth:
                line = self.seen.get(above.id or 0) or self.seen.get(area.id or 0, 0)
                reason = f"«{above.name}» would be a {above.level}, and the {area.level} «{area.name}» lies in it"
                self.problems.append(RowProblem(line, reason))

    def _parent(self, line: AreaRow) -> Area | None:
        if not line.parent.strip():
            if line.level is not Level.CITY and any(area.level == Level.CITY for area in self.areas):
                return self._only_city()
            return None
        *path, last = (name_key(step) for step in line.parent.split("/"))
        found = [
            area
            for area in self.areas
            if area.folded_name == last and Level(area.level).depth < line.level.depth and self._fits(area, path)
        ]
        if not found:
            raise _BadLineError(f"the parent «{line.parent}» is not an area above the level {line.level.value}")
        if len(found) > 1:
            raise _BadLineError(
                f"there are {len(found)} areas named «{line.parent}»; write its path, such as منطقه ۱/{line.parent}"
            )
        return found[0]

    def _only_city(self) -> Area:
        cities = [area for area in self.areas if area.level == Level.CITY]
        if len(cities) > 1:
            raise _BadLineError("it names no parent, and there is more than one city")
        return cities[0]

    def _fits(self, area: Area, path: list[str]) -> bool:
        names = [known.folded_name for known in self.areas if area.path.startswith(known.path) and known is not area]
        return all(step in names for step in path)

    def _known(self, line: AreaRow, parent: Area | None) -> Area | None:
        key = name_key(line.name)
        by_code = next((area for area in self.areas if line.code and area.code == line.code), None)
        by_name = next(
            (a for a in self.areas if a.folded_name == key and a.parent_id == (parent.id if parent else None)), None
        )
        if by_code is not None and by_name is not None and by_code is not by_name:
            raise _BadLineError(f"the code {line.code} belongs to «{by_code.name}», the name to another area")
        return by_code or by_name

    async def _create(self, line: AreaRow, parent: Area | None) -> None:
        area = Area(
            level=line.level.value,
            name=line.name,
            folded_name=name_key(line.name),
            parent_id=parent.id if parent else None,
            code=line.code,
            position=line.line,
        )
        self.session.add(area)
        await self.session.flush()
        area.path = f"{parent.path if parent else '/'}{area.id}/"
        self.areas.append(area)
        self.seen[area.id or 0] = line.line
        self.created += 1

    async def _update(self, line: AreaRow, parent: Area | None, area: Area) -> None:
        if (area.id or 0) in self.seen:
            raise _BadLineError(f"«{line.name}» stands in line {self.seen[area.id or 0]} already")
        self.seen[area.id or 0] = line.line
        if parent is not None and parent.path.startswith(area.path):
            raise _BadLineError(f"«{line.name}» cannot lie below itself")
        before = (area.level, area.name, area.parent_id, area.code)
        self._move(area, parent)
        area.level, area.name, area.folded_name = line.level.value, line.name, name_key(line.name)
        area.code = line.code or area.code
        area.position = line.line
        self.session.add(area)
        await self.session.flush()
        if before == (area.level, area.name, area.parent_id, area.code):
            self.unchanged += 1
        else:
            self.changed += 1

    def _move(self, area: Area, parent: Area | None) -> None:
        old, new = area.path, f"{parent.path if parent else '/'}{area.id}/"
        area.parent_id = parent.id if parent else None
        if old == new:
            return
        for below in self.areas:
            if below.path.startswith(old):
                below.path = new + below.path[len(old) :]
                self.session.add(below)


class _BadLineError(ValueError):
    """One line of the list cannot be taken; its message is the reason shown."""
