"""A published text while goals are made of it: where its dialogue stands, and its screens. Shared by its modules."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import Update

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.secretariat import aside
from handlers.views import goal_import as views
from handlers.views.goal_import_lines import Preview, page
from models.area_tree import Place
from models.goal import GoalImport
from models.goal_reading import Part
from models.role import Action
from models.services import areas, goal_imports
from models.services.actor import Actor

NAME = aside.GOAL_IMPORT
SLOT = "gimport"
_VERSIONS = 10_000  # of one text: each decision is one


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    AREA = "area"  # whose goals they are
    TEXT = "text"  # messages are gathered
    PREVIEW = "preview"
    WORDS = "words"  # other words for a line
    PLACE = "place"  # where a line is cut


@dataclass(frozen=True)
class Work:
    """The text that somebody works on, and who does."""

    actor: Actor
    row: GoalImport

    @property
    def stamp(self) -> int:
        """What buttons that are drawn now carry: those of another text, or of how it was before, are old."""
        return stamp_of(self.row)


def stamp_of(row: GoalImport) -> int:
    """See `Work.stamp`."""
    return (row.id or 0) * _VERSIONS + row.version % _VERSIONS


async def work_of(context: Context) -> Work | None:
    """What is being worked on, put aside or not; None where there is nothing.

    Raises:
        NotFound: they may not say what goals are, anywhere any more.
    """
    actor = await actor_of(context, Action.PLAN)
    row = await goal_imports.open_of(actor)
    if row is None or not actor.rights.may(Action.PLAN, row.area_id):
        return None
    return Work(actor, row)


async def preview_of(context: Context, work: Work) -> Preview:
    """What its pages say."""
    tree = await areas.load_tree(session=context.turn.session)
    return await preview_for(work.actor, work.row, tree.places.get(work.row.area_id))


async def preview_for(actor: Actor, row: GoalImport, place: Place | None) -> Preview:
    """The same, for whoever has no turn: a file's job."""
    lines = goal_imports.lines_of(row)
    taken = await goal_imports.taken_numbers(actor, row.area_id)
    has_numbers = any(line.number is not None for line in lines) or all(line.part is not Part.STRAY for line in lines)
    return Preview(lines, stamp_of(row), place, taken, has_numbers)


def step_of(context: Context) -> Step:
    """Where the dialogue stands."""
    state = context.turn.dialogues.get(NAME)
    return Step(state.step) if state is not None and state.step in set(Step) else Step.PREVIEW


def line_key(context: Context) -> int:
    """The line about which something is asked."""
    state = context.turn.dialogues.get(NAME)
    return int(state.data.get("line", 0)) if state is not None else 0


def note(context: Context, step: Step, *, line: int = 0) -> Step:
    """Stand at a step; what is typed next is for it."""
    keep(open_dialogue(context.turn, NAME, step), {"line": line} if line else {})
    return step


def leave(context: Context) -> None:
    """What is typed next is not for it any more; the text is kept in its row."""
    close_dialogue(context.turn, NAME)


def put(update: Update | None, context: Context, view: View) -> None:
    """A screen: in place of the pressed message; below everything else when something was typed."""
    if update is None:
        context.move(SLOT, view)
    else:
        context.edit_pressed(update, view, slot=SLOT)


async def show(update: Update | None, context: Context, work: Work, *, at: int = 0, above: View | None = None) -> Step:
    """How the text stands: a page of what was read, or what was gathered so far. `at` is a page, from 0."""
    if not goal_imports.is_read(work.row):
        step, view = Step.TEXT, await gathering_view(context, work)
    else:
        step, view = Step.PREVIEW, page(await preview_of(context, work), at, context.tr)
    note(context, step)
    put(update, context, view if above is None else view.preceded_by(above.text))
    return step


async def gathering_view(context: Context, work: Work) -> View:
    """What came so far, or that the text is awaited."""
    pieces = goal_imports.lines_of(work.row)
    if not pieces:
        tree = await areas.load_tree(session=context.turn.session)
        return views.text_asked(tree.places.get(work.row.area_id), work.stamp, context.tr)
    letters = sum(len(piece.text) for piece in pieces)
    return views.gathered(len(pieces), letters, work.stamp, context.tr)
