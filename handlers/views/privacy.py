"""What is kept of residents, who sees it, and for how long, in plain words."""

from markupsafe import Markup

from handlers.keyboards import View
from locales import Translator


def privacy_notice(tr: Translator) -> View:
    """Every point one short line."""
    lines = [
        tr.text("<b>What is kept of you</b>"),
        tr.text(
            "▫️ Kept: your name in the messenger, your neighbourhood, what you want to hear of, "
            "and what you send (text, photo, voice, pin)."
        ),
        tr.text("▫️ The place that a camera writes into a photo is removed. A voice message may be recognised."),
        tr.text("▫️ The secretariat sees what you send. Choose “without my name”, and it does not see who you are."),
        tr.text("▫️ Neighbours see public texts without your name; phone, card and national-code numbers are hidden."),
        tr.text("▫️ A complaint, and whatever you mark “only for the secretariat”, is never shown to neighbours."),
        tr.text(
            "▫️ Meetings: the council sees by name who comes, who was there and what was asked. "
            "Names of guests are never published."
        ),
        tr.text("▫️ Registered submissions stay on record. A draft that nobody registers is deleted after 30 days."),
        tr.text(
            "▫️ The raw messages of the chat are deleted from our server after 7 days; "
            "one that we failed to handle stays until somebody has looked at it."
        ),
    ]
    return View(Markup("\n").join(lines))
