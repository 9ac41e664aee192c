"""The messenger's command menu: which commands somebody has, in their language."""

from typing import Any

from locales import Translator
from models.rights import NOBODY, Rights
from models.role import Action

type CommandMenu = list[dict[str, str]]


def command_menu(tr: Translator, rights: Rights = NOBODY) -> CommandMenu:
    """Every command of a resident, then those of a role, with a word about each (at most 256 letters, 100 commands).

    A command of a role belongs into the menu of a chat of its own: what is set for everybody is a resident's.
    """
    menu = [
        _command("new", tr.plain("Write something new")),
        _command("my", tr.plain("What I have sent, and where it stands")),
        _command("area", tr.plain("Choose my neighbourhood")),
        _command("meetings", tr.plain("Meetings of my neighbourhood")),
        _command("resolutions", tr.plain("What the councils decided, and what became of it")),
        _command("goals", tr.plain("What the city wants to reach, and how far it has come")),
        _command("subscriptions", tr.plain("What I am told, and when")),
        _command("language", tr.plain("فارسی / English")),
        _command("cancel", tr.plain("Put the draft away")),
        _command("privacy", tr.plain("What is kept, who sees it")),
        _command("help", tr.plain("How it works")),
    ]
    return menu + _of_roles(tr, rights)


def _of_roles(tr: Translator, rights: Rights) -> CommandMenu:
    menu = []
    if rights.may_somewhere(Action.SEE):
        menu.append(_command("desk", tr.plain("What has come in, and what waits")))
    if rights.may_somewhere(Action.EXPORT):
        menu.append(_command("export", tr.plain("Submissions as a file")))
    if rights.may_somewhere(Action.ANNOUNCE):
        menu.append(_command("notice", tr.plain("Write a notice to the people of my area")))
        menu.append(_command("notices", tr.plain("Notices: drafts, waiting, scheduled, sent")))
    if rights.may_somewhere(Action.MEET):
        menu.append(_command("meeting", tr.plain("Call, move and cancel meetings; who comes, what is asked")))
    if rights.is_owner:
        menu.append(_command("roles", tr.plain("Who holds which role")))
        menu.append(_command("audit", tr.plain("Who did what, and when")))
    return menu


def menu_parameters(chat_id: int, menu: CommandMenu) -> dict[str, Any]:
    """The parameters of setMyCommands that give one chat a menu of its own."""
    return {"commands": menu, "scope": {"type": "chat", "chat_id": chat_id}}


def _command(name: str, words: str) -> dict[str, str]:
    return {"command": name, "description": words}
