"""What became of a draft: asked for, put away, gone, on record."""

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from locales import Translator
from models.draft import Draft

NOUN = "draft"


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
                Button(tr.label("button", "Add something"), ButtonData("addition", "ask", submission_id)),
            ],
            [Button(tr.label("button", "Copy the code"), copy=tr.digits(code))],
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


def draft_reminder(draft_id: int, *, version: int, tr: Translator) -> View:
    """A draft waits since yesterday: said once."""
    return View(
        tr.text("You have a draft that is not registered yet. Shall I show it?"),
        [
            [
                Button(tr.label("button", "Show the draft"), ButtonData(NOUN, "card", draft_id, version)),
                Button(tr.label("button", "Discard"), ButtonData(NOUN, "discard", draft_id, version)),
            ]
        ],
    )
