"""The draft: its card, choosing its kind and place, and what became of it."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.area import area_line, area_list
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label
from models.draft import Draft
from models.submission import Kind

NOUN = "draft"
PLACE = "place"  # the noun of the buttons that choose the draft's area
_SHOWN = 700  # letters of the text that the card repeats: it stays on one screen


def draft_slot(draft: Draft) -> str:
    """The name of the message that is this draft's card."""
    return f"draft.{draft.id}"


def draft_card(draft: Draft, tree: AreaTree, *, version: int, tr: Translator) -> View:
    """What will be registered, who will see it, and the one tap that does it."""
    head = Markup(" · ").join((Markup.escape(kind_label(draft.kind, tr)), *_place(draft, tree, tr)))
    lines = [tr.text("<b>Your draft:</b>"), head, _quoted(draft.text, tr), _who_sees(draft, tr)]

    def data(action: str) -> ButtonData:
        return ButtonData(NOUN, action, draft.id, version)

    changes = [Button(tr.label("button", "Change kind"), data("kinds"))]
    if tree.choosable():
        change, choose = tr.label("button", "Change neighbourhood"), tr.label("button", "Choose neighbourhood")
        changes.append(Button(change if draft.area_id else choose, ButtonData(PLACE, "open", 0, version)))
    return View(
        Markup("\n").join(lines),
        [
            [Button(tr.label("button", "Register"), data("confirm"), style=Style.SUCCESS)],
            changes,
            [Button(tr.label("button", "Discard"), data("discard"))],
        ],
    )


def _place(draft: Draft, tree: AreaTree, tr: Translator) -> list[Markup]:
    return [area_line(tree, draft.area_id, tr)] if tree.choosable() else []


def _quoted(text: str, tr: Translator) -> Markup:
    shown = shortened(text, _SHOWN)
    quoted = tr.text("“{words}”", words=tr.quote(shown))
    if shown == text:
        return quoted
    whole = tr.text("(The whole text is kept: {count} letters.)", count=tr.number(len(text)))
    return Markup("\n").join((quoted, whole))


def _who_sees(draft: Draft, tr: Translator) -> Markup:
    if draft.kind is Kind.COMPLAINT:
        return tr.text("Only the secretariat sees a complaint.")
    return tr.text("Neighbours see the text without your name.")


def draft_kinds(draft: Draft, *, version: int, tr: Translator) -> View:
    """The five kinds, the present one marked."""
    buttons = [
        Button(
            ("✓ " if kind is draft.kind else "") + kind_label(kind, tr),
            ButtonData(NOUN, f"kind_{kind.value}", draft.id, version),
        )
        for kind in Kind
    ]
    back = Button(tr.label("button", "Back"), ButtonData(NOUN, "card", draft.id, version))
    return View(tr.text("<b>What kind of message is it?</b>"), [*in_pairs(buttons), [back]])


def draft_place_needed(draft: Draft, tree: AreaTree, *, version: int, tr: Translator) -> View:
    """The last question before registering: where is it? Or it is for the whole city."""
    choosing = area_list(tree, 0, 0, noun=PLACE, version=version, tr=tr)
    anywhere = Button(tr.label("button", "For the whole city"), ButtonData(NOUN, "anywhere", draft.id, version))
    return View(choosing.text, [*choosing.rows[:-1], [anywhere], *choosing.rows[-1:]])


def draft_asked(tr: Translator) -> View:
    """After /new: what to do."""
    return View(
        tr.text("Write your problem, proposal or opinion in your own words, in one message or several."),
        [[Button(tr.label("button", "Not now"), ButtonData(NOUN, "nothing"))]],
    )


def draft_open(tr: Translator) -> View:
    """After /new while a draft waits: it goes first."""
    return View(
        tr.text("You have a draft that is not registered yet. Register or discard it first; what you write joins it.")
    )


def draft_discarded(draft: Draft, *, version: int, tr: Translator) -> View:
    """The draft was put away, and how to get it back."""
    return View(
        tr.text("The draft was put away; nothing was registered. You can write a new message at any time."),
        [[Button(tr.label("button", "Bring it back"), ButtonData(NOUN, "restore", draft.id, version))]],
    )


def draft_gone(tr: Translator) -> View:
    """A button of a draft that is not there any more."""
    return View(tr.text("This draft is not there any more. If you still want to say something, just write it."))


def no_draft(tr: Translator) -> View:
    """«ثبت» was typed, and there is nothing to register."""
    return View(tr.text("There is no draft to register. Write your message first, then I show you the draft."))


def nothing_begun(tr: Translator) -> View:
    """The question of /new was put away."""
    return View(tr.text("All right. Whenever you want to say something, just write it here."))


def registered_card(code: str, submission_id: int, tr: Translator) -> View:
    """It is on record: the code, what comes next, and the way to follow it."""
    return View(
        tr.text(
            "✅ Registered. Tracking code: <b>{code}</b>\n"
            "The secretariat looks at it, and I will tell you here of every change.",
            code=tr.code(code),
        ),
        [
            [
                Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission_id)),
                Button(tr.label("button", "Copy the code"), copy=tr.digits(code)),
            ]
        ],
    )


def stays_registered(code: str, tr: Translator) -> View:
    """A message was edited whose text is on record."""
    return View(
        tr.text(
            "You edited a message, but the registered text of {code} stays as it was. "
            "If something has changed, write it as a new message.",
            code=tr.code(code),
        )
    )
