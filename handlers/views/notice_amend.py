"""Changing or taking back a notice that people have in their chats."""

from collections.abc import Collection

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.notice_approval import why_lines
from handlers.views.notice_list import NOUN as NOTICES
from handlers.views.notice_list import glimpse, to_list
from handlers.views.notice_result import AMENDING
from locales import Translator
from models.notice_content import NoticeContent

_VERSIONS = 36**7  # what a button carries beside an id


def amend_with(draft_id: int, older_id: int) -> ButtonData:
    """«Amend that one» with the words of a draft: which one is found again, and told by the last digits of its id."""
    return ButtonData(AMENDING, "with", draft_id, older_id % _VERSIONS)


def is_meant(pressed: ButtonData, older_id: int) -> bool:
    """Whether `amend_with` meant that notice."""
    return pressed.version == older_id % _VERSIONS


def words_asked(notice_id: int, *, version: int, tr: Translator) -> View:
    """«Amend»: what shall it say? The present words stand above, for copying."""
    lines = [
        tr.text("Write the whole notice anew; this takes the place of what stands above."),
        tr.text("It is changed in the chats where it is already, and marked as amended."),
    ]
    return View(Markup("\n").join(lines), [[_back(notice_id, version, tr)]])


def words_refused(problem: Markup, notice_id: int, *, version: int, tr: Translator) -> View:
    """The words cannot take the old ones' place, and why."""
    again = tr.text("Please write it once more.")
    return View(Markup("\n").join((problem, again)), [[_back(notice_id, version, tr)]])


def too_long(by: int, tr: Translator) -> Markup:
    """Below a photo there is room for fewer words than in a message of its own."""
    return tr.count(
        "It is {number} letter too long for the place where the old words stand.",
        "It is {number} letters too long for the place where the old words stand.",
        by,
    )


def amend_question(notice_id: int, people: int, why: Collection[str], *, version: int, tr: Translator) -> View:
    """Below the preview: in how many chats it is changed, and whether somebody else has to agree first."""
    lines = [
        tr.count(
            "This is how it will look for {number} person.", "This is how it will look for {number} people.", people
        )
    ]
    label = tr.label("amending", "Amend it")
    if why:
        lines += why_lines(why, tr)
        label = tr.label("amending", "Ask for approval")
    apply = Button(label, ButtonData(AMENDING, "apply", notice_id, version), style=Style.PRIMARY)
    again = Button(tr.label("amending", "Write it anew"), ButtonData(AMENDING, "again", notice_id, version))
    return View(Markup("\n").join(lines), [[apply], [again, _back(notice_id, version, tr)]])


def amended(content: NoticeContent, notice_id: int, tr: Translator, *, is_applied: bool) -> View:
    """What became of it."""
    if is_applied:
        line = tr.text("The new words are going out.")
    else:
        line = tr.text("Somebody else has to agree first; they have been asked. Until then the old words stay.")
    return View(Markup("\n").join((glimpse(content, tr), line)), _ways(notice_id, tr))


def withdraw_question(content: NoticeContent, notice_id: int, people: int, *, version: int, tr: Translator) -> View:
    """«Withdraw», asked once."""
    question = tr.count(
        "Shall this notice be taken back from {number} person? Where it cannot be deleted, it will say so.",
        "Shall this notice be taken back from {number} people? Where it cannot be deleted, it will say so.",
        people,
    )
    yes = Button(
        tr.label("amending", "Yes, withdraw it"),
        ButtonData(AMENDING, "withdrawn", notice_id, version),
        style=Style.DANGER,
    )
    no = Button(tr.label("amending", "No, it stays"), ButtonData(NOTICES, "open", notice_id))
    return View(Markup("\n").join((glimpse(content, tr), question)), [[yes, no]])


def withdrawn(content: NoticeContent, notice_id: int, tr: Translator) -> View:
    """It is being taken back: the message goes on to say how far that came."""
    return View(Markup("\n").join((glimpse(content, tr), tr.text("It is being taken back."))), _ways(notice_id, tr))


def amending_left(notice_id: int, tr: Translator) -> View:
    """«Back»: the words stay as they are."""
    return View(tr.text("Nothing was changed."), _ways(notice_id, tr))


def _back(notice_id: int, version: int, tr: Translator) -> Button:
    return Button(tr.label("button", "Back"), ButtonData(AMENDING, "back", notice_id, version))


def _ways(notice_id: int, tr: Translator) -> list[list[Button]]:
    return [[Button(tr.label("notices", "Show it"), ButtonData(NOTICES, "open", notice_id)), to_list(tr)]]
