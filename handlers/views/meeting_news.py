"""What one person is told about a meeting: its chair, whoever waited for room, whoever has to announce it."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.meeting_agenda import agenda_lines
from handlers.views.meeting_buttons import reader_rows
from handlers.views.meeting_message import meeting_lines, whole_buttons
from handlers.views.meeting_words import facts_lines, title_line, title_words
from locales import Translator, mark_label
from models.meeting import Answer, MeetingKind
from models.meeting_shown import MeetingShown


def agenda_news(shown: MeetingShown, *, zone: ZoneInfo, tr: Translator) -> View:
    """To its chair: what waits longest was put on the agenda, to be looked over."""
    lines = [
        tr.text("<b>This meeting has an agenda now.</b> What has waited longest is on it; you can change all of it."),
        Markup("\n").join([title_line(shown, tr), *facts_lines(shown.facts, zone, tr)]),
        Markup("\n").join(agenda_lines(shown.agenda, tr)),
    ]
    return View(
        Markup("\n\n").join(lines), [[_office(mark_label("meeting", "Change the agenda"), "agenda", shown, tr)]]
    )


def left_news(shown: MeetingShown, sent: int, uncertain: int, tr: Translator) -> View:
    """To who called it: it was announced, and how many people have it now."""
    title = title_words(shown.facts.title, tr)
    if not sent + uncertain:
        words = tr.text("“{title}” is announced in /meetings; there was nobody to be told at once.", title=title)
    else:
        words = tr.count(
            "✅ “{title}” was announced: {number} person has it.",
            "✅ “{title}” was announced: {number} people have it.",
            sent,
            title=title,
        )
    if uncertain:
        words += Markup(" ") + tr.count("Of {number} it is not known.", "Of {number} it is not known.", uncertain)
    return View(words, [[_office(mark_label("meeting", "Open the meeting"), "meeting", shown, tr)]])


def over_news(shown: MeetingShown, *, zone: ZoneInfo, tr: Translator) -> View:
    """To its chair: it is over, and what was decided is to be written down; of a course, who was there."""
    body = Markup("\n").join([title_line(shown, tr), *facts_lines(shown.facts, zone, tr)])
    attendance = _office(mark_label("meeting", "Who was there"), "attend", shown, tr)
    if shown.kind is MeetingKind.COURSE:
        head = tr.text("<b>The course is over.</b> Please look whether the list of who was there is right.")
        return View(Markup("\n\n").join((head, body)), [[attendance]])
    head = tr.text("<b>The meeting is over.</b> What was said and decided? Neighbours read it once you publish it.")
    minutes = _office(mark_label("meeting", "Write the minutes"), "minutes", shown, tr, style=Style.PRIMARY)
    return View(Markup("\n\n").join((head, body)), [[minutes, attendance]])


def room_news(shown: MeetingShown, *, zone: ZoneInfo, tr: Translator) -> View:
    """To somebody who waited: they have a place now, and how to give it back."""
    if shown.kind is MeetingKind.COURSE:
        head = tr.text("<b>There is room for you: you are registered.</b> If you cannot come, please say so.")
    else:
        head = tr.text("<b>There is room for you now.</b> If you cannot come, please say so.")
    blocks = [head, *meeting_lines(shown, zone=zone, tr=tr, has_agenda=False)]
    rows = reader_rows(shown, Answer.YES, tr, more=whole_buttons(shown, tr, has_agenda=False))
    return View(Markup("\n\n").join(blocks), rows)


def held_back_news(shown: MeetingShown, place: Markup, tr: Translator) -> View:
    """To whoever may announce it: nobody of that place may any more."""
    words = tr.text(
        "“{title}” of {place} was to be announced, but who called it does not hold that office any more, and nobody"
        " else there may. It waits for you.",
        title=title_words(shown.facts.title, tr),
        place=place,
    )
    return View(words, [[_office(mark_label("meeting", "Open the meeting"), "meeting", shown, tr)]])


def _office(label: str, noun: str, shown: MeetingShown, tr: Translator, *, style: Style | None = None) -> Button:
    return Button(tr.label("meeting", label), ButtonData(noun, "open", shown.id), style=style)
