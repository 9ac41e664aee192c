"""How a meeting leaves its author's hands: warned of, on its way, kept, deleted, changed, cancelled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.meeting_office import NOUN, Called, back_to_card
from handlers.views.meeting_office_list import to_list
from handlers.views.meeting_words import title_words
from handlers.views.notice_list import moment_words
from locales import Translator


def warned(called: Called, remarks: Sequence[Markup], tr: Translator) -> View:
    """Something is unusual about it: announce it all the same, or change the time."""
    lines = [tr.text("<b>Please look once more:</b>"), *remarks]
    when = "sessions" if called.is_course else "when"
    return View(
        Markup("\n").join(lines),
        [
            [called.button(tr.label("meeting", "Announce it all the same"), "publish_anyway", Style.PRIMARY)],
            [called.button(tr.label("meeting", "Another time"), when)],
            back_to_card(called, tr),
        ],
    )


def meeting_leaves(called: Called, delay: timedelta, zone: ZoneInfo, now: datetime, tr: Translator) -> View:
    """«Announce» was pressed: it leaves in a moment, or at its time; and how to stop it."""
    at = called.shown.announce_at
    look = _look(called, tr)
    seconds = round(delay.total_seconds())
    if at is not None and at > now + delay + timedelta(seconds=5):
        words = tr.text("It is announced on {moment}. Until then you can stop it.", moment=moment_words(at, zone, tr))
    elif not seconds:
        return View(tr.text("The announcement is on its way."), [[look], [to_list(tr)]])
    else:
        words = tr.count(
            "It is announced in {number} second; until then you can stop it.",
            "It is announced in {number} seconds; until then you can stop it.",
            seconds,
        )
    stop = called.button(tr.label("meeting", "Do not announce it"), "unsend", Style.DANGER)
    return View(words, [[stop], [look]])


def _look(called: Called, tr: Translator) -> Button:
    return Button(tr.label("meeting", "Its card"), ButtonData(NOUN, "open", called.shown.id))


def meeting_kept(called: Called, tr: Translator) -> View:
    """Nothing is announced; it lies among the drafts."""
    words = tr.text(
        "Nothing was announced. “{title}” lies among your drafts in /meeting.",
        title=title_words(called.facts.title, tr),
    )
    return View(words, [[Button(tr.label("meeting", "Go on with it"), ButtonData(NOUN, "open", called.shown.id))]])


def discard_asked(called: Called, tr: Translator) -> View:
    """Really delete the draft?"""
    words = tr.text("Delete the draft “{title}”? Nobody was told of it.", title=title_words(called.facts.title, tr))
    yes = called.button(tr.label("meeting", "Yes, delete it"), "discarded", Style.DANGER)
    return View(words, [[yes], back_to_card(called, tr)])


def meeting_removed(tr: Translator) -> View:
    """The draft is gone."""
    return View(tr.text("The draft was deleted."), [[to_list(tr)]])


def nothing_changed(tr: Translator) -> View:
    """/cancel while something was asked about a meeting that is called."""
    return View(tr.text("All right, nothing was changed."), [[to_list(tr)]])


def said_for_what(called: Called, words: str, tr: Translator) -> View:
    """Something was typed while nothing was asked: what is it for?"""
    asked = tr.text("What is “{words}” for?", words=tr.quote(words))
    rows = [
        [called.button(tr.label("meeting", "It is the title"), "said_title")],
        [called.button(tr.label("meeting", "It is the place"), "said_place")],
        [called.button(tr.label("meeting", "A message of my own"), "said_own")],
    ]
    return View(asked, [*rows, back_to_card(called, tr)])


def file_not_taken(called: Called, tr: Translator) -> View:
    """A file or a sticker where words are wanted."""
    words = tr.text("Please write it in words; a place may be a pin, too. Files belong to the minutes.")
    return View(words, [back_to_card(called, tr)])


def unsent_toast(tr: Translator) -> str:
    """It is a draft again."""
    return tr.plain("It is not announced. The draft is here again.")


def too_late_toast(tr: Translator) -> str:
    """The announcement has left already."""
    return tr.plain("It has been announced already. You can still move or cancel it.")


def changed_toast(called: Called, tr: Translator) -> str:
    """The change is made, and told."""
    if not called.told:
        return tr.plain("Changed.")
    return tr.plain("Changed. Everybody who was told hears of it now.")


def cancelled_toast(called: Called, tr: Translator) -> str:
    """It does not take place."""
    if not called.told:
        return tr.plain("Cancelled.")
    return tr.plain("Cancelled. Everybody who was told hears of it now.")


def resumed_toast(tr: Translator) -> str:
    """What was paused goes on."""
    return tr.plain("It goes on.")
