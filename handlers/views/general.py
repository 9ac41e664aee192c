"""Help, language, and the answers to what does not fit."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from locales import Translator
from models.city import City

LANGUAGE_NAMES = {"fa": "فارسی", "en": "English"}


def help_text(city: City, tr: Translator) -> View:
    """What this is for, and the commands there are."""
    lines = [
        tr.text("<b>How to use me</b>"),
        tr.text("Write what you have seen or would like, in your own words. I show you a draft; one tap registers it."),
        tr.text("/new – write something new"),
        tr.text("/my – what you have sent, and where it stands"),
        tr.text("/cancel – put the present draft away"),
        tr.text("/language – فارسی / English"),
        tr.text("/start – choose your neighbourhood"),
    ]
    if city.emergency_numbers:
        lines.append(_emergency(city, tr))
    return View(Markup("\n").join(lines))


def _emergency(city: City, tr: Translator) -> Markup:
    numbers = Markup.escape(tr.label("list", ", ")).join(
        Markup("{} {}").format(tr.code(entry.number), tr.quote(entry.service)) for entry in city.emergency_numbers
    )
    return tr.text(
        "If somebody's life is in danger, call: {numbers}. Nobody watches this chat day and night.", numbers=numbers
    )


def language_question(tr: Translator) -> View:
    """Both languages, each called by its own name."""
    buttons = [
        Button(("✓ " if code == tr.language else "") + name, ButtonData("language", code))
        for code, name in LANGUAGE_NAMES.items()
    ]
    return View(tr.text("In which language shall I write?"), [buttons])


def language_chosen(tr: Translator) -> View:
    """In the new language: that it is spoken from now on."""
    return View(tr.text("From now on I write in English. /language changes it back."))


def unknown_command(tr: Translator) -> View:
    """A command that nobody knows."""
    return View(tr.text("I do not know this command. /help shows what I can do, or just write your message."))


def not_text(tr: Translator, *, is_sticker: bool) -> View:
    """Something that is not text yet cannot be registered; what was written before stays."""
    if is_sticker:
        return View(tr.text("A sticker cannot be registered; please write. What you have written is still here."))
    return View(
        tr.text("I can only register text so far; please write what it is about. What you have written is still here.")
    )


def caption_taken(tr: Translator) -> Markup:
    """The words under a picture were taken, the picture was not."""
    return tr.text("I can only register text so far: I took the words below it, not the attachment itself.")


def nothing_to_cancel(tr: Translator) -> View:
    """There was nothing to put away."""
    return View(tr.text("There is nothing to put away. Whenever you want to say something, just write it here."))


def old_button_toast(tr: Translator) -> str:
    """A button drawn before something changed."""
    return tr.plain("This button was an old one. Below you see how it stands now.")


def unknown_button(tr: Translator) -> View:
    """A button that no version of ours knows any more."""
    return View(tr.text("This button does not work any more. /my shows what you have sent, /help what I can do."))
