"""Adding to what is on record."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from handlers.views.draft import too_large_note
from locales import Translator

NOUN = "addition"


def addition_offered(code: str, submission_id: int, *, version: int, tr: Translator) -> View:
    """Words that came soon after registering: do they belong to it?"""
    return View(
        tr.text("Add this to your submission {code}?", code=tr.code(code)),
        [
            [
                Button(tr.label("button", "Yes"), ButtonData(NOUN, "yes", submission_id, version)),
                Button(tr.label("button", "No, it is separate"), ButtonData(NOUN, "no", submission_id, version)),
            ]
        ],
    )


def addition_asked(code: str, tr: Translator) -> View:
    """After «add something»: what?"""
    return View(
        tr.text(
            "What would you like to add to {code}? Write it here, or send a photo or a voice message.",
            code=tr.code(code),
        ),
        [[Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))]],
    )


def addition_done(code: str, submission_id: int, tr: Translator, *, is_too_large: bool = False) -> View:
    """It is on record with the rest; what was too large to come is said."""
    added = tr.text("✅ Added to {code}.", code=tr.code(code))
    return View(
        Markup("\n").join((added, too_large_note(tr))) if is_too_large else added,
        [[Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission_id))]],
    )


def addition_takes_no_pin(tr: Translator) -> View:
    """A pin, where something was to be added: the words of a place do."""
    return View(tr.text("A pin cannot be added to what is registered; please write where it is."))


def addition_separate(tr: Translator) -> View:
    """The question was answered: it is something else, and its draft stands below."""
    return View(tr.text("All right, it is a submission of its own. Its draft is below."))


def addition_ended(tr: Translator) -> View:
    """The submission came to its end while the question stood; what was meant for it is a draft below."""
    return View(tr.text("This submission is at its end. What you sent is now a draft of its own; you see it below."))


def addition_later(tr: Translator) -> View:
    """Nothing is added for now."""
    return View(tr.text("All right, nothing was added. /my shows your submissions at any time."))
