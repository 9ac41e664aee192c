"""A resolution for those who work on it: its card with every step, and what is asked for a step."""

from datetime import date

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs
from handlers.views.calendar import Picker, legend, month_picker
from handlers.views.resolution import OFFICE, Shown, facts_lines, step_lines, to_list
from handlers.views.resolution_office import usual_days
from locales import Translator, mark_label
from models.resolution import RESOLUTION_MOVES, UNFINISHED, ResolutionStatus
from models.resolution_words import day_words, is_proposal, status_words, title_words

TO = "to_"  # and the status
WORD = "say"  # how it goes on, in the same status
DAY = "resolve_due"  # noun of the calendar's buttons
_S = ResolutionStatus
_STEPS = {
    _S.OPEN: mark_label("resolution", "To be done"),
    _S.IN_PROGRESS: mark_label("resolution", "In progress"),
    _S.DONE: mark_label("resolution", "Done"),
    _S.STOPPED: mark_label("resolution", "Stop"),
}


def work_card(shown: Shown, tr: Translator, *, may_change: bool, may_move: bool) -> View:
    """What everybody reads, and what may be done: changed while it is not public, moved once it is."""
    one = shown.resolution
    lines = facts_lines(shown, tr)
    if one.published_at is None:
        lines.append(tr.text("<i>Not public yet: it becomes public with the minutes of its meeting.</i>"))
    rows: list[list[Button]] = []
    if may_change:
        remove = _button(shown, tr.label("resolution", "Take it back"), "remove", style=Style.DANGER)
        rows.append([_button(shown, tr.label("resolution", "Change it"), "change"), remove])
    if may_move:
        rows += _steps(shown, tr)
    if is_proposal(shown.place):
        rows.append([Button(tr.label("resolution", "As a letter"), ButtonData("paper", "letter", shown.id))])
    if one.meeting_id is not None and may_change:
        rows.append([to_minutes(one.meeting_id, tr)])
    return View(Markup("\n").join([*lines, *step_lines(shown, lines, tr)]), [*rows, [to_list(tr)]])


def _button(shown: Shown, label: str, action: str, *, style: Style | None = None) -> Button:
    return Button(label, ButtonData(OFFICE, action, shown.id, shown.resolution.version), style=style)


def _steps(shown: Shown, tr: Translator) -> list[list[Button]]:
    status = _S(shown.resolution.status)
    to = [one for one in _STEPS if one in RESOLUTION_MOVES[status] and one is not status]
    keys = [_button(shown, tr.label("resolution", _STEPS[one]), TO + one.value, style=_style(one)) for one in to]
    more = []
    if status in RESOLUTION_MOVES[status]:
        more.append(_button(shown, tr.label("resolution", "A word on it"), WORD))
    if status in UNFINISHED:
        more.append(_button(shown, tr.label("resolution", "Another due day"), "postpone"))
    return [*in_pairs(keys), more]


def _style(status: ResolutionStatus) -> Style | None:
    return {_S.DONE: Style.SUCCESS, _S.STOPPED: Style.DANGER}.get(status)


def note_asked(shown: Shown, to: ResolutionStatus, tr: Translator, *, has_photo: bool = False) -> View:
    """What happened? The words go to everybody, and to the authors of what it answers."""
    one = shown.resolution
    lines = [Markup("<b>{}</b>").format(title_words(one, shown.place, tr))]
    if to != one.status:
        lines.append(tr.text("New status: {status}", status=status_words(to.value, tr)))
    lines.append(tr.text("<b>Why is it stopped?</b>") if to is _S.STOPPED else tr.text("<b>What has happened?</b>"))
    lines.append(_who_reads(shown, tr))
    if has_photo:
        lines.append(tr.text("The photo is here. Now write a sentence."))
    else:
        lines.append(tr.text("Write a sentence; a photo may come with it or before it."))
    return View(Markup("\n").join(lines), [back_to_card(shown, tr)])


def _who_reads(shown: Shown, tr: Translator) -> Markup:
    if not shown.answers:
        return tr.text("Everybody can read it.")
    return tr.count(
        "Everybody can read it, and the author of {number} submission is told.",
        "Everybody can read it, and the authors of {number} submissions are told.",
        shown.answers,
    )


def back_to_card(shown: Shown, tr: Translator) -> list[Button]:
    """To its card, in the question's place; nothing has happened."""
    return [Button(tr.label("button", "Back"), ButtonData(OFFICE, "card_of", shown.id))]


def day_asked(shown: Shown, picker: Picker, year: int, month: int) -> View:
    """Until when now?"""
    tr, due_on = picker.tr, shown.resolution.due_on
    lines = [tr.text("<b>Until when now?</b>")]
    if due_on is not None:
        lines.append(tr.text("Now: {words}", words=day_words(due_on, picker.zone, tr)))
    lines.append(tr.text("Choose a day, or write it: “{example}”.", example=tr.text("19 Azar")))
    lines.append(Markup.escape(legend(picker)))
    rows = [*month_picker(picker, year, month, chosen=due_on), *usual_days(picker)]
    open_ended = picker.button(tr.label("resolution", "Leave it open"), "day", 0)
    return View(Markup("\n").join(lines), [*rows, [open_ended], back_to_card(shown, tr)])


def reason_asked(shown: Shown, day: date | None, picker: Picker, tr: Translator) -> View:
    """The day as it was understood, in words, and why."""
    lines = [
        tr.text("<b>New due day: {day}</b>", day=day_words(day, picker.zone, tr))
        if day is not None
        else tr.text("<b>Without a due day</b>")
    ]
    lines += [tr.text("Why? Write a sentence."), _who_reads(shown, tr)]
    again = Button(
        tr.label("resolution", "Another day"), ButtonData(OFFICE, "postpone", shown.id, shown.resolution.version)
    )
    return View(Markup("\n").join(lines), [[again], back_to_card(shown, tr)])


def day_not_read(shown: Shown, tr: Translator) -> View:
    """What was typed is no day to come."""
    words = tr.text("I found no day to come in it. Write it such as “{example}”.", example=tr.text("19 Azar 1405"))
    return View(words, [back_to_card(shown, tr)])


def words_needed(shown: Shown, tr: Translator) -> View:
    """Neither words nor a photo."""
    words = tr.text("Only words and photos go with it. Write a sentence on what has happened.")
    return View(words, [back_to_card(shown, tr)])


def note_too_long(shown: Shown, length: int, limit: int, tr: Translator) -> View:
    """The words do not fit."""
    words = tr.text(
        "This has {number} letters, and {limit} are the most. Shorten it and send it again.",
        number=tr.number(length),
        limit=tr.number(limit),
    )
    return View(words, [back_to_card(shown, tr)])


def noted(shown: Shown, tr: Translator) -> Markup:
    """It is done, and who hears of it."""
    if not shown.answers:
        return tr.text("Noted.")
    return tr.count(
        "Noted. The author of {number} submission is told.",
        "Noted. The authors of {number} submissions are told.",
        shown.answers,
    )


def put_on_record(shown: Shown, tr: Translator) -> Markup:
    """It has its number."""
    return tr.text("It is on record: {title}.", title=title_words(shown.resolution, shown.place, tr))


def to_minutes(meeting_id: int, tr: Translator) -> Button:
    """To the minutes that it comes of."""
    return Button(tr.label("resolution", "Back to the minutes"), ButtonData("minutes", "open", meeting_id))


def removal_asked(shown: Shown, tr: Translator) -> View:
    """Take it back? Nobody outside has read it."""
    title = title_words(shown.resolution, shown.place, tr)
    words = tr.text("Take back {title}? Nobody outside has read it. The numbers after it move up.", title=title)
    yes = _button(shown, tr.label("resolution", "Yes, take it back"), "removed", style=Style.DANGER)
    return View(words, [[yes], back_to_card(shown, tr)])


def removed(meeting_id: int | None, tr: Translator) -> View:
    """It is gone."""
    rows = [[to_minutes(meeting_id, tr)]] if meeting_id is not None else []
    return View(tr.text("It was taken back; its item is undecided again."), [*rows, [to_list(tr)]])
