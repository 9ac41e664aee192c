"""The list of attendance of a session as its office keeps it, and the closing list of a course."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.agenda import heading
from handlers.views.meeting_words import when_words
from locales import Translator
from models.meeting import MeetingKind
from models.meeting_facts import MOST_SESSIONS, Facts

NOUN, ENTRY = "attend", "attendee"
PAGE, CLOSING_PAGE = 12, 25  # people of one page: as buttons, and as lines
_NAME, _LABEL = 40, 24  # UTF-16 units of a name in a line, and on a button
_BASE = MOST_SESSIONS + 1
_LISTED = 20  # names of one kind that are written out


@dataclass(frozen=True)
class Listed:
    """Somebody in the list, or who may come into it. `id` is their person's, or (by hand) that of their entry."""

    id: int
    name: str
    is_there: bool
    is_member: bool = False
    is_by_hand: bool = False


@dataclass(frozen=True)
class Roll:
    """The list of one session (from 1). `is_open`: it is late enough for somebody to be marked."""

    meeting_id: int
    kind: MeetingKind
    facts: Facts
    session: int
    people: Sequence[Listed]
    is_open: bool = True
    page: int = 0

    @property
    def is_course(self) -> bool:
        """Whether it has a closing list."""
        return self.kind is MeetingKind.COURSE

    @property
    def mark(self) -> int:
        """Meeting and session in one number, for buttons that carry a person's."""
        return self.meeting_id * _BASE + self.session

    def there(self, *, members: bool) -> list[Listed]:
        """Who came: members, or guests."""
        return [one for one in self.people if one.is_there and one.is_member == members]

    @property
    def absent(self) -> list[Listed]:
        """Members who did not come."""
        return [one for one in self.people if one.is_member and not one.is_there]


def unpacked(mark: int) -> tuple[int, int]:
    """The meeting and the session that a button carries."""
    return divmod(mark, _BASE)


def attendance_slot(meeting_id: int) -> str:
    """The name of the message that is the list."""
    return f"attend.{meeting_id}"


def roll_card(roll: Roll, zone: ZoneInfo, tr: Translator, *, said: Markup | None = None) -> View:
    """Who is there, who is not, guests; and a button for each to say otherwise."""
    blocks = [*([said] if said is not None else []), Markup("\n").join(_head(roll, zone, tr))]
    blocks += _groups(roll, tr)
    if not roll.is_open:
        blocks.append(tr.text("From an hour before the beginning on, people can be marked here."))
        return View(Markup("\n\n").join(blocks), [*_sessions(roll, tr), *_back(roll, tr)])
    blocks.append(tr.text("Press a name to mark who is there, and again to take the mark away."))
    return View(Markup("\n\n").join(blocks), [*_names(roll, tr), *_below(roll, tr)])


def _head(roll: Roll, zone: ZoneInfo, tr: Translator) -> list[Markup]:
    lines = [tr.text("<b>Attendance</b> of {meeting}", meeting=heading(roll.facts, zone, tr))]
    if len(roll.facts.sessions) > 1:
        when = when_words(roll.facts.sessions[roll.session - 1], zone, tr)
        total = tr.number(len(roll.facts.sessions))
        number = tr.number(roll.session)
        lines.append(tr.text("Session {number} of {total}: {when}", number=number, total=total, when=when))
    return lines


def _groups(roll: Roll, tr: Translator) -> list[Markup]:
    groups = (
        (tr.text("Present:"), roll.there(members=True)),
        (tr.text("Absent:"), roll.absent),
        (tr.text("Participants:") if roll.is_course else tr.text("Guests:"), roll.there(members=False)),
    )
    lines = [_group(head, found, tr) for head, found in groups if found]
    return [Markup("\n").join(lines)] if lines else [tr.text("Nobody is in it yet.")]


def _group(head: Markup, found: Sequence[Listed], tr: Translator) -> Markup:
    comma = Markup.escape(tr.label("list", ", "))
    names = comma.join(tr.quote(shortened(one.name or "—", _NAME)) for one in found[:_LISTED])
    left = len(found) - _LISTED
    if left > 0:
        names = tr.count("{names} and {number} more", "{names} and {number} more", left, names=names)
    return tr.text("{head} {number} – {names}", head=head, number=tr.number(len(found)), names=names)


def _names(roll: Roll, tr: Translator) -> list[list[Button]]:
    shown = roll.people[roll.page * PAGE : (roll.page + 1) * PAGE]
    return [*in_pairs([_name(roll, one) for one in shown]), _paging(roll, tr)]


def _name(roll: Roll, one: Listed) -> Button:
    mark = "✅ " if one.is_there else "▫️ "
    action = "out" if one.is_by_hand else "away" if one.is_there else "here"
    return Button(mark + shortened(one.name or "—", _LABEL), ButtonData(ENTRY, action, one.id, roll.mark))


def _paging(roll: Roll, tr: Translator) -> list[Button]:
    buttons = []
    if roll.page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), _to(roll, roll.session, roll.page - 1)))
    if (roll.page + 1) * PAGE < len(roll.people):
        buttons.append(Button(tr.label("paging", "Next ›"), _to(roll, roll.session, roll.page + 1)))
    return buttons


def _to(roll: Roll, session: int, page: int = 0) -> ButtonData:
    return ButtonData(NOUN, "open", roll.meeting_id, page * _BASE + session)


def page_and_session(version: int) -> tuple[int, int]:
    """The page and the session (0: the present one) that «open» leads to."""
    return divmod(version, _BASE)


def _below(roll: Roll, tr: Translator) -> list[list[Button]]:
    guest = tr.label("attendance", "Write a name") if roll.is_course else tr.label("attendance", "Write a guest's name")
    keys = [Button(guest, ButtonData(NOUN, "guest", roll.meeting_id, roll.session))]
    return [keys, *_sessions(roll, tr), *_back(roll, tr)]


def _sessions(roll: Roll, tr: Translator) -> list[list[Button]]:
    keys = []
    if roll.session > 1:
        label = tr.label("attendance", "‹ Session {number}", number=tr.number(roll.session - 1))
        keys.append(Button(label, _to(roll, roll.session - 1)))
    if roll.session < len(roll.facts.sessions):
        label = tr.label("attendance", "Session {number} ›", number=tr.number(roll.session + 1))
        keys.append(Button(label, _to(roll, roll.session + 1)))
    return [keys]


def _back(roll: Roll, tr: Translator) -> list[list[Button]]:
    closing = Button(tr.label("attendance", "Closing list"), ButtonData(NOUN, "closing", roll.meeting_id))
    meeting = Button(tr.label("agenda", "‹ The meeting"), ButtonData("meeting", "open", roll.meeting_id))
    minutes = Button(tr.label("minutes", "Minutes"), ButtonData("minutes", "open", roll.meeting_id))
    if roll.is_course:
        return [[closing], [meeting]]
    return [[minutes, meeting] if roll.is_open else [meeting]]


def guest_asked(roll: Roll, tr: Translator, *, problem: Markup | None = None) -> View:
    """Who else is there?"""
    words = tr.text("Who else is there? Write the name; several, each in a line of its own.")
    blocks = [*([problem] if problem is not None else []), words]
    return View(Markup("\n\n").join(blocks), [[Button(tr.label("button", "Back"), _to(roll, roll.session))]])


def guests_added(names: Sequence[str], tr: Translator) -> Markup:
    """They are in the list."""
    if len(names) == 1:
        return tr.text("✅ {name} is in the list.", name=tr.quote(shortened(names[0], _NAME)))
    return tr.count("✅ {number} name was added.", "✅ {number} names were added.", len(names))


def taken_out_toast(name: str, tr: Translator) -> str:
    """Somebody is not in the list any more; their name is said, in case that was a slip."""
    return tr.plain("{name} was taken out of the list.", name=tr.quote(shortened(name, _NAME)))


@dataclass(frozen=True)
class Closing:
    """The closing list of a course: (name, in how many sessions), of as many sessions as there were until now."""

    meeting_id: int
    facts: Facts
    lines: Sequence[tuple[str, int]]
    sessions: int
    page: int = 0


def closing_card(closing: Closing, zone: ZoneInfo, tr: Translator) -> View:
    """Who was in how many sessions, the most first."""
    pages = max(1, -(-len(closing.lines) // CLOSING_PAGE))
    page = min(max(closing.page, 0), pages - 1)
    first = page * CLOSING_PAGE
    head = tr.text("<b>Closing list</b> of {meeting}", meeting=heading(closing.facts, zone, tr))
    total = tr.count("{number} session so far", "{number} sessions so far", closing.sessions)
    lines = [
        tr.text(
            "{number}. {name}: {sessions}",
            number=tr.number(number),
            name=tr.quote(shortened(name or "—", _NAME)),
            sessions=tr.count("{number} session", "{number} sessions", count),
        )
        for number, (name, count) in enumerate(closing.lines[first : first + CLOSING_PAGE], start=first + 1)
    ]
    body = Markup("\n").join(lines) if lines else tr.text("Nobody is in it yet.")
    rows = [_turning(closing, page, pages, tr)]
    back = Button(tr.label("attendance", "‹ Attendance"), ButtonData(NOUN, "open", closing.meeting_id))
    return View(Markup("\n\n").join((Markup("\n").join((head, total)), body)), [*rows, [back]])


def _turning(closing: Closing, page: int, pages: int, tr: Translator) -> list[Button]:
    buttons = []
    for label, target in ((tr.label("paging", "‹ Previous"), page - 1), (tr.label("paging", "Next ›"), page + 1)):
        if 0 <= target < pages:
            buttons.append(Button(label, ButtonData(NOUN, "closing", closing.meeting_id, target)))
    return buttons
