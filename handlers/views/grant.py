"""What somebody is told of an office without having asked: deliveries of the kind `grant`, put into words."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from handlers.views.role import office_line, until_line
from locales import Translator
from models.area_tree import AreaTree
from models.role import GrantNews, Role

_NAME = 40  # letters of somebody's name


def grant_told(content: Mapping[str, Any], *, tree: AreaTree, zone: ZoneInfo, tr: Translator) -> View:
    """The message of a delivery, from its content: `what` is one of `GrantNews`.

    Raises:
        KeyError, ValueError: the content is not of this version of the program.
    """
    office = office_line(Role(content["role"]), content["area"], tree, tr)
    until = content["until"]
    until_words = until_line(None if until is None else datetime.fromisoformat(until), zone, tr)
    match GrantNews(content["what"]):
        case GrantNews.USED:
            name = tr.quote(shortened(content["name"], _NAME))
            text = tr.text(
                "{name} took the role you invited to: {office}, {until}.", name=name, office=office, until=until_words
            )
            return View(text, [[Button(tr.label("button", "All roles"), ButtonData("roles", "page"))]])
        case GrantNews.CHANGED:
            return View(
                tr.text("Your role was changed. It is now: {office}, {until}.", office=office, until=until_words)
            )
        case GrantNews.ENDED:
            return View(
                tr.text(
                    "Your role has ended: {office}. Thank you for your work. Whatever you had open is in other hands; "
                    "your own submissions stay under /my.",
                    office=office,
                )
            )
        case GrantNews.PASSED:
            return View(
                tr.count(
                    "{number} submission that a colleague had open is yours now ({office}): /desk",
                    "{number} submissions that a colleague had open are yours now ({office}): /desk",
                    content["count"],
                    office=office,
                )
            )
        case GrantNews.UNUSED:
            return View(
                tr.text(
                    "The link that you made for {office} has expired, and nobody used it. "
                    "If it is still needed, make a new one.",
                    office=office,
                ),
                [[Button(tr.label("button", "Invite"), ButtonData("roles", "invite"))]],
            )
