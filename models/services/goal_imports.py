"""Making goals of a published text: gathering it, reading it, deciding about its lines, and storing all or nothing.

What somebody works on is one row, so that nothing is lost when they put the telephone away. Each step looks whether the
row is as it was shown (`version`).
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

from sqlalchemy import insert, select, update

from locales import translator
from models.database import AsyncSession, table_of
from models.errors import BadGoalText, GoalChanged, LinesUndecided, NotFound
from models.goal import Goal, GoalImport, ImportState
from models.goal_facts import GoalValues
from models.goal_lines import Lines, goals_of, title_of, undecided, with_numbers
from models.goal_reading import MOST_LETTERS, Line, Part, Trouble, read_goals
from models.role import Action
from models.services import areas, audit, goals
from models.services.actor import Actor

_imports = table_of(GoalImport)
_i = _imports.c
_MOST_PIECES: Final = 100  # messages of one text
_LONG_PIECE: Final = 3500  # UTF-16 units: a message that the messenger's program cut because it was too long
_SOURCE_LETTERS: Final = 100  # of a file's name


def lines_of(row: GoalImport) -> Lines:
    """What was read, and what was decided about it; or the messages that were gathered so far."""
    return [Line.from_data(one) for one in row.entries]


def is_read(row: GoalImport) -> bool:
    """Whether the text was read already; else it is being gathered."""
    return bool(row.entries) and row.entries[0]["part"] != Part.RAW.value


async def begin(actor: Actor, area_id: int) -> GoalImport:
    """Begin with a text of goals of an area; what the same person had begun before is discarded.

    Raises:
        NotFound: the area is not there, or its goals are not theirs to say.
    """
    await _must_plan(actor, area_id)
    before = await open_of(actor)
    if before is not None:
        await discard(actor, before.id or 0, before.version)
    values = {
        "bot_id": actor.bot_id,
        "person_id": actor.person_id,
        "area_id": area_id,
        "entries": [],
        "state": ImportState.OPEN.value,
        "created_at": actor.now,
        "updated_at": actor.now,
        "version": 1,
    }
    made = await actor.session.execute(insert(_imports).values(values).returning(_i.id))
    return await _load(actor.session, made.scalar_one())


async def _must_plan(actor: Actor, area_id: int) -> None:
    tree = await areas.load_tree(session=actor.session)
    if area_id not in tree.places or not actor.rights.may(Action.PLAN, area_id):
        raise NotFound


async def _load(session: AsyncSession, import_id: int, *, is_locked: bool = False) -> GoalImport:
    row = await session.get(GoalImport, import_id, populate_existing=True, with_for_update=is_locked or None)
    if row is None:
        raise NotFound
    return row


async def open_of(actor: Actor) -> GoalImport | None:
    """The text that somebody works on; None where there is none."""
    mine = (_i.bot_id == actor.bot_id, _i.person_id == actor.person_id, _i.state == ImportState.OPEN.value)
    found = select(_i.id).where(*mine).order_by(_i.id.desc()).limit(1)
    import_id = (await actor.session.execute(found)).scalar_one_or_none()
    return await _load(actor.session, import_id) if import_id is not None else None


async def import_for(actor: Actor, import_id: int, *, is_locked: bool = False) -> GoalImport:
    """Somebody's own text that is worked on still.

    Raises:
        NotFound: there is none, it is another's, or the area's goals are not theirs to say any more.
        GoalChanged: it was stored or discarded.
    """
    row = await _load(actor.session, import_id, is_locked=is_locked)
    is_mine = row.bot_id == actor.bot_id and row.person_id == actor.person_id
    if not is_mine or not actor.rights.may(Action.PLAN, row.area_id):
        raise NotFound
    if row.state != ImportState.OPEN:
        raise GoalChanged
    return row


async def versioned(actor: Actor, import_id: int, version: int) -> GoalImport:
    """As `import_for`, for a button that was drawn for a version; nobody else changes it until this turn ends.

    Raises:
        NotFound, GoalChanged: as there; GoalChanged too where it is another one by now.
    """
    row = await import_for(actor, import_id, is_locked=True)
    if row.version != version:
        raise GoalChanged
    return row


async def _change_row(actor: Actor, row: GoalImport, **values: Any) -> GoalImport:
    done = await actor.session.execute(
        update(_imports)
        .where(_i.id == row.id, _i.version == row.version, _i.state == ImportState.OPEN.value)
        .values(**values, updated_at=actor.now, version=row.version + 1)
        .returning(_i.id)
    )
    if done.first() is None:
        raise GoalChanged
    return await _load(actor.session, row.id or 0)


async def add_piece(actor: Actor, import_id: int, words: str) -> GoalImport:
    """Put one message to those that were gathered of a text.

    Raises:
        NotFound, GoalChanged: as `import_for`; GoalChanged too where the text was read already.
        BadGoalText: the text would be too long; what was gathered before stays.
    """
    row = await import_for(actor, import_id, is_locked=True)
    if is_read(row):
        raise GoalChanged
    pieces = lines_of(row)
    if sum(len(piece.text) for piece in pieces) + len(words) > MOST_LETTERS or len(pieces) >= _MOST_PIECES:
        raise BadGoalText(Trouble.TOO_LONG, MOST_LETTERS)
    pieces.append(Line(len(pieces) + 1, Part.RAW, words))
    return await _change_row(actor, row, entries=[piece.to_data() for piece in pieces])


def whole(pieces: Sequence[str]) -> str:
    """Messages as one text. One that was cut because it was too long goes on in the next without a blank line."""
    text = ""
    for before, piece in zip(["", *pieces], pieces, strict=False):
        is_cut = len(before.encode("utf-16-le", "surrogatepass")) // 2 >= _LONG_PIECE
        text += piece if not text else f"{'\n' if is_cut else '\n\n'}{piece}"
    return text


async def read(
    actor: Actor, import_id: int, version: int | None = None, *, text: str | None = None, source_name: str | None = None
) -> GoalImport:
    """Read what was gathered, or a file's text.

    Args:
        actor: whose it is.
        import_id: which.
        version: the row's, as it was shown; None: whatever it is, as long as nothing was read yet.
        text: the whole text of a file, which comes after what was gathered of messages; None: these alone.
        source_name: the file's name.

    Raises:
        NotFound, GoalChanged: as `versioned`; GoalChanged too where it was read already.
        BadGoalText: no goals can be read from it; what was gathered stays.
    """
    if version is None:
        row = await import_for(actor, import_id, is_locked=True)
    else:
        row = await versioned(actor, import_id, version)
    if is_read(row):
        raise GoalChanged
    pieces = [piece.text for piece in lines_of(row)]
    given = whole(pieces if text is None else [*pieces, text])
    reading = await asyncio.to_thread(read_goals, given)
    entries = [line.to_data() for line in reading.entries()]
    return await _change_row(actor, row, entries=entries, source_name=source_name)


async def change(actor: Actor, import_id: int, version: int, decide: Callable[[Lines], Lines | None]) -> GoalImport:
    """Decide something about the lines: `decide` is one of `models.goal_lines`.

    Raises:
        NotFound, GoalChanged: as `versioned`; GoalChanged too where the decision fits no line, or nothing was read yet.
    """
    row = await versioned(actor, import_id, version)
    decided = decide(lines_of(row)) if is_read(row) else None
    if decided is None:
        raise GoalChanged
    return await _change_row(actor, row, entries=[line.to_data() for line in decided])


async def taken_numbers(actor: Actor, area_id: int) -> set[int]:
    """The numbers that goals of the area have already."""
    return await goals.taken_numbers(actor.session, area_id)


async def discard(actor: Actor, import_id: int, version: int) -> None:
    """Let go of a text: nothing of it is stored.

    Raises:
        NotFound, GoalChanged: as `versioned`.
    """
    row = await versioned(actor, import_id, version)
    await _change_row(actor, row, state=ImportState.DISCARDED.value)


async def finish(actor: Actor, import_id: int, version: int) -> list[Goal]:
    """Make goals of the lines, public at once, with their numbers and in their order: all of them or none.

    Raises:
        NotFound, GoalChanged: as `versioned`; the second press of a button finds it done.
        LinesUndecided: somebody has to say something about a line still, or a number is another goal's by now.
        BadGoalText: no goal is left.
    """
    row = await versioned(actor, import_id, version)
    if not is_read(row):
        raise GoalChanged
    made = await store(actor, row.area_id, lines_of(row), row.source_name, import_id=import_id)
    await _change_row(actor, row, state=ImportState.DONE.value)
    return made


async def store(
    actor: Actor, area_id: int, lines: Sequence[Line], source_name: str | None, *, import_id: int | None = None
) -> list[Goal]:
    """Make goals of decided lines; for the command line, which keeps no row of what it reads.

    Raises:
        NotFound: the area is not there, or its goals are not theirs to say.
        LinesUndecided, BadGoalText: as `finish`.
    """
    await _must_plan(actor, area_id)
    await goals.lock_area(actor.session, area_id)
    taken = await taken_numbers(actor, area_id)
    _must_be_decided(lines, taken)
    made = [
        await goals.create_row(
            actor, area_id=area_id, values=_values(line, actor, source_name), number=line.number, is_published=True
        )
        for line in with_numbers(lines, taken)
    ]
    told = {"area_id": area_id, "goals": len(made), "numbers": [goal.number for goal in made], "source": source_name}
    on = ("goal_import", import_id)
    await audit.write(
        session=actor.session, by=actor.by, action="goal.import", on=on, now=actor.now, change=(None, told)
    )
    return made


def _must_be_decided(lines: Sequence[Line], taken: Collection[int]) -> None:
    if undecided(lines, taken):
        raise LinesUndecided
    if not goals_of(lines):
        raise BadGoalText(Trouble.EMPTY, 0)


def _values(line: Line, actor: Actor, source_name: str | None) -> GoalValues:
    """A short title, the whole text where it is longer, and where it was read."""
    title, tr = title_of(line.text), translator(actor.city.default_language)
    source = (
        tr.plain("From the published text “{name}”.", name=source_name[:_SOURCE_LETTERS])
        if source_name
        else tr.plain("From the published text.")
    )
    said = [] if title == line.text.strip() else [line.text.strip()]
    return {"title": title, "description": "\n\n".join([*said, source])}
