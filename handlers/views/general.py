"""Help, language, and the answers to what does not fit."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from handlers.views.danger import emergency_line
from handlers.views.menu import main_menu
from handlers.views.role import role_commands
from locales import Translator
from models.city import City
from models.rights import NOBODY, Rights

LANGUAGE_NAMES = {"fa": "فارسی", "en": "English"}


def help_text(city: City, tr: Translator, rights: Rights = NOBODY) -> View:
    """What this is for, and the commands there are; those of a role for its holders."""
    lines = [
        tr.text("<b>How to use me</b>"),
        tr.text(
            "Write what you have seen or would like, in your own words, or send a photo, a voice message or a pin. "
            "I show you a draft; one tap registers it."
        ),
        tr.text("/new – write something new"),
        tr.text("/my – what you have sent, and where it stands"),
        tr.text("/cancel – put the present draft away"),
        tr.text("/language – فارسی / English"),
        tr.text("/area – choose your neighbourhood"),
        tr.text("/meetings – the meetings of your neighbourhood: to come, held, yours"),
        tr.text("/resolutions – what the councils decided, and what became of it"),
        tr.text("/goals – what the city wants to reach, and how far it has come"),
        tr.text("/subscriptions – what you are told, from where, and when"),
        tr.text("/privacy – what is kept, who sees it, for how long"),
        *role_commands(rights, tr),
        tr.text("A tracking code, written here, shows where it stands."),
    ]
    if city.emergency_numbers:
        lines.append(emergency_line(city, tr))
    return View(Markup("\n").join(lines), menu=main_menu(tr))


def language_question(tr: Translator) -> View:
    """Both languages, each called by its own name."""
    buttons = [
        Button(("✓ " if code == tr.language else "") + name, ButtonData("language", code))
        for code, name in LANGUAGE_NAMES.items()
    ]
    return View(tr.text("In which language shall I write?"), [buttons])


def language_chosen(tr: Translator) -> View:
    """In the new language: that it is spoken from now on."""
    return View(tr.text("From now on I write in English. /language changes it back."), menu=main_menu(tr))


def unknown_command(tr: Translator) -> View:
    """A command that nobody knows."""
    return View(tr.text("I do not know this command. /help shows what I can do, or just write your message."))


def not_text(tr: Translator, *, is_sticker: bool) -> View:
    """Something that is no text, file or pin; what was sent before stays."""
    if is_sticker:
        return View(
            tr.text(
                "A sticker cannot be registered; please write, send a photo or leave a voice message. "
                "What you have sent is still here."
            )
        )
    return View(
        tr.text(
            "This cannot be registered; please write, send a photo, a voice message, a film, a file or a pin. "
            "What you have sent is still here."
        )
    )


def nothing_to_cancel(tr: Translator) -> View:
    """There was nothing to put away."""
    return View(tr.text("There is nothing to put away. Whenever you want to say something, just write it here."))


def old_button_toast(tr: Translator) -> str:
    """A button drawn before something changed."""
    return tr.plain("This button was an old one. Below you see how it stands now.")


def unknown_button(tr: Translator) -> View:
    """A button that no version of ours knows any more."""
    return View(tr.text("This button does not work any more. /my shows what you have sent, /help what I can do."))
