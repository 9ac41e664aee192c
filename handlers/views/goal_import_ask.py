"""What is asked about the lines of a published text: other words, where one is cut, one decision for many."""

from markupsafe import Markup

from handlers.keyboards import View, shortened
from handlers.views.goal_import_lines import FEW, LONGEST_SHOWN, Preview, clashing_goals
from locales import Translator
from models import goal_lines
from models.goal_reading import LONGEST, Line, Part

_PIECE = 34  # letters of a line on a button


def words_asked(preview: Preview, line: Line, tr: Translator) -> View:
    """How shall it read?"""
    text = tr.text(
        "<b>How shall it read?</b> Write the whole line anew, at most {limit} letters. Now it reads:\n"
        "<code>{words}</code>",
        limit=tr.number(LONGEST),
        words=shortened(line.text, LONGEST_SHOWN),
    )
    return View(text, [[preview.button(tr.label("button", "Back"), "line", line.key)]])


def words_too_long(preview: Preview, line: Line, length: int, tr: Translator) -> View:
    """What was typed is longer than a goal may be."""
    text = tr.text(
        "This has {number} letters, and {limit} are the most. Shorten it and send it again.",
        number=tr.number(length),
        limit=tr.number(LONGEST),
    )
    return View(text, [[preview.button(tr.label("button", "Back"), "line", line.key)]])


def place_asked(preview: Preview, line: Line, tr: Translator, *, is_unknown: bool = False) -> View:
    """Where does the second part begin?"""
    places = goal_lines.places_to_split(line.text)
    text = [
        tr.text("I do not find these words in it, or find them twice. Write a few more of them.")
        if is_unknown
        else tr.text("<b>Where does the second part begin?</b>"),
        tr.quote(shortened(line.text, LONGEST_SHOWN)),
        tr.text("Choose it, or write the first words of the second part as they stand above."),
    ]
    keys = [
        [preview.button(shortened(f"… {line.text[at:].strip()}", _PIECE), "cut", line.key * _AT + at)] for at in places
    ]
    return View(Markup("\n").join(text), [*keys, [preview.button(tr.label("button", "Back"), "line", line.key)]])


_AT = 100_000  # a place within a line, beside its key in one number


def cut_of(number: int) -> tuple[int, int]:
    """(key, place) of a button that cuts."""
    return divmod(number, _AT)


def strays_asked(preview: Preview, tr: Translator) -> View:
    """One decision for all lines without a number."""
    strays = goal_lines.strays_of(preview.lines)
    text = tr.count(
        "<b>{number} line has no number.</b> What is it?",
        "<b>{number} lines have no number.</b> What are they all?",
        len(strays),
    )
    joins = any(goal_lines.above(preview.lines, line.key) for line in strays)
    rows = [
        [preview.button(tr.label("goal import", "Parts of the goals above them"), "all_join")] if joins else [],
        [preview.button(tr.label("goal import", "Goals of their own"), "all_own")],
        [preview.button(tr.label("goal import", "Leave them out"), "all_drop")],
        [preview.button(tr.label("button", "Back"), "page")],
    ]
    return View(text, rows)


def clashes_asked(preview: Preview, tr: Translator) -> View:
    """One decision for all numbers that are taken."""
    clashing = clashing_goals(preview)
    numbers = [Markup.escape(tr.number(line.number or 0)) for line in clashing[:FEW]]
    named = Markup.escape(tr.label("list", ", ")).join(numbers) + ("…" if len(clashing) > FEW else "")
    text = tr.count(
        "<b>{number} goal has a number that another one has already:</b> {numbers}",
        "<b>{number} goals have numbers that others have already:</b> {numbers}",
        len(clashing),
        numbers=named,
    )
    rows = [
        [preview.button(tr.label("goal import", "Give them new numbers"), "all_renumber")],
        [preview.button(tr.label("goal import", "Leave them out"), "clash_drop")],
        [preview.button(tr.label("button", "Back"), "page")],
    ]
    return View(text, rows)


def clashing_keys(preview: Preview) -> list[int]:
    """The keys of goals whose number another one has."""
    return [line.key for line in clashing_goals(preview)]


def preamble_card(preview: Preview, tr: Translator) -> View:
    """What stands before the list, which is skipped."""
    before = next((line.text for line in preview.lines if line.part is Part.PREAMBLE), "")
    text = [tr.text("<b>What stands before the list is skipped:</b>"), tr.quote(shortened(before, LONGEST_SHOWN))]
    rows = [
        [preview.button(tr.label("goal import", "Read its lines too"), "read_before")],
        [preview.button(tr.label("button", "Back"), "page")],
    ]
    return View(Markup("\n").join(text), rows)
