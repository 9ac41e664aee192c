"""A resolution: what everybody reads of it, and how it got there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import TEXT_LIMIT, Button, View, shortened, shown_length
from locales import Translator
from models.area_tree import Place
from models.resolution import Resolution, ResolutionEvent, ResolutionStatus
from models.resolution_words import day_words, status_words, title_words, votes_of, votes_words

NOUN = "resolution"
OFFICE = "resolve"
_STEPS = 8  # the newest of its history that its card shows
_NOTE = 200  # letters of each step's note there
_ROOM = TEXT_LIMIT - 100  # with a little left for what a caller puts above it


@dataclass(frozen=True)
class Shown:
    """A resolution with what its card says besides. `today` is of the city's calendar; `place` is whose it is."""

    resolution: Resolution
    place: Place | None
    today: date
    is_overdue: bool
    zone: ZoneInfo
    steps: Sequence[ResolutionEvent] = ()
    answers: int = 0  # how many submissions it answers

    @property
    def id(self) -> int:
        """The resolution's."""
        return self.resolution.id or 0


def open_button(resolution_id: int, label: str) -> Button:
    """To its card, below everything else."""
    return Button(label, ButtonData(NOUN, "open", resolution_id))


def resolution_card(shown: Shown, tr: Translator, *, page: int | None, works_on_it: bool, has_photos: bool) -> View:
    """What everybody reads of it.

    Args:
        shown: the resolution.
        tr: the reader's language.
        page: of the list that the way back leads to; None where it stands alone.
        works_on_it: whether the reader may say how far it has come.
        has_photos: whether a step shows one that can be shown here.
    """
    lines = facts_lines(shown, tr)
    steps = step_lines(shown, lines, tr)
    rows = [[Button(tr.label("resolution", "Photos"), ButtonData(NOUN, "photos", shown.id))] if has_photos else []]
    if len(steps) < len(shown.steps) or any(len(one.note) > _NOTE for one in shown.steps):
        rows.append([Button(tr.label("resolution", "All that happened"), ButtonData(NOUN, "history", shown.id))])
    if works_on_it:
        rows.append([Button(tr.label("resolution", "Work on it"), ButtonData(OFFICE, "open", shown.id))])
    back = tr.label("resolution", "All resolutions") if page is None else tr.label("button", "Back to the list")
    rows.append([Button(back, ButtonData(NOUN, "list" if page is None else "page", page or 0))])
    return View(Markup("\n").join([*lines, *steps]), rows)


def facts_lines(shown: Shown, tr: Translator) -> list[Markup]:
    """Its name, what it says, where it stands, whose work it is, until when, and how it was voted."""
    one = shown.resolution
    lines = [
        Markup("📌 <b>{}</b>").format(title_words(one, shown.place, tr)),
        tr.text("“{words}”", words=tr.quote(one.text)),
    ]
    lines.append(status_line(shown, tr))
    lines.append(tr.text("<b>Responsible:</b> {body}", body=tr.quote(one.responsible)))
    if one.due_on is not None:
        lines.append(due_line(one.due_on, shown, tr))
    votes = votes_of(one)
    if votes is not None:
        lines.append(tr.text("<b>Votes:</b> {votes}", votes=votes_words(votes, tr)))
    if one.status == ResolutionStatus.AWAITING_REVIEW and one.binds_at is not None:
        day = day_words(one.binds_at.astimezone(shown.zone).date(), shown.zone, tr)
        lines.append(tr.text("The review board may object to it until {day}; it binds after that.", day=day))
    if shown.answers:
        lines.append(tr.count("It answers {number} submission.", "It answers {number} submissions.", shown.answers))
    return lines


def status_line(shown: Shown, tr: Translator) -> Markup:
    """Where it stands, and since when."""
    one = shown.resolution
    since = tr.date(one.status_at, shown.zone)
    return tr.text("<b>Status:</b> {status}, since {day}", status=status_words(one.status, tr), day=since)


def due_line(due_on: date, shown: Shown, tr: Translator) -> Markup:
    """Until when; past its day it says so."""
    day = day_words(due_on, shown.zone, tr)
    if shown.is_overdue:
        return tr.text("<b>Due:</b> {day}. <b>Its day has passed.</b>", day=day)
    return tr.text("<b>Due:</b> {day}", day=day)


def step_lines(shown: Shown, above: Sequence[Markup], tr: Translator) -> list[Markup]:
    """The newest steps of its history, oldest first: as many as fit below what stands above them."""
    room = _ROOM - shown_length(Markup("\n").join(above))
    lines: list[Markup] = []
    for step in reversed(shown.steps[-_STEPS:]):
        line = _step_line(step, shown.zone, _NOTE, tr)
        room -= shown_length(line) + 1
        if room < 0:
            break
        lines.insert(0, line)
    return lines


def _step_line(step: ResolutionEvent, zone: ZoneInfo, most: int, tr: Translator) -> Markup:
    day = tr.date(step.created_at, zone)
    if step.status_from is None:
        return tr.text("▫️ {day}: put on record", day=day)
    if step.status_from == step.status_to:
        head = tr.text("▫️ {day}:", day=day)
    else:
        head = tr.text("▫️ {day}: {status}.", day=day, status=status_words(step.status_to, tr))
    note = tr.quote(shortened(" ".join(step.note.split()), most))
    return Markup(" ").join((head, note)) if step.note else head


def whole_history(shown: Shown, tr: Translator) -> list[View]:
    """Every step with its whole note, over as many messages as it takes, the way back below the last."""
    blocks: list[list[Markup]] = [[tr.text("<b>{title}</b>", title=title_words(shown.resolution, shown.place, tr))]]
    for step in shown.steps:
        line = _step_line(step, shown.zone, TEXT_LIMIT, tr)
        if shown_length(Markup("\n").join([*blocks[-1], line])) > _ROOM:
            blocks.append([])
        blocks[-1].append(line)
    views = [View(Markup("\n").join(lines)) for lines in blocks]
    back = [[open_button(shown.id, tr.label("button", "Back"))]]
    return [*views[:-1], View(views[-1].text, back)]


def with_resolution(view: View, resolution: Resolution, place: Place | None, tr: Translator) -> View:
    """A submission's card with the resolution that answers it named below, and the way to it."""
    line = tr.text("Decided in: {title}", title=title_words(resolution, place, tr))
    opens = open_button(resolution.id or 0, tr.label("resolution", "What was decided"))
    return replace(view, text=Markup("\n").join((view.text, line)), rows=[*view.rows, [opens]])


def resolution_gone(tr: Translator) -> View:
    """It is not there, or not public."""
    words = tr.text("This resolution was not found, or is not public yet.")
    return View(words, [[to_list(tr)]])


def to_list(tr: Translator) -> Button:
    """The list of all that is public."""
    return Button(tr.label("resolution", "All resolutions"), ButtonData(NOUN, "list"))
