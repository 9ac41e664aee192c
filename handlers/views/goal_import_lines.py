"""What was read of a published text: pages of short lines, and a small card for each with what can be done about it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.goal_import import button
from locales import Translator
from models import goal_lines
from models.area_tree import Place
from models.goal_reading import LONGEST, Line, Part

PAGE = 5  # lines a page: with what stands around them eight lines
_SHORT = 48  # letters of a line in the list
LONGEST_SHOWN = 1600  # on its card
FEW = 6  # numbers that are named one by one


@dataclass(frozen=True)
class Preview:
    """Everything that the pages say. `stamp` is how the text is now; `taken` are numbers of goals that are stored."""

    lines: Sequence[Line]
    stamp: int
    place: Place | None
    taken: Collection[int] = ()
    has_numbers: bool = True
    source: str | None = None
    shown: Sequence[Line] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", tuple(one for one in self.lines if one.part is not Part.PREAMBLE))

    @cached_property
    def undecided(self) -> list[Line]:
        """What somebody has to say something about still."""
        return goal_lines.undecided(self.lines, self.taken)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """The number that each goal (by its key) will have."""
        numbered = goal_lines.with_numbers(self.lines, self.taken)
        return {line.key: line.number for line in numbered if line.number is not None}

    @cached_property
    def alike(self) -> dict[int, Line]:
        """The goal that a line (by its key) nearly repeats."""
        found = ((line.key, goal_lines.double_of(self.lines, line)) for line in self.shown)
        return {key: other for key, other in found if other is not None}

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max((len(self.shown) + PAGE - 1) // PAGE, 1)

    def page_of(self, key: int) -> int:
        """On which page a line stands, from 0."""
        return next((at // PAGE for at, line in enumerate(self.shown) if line.key == key), 0)

    def button(self, label: str, action: str, number: int = 0, *, style: Style | None = None) -> Button:
        """A button of this text as it is now."""
        return button(label, action, number, self.stamp, style=style)


def page(preview: Preview, number: int, tr: Translator) -> View:
    """One page of what was read, and what is undecided."""
    number = min(max(number, 0), preview.pages - 1)
    lines = preview.shown[number * PAGE : (number + 1) * PAGE]
    goals = goal_lines.goals_of(preview.lines)
    head = tr.count(
        "<b>{area}: {number} goal read</b>", "<b>{area}: {number} goals read</b>", len(goals), area=_area(preview, tr)
    )
    if preview.pages > 1:
        head += tr.text(" · page {page} of {pages}", page=tr.number(number + 1), pages=tr.number(preview.pages))
    text = [head, *(_listed(preview, line, tr) for line in lines), *_standing(preview, tr)]
    keys = [preview.button(_mark(preview, line, tr), "line", line.key) for line in lines]
    turns = [
        *([preview.button(tr.label("goal import", "‹ Before"), "page", number - 1)] if number else []),
        *(
            [preview.button(tr.label("goal import", "After ›"), "page", number + 1)]
            if number + 1 < preview.pages
            else []
        ),
    ]
    return View(Markup("\n").join(text), [keys, turns, *_main(preview, tr)])


def _area(preview: Preview, tr: Translator) -> Markup:
    return tr.quote(preview.place.name) if preview.place is not None else Markup()


def _main(preview: Preview, tr: Translator) -> list[list[Button]]:
    """What brings the whole text farther."""
    rows: list[list[Button]] = []
    strays = goal_lines.strays_of(preview.lines)
    clashing = clashing_goals(preview)
    if preview.undecided:
        rows.append([preview.button(tr.label("goal import", "Next to decide"), "next", style=Style.PRIMARY)])
        if len(strays) > 1:
            rows.append([preview.button(tr.label("goal import", "All lines without a number"), "strays")])
        if clashing:
            rows.append([preview.button(tr.label("goal import", "Numbers that are taken"), "clashes")])
    elif preview.numbers:
        label = tr.label("goal import", "Publish {number} goals", number=tr.number(len(preview.numbers)))
        rows.append([preview.button(label, "publish", style=Style.SUCCESS)])
    more = []
    if preview.alike:
        more.append(preview.button(tr.label("goal import", "Look at what is alike"), "alike"))
    if any(line.part is Part.PREAMBLE for line in preview.lines):
        more.append(preview.button(tr.label("goal import", "What stands before"), "preamble"))
    return [*rows, *in_pairs(more), [preview.button(tr.label("button", "Discard"), "drop_all")]]


def clashing_goals(preview: Preview) -> list[Line]:
    """Goals whose number another one has."""
    return [
        line for line in preview.undecided if line.part is Part.GOAL and not line.is_long and line.number is not None
    ]


def _mark(preview: Preview, line: Line, tr: Translator) -> str:
    """A line on its button: its number, or a sign."""
    if line.part is Part.STRAY:
        return "؟" if tr.direction == "rtl" else "?"
    return "✗" if line.part is Part.DROPPED else tr.number(preview.numbers.get(line.key, 0))


def _listed(preview: Preview, line: Line, tr: Translator) -> Markup:
    words = tr.quote(shortened(" ".join(line.text.split()), _SHORT))
    if line.part is Part.DROPPED:
        return tr.text("✗ <s>{words}</s>", words=words)
    if line.part is Part.STRAY:
        return tr.text("<b>?</b> {words} <i>(without a number)</i>", words=words)
    said = tr.text("{number}. {words}", number=tr.number(preview.numbers[line.key]), words=words)
    flags = _flags(preview, line, tr)
    return (
        tr.text("{line} <i>({flags})</i>", line=said, flags=Markup.escape(tr.label("list", ", ")).join(flags))
        if flags
        else said
    )


def _flags(preview: Preview, line: Line, tr: Translator) -> list[Markup]:
    flags = []
    if line in clashing_goals(preview):
        flags.append(tr.text("this number is taken"))
    if line.is_long:
        flags.append(tr.text("too long"))
    if line.number is None:
        flags.append(tr.text("new number"))
    other = preview.alike.get(line.key)
    if other is not None:
        flags.append(tr.text("like {number}", number=tr.number(preview.numbers.get(other.key, 0))))
    return flags


def _standing(preview: Preview, tr: Translator) -> list[Markup]:
    """What is undecided, and what may have been overlooked."""
    lines: list[Markup] = []
    if not preview.has_numbers and preview.undecided:
        lines.append(tr.text("No line of it begins with a number, so say of each whether it is a goal."))
    if preview.undecided:
        count = len(preview.undecided)
        lines.append(tr.count("<b>{number} line is undecided.</b>", "<b>{number} lines are undecided.</b>", count))
    elif preview.numbers:
        lines.append(tr.text("Everything is decided. Once published, everybody sees the goals."))
    else:
        lines.append(tr.text("No goal is left of it. Take a line back, or let go of the text."))
    missing = goal_lines.missing_numbers(preview.lines)
    if missing and not any(line.part is Part.DROPPED for line in preview.lines):
        named = Markup.escape(tr.label("list", ", ")).join(Markup.escape(tr.number(one)) for one in missing[:FEW])
        lines.append(tr.text("Numbers that the text lacks: {numbers}", numbers=named))
    return lines


def line_card(preview: Preview, line: Line, tr: Translator) -> View:
    """One line with all its words, and what can be done about it."""
    shown = tr.quote(shortened(line.text, LONGEST_SHOWN))
    text = [_title(preview, line, tr), shown, *_remarks(preview, line, tr)]
    back = [preview.button(tr.label("button", "Back"), "page", preview.page_of(line.key))]
    return View(Markup("\n").join(text), [*_choices(preview, line, tr), back])


def _title(preview: Preview, line: Line, tr: Translator) -> Markup:
    if line.part is Part.STRAY:
        before = goal_lines.above(preview.lines, line.key)
        if before is None:
            return tr.text("<b>A line without a number</b>")
        return tr.text("<b>A line without a number, below goal {number}</b>", number=_numbered(preview, before, tr))
    if line.part is Part.DROPPED:
        return tr.text("<b>Left out</b>")
    return tr.text("<b>Goal {number}</b>", number=_numbered(preview, line, tr))


def _numbered(preview: Preview, line: Line, tr: Translator) -> str:
    return tr.number(preview.numbers.get(line.key, line.number or 0))


def _remarks(preview: Preview, line: Line, tr: Translator) -> list[Markup]:
    remarks = []
    other = preview.alike.get(line.key)
    if other is not None:
        words = tr.quote(shortened(other.text, 200))
        remarks.append(
            tr.text(
                "<i>Goal {number} says nearly the same:</i> {words}", number=_numbered(preview, other, tr), words=words
            )
        )
    if line in clashing_goals(preview):
        remarks.append(tr.text("<i>Another goal has this number already.</i>"))
    if line.part is Part.GOAL and line.is_long:
        remarks.append(
            tr.text("<i>A goal has at most {limit} letters: split it or word it shorter.</i>", limit=tr.number(LONGEST))
        )
    return remarks


def _choices(preview: Preview, line: Line, tr: Translator) -> list[list[Button]]:
    if line.part is Part.DROPPED:
        return [[preview.button(tr.label("goal import", "Take it back"), "back", line.key)]]
    keys: list[Button] = []
    before = goal_lines.above(preview.lines, line.key)
    if line.part is Part.STRAY:
        if before is not None:
            label = tr.label("goal import", "It belongs to goal {number}", number=_numbered(preview, before, tr))
            keys.append(preview.button(label, "join", line.key))
        keys.append(preview.button(tr.label("goal import", "It is a goal of its own"), "own", line.key))
    else:
        if line in clashing_goals(preview):
            keys.append(preview.button(tr.label("goal import", "New number"), "renumber", line.key))
        if line.key in preview.alike:
            keys.append(preview.button(tr.label("goal import", "Keep both"), "settle", line.key))
        if before is not None:
            label = tr.label("goal import", "Join to goal {number}", number=_numbered(preview, before, tr))
            keys.append(preview.button(label, "join", line.key))
    keys.append(preview.button(tr.label("goal import", "Split"), "split", line.key))
    keys.append(preview.button(tr.label("goal import", "Other words"), "reword", line.key))
    keys.append(preview.button(tr.label("goal import", "Leave it out"), "drop", line.key))
    return in_pairs(keys)
