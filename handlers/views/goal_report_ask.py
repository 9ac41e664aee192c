"""What is asked for a report on a goal: its sentence, how far it has come, files, the day, and what moved it."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from handlers.keyboards import Style, View, in_pairs, shortened
from handlers.views.calendar import Picker, legend, month_picker
from handlers.views.goal_report import Reporting, heading, number_before, odd_lines
from locales import Translator
from models.goal import GoalStatus
from models.goal_facts import UPDATE_LIMIT
from models.goal_progress import Odd
from models.goal_words import percent_words, status_words, value_words
from models.resolution_words import day_words

DAY = "gupdate_day"  # noun of the calendar's buttons
_SHOWN, _LABEL, _SAID = 300, 40, 80  # letters of what stands there now, of a name on a button, and of what was typed
_PERCENTS = (10, 25, 50, 75, 90, 100)


def sentence_asked(reporting: Reporting, tr: Translator) -> View:
    """What has happened?"""
    draft = reporting.draft
    lines = [heading(reporting, tr)]
    if draft.text:
        lines.append(tr.text("Now: {words}", words=tr.quote(shortened(draft.text, _SHOWN))))
    lines.append(tr.text("<b>What has happened?</b> Write it in a sentence or two."))
    if draft.photo is not None or draft.document is not None:
        lines.append(tr.text("The file is here."))
    else:
        lines.append(tr.text("A photo or a document may come with it."))
    leave = reporting.button(tr.label("button", "Discard"), "leave")
    return View(Markup("\n").join(lines), [reporting.back(tr) if draft.text else [leave]])


def value_asked(reporting: Reporting, tr: Translator) -> View:
    """How much is it by now?"""
    goal, draft = reporting.goal, reporting.draft
    unit = goal.unit or ""
    lines = [tr.text("<b>How much is it by now?</b> Write the number, in {unit}.", unit=tr.quote(unit))]
    if draft.value is not None:
        lines.append(tr.text("You said: {value}", value=value_words(draft.value, unit, tr)))
    if goal.value is not None:
        lines.append(tr.text("Until now: {value}", value=number_before(goal, tr)))
    if goal.baseline is not None and goal.target is not None:
        ends = {"baseline": value_words(goal.baseline, unit, tr), "target": value_words(goal.target, unit, tr)}
        lines.append(tr.text("It began at {baseline}, and the target is {target}.", **ends))
    gone = [reporting.button(tr.label("goal", "Without a value"), "valueless")] if draft.value is not None else []
    return View(Markup("\n").join(lines), [gone, reporting.back(tr)])


def percent_asked(reporting: Reporting, tr: Translator) -> View:
    """How far has it come, in percent?"""
    lines = [tr.text("<b>How far has it come?</b> Choose a percentage, or write it: a number from 0 to 100.")]
    if reporting.goal.stated is not None:
        lines.append(tr.text("Until now: {value}", value=percent_words(reporting.goal.stated, tr)))
    keys = [reporting.button(percent_words(one, tr), "percent", one) for one in _PERCENTS]
    gone = []
    if reporting.draft.stated is not None:
        gone = [reporting.button(tr.label("goal", "Without a percentage"), "statedless")]
    return View(Markup("\n").join(lines), [*in_pairs(keys), gone, reporting.back(tr)])


def odd_asked(reporting: Reporting, said: str, odd: Sequence[Odd], again: str, tr: Translator) -> View:
    """What was said is odd: why, and whether it is meant so. `again` is the action that asks anew."""
    lines = [tr.text("<b>{said}</b>", said=said), *odd_lines(odd, tr)]
    lines.append(tr.text("Shall it be kept like this?"))
    keep = reporting.button(tr.label("goal", "Yes, keep it"), "sure", style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[keep, reporting.button(tr.label("goal", "Change it"), again)]])


def value_refused(reporting: Reporting, problem: Markup, again: str, tr: Translator) -> View:
    """What was given cannot be taken, and why; the question stands. `again` shows it anew."""
    return View(problem, [[reporting.button(tr.label("button", "Back"), again)]])


def status_asked(reporting: Reporting, tr: Translator) -> View:
    """Where does it stand now?"""
    chosen = reporting.draft.status_to or reporting.goal.status
    now = status_words(reporting.goal.status, tr)
    lines = [tr.text("<b>Where does the goal stand now?</b>"), tr.text("Until now: {value}", value=now)]
    keys = [
        reporting.button(("✓ " if one == chosen else "") + status_words(one, tr), f"to_{one.value}")
        for one in GoalStatus
    ]
    return View(Markup("\n").join(lines), [*in_pairs(keys), reporting.back(tr)])


def file_asked(reporting: Reporting, tr: Translator, *, is_photo: bool) -> View:
    """Send it."""
    if is_photo:
        words, has = tr.text("<b>Send a photo.</b> It goes to the followers with the sentence."), reporting.draft.photo
        gone = reporting.button(tr.label("goal", "Without a photo"), "photoless")
    else:
        words = tr.text("<b>Send the document as a file.</b> Everybody can open it from the goal's card.")
        has, gone = reporting.draft.document, reporting.button(tr.label("goal", "Without a document"), "documentless")
    return View(words, [[gone] if has is not None else [], reporting.back(tr)])


def file_needed(reporting: Reporting, tr: Translator) -> View:
    """Words where a file is wanted."""
    words = tr.text("That is no file. Send it as a photo or as a file, or go back; nothing was changed.")
    return View(words, [reporting.back(tr)])


def not_for_a_report(reporting: Reporting, tr: Translator) -> View:
    """A sticker, a voice message, a film, a pin."""
    words = tr.text("A report takes words, a photo and a document, and nothing else. What you wrote is still there.")
    return View(words, [reporting.back(tr)])


def sentence_too_long(reporting: Reporting, length: int, tr: Translator) -> View:
    """The words do not fit; they stand in the chat."""
    words = tr.text(
        "This has {number} letters, and {limit} are the most. Shorten it and send it again.",
        number=tr.number(length),
        limit=tr.number(UPDATE_LIMIT),
    )
    return View(words, [reporting.back(tr)])


def said_for_what(reporting: Reporting, words: str, tr: Translator) -> View:
    """Words while the card stands: what are they for?"""
    said = tr.quote(shortened(words, _SAID))
    rows = [
        [
            reporting.button(tr.label("goal", "Add to the sentence"), "said_more"),
            reporting.button(tr.label("goal", "In its place"), "said_new"),
        ],
        [reporting.button(tr.label("goal", "A message of my own"), "said_own")],
        reporting.back(tr),
    ]
    return View(tr.text("What is “{words}” for?", words=said), rows)


def day_asked(reporting: Reporting, picker: Picker, year: int, month: int) -> View:
    """Of which day does it tell? Today, yesterday, a day of a month, or typed."""
    tr, today = picker.tr, picker.today.toordinal()
    lines = [tr.text("<b>Of which day does it tell?</b>")]
    if reporting.draft.on_day is not None:
        lines.append(tr.text("Now: {words}", words=day_words(reporting.draft.on_day, picker.zone, tr)))
    lines.append(tr.text("Choose a day, or write it: “{example}”.", example=tr.text("19 Azar")))
    lines.append(Markup.escape(legend(picker)))
    near = [
        picker.button(tr.label("goal", "Today"), "day", today),
        picker.button(tr.label("goal", "Yesterday"), "day", today - 1),
    ]
    rows = [*month_picker(picker, year, month, chosen=reporting.draft.on_day), near]
    return View(Markup("\n").join(lines), [*rows, reporting.back(tr)])


def day_understood(reporting: Reporting, day: date, tr: Translator) -> View:
    """A typed day, in words: it counts once somebody says so."""
    lines = [tr.text("<b>Of the day: {day}</b>", day=day_words(day, reporting.zone, tr)), tr.text("Is it right?")]
    yes = reporting.button(tr.label("goal", "Yes, this day"), "sure", style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[yes, reporting.button(tr.label("goal", "Another day"), "day")]])


def past_day_not_read(reporting: Reporting, tr: Translator) -> View:
    """What was typed is no day, or may be two."""
    words = tr.text("I did not find a day in it. Write it such as “{example}”.", example=tr.text("19 Azar 1405"))
    return View(words, [[reporting.button(tr.label("button", "Back"), "day")]])


def day_to_come(reporting: Reporting, day: date, tr: Translator) -> View:
    """Nothing has happened on that day yet."""
    said = day_words(day, reporting.zone, tr)
    words = tr.text("{day} is still to come; a report tells of what has happened. Write another day.", day=said)
    return View(words, [[reporting.button(tr.label("button", "Back"), "day")]])


def cause_asked(
    reporting: Reporting, resolutions: Sequence[tuple[int, str]], submissions: Sequence[tuple[int, str]], tr: Translator
) -> View:
    """What moved it? Those tied to the goal, as (id, name), or another one by its number or code."""
    lines = [tr.text("<b>What moved the goal?</b> The report names it.")]
    if reporting.cause:
        lines.append(tr.text("Now: {words}", words=reporting.cause))
    lines.append(tr.text("Choose it, or write the tracking code of a submission or the number of a resolution."))
    keys = [
        *(reporting.button(shortened(name, _LABEL), "by_resolution", one) for one, name in resolutions),
        *(reporting.button(shortened(name, _LABEL), "by_submission", one) for one, name in submissions),
    ]
    gone = [reporting.button(tr.label("goal", "Of itself"), "causeless")] if reporting.cause else []
    return View(Markup("\n").join(lines), [*([key] for key in keys), gone, reporting.back(tr)])


def which_resolution(reporting: Reporting, found: Sequence[tuple[int, str]], tr: Translator) -> View:
    """Several bodies have one of that number."""
    keys = [reporting.button(shortened(name, _LABEL), "by_resolution", one) for one, name in found]
    back = reporting.button(tr.label("button", "Back"), "cause")
    return View(tr.text("There are several of this number. Which one?"), [*([key] for key in keys), [back]])


def cause_unknown(reporting: Reporting, words: str, tr: Translator) -> View:
    """Nothing public is called that."""
    text = tr.text(
        "I found no public submission of this code and no public resolution of this number: “{words}”.",
        words=tr.quote(shortened(words, _SAID)),
    )
    return View(text, [[reporting.button(tr.label("button", "Back"), "cause")]])


def photo_replaced(tr: Translator) -> Markup:
    """One photo a report: the newer one counts."""
    return tr.text("A report has one photo; this one took the place of the one before.")


def document_replaced(tr: Translator) -> Markup:
    """One document a report: the newer one counts."""
    return tr.text("A report has one document; this one took the place of the one before.")


def first_photo_kept(tr: Translator) -> Markup:
    """Of an album the first one is the report's."""
    return tr.text("A report has one photo: the first one of these was kept.")


def cause_gone(tr: Translator) -> Markup:
    """What it named is not for everybody any more."""
    return tr.text("What moved the goal is not public any more, so the report names it no longer. Look at it again.")


def corrected_gone(tr: Translator) -> Markup:
    """What it corrects was taken back, or corrected by somebody else."""
    return tr.text(
        "The report that you correct was taken back or corrected meanwhile. This one is a new report by now; "
        "look at it again."
    )
