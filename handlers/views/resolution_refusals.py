"""What is missing from a resolution that cannot be put on record yet."""

from handlers.keyboards import View
from locales import Translator
from models.errors import ResolutionUnready


def resolution_unready(error: ResolutionUnready, tr: Translator) -> View:
    """What is missing is named; everything else is kept."""
    if "text" in error.lacking and "responsible" in error.lacking:
        return View(tr.text("What was decided is missing, and the body whose work it is. Nothing is lost: add both."))
    if "responsible" in error.lacking:
        return View(tr.text("The responsible body is missing: whose work is it? Nothing is lost: add it."))
    return View(tr.text("What was decided is missing: write its text. Nothing is lost."))
