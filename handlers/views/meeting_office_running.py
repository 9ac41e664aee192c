"""A meeting that is called: its card for the office, who comes, what is asked, and how it is cancelled."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.meeting_message import meeting_lines
from handlers.views.meeting_office import (
    NOUN,
    Called,
    agenda_button,
    back_to_card,
    fact_button,
    invited_words,
    size_words,
)
from handlers.views.meeting_office_list import state_words, to_list
from handlers.views.meeting_office_time import told_words
from handlers.views.notice_list import moment_words
from locales import Translator, mark_label
from models.meeting import Answer, MeetingState
from models.meeting_shown import Places

PAGE, QUESTIONS = 30, 5  # people, and questions, on one page
_NAME, _QUESTION = 60, 400  # letters
_SERIES = "mseries"  # the noun of meeting_office_series
_ANSWERS = {
    Answer.YES: mark_label("answers", "Come:"),
    Answer.MAYBE: mark_label("answers", "May come:"),
    Answer.WAITING: mark_label("answers", "Wait for a place:"),
}


def called_card(called: Called, zone: ZoneInfo, tr: Translator) -> View:
    """A meeting that is called, was held or cancelled: how it stands, and everything that can be done now."""
    shown = called.shown
    stands = [Markup.escape(state_words(shown.state.value, tr)), invited_words(called, tr)]
    blocks = meeting_lines(shown, zone=zone, tr=tr, shows_free=shown.state is MeetingState.ANNOUNCED)
    blocks.insert(1, Markup(" · ").join(stands))
    blocks += [line for line in (_announcing(called, zone, tr), _answers(shown.places, tr)) if line is not None]
    if shown.state is MeetingState.CANCELLED and shown.cancel_reason:
        blocks.append(tr.text("Why: {reason}", reason=tr.quote(shortened(shown.cancel_reason, _QUESTION))))
    paused = []
    if called.is_paused:
        blocks.append(tr.text("⚠️ The messenger refused what is told of it, so sending was paused."))
        paused = [called.button(tr.label("meeting", "Go on sending"), "resume", Style.PRIMARY)]
    if called.chair:
        blocks.append(tr.text("Chair: {name}", name=tr.quote(shortened(called.chair, _NAME))))
    return View(Markup("\n\n").join(blocks), [paused, *_ROWS[shown.state](called, tr), [to_list(tr)]])


def _announcing(called: Called, zone: ZoneInfo, tr: Translator) -> Markup | None:
    if called.shown.state is not MeetingState.SCHEDULED or called.shown.announce_at is None:
        return None
    when = moment_words(called.shown.announce_at, zone, tr)
    return Markup("\n").join((tr.text("It is announced on {moment}.", moment=when), size_words(called, tr)))


def _answers(places: Places, tr: Translator) -> Markup | None:
    words = []
    if places.yes:
        words.append(tr.count("{number} comes", "{number} come", places.yes))
    if places.maybe:
        words.append(tr.count("{number} may come", "{number} may come", places.maybe))
    if places.waiting:
        words.append(tr.count("{number} waits for a place", "{number} wait for a place", places.waiting))
    return Markup(" · ").join(words) if words else None


def _scheduled_rows(called: Called, tr: Translator) -> list[list[Button]]:
    rows = [
        _times(called, tr),
        [agenda_button(called, tr), called.button(tr.label("meeting", "More changes"), "changes")],
        [_cancelling(called, tr), called.button(tr.label("meeting", "As people see it"), "preview")],
    ]
    if called.shown.series_id is not None:
        return [*rows, [_to_series(called, tr)]]
    return [[called.button(tr.label("meeting", "Do not announce it"), "unsend", Style.DANGER)], *rows]


def _announced_rows(called: Called, tr: Translator) -> list[list[Button]]:
    series = [_to_series(called, tr)] if called.shown.series_id is not None else []
    return [
        [_who(called, tr), _questions(called, tr)],
        _times(called, tr),
        [called.button(tr.label("meeting", "More changes"), "changes"), _cancelling(called, tr)],
        [agenda_button(called, tr), _other(called, tr.label("meeting", "Attendance"), "attend", "open")],
        [
            _other(called, tr.label("meeting", "Code for the door"), "paper", "door"),
            _other(called, tr.label("meeting", "Minutes"), "minutes", "open"),
        ],
        [called.button(tr.label("meeting", "As people see it"), "preview")],
        series,
    ]


def _held_rows(called: Called, tr: Translator) -> list[list[Button]]:
    series = [_to_series(called, tr)] if called.shown.series_id is not None else []
    return [
        [_other(called, tr.label("meeting", "Minutes"), "minutes", "open", Style.PRIMARY)],
        [_other(called, tr.label("meeting", "Attendance"), "attend", "open"), agenda_button(called, tr)],
        [_who(called, tr), _questions(called, tr)],
        [_other(called, tr.label("meeting", "Resolutions"), "resolution", "of")],
        series,
    ]


def _cancelled_rows(called: Called, tr: Translator) -> list[list[Button]]:
    series = [_to_series(called, tr)] if called.shown.series_id is not None else []
    return [[_who(called, tr), _questions(called, tr)], series]


def _no_rows(_: Called, __: Translator) -> list[list[Button]]:
    return []


_ROWS = {
    MeetingState.DRAFT: _no_rows,
    MeetingState.SCHEDULED: _scheduled_rows,
    MeetingState.ANNOUNCED: _announced_rows,
    MeetingState.HELD: _held_rows,
    MeetingState.CANCELLED: _cancelled_rows,
    MeetingState.DISCARDED: _no_rows,
}


def _times(called: Called, tr: Translator) -> list[Button]:
    when = called.button(tr.label("meeting", "Move it"), "when")
    if called.is_course:
        when = fact_button(called, "sessions", tr)
    return [when, called.button(tr.label("meeting", "Change the place"), "place")]


def _cancelling(called: Called, tr: Translator) -> Button:
    return called.button(tr.label("meeting", "Cancel the meeting"), "cancel", Style.DANGER)


def _who(called: Called, tr: Translator) -> Button:
    label = tr.label("meeting", "Who comes ({number})", number=tr.number(called.shown.places.yes))
    return _other(called, label, NOUN, "who")  # its version's place holds the page


def _questions(called: Called, tr: Translator) -> Button:
    return _other(
        called, tr.label("meeting", "Questions ({number})", number=tr.number(called.questions)), NOUN, "questions"
    )


def _other(called: Called, label: str, noun: str, action: str, style: Style | None = None) -> Button:
    return Button(label, ButtonData(noun, action, called.shown.id), style=style)


def _to_series(called: Called, tr: Translator) -> Button:
    return Button(tr.label("meeting", "All of this series"), ButtonData(_SERIES, "open", called.shown.series_id or 0))


def changes_screen(called: Called, tr: Translator) -> View:
    """What else can be changed of a meeting that is called."""
    words = tr.text("<b>What shall change?</b>")
    if called.told:
        words = Markup("\n").join((words, tr.text("Before anything is told to anybody I ask you once more.")))
    rows = [["title", "link"], ["capacity", "chair"], *([] if called.is_course else [["length"]])]
    buttons = [[fact_button(called, action, tr) for action in row] for row in rows]
    invited = fact_button(called, "invites", tr)
    if called.shown.state is MeetingState.ANNOUNCED:  # whoever was to be told was told: only its list can grow
        invited = called.button(
            tr.label("meeting", "Its own list ({number})", number=tr.number(called.guests)), "guests"
        )
    return View(words, [*buttons, [invited], back_to_card(called, tr)])


def who_comes(called: Called, people: Sequence[tuple[Answer, str]], page: int, has_more: bool, tr: Translator) -> View:
    """Who said that they come, may come, or wait for a place."""
    lines = [tr.text("<b>Who comes</b>")]
    if not people:
        lines.append(tr.text("Nobody has answered yet."))
    for answer, heading in _ANSWERS.items():
        names = [name for given, name in people if given is answer]
        if names:
            lines.append(Markup.escape(tr.label("answers", heading)))
            lines += [_numbered(number, name, tr) for number, name in enumerate(names, 1)]
    return View(Markup("\n").join(lines), [_turning(called, "who", page, has_more, tr), back_to_card(called, tr)])


def _numbered(number: int, name: str, tr: Translator) -> Markup:
    shown = tr.quote(shortened(name, _NAME)) if name else tr.text("without a name")
    return Markup("{}. {}").format(tr.number(number), shown)


def questions_list(
    called: Called, questions: Sequence[tuple[str, str]], page: int, has_more: bool, tr: Translator
) -> View:
    """What people want to be asked, as (name, words), in the order in which they asked."""
    lines = [tr.text("<b>Questions for this meeting</b>")]
    if not questions:
        lines.append(tr.text("Nobody has asked anything yet."))
    for number, (name, words) in enumerate(questions, page * QUESTIONS + 1):
        asked = tr.quote(shortened(words, _QUESTION))
        who = tr.quote(shortened(name, _NAME)) if name else tr.text("without a name")
        lines.append(Markup("{}. {}\n— {}").format(tr.number(number), asked, who))
    rows = [_turning(called, "questions", page, has_more, tr), back_to_card(called, tr)]
    return View(Markup("\n\n").join(lines), rows)


def _turning(called: Called, action: str, page: int, has_more: bool, tr: Translator) -> list[Button]:
    """Pages of a list: the version's place holds the page, as nothing is changed by turning them."""
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, action, called.shown.id, page - 1)))
    if has_more:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, action, called.shown.id, page + 1)))
    return buttons


def reason_asked(called: Called, tr: Translator) -> View:
    """Before it is cancelled: why?"""
    lines = [
        tr.text("<b>Why is it cancelled?</b> Write it in a sentence: whoever was told of the meeting reads it."),
        told_words(called.told, tr),
    ]
    without = called.button(tr.label("meeting", "Without a reason"), "noreason")
    return View(Markup("\n").join(lines), [[without], back_to_card(called, tr)])


def cancel_asked_back(called: Called, reason: str, zone: ZoneInfo, tr: Translator) -> View:
    """Really? What is cancelled, why, and how many are told."""
    blocks = [tr.text("<b>Cancel this meeting?</b>"), *meeting_lines(called.shown, zone=zone, tr=tr, has_agenda=False)]
    if reason:
        blocks.append(tr.text("Why: {reason}", reason=tr.quote(reason)))
    if called.shown.series_id is not None:
        blocks.append(tr.text("The others of the series stay."))
    blocks.append(told_words(called.told, tr))
    label = tr.label("meeting", "Yes, cancel it")
    if called.told:
        label = tr.label("meeting", "Yes, cancel it and tell them")
    no = called.button(tr.label("meeting", "No, leave it"), "card")
    return View(Markup("\n\n").join(blocks), [[called.button(label, "cancelled", Style.DANGER)], [no]])
