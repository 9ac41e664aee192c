"""How a notice begins and ends in the chat: asked for, gathered, like another one, on its way, kept, deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.notice import NOUN, WHOLE_CITY, Composed, place_label, when_words, why_lines
from handlers.views.notice_amend import amend_with
from handlers.views.notice_list import NOUN as LIST
from handlers.views.notice_list import glimpse, to_list
from locales import Translator
from models.area_tree import AreaTree
from models.city import City
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent


def offices_asked(offices: Sequence[int | None], tree: AreaTree, city: City, tr: Translator) -> View:
    """After /notice, for whoever holds several offices."""
    rows = [
        [Button(place_label(area_id, tree, city), ButtonData(NOUN, "office", area_id or WHOLE_CITY))]
        for area_id in offices[:90]
    ]
    return View(tr.text("<b>In whose name is the notice?</b>"), [*rows, [_not_now(tr)]])


def notice_asked(place: Markup, tr: Translator) -> View:
    """After /notice: what to do."""
    return View(
        tr.text(
            "<b>A notice of {place}</b>\n"
            "Write it, or send a photo, a film, a voice message, a file or a place; you can forward a message too. "
            "I show you what the readers will see; nothing is sent before you say so.",
            place=place,
        ),
        [[_not_now(tr)]],
    )


def _not_now(tr: Translator) -> Button:
    return Button(tr.label("button", "Not now"), ButtonData(NOUN, "later"))


def notice_gathered(count: int, tr: Translator) -> View:
    """An album comes in pieces: they are gathered until whoever sends it says that it is whole."""
    return View(
        tr.count(
            "{number} file so far. Send more of them or the words, or look how it will be.",
            "{number} files so far. Send more of them or the words, or look how it will be.",
            count,
        ),
        [[Button(tr.label("notice", "Show the preview"), ButtonData(NOUN, "preview"), style=Style.PRIMARY)]],
    )


def preview_above(tr: Translator) -> View:
    """What stands above a preview."""
    return View(tr.text("Below is what readers will see, and nothing else:"))


def similar_found(
    composed: Composed, older: Notice, content: NoticeContent, now: datetime, zone: ZoneInfo, tr: Translator
) -> View:
    """One like it left a few days ago: amend that one, or send this all the same."""
    shown = glimpse(content, tr)
    if older.sent_at is None:
        words = tr.text("<b>A notice like this one is about to leave:</b>\n{words}", words=shown)
    else:
        when = _ago(older.sent_at, now, zone, tr)
        words = tr.text(
            "<b>A notice like this one left {when}:</b>\n{words}\n"
            "If you amend that one, whoever has it sees the new words in its place.",
            when=when,
            words=shown,
        )
    amend = amend_with(composed.notice.id or 0, older.id or 0)  # these words in place of its own
    if older.sent_at is None:
        amend = ButtonData(LIST, "open", older.id or 0)
    return View(
        words,
        [
            [Button(tr.label("notice", "Amend that one"), amend, style=Style.PRIMARY)],
            [Button(tr.label("notice", "Send it all the same"), composed.data("send_anyway"))],
            [Button(tr.label("button", "Back"), composed.data("card"))],
        ],
    )


def _ago(at: datetime, now: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days <= 0:
        return tr.text("today")
    return tr.count("{number} day ago", "{number} days ago", days)


def notice_leaves(composed: Composed, delay: timedelta, zone: ZoneInfo, now: datetime, tr: Translator) -> View:
    """«Send» was pressed and nobody need be asked: it leaves in a moment, or at its time; and how to stop it."""
    notice = composed.notice
    if notice.starts_at is not None and notice.starts_at > now + delay:
        words = tr.text("Scheduled: {moment}. Until then you can stop it.", moment=when_words(notice, zone, tr))
    elif not round(delay.total_seconds()):
        number = composed.everybody
        words = tr.count("It is on its way to {number} person.", "It is on its way to {number} people.", number)
        return View(words, [[_look(notice, tr)]])
    else:
        words = tr.count(
            "It leaves to {number} person. For {seconds} seconds you can stop it.",
            "It leaves to {number} people. For {seconds} seconds you can stop it.",
            composed.everybody,
            seconds=tr.number(round(delay.total_seconds())),
        )
    return View(words, _stop_rows(composed, tr))


def notice_waits(composed: Composed, asked: Sequence[str], tr: Translator) -> View:
    """«Send» was pressed, and a second person is asked: why, and whom."""
    lines = why_lines(composed, tr)
    names = Markup.escape(tr.label("list", ", ")).join(tr.quote(shortened(name, 40)) for name in asked[:5])
    lines.append(tr.text("I have asked {names}, and tell you as soon as there is an answer.", names=names))
    return View(Markup("\n").join(lines), _stop_rows(composed, tr))


def _stop_rows(composed: Composed, tr: Translator) -> list[list[Button]]:
    stop = Button(tr.label("notice", "Do not send"), composed.data("unsend"), style=Style.DANGER)
    return [[stop], [_look(composed.notice, tr)]]


def _look(notice: Notice, tr: Translator) -> Button:
    return Button(tr.label("notices", "As it stands now"), ButtonData(LIST, "open", notice.id or 0))


def notice_stands(notice: Notice, tr: Translator) -> View:
    """A button of a notice that is no draft any more: where it is to be found."""
    words = {
        NoticeState.DISCARDED: tr.text("This notice was put away; nothing of it was sent."),
        NoticeState.WITHDRAWN: tr.text("This notice was withdrawn."),
        NoticeState.SENT: tr.text("This notice was sent."),
    }.get(NoticeState(notice.state), tr.text("This notice is no draft any more. The button shows how it stands."))
    return View(words, [[_look(notice, tr)] if notice.state != NoticeState.DISCARDED else [to_list(tr)]])


def notice_kept(composed: Composed, tr: Translator) -> View:
    """/cancel or «discard»: nothing is sent, nothing is lost."""
    rows = [[Button(tr.label("button", "Bring it back"), composed.data("card"))]]
    if composed.own_draft:
        rows.append([Button(tr.label("notice", "My own submission"), composed.data("own"))])
    rows.append([Button(tr.label("notice", "Delete it"), composed.data("remove"), style=Style.DANGER)])
    return View(tr.text("Nothing was sent. The notice stays among your drafts in /notices."), rows)


def notice_gathered_kept(tr: Translator) -> View:
    """/cancel, while an album was gathered: it is among the drafts."""
    return View(tr.text("Nothing was sent. The notice stays among your drafts in /notices."), [[to_list(tr)]])


def notice_removed(tr: Translator) -> View:
    """The draft of a notice was thrown away."""
    return View(tr.text("The notice was deleted; nothing of it was sent."))


def nothing_begun(tr: Translator) -> View:
    """«Not now» after /notice."""
    return View(tr.text("All right. /notice begins a notice whenever you want."))


def not_for_a_notice(tr: Translator, *, is_sticker: bool) -> View:
    """What cannot be told to many; what there is of the notice stays."""
    if is_sticker:
        return View(
            tr.text(
                "A sticker cannot be a notice. Write it, or send a photo, a film, a voice message, a file or a place."
            )
        )
    return View(
        tr.text(
            "This cannot be a notice (a poll or a contact cannot be sent on). Write it, or send a photo, a film, "
            "a voice message, a file or a place. For a question with answers there is “more settings”."
        )
    )


def words_wanted(tr: Translator) -> View:
    """A file came where something is to be written."""
    return View(tr.text("Here I need it in writing. Everything is as it was; “Back” above leaves this question."))


def notice_given_up(tr: Translator) -> View:
    """It is no notice after all: the draft of a submission is back below."""
    return View(tr.text("This is no notice any more; below is your own draft."))


def unsent_toast(tr: Translator) -> str:
    """A word over the chat after «do not send»."""
    return tr.plain("It was stopped; nothing was sent.")


def too_late_toast(tr: Translator) -> str:
    """«Do not send» came too late, or of an old card."""
    return tr.plain("It cannot be stopped here any more. Below you see how it stands now.")
