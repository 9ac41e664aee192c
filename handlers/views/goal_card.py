"""A goal as everybody reads it, and the ways on from there."""

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import TEXT_LIMIT, Button, Style, View, in_pairs, shortened, shown_length
from handlers.views.goal_list import to_list
from handlers.views.goal_parts import (
    STEP,
    Shown,
    call_lines,
    has_more,
    head_lines,
    newest_lines,
    people_lines,
    result_of,
    standing_lines,
    tied_lines,
)
from handlers.views.goal_standing import CARD, NOUN, progress_line
from locales import Translator

CHART, CALL, OFFICE, UPDATE, LINK, TIE = "gchart", "gcall", "gedit", "gupdate", "glink", "gtie"  # buttons elsewhere


def goal_card(shown: Shown, tr: Translator) -> View:
    """All of it on one screen, and the ways on; of the newest reports as much as there is room for."""
    text = _card(shown, STEP, tr)
    for letters in (STEP // 2, STEP // 4):
        text = text if shown_length(text) <= TEXT_LIMIT else _card(shown, letters, tr)
    return View(text, _rows(shown, tr))


def _card(shown: Shown, letters: int, tr: Translator) -> Markup:
    blocks = [
        head_lines(shown, tr),
        standing_lines(shown, tr),
        newest_lines(shown, tr, letters=letters),
        call_lines(shown, tr),
        tied_lines(shown, tr),
        people_lines(shown, tr),
    ]
    return Markup("\n\n").join(Markup("\n").join(lines) for lines in blocks if lines)


def _rows(shown: Shown, tr: Translator) -> list[list[Button]]:
    rows = [_following(shown, tr), *in_pairs(_looking(shown, tr)), *in_pairs(_office(shown, tr))]
    return [*rows, [_back(shown, tr)]]


def _following(shown: Shown, tr: Translator) -> list[Button]:
    if not shown.goal.is_published:
        return []
    if shown.goal.is_followed:
        keys = [shown.way.button(tr.label("goal", "Stop following"), "unfollow", shown.id)]
    else:
        follow = shown.way.button(tr.label("goal", "Follow"), "follow", shown.id)
        keys = [Button(follow.label, follow.data, style=Style.PRIMARY)]
    if shown.card.call is not None:
        keys.append(Button(tr.label("goal", "I have an idea"), ButtonData(CALL, "answer", shown.card.call.id or 0)))
    return keys


def _looking(shown: Shown, tr: Translator) -> list[Button]:
    card, way, keys = shown.card, shown.way, list[Button]()
    if card.update_count:
        keys.append(Button(tr.label("goal", "📈 Chart"), ButtonData(CHART, CARD, shown.id)))
        keys.append(way.button(tr.label("goal", "All reports"), "history", shown.id))
    if card.file_count:
        keys.append(way.button(tr.label("goal", "Photos and files"), "files", shown.id))
    if card.submissions:
        label = tr.label("goal", "From residents ({number})", number=tr.number(card.submissions))
        keys.append(way.button(label, "behind", shown.id))
    if (call := card.call or card.last_call) is not None and not shown.may_plan:  # the office has a button of its own
        keys.append(Button(tr.label("call", "The call for ideas"), ButtonData(CALL, "open", call.id or 0)))
    if shown.ties:
        number = tr.number(card.resolution_count + card.meeting_count)
        keys.append(way.button(tr.label("goal", "Decisions ({number})", number=number), "ties", shown.id))
    if has_more(shown):
        keys.append(way.button(tr.label("goal", "Whole text"), "whole", shown.id))
    if shown.goal.is_published:
        keys.append(way.button(tr.label("goal", "Show to neighbours"), "share", shown.id))
    return keys


def _office(shown: Shown, tr: Translator) -> list[Button]:
    keys, is_public = [], shown.goal.is_published
    if shown.may_pursue and is_public:
        keys.append(Button(tr.label("goal", "Report progress"), ButtonData(UPDATE, "new", shown.id)))
        keys.append(Button(tr.label("goal", "Mend reports"), ButtonData(UPDATE, "list", shown.id)))
    if shown.may_plan:
        keys.append(Button(tr.label("goal", "Edit the goal"), ButtonData(OFFICE, "open", shown.id)))
        keys.append(Button(tr.label("goal", "Link submissions"), ButtonData(LINK, CARD, shown.id)))
        keys.append(Button(tr.label("goal", "Link decisions"), ButtonData(TIE, "open", shown.id)))
    if shown.may_plan and is_public:
        keys.append(Button(tr.label("goal", "Call for ideas"), ButtonData(CALL, CARD, shown.id)))
    return keys


def _back(shown: Shown, tr: Translator) -> Button:
    if shown.way.page is None:
        return to_list(tr)
    return Button(tr.label("button", "Back to the list"), ButtonData(NOUN, "page", shown.way.page))


def to_card(shown: Shown, tr: Translator) -> Button:
    """Back from what lies behind the card, in its place."""
    return shown.way.button(tr.label("button", "Back"), "show", shown.id)


def whole_text(shown: Shown, tr: Translator) -> View:
    """What its card leaves out: all that was written of it, as far as one message holds it."""
    card = shown.card
    blocks = [Markup("🎯 <b>{}</b>").format(tr.quote(shown.title))]
    if card.goal.description.strip():
        blocks.append(_as_far_as_fits(card.goal.description, TEXT_LIMIT // 2, tr))
    if card.call is not None:
        blocks.append(tr.text("<b>Your ideas are asked for:</b>"))
        blocks.append(_as_far_as_fits(card.call.question, TEXT_LIMIT // 4, tr))
    elif result_of(card.last_call):
        blocks.append(tr.text("<b>What became of your ideas:</b>"))
        blocks.append(_as_far_as_fits(result_of(card.last_call), TEXT_LIMIT // 4, tr))
    return View(Markup("\n\n").join(blocks), [[to_card(shown, tr)]])


def _as_far_as_fits(words: str, most: int, tr: Translator) -> Markup:
    """Somebody's own words: the marks that isolate its lines count, too."""
    quoted = tr.quote(shortened(words.strip(), most))
    return quoted if shown_length(quoted) <= most + most // 10 else tr.quote(shortened(" ".join(words.split()), most))


def share_message(shown: Shown, link: str, share: str, tr: Translator) -> View:
    """A message that is made to be handed on: its buttons are addresses, so they stay below it."""
    lines = [
        Markup("🎯 <b>{}</b>").format(tr.quote(shown.title)),
        progress_line(shown.goal.status, shown.goal.progress, tr),
        tr.text("Behind this link you see how far this goal has come, and can follow it:"),
        Markup('<a href="{0}">{0}</a>').format(link),
    ]
    send, opens = tr.label("goal", "Send to neighbours"), tr.label("goal", "Look at the goal")
    return View(Markup("\n").join(lines), [[Button(send, url=share)], [Button(opens, url=link)]])


def share_words(shown: Shown, tr: Translator) -> str:
    """What the messenger writes beside the link when it is sent to somebody; plain."""
    return tr.plain("How far has this goal of ours come? “{title}”", title=shown.title)


def share_toast(tr: Translator) -> str:
    """What to do with that message."""
    return tr.plain("Send this message on to your neighbours.")


def followed_toast(tr: Translator, *, is_mute: bool) -> str:
    """It is followed from now on."""
    if is_mute:
        return tr.plain("You follow it. News of goals are switched off for you: /subscriptions switches them on.")
    return tr.plain("You follow it. When there is news of it, I tell you here.")


def unfollowed_toast(tr: Translator) -> str:
    """It is not followed any more."""
    return tr.plain("You do not follow it any more.")


def goal_gone(tr: Translator) -> View:
    """It is not there, or not public."""
    return View(tr.text("This goal was not found, or is not public yet."), [[to_list(tr)]])
