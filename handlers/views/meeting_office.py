"""A meeting as its office sees it while it is put together: the card of a draft, and what its buttons carry."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.meeting_words import facts_lines, title_words
from locales import Translator, mark_label
from models.meeting import Invites, MeetingKind
from models.meeting_facts import Facts, Field
from models.meeting_shown import MeetingShown

NOUN = "meeting"
_NAME = 60  # letters of somebody's name in a line
_SESSIONS = 4  # of a course, shown in words

_KINDS = {
    MeetingKind.ORDINARY: mark_label("meeting kind", "ordinary"),
    MeetingKind.EXTRAORDINARY: mark_label("meeting kind", "extraordinary"),
    MeetingKind.COURSE: mark_label("meeting kind", "course"),
}
_INVITES = {
    Invites.AREA: mark_label("invited", "Who lives there or follows it"),
    Invites.MEMBERS: mark_label("invited", "Members of the council"),
    Invites.LIST: mark_label("invited", "Only its own list"),
}
_FACTS = {
    "when": mark_label("meeting", "Time"),
    "sessions": mark_label("meeting", "Sessions"),
    "length": mark_label("meeting", "How long"),
    "place": mark_label("meeting", "Place"),
    "link": mark_label("meeting", "Link"),
    "title": mark_label("meeting", "Title"),
    "kind": mark_label("meeting", "Kind"),
    "invites": mark_label("meeting", "Who is invited"),
    "capacity": mark_label("meeting", "Capacity"),
    "repeat": mark_label("meeting", "Comes again"),
    "chair": mark_label("meeting", "Chair"),
    "discard": mark_label("meeting", "Delete the draft"),
    "leave": mark_label("meeting", "Later"),
}
_MEETING = (("when", "length"), ("place", "link"), ("title", "kind"), ("invites", "capacity"), ("agenda", "repeat"))
_COURSE = (("sessions", "capacity"), ("place", "link"), ("title", "kind"), ("invites", "agenda"))
_LAST = (("chair", "discard"), ("leave",))
_ROWS = {False: (*_MEETING, *_LAST), True: (*_COURSE, *_LAST)}  # whether it is a course


@dataclass(frozen=True)
class Called:
    """A meeting with all that its office's cards say of it.

    `place` is whose body meets, within a sentence. `everybody` is how many people its announcement reaches now,
    `in_digest` how many of these in their next digest; `guests` stand on its own list. `told` are those who have its
    announcement.
    """

    shown: MeetingShown
    place: Markup
    everybody: int = 0
    in_digest: int = 0
    guests: int = 0
    chair: str = ""
    questions: int = 0
    told: int = 0
    is_paused: bool = False  # something that is told of it waits for somebody's word

    @property
    def facts(self) -> Facts:
        """What people are told of it."""
        return self.shown.facts

    @property
    def is_course(self) -> bool:
        """Whether it has several sessions, for which people register."""
        return self.shown.kind is MeetingKind.COURSE

    def data(self, action: str) -> ButtonData:
        """What a button of its cards carries."""
        return ButtonData(NOUN, action, self.shown.id, self.shown.version)

    def button(self, label: str, action: str, style: Style | None = None) -> Button:
        """A button of its cards."""
        return Button(label, self.data(action), style=style)


def meeting_slot(meeting_id: int | None) -> str:
    """The name of the message that is the card of a meeting."""
    return f"meeting.{meeting_id}"


def row_version(called: Called) -> int:
    """What buttons carry that name no meeting: of its id and its version enough that no other's can be meant."""
    return called.shown.id % 100_000 * 10_000 + called.shown.version % 10_000


def kind_name(kind: MeetingKind, tr: Translator) -> str:
    """What kind of meeting it is, as a label: «فوق‌العاده»."""
    return tr.label("meeting kind", _KINDS[kind])


def invites_name(invites: Invites, tr: Translator) -> str:
    """Who is told of it, as a label."""
    return tr.label("invited", _INVITES[invites])


def usual_title(kind: MeetingKind, place: str, tr: Translator, *, is_weekly: bool = False) -> str:
    """What a meeting is called unless somebody says otherwise; `place` is plain: «محلهٔ گلسار»."""
    if kind is MeetingKind.COURSE:
        return tr.label("meeting title", "Course in {place}", place=place)
    if kind is MeetingKind.EXTRAORDINARY:
        return tr.label("meeting title", "Extraordinary meeting of the council of {place}", place=place)
    if is_weekly:
        return tr.label("meeting title", "Weekly meeting of the council of {place}", place=place)
    return tr.label("meeting title", "Meeting of the council of {place}", place=place)


def back_to_card(called: Called, tr: Translator) -> list[Button]:
    """The way back from whatever is asked about it."""
    return [called.button(tr.label("button", "Back"), "card")]


def draft_card(called: Called, zone: ZoneInfo, tr: Translator) -> View:
    """A draft: what is known of it, what is asked next, a button for each fact, and the one tap that announces it."""
    facts = called.facts
    if facts.lacking:
        lines = [
            tr.text("<b>{title}</b> · draft", title=title_words(facts.title, tr)),
            *facts_lines(facts, zone, tr, most=_SESSIONS),
        ]
        lines += [*_more_lines(called, tr), Markup(), _next_question(facts, tr)]
    else:
        lines = [tr.text("<b>Your meeting</b> stands above as people will see it."), *_more_lines(called, tr)]
        lines.append(size_words(called, tr))
    return View(Markup("\n").join(lines), _draft_rows(called, tr))


def _more_lines(called: Called, tr: Translator) -> list[Markup]:
    """What people are not told, or not so plainly: its kind, who is invited, how many places it has, who leads it."""
    shown = called.shown
    lines = []
    if shown.kind is not MeetingKind.ORDINARY:
        lines.append(tr.text("Kind: {kind}", kind=kind_name(shown.kind, tr)))
    lines.append(invited_words(called, tr))
    if shown.places.capacity is not None:
        lines.append(tr.count("{number} place", "{number} places", shown.places.capacity))
    if called.chair:
        lines.append(tr.text("Chair: {name}", name=tr.quote(shortened(called.chair, _NAME))))
    return lines


def invited_words(called: Called, tr: Translator) -> Markup:
    """«برای: اهالی و دنبال‌کنندگان محلهٔ گلسار»; and how many stand on its own list."""
    words = {
        Invites.AREA: tr.text("For: who lives in {place} or follows it", place=called.place),
        Invites.MEMBERS: tr.text("For: the members of the council of {place}", place=called.place),
        Invites.LIST: tr.text("For: its own list alone"),
    }[called.shown.invites]
    if not called.guests:
        return words
    listed = tr.count("{number} person on its list", "{number} people on its list", called.guests)
    return Markup(" · ").join((words, listed))


def size_words(called: Called, tr: Translator) -> Markup:
    """How many people are told now."""
    if not called.everybody:
        return tr.text("Nobody is told of it yet; whoever looks at /meetings finds it there.")
    if not called.in_digest:
        return tr.count("{number} person is told.", "{number} people are told.", called.everybody)
    return tr.text(
        "{everybody} people are told; {digest} of them in their next digest.",
        everybody=tr.number(called.everybody),
        digest=tr.number(called.in_digest),
    )


def _next_question(facts: Facts, tr: Translator) -> Markup:
    first = facts.lacking[0]
    if first == Field.SESSIONS:
        return tr.text(
            "<b>When is it?</b> Write it, such as “{example}” or “{other}”, or choose it in the calendar.",
            example=tr.text("Thursday 17:00"),
            other=tr.text("tomorrow from 17:00 to 18:30"),
        )
    if first == Field.PLACE:
        return tr.text("<b>Where is it?</b> Write the place or send a pin; for one online choose “Link”.")
    return tr.text("<b>What is it called?</b> Write its title.")


def announce_label(called: Called, tr: Translator) -> str:
    """«اعلام به ۱٬۲۴۰ نفر»."""
    if not called.everybody:
        return tr.label("meeting", "Announce")
    if called.everybody == 1:
        return tr.label("meeting", "Announce to one person")
    return tr.label("meeting", "Announce to {number} people", number=tr.number(called.everybody))


def _draft_rows(called: Called, tr: Translator) -> list[list[Button]]:
    announce = [called.button(announce_label(called, tr), "publish", Style.SUCCESS)]
    rows = [[fact_button(called, action, tr) for action in row] for row in _ROWS[called.is_course]]
    return [[] if called.facts.lacking else announce, *rows]


def fact_button(called: Called, action: str, tr: Translator) -> Button:
    """The button that leads to what can be said of it: time, place, capacity."""
    if action == "agenda":
        return agenda_button(called, tr)
    return called.button(tr.label("meeting", _FACTS[action]), action)


def agenda_button(called: Called, tr: Translator) -> Button:
    """Its agenda, with how many items it has."""
    count = len(called.shown.agenda)
    label = (
        tr.label("meeting", "Agenda ({number})", number=tr.number(count)) if count else tr.label("meeting", "Agenda")
    )
    return Button(label, ButtonData("agenda", "open", called.shown.id))
