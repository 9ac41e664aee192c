"""What its author says of a submission that is done: solved, or not. The question itself is in change.py."""

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from locales import Translator

NOUN = "outcome"


def solved_noted(code: str, submission_id: int, tr: Translator) -> View:
    """Thanks, and the way on."""
    return View(
        tr.text("Thank you for telling us that {code} is solved.", code=tr.code(code)),
        [[Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission_id))]],
    )


def reopened_noted(code: str, submission_id: int, tr: Translator) -> View:
    """It is open again; a word about it helps, and is not asked twice."""
    return View(
        tr.text(
            "{code} is open again, and the level above was told. If you like, write in a sentence what is still wrong, "
            "or send a photo.",
            code=tr.code(code),
        ),
        [[_enough(submission_id, tr)]],
    )


def explanation_joined(code: str, submission_id: int, tr: Translator) -> View:
    """A photo is in the file; more may follow."""
    return View(
        tr.text("✅ It is in the file of {code}. You can add to it.", code=tr.code(code)),
        [[_enough(submission_id, tr)]],
    )


def explanation_done(code: str, submission_id: int, tr: Translator) -> View:
    """Everything was said; what comes next."""
    return View(
        tr.text("Thank you. I will tell you here of every change of {code}.", code=tr.code(code)),
        [[Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission_id))]],
    )


def said_already_toast(tr: Translator) -> str:
    """The same button once more."""
    return tr.plain("You have said so already, thank you.")


def _enough(submission_id: int, tr: Translator) -> Button:
    return Button(tr.label("button", "That is enough"), ButtonData(NOUN, "enough", submission_id))
