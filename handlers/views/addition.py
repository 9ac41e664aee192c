"""Adding to what is on record."""

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
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
        tr.text("What would you like to add to {code}? Write it here.", code=tr.code(code)),
        [[Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))]],
    )


def addition_done(code: str, submission_id: int, tr: Translator) -> View:
    """It is on record with the rest."""
    return View(
        tr.text("✅ Added to {code}.", code=tr.code(code)),
        [[Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission_id))]],
    )


def addition_separate(tr: Translator) -> View:
    """The question was answered: it is something else, and its draft stands below."""
    return View(tr.text("All right, it is a submission of its own. Its draft is below."))


def addition_later(tr: Translator) -> View:
    """Nothing is added for now."""
    return View(tr.text("All right, nothing was added. /my shows your submissions at any time."))
