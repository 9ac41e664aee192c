"""A submission as staff see it: its card, what can be done with it, and everything that lies in its file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.case_talk import event_line, talk_lines
from handlers.views.desk import NOUN as DESK
from handlers.views.desk import age, to_desk
from handlers.views.draft import attachments_line
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label, status_label
from models.entry import Entry
from models.media import Media, MediaKind
from models.role import Action
from models.submission import (
    STAFF_MOVES,
    About,
    Addition,
    Kind,
    Status,
    StatusEvent,
    Submission,
    Visibility,
    takes_questions,
)
from models.topic import Topics
from models.typed_day import day_begins

NOUN = "case"
GOALS = "glink"  # noun of the buttons that link it to goals
SHOWN = 700  # letters of the text on its card; a longer one stands whole above it
_TALK, _EVENTS = 4, 4  # the newest lines of what was said, and of the history


class Holder(StrEnum):
    """Who works on it just now."""

    NOBODY = "nobody"
    ME = "me"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Case:
    """A submission's file, with what the reader may do and who holds it. Nothing in it names its author."""

    submission: Submission
    history: Sequence[StatusEvent]
    additions: Sequence[Addition]
    entries: Sequence[Entry]
    attachments: Sequence[Media]
    holder: Holder
    may: frozenset[Action]

    @property
    def status(self) -> Status:
        """Where it stands."""
        return Status(self.submission.status)

    @property
    def takes_questions(self) -> bool:
        """Whether its author can be asked: one who came to the counter has no chat."""
        return takes_questions(self.submission)

    @property
    def moves(self) -> list[Status]:
        """Where staff may move it; a question leads to «needs information», no button."""
        allowed = STAFF_MOVES[self.status]
        return [status for status in Status if status in allowed and status is not Status.NEEDS_INFO]


def case_card(case: Case, tree: AreaTree, topics: Topics, *, now: datetime, zone: ZoneInfo, tr: Translator) -> View:
    """One screen: what was said, where it stands, who has it, and what can be done."""
    lines = [
        _head(case.submission, topics, tr),
        where_line(case.submission, tree, tr),
        *_facts(case, now, zone, tr),
        *_words(case, tr),
        *talk_lines(case.additions, case.entries, zone, tr, newest=_TALK),
        *(event_line(event, zone, tr, letters=120) for event in case.history[-_EVENTS:]),
    ]
    return View(Markup("\n").join(lines), _buttons(case, tr))


def _head(submission: Submission, topics: Topics, tr: Translator) -> Markup:
    parts = [Markup("📄 <b>{}</b>").format(tr.code(submission.code)), kind_label(Kind(submission.kind), tr)]
    topic = topics.name(submission.topic, tr.language)
    return Markup(" · ").join([*parts, *([tr.quote(topic)] if topic is not None else [])])


def where_line(submission: Submission, tree: AreaTree, tr: Translator) -> Markup:
    """The whole way down to the neighbourhood, without the city where anything lies below it.

    Names alone would not know which way their line is read.
    """
    line = tree.line(submission.area_id)
    names = [tr.quote(shortened(place.name, 60)) for place in reversed(line[:-1] or line)]
    where = Markup(" › ").join(names) if names else tr.text("neighbourhood not chosen")
    if submission.needs_placing:
        return tr.text("{place} (neighbourhood not known yet)", place=where)
    return tr.text("Place: {place}", place=where)


def _facts(case: Case, now: datetime, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    submission = case.submission
    since = submission.status_at or submission.created_at
    lines = [
        _stands(submission.status, since, now, tr),
        _registered(submission.created_at, now, zone, tr),
        Markup(" · ").join(_who(submission, tr)),
    ]
    if submission.letter_number is not None:
        lines.append(_letter(submission, zone, tr))
    if case.holder is Holder.ME:
        lines.append(tr.text("You are working on it."))
    if case.holder is Holder.COLLEAGUE:
        lines.append(tr.text("A colleague is working on it just now."))
    return lines


def _stands(status: str, since: datetime, now: datetime, tr: Translator) -> Markup:
    label = status_label(status, tr)
    if (now - since).days < 1:
        return tr.text("<b>Status:</b> {status}, since today", status=label)
    return tr.text("<b>Status:</b> {status}, for {age}", status=label, age=age(since, now, tr))


def _registered(at: datetime, now: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    day = tr.date(at, zone, year=True)
    if (now - at).days < 1:
        return tr.text("Registered on {day}", day=day)
    return tr.text("Registered on {day}, {age} ago", day=day, age=age(at, now, tr))


def _who(submission: Submission, tr: Translator) -> list[Markup]:
    is_public = submission.visibility == Visibility.PUBLIC
    parts = [tr.text("neighbours may read it") if is_public else tr.text("only for the staff")]
    if submission.is_anonymous:
        parts.append(tr.text("anonymous"))
    if submission.recorded_by is not None:
        parts.append(tr.text("written down at the counter or on the telephone"))
    if submission.about == About.COUNCIL:
        parts.append(tr.text("about a council member"))
    if submission.about == About.EMPLOYEE:
        parts.append(tr.text("about an employee"))
    return parts


def _letter(submission: Submission, zone: ZoneInfo, tr: Translator) -> Markup:
    number = tr.code(shortened(submission.letter_number or "", 64))
    if submission.letter_date is None:
        return tr.text("Letter {number}", number=number)
    day = tr.date(day_begins(submission.letter_date, zone), zone, year=True)
    return tr.text("Letter {number} of {day}", number=number, day=day)


def _words(case: Case, tr: Translator) -> list[Markup]:
    text, lines = case.submission.text, []
    if text.strip():
        lines.append(tr.text("“{words}”", words=tr.quote(shortened(text, SHOWN))))
    kinds = [MediaKind(one.kind) for one in case.attachments]
    attached = attachments_line(kinds, has_location=case.submission.latitude is not None, tr=tr)
    return [*lines, *([attached] if attached is not None else [])]


def _buttons(case: Case, tr: Translator) -> list[list[Button]]:
    submission, may = case.submission, case.may

    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(NOUN, action, submission.id or 0, submission.version), style=style)

    doing = []
    if Action.ASK in may and case.takes_questions:
        doing.append(button(tr.label("case", "Ask the author"), "ask"))
    if Action.ANSWER in may:
        doing.append(button(tr.label("case", "Answer"), "answer", Style.SUCCESS))
    if Action.MOVE in may and case.moves:
        doing.append(button(tr.label("case", "Status"), "status"))
    if Action.NOTE in may:
        doing.append(button(tr.label("case", "Internal note"), "note"))
    if Action.PLACE in may and submission.needs_placing:
        doing.append(button(tr.label("case", "Neighbourhood"), "place"))
    if Action.TRANSCRIBE in may and any(one.kind in _SPOKEN for one in case.attachments):
        doing.append(button(tr.label("case", "Words of the voice message"), "transcribe"))
    looking = []
    if case.attachments:
        looking.append(button(tr.label("case", "Attachments"), "files"))
    if submission.latitude is not None:
        looking.append(button(tr.label("case", "On the map"), "pin"))
    return [
        _holding(case, button, tr),
        *in_pairs(doing),
        *in_pairs([*looking, *_goals(case, tr)]),
        [button(tr.label("case", "More"), "more"), to_desk(tr, stays=True)],
    ]


def _goals(case: Case, tr: Translator) -> list[Button]:
    """Behind which goals it stands: everybody reads that, so it is for public ones."""
    submission = case.submission
    is_public = submission.visibility == Visibility.PUBLIC and submission.kind != Kind.COMPLAINT
    if Action.PLAN not in case.may or not is_public:
        return []
    return [Button(tr.label("case", "Goals"), ButtonData(GOALS, "of", submission.id or 0))]


type _MakeButton = Callable[[str, str], Button]
_SPOKEN = frozenset({MediaKind.VOICE, MediaKind.AUDIO, MediaKind.VIDEO_NOTE})


def _holding(case: Case, button: _MakeButton, tr: Translator) -> list[Button]:
    following = Button(tr.label("desk", "Next"), ButtonData(DESK, "next", case.submission.id or 0))
    if Action.CLAIM not in case.may:
        return [following]
    if case.holder is Holder.ME:
        return [button(tr.label("case", "Let go of it"), "release"), following]
    return [button(tr.label("case", "Take it"), "take"), following]
