"""The first words, and finding out where somebody lives."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from handlers.views.area import area_name
from handlers.views.menu import main_menu
from locales import Translator
from models.area_tree import Place
from models.city import City

HOME = "home"  # the noun of the buttons that choose where somebody lives
SPEAK = "speak_"  # and a language: the greeting in that language


def greeting(city: City, tr: Translator) -> Markup:
    """Who is speaking, what to do here, and what is kept."""
    return Markup("\n").join(
        (
            tr.text("Hello. I am Mahalleyar, the assistant of {council}.", council=tr.quote(city.council_name)),
            tr.text(
                "Whenever you see a problem or have a proposal, write it here, send a photo or leave a voice message."
            ),
            tr.text(
                "So that it can be followed up, your name in the messenger "
                "and what you send (text, photo, voice, pin) are kept."
            ),
        )
    )


def first_contact(city: City, *, asks_area: bool, version: int, tr: Translator) -> View:
    """The greeting, with the one question there is: which neighbourhood is yours?"""
    other = "en" if tr.language == "fa" else "fa"
    language = Button(_LANGUAGE_NAMES[other], ButtonData(HOME, SPEAK + other))
    if not asks_area:
        return View(greeting(city, tr), [[language]])
    question = tr.text("<b>Which neighbourhood is yours?</b> Write its name, or choose it from the list.")
    return View(
        Markup("\n").join((greeting(city, tr), question)),
        [
            [
                Button(tr.label("button", "List of neighbourhoods"), ButtonData(HOME, "open", 0, version)),
                Button(tr.label("button", "Not now"), ButtonData(HOME, "skip", 0, version)),
            ],
            [Button(tr.label("button", "Privacy"), ButtonData("privacy", "show")), language],
        ],
    )


_LANGUAGE_NAMES = {"fa": "فارسی", "en": "English"}  # each in its own language, for whoever cannot read this one


def area_asked(*, version: int, tr: Translator) -> View:
    """Only the question, for somebody who moves house."""
    return View(
        tr.text("<b>Which neighbourhood is yours?</b> Write its name, or choose it from the list."),
        [
            [Button(tr.label("button", "List of neighbourhoods"), ButtonData(HOME, "open", 0, version))],
            [Button(tr.label("button", "Not now"), ButtonData(HOME, "later", 0, version))],
        ],
    )


def welcome_back(place: Place, city: City, tr: Translator) -> View:
    """The greeting for somebody whose neighbourhood is known."""
    home = tr.text("Your place: {place}", place=area_name(place, tr))
    return View(
        Markup("\n").join((greeting(city, tr), home)),
        menu=main_menu(tr),
    )


def home_noted(place: Place, tr: Translator) -> View:
    """What the pressed list becomes: the choice that was made on it."""
    return View(tr.text("Your place: {place}", place=area_name(place, tr)))


def home_chosen(place: Place, tr: Translator) -> View:
    """The neighbourhood is noted; what comes next, and the keyboard for it."""
    return View(
        tr.text(
            "Noted: {place}. Now write what you have seen or would like, whenever you want.",
            place=area_name(place, tr),
        ),
        menu=main_menu(tr),
    )


def home_later(tr: Translator, *, with_menu: bool = False) -> View:
    """No neighbourhood for now; nothing is lost by that."""
    return View(
        tr.text("All right. You can write here without it; with /area you can choose it later."),
        menu=main_menu(tr) if with_menu else None,
    )


def home_kept(place: Place, tr: Translator) -> View:
    """Somebody who did not move after all."""
    return View(tr.text("All right, it stays {place}.", place=area_name(place, tr)))


def no_areas(tr: Translator) -> View:
    """The office has given no neighbourhoods yet."""
    return View(tr.text("There is no list of neighbourhoods yet. You can write here without it."), menu=main_menu(tr))


def typed_message(tr: Translator) -> View:
    """What was typed for a name is the message itself."""
    return View(tr.text("All right, that is your message. Its draft is below."))


def group_greeting(bot_username: str, tr: Translator) -> View:
    """In a group: the conversation belongs into the private chat."""
    link = f"https://t.me/{bot_username}?start=group"
    return View(
        tr.text("I answer in the private chat, so that what you write stays between you and the council."),
        [[Button(tr.label("button", "Write to Mahalleyar"), url=link)]],
    )
