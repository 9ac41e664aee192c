"""A published text of goals: how it is asked for and gathered, and what became of it."""

from collections.abc import Sequence

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from locales import Translator
from models.area_tree import AreaTree, Place

NOUN = "gimport"
_LABEL = 40  # letters of a name on a button
_AREAS = 12


def button(label: str, action: str, number: int = 0, stamp: int = 0, *, style: Style | None = None) -> Button:
    """A button of the text that is worked on; `stamp` is how it was when the button was drawn."""
    return Button(label, ButtonData(NOUN, action, number, stamp), style=style)


def to_goals(tr: Translator) -> Button:
    """The way back to the list of goals."""
    return Button(tr.label("button", "Goals"), ButtonData("goals", "page", 0))


def area_asked(area_ids: Sequence[int], tree: AreaTree, tr: Translator, *, is_unknown: bool = False) -> View:
    """Whose goals are they? The top area's first."""
    places = [tree.places[one] for one in area_ids if one in tree.places][:_AREAS]
    keys = [button(shortened(one.name, _LABEL), "area", one.id) for one in places]
    words = (
        tr.text("I know no area of yours by this name. Write it otherwise, or choose from the list.")
        if is_unknown
        else tr.text("<b>Whose goals does the text list?</b> Choose the area, or write its name.")
    )
    return View(words, [*in_pairs(keys), [button(tr.label("button", "Discard"), "leave")]])


def text_asked(place: Place | None, stamp: int, tr: Translator) -> View:
    """The text, pasted or as a file."""
    words = tr.text(
        "<b>Goals of {area}</b>\nPaste the text as it was published, with its numbers; it may take several messages. "
        "Or send it as a text file (txt). Nothing is stored before you have seen what I read.",
        area=_name(place, tr),
    )
    return View(words, [[button(tr.label("button", "Discard"), "drop_all", 0, stamp)]])


def gathered(messages: int, letters: int, stamp: int, tr: Translator) -> View:
    """What came so far."""
    words = tr.count(
        "{number} message so far, {letters} letters. Send the rest, or press the button once this was all.",
        "{number} messages so far, {letters} letters. Send the rest, or press the button once this was all.",
        messages,
        letters=tr.number(letters),
    )
    rows = [
        [button(tr.label("goal import", "That was all"), "read", 0, stamp, style=Style.PRIMARY)],
        [
            button(tr.label("goal import", "Paste it anew"), "anew", 0, stamp),
            button(tr.label("button", "Discard"), "drop_all", 0, stamp),
        ],
    ]
    return View(words, rows)


def file_awaited(name: str, stamp: int, tr: Translator) -> View:
    """A file is being fetched."""
    words = tr.text("I fetch and read “{name}”. What I read in it comes here.", name=tr.quote(shortened(name, 60)))
    return View(words, [[button(tr.label("button", "Discard"), "drop_all", 0, stamp)]])


def file_failed(tr: Translator) -> View:
    """The messenger did not give the file."""
    words = tr.text(
        "The file could not be fetched from the messenger. Nothing was stored: send it once more, or paste its text."
    )
    return View(words, [[button(tr.label("button", "Go on with it"), "go_on")]])


def begun_already(place: Place | None, lines: int, stamp: int, tr: Translator) -> View:
    """There is a text that is not stored yet."""
    words = tr.text(
        "You have begun with a text of goals of {area} that is not stored yet ({lines} lines).",
        area=_name(place, tr),
        lines=tr.number(lines),
    )
    rows = [
        [button(tr.label("button", "Go on with it"), "go_on", style=Style.PRIMARY)],
        [button(tr.label("goal import", "Begin with another text"), "drop_all", 1, stamp)],
    ]
    return View(words, rows)


def surely_discarded(lines: int, begins: int, stamp: int, tr: Translator) -> View:
    """What was decided so far would be lost."""
    words = tr.count(
        "Let go of this text? What was decided about its {number} line is lost; goals that are stored stay.",
        "Let go of this text? What was decided about its {number} lines is lost; goals that are stored stay.",
        lines,
    )
    rows = [
        [button(tr.label("goal import", "Yes, let go of it"), "drop_yes", begins, stamp, style=Style.DANGER)],
        [button(tr.label("button", "Go on with it"), "go_on")],
    ]
    return View(words, rows)


def discarded(tr: Translator) -> View:
    """Nothing of it was stored."""
    words = tr.text("The text was let go of. Nothing of it was stored.")
    return View(words, [[button(tr.label("goal import", "Read another text"), "begin")], [to_goals(tr)]])


def put_away(tr: Translator) -> View:
    """Nothing is stored, nothing is lost."""
    words = tr.text("Put aside. Nothing is stored, and what you decided is kept.")
    return View(words, [[button(tr.label("button", "Go on with it"), "go_on")], [to_goals(tr)]])


def nothing_begun(tr: Translator) -> View:
    """There is no text to go on with."""
    words = tr.text("No text of goals is being read just now.")
    return View(words, [[button(tr.label("goal import", "Read another text"), "begin")], [to_goals(tr)]])


def nothing_gathered(place: Place | None, stamp: int, tr: Translator) -> View:
    """«That was all» before anything came."""
    asked = text_asked(place, stamp, tr)
    return asked.preceded_by(tr.text("No word of it has come yet."))


def press_something(tr: Translator) -> View:
    """Words where nothing is asked."""
    words = tr.text("Press the number of the line you want to change; your words were for none of it. All is kept.")
    return View(words, [[button(tr.label("button", "Go on with it"), "go_on")]])


def no_file(tr: Translator) -> View:
    """A sticker, a voice message: neither words nor a file of words."""
    return View(tr.text("This is no text that can be read. Please paste the goals, or send a text file (txt)."))


def published(count: int, place: Place | None, tr: Translator) -> View:
    """All of them are goals now."""
    words = tr.count(
        "✅ {number} goal of {area} is stored and published. Everybody sees it in /goals and can follow it.",
        "✅ {number} goals of {area} are stored and published. Everybody sees them in /goals and can follow them.",
        count,
        area=_name(place, tr),
    )
    return View(words, [[to_goals(tr)]])


def over_toast(tr: Translator) -> str:
    """A button of a text whose work is done."""
    return tr.plain("This is done already; no text is being read.")


def _name(place: Place | None, tr: Translator) -> str:
    return tr.quote(place.name) if place is not None else ""
