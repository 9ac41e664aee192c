"""Meetings: what a council calls people to, who comes and who came, and what is on the agenda."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import JsonText, messenger_id, moment, own_key, reference, reference_key, words

_TO_LEAVE = text("state = 'scheduled'")
_TO_COME = text("state = 'announced'")


class MeetingKind(StrEnum):
    """What kind of meeting it is; stored by name."""

    ORDINARY = "ordinary"
    EXTRAORDINARY = "extraordinary"
    COURSE = "course"  # several sessions, for which people register


class MeetingState(StrEnum):
    """Where a meeting stands; stored by name: `draft → scheduled → announced → held`, or `cancelled`."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"  # its announcement leaves at `announce_at`; until then it can be taken back
    ANNOUNCED = "announced"
    HELD = "held"  # its time is over
    CANCELLED = "cancelled"
    DISCARDED = "discarded"


class Invites(StrEnum):
    """Who is told of it; stored by name. Whoever is on its own list is told in every case."""

    AREA = "area"  # who lives in the area or follows it, and wants to hear of meetings
    MEMBERS = "members"  # council members of the area
    LIST = "list"  # its own list alone


class Answer(StrEnum):
    """What somebody answered to an invitation; stored by name."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    WAITING = "waiting"  # they would come, and there is no room


class Part(StrEnum):
    """As what somebody is in the list of attendance; stored by name."""

    PRESENT = "present"  # who has a seat there: a member of the council
    ABSENT = "absent"
    GUEST = "guest"


class Outcome(StrEnum):
    """What became of an item of the agenda; stored by name."""

    RESOLVED = "resolved"  # a resolution came of it
    NOTED = "noted"  # talked about, nothing to decide
    POSTPONED = "postponed"
    DECLINED = "declined"


class MeetingNews(StrEnum):
    """What a delivery about a meeting tells one person; its content's `what`. Stored by name."""

    AGENDA = "agenda"  # to its chair: the agenda was prefilled
    LEFT = "left"  # to its chair, and who called it: everybody was told, and how many that is
    OVER = "over"  # to its chair: the minutes are to be written
    ROOM = "room"  # to somebody who waited: there is room for them now
    HELD_BACK = "held_back"  # to who calls meetings there: nobody may announce it any more


class Rule(StrEnum):
    """How often a series comes again; stored by name."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"  # on the same Jalali day of the month, or its last


class Meeting(SQLModel, table=True):
    """One meeting, or a course. `facts` is what people are told of it (`models.meeting_facts.Facts` as JSON).

    `starts_at` and `ends_at` are those of the facts, of a course its first session's beginning and its last one's end.
    `area_id` is the area whose body meets. `author_id` called it, `chair_id` leads it: both hold the office now (a
    successor, once theirs ended). `series_day` is the day of its series that it is, wherever it was moved to.
    `announce_at` is when its announcement leaves, `announced_at` when it left. `revision` counts what people were told;
    `version` goes up with every change: buttons drawn before are old. `agenda_filled_at`: since when its agenda is
    prefilled.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("series_id", "series_day"),
        Index("ix_meeting_to_leave", "bot_id", "announce_at", sqlite_where=_TO_LEAVE, postgresql_where=_TO_LEAVE),
        Index("ix_meeting_to_come", "bot_id", "starts_at", sqlite_where=_TO_COME, postgresql_where=_TO_COME),
        Index("ix_meeting_area_id_starts_at", "area_id", "starts_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    kind: str = words(default=MeetingKind.ORDINARY.value)
    area_id: int = reference("area.id", index=False)
    series_id: int | None = reference("meeting_series.id", nullable=True, index=False)
    series_day: date | None = None
    author_id: int = reference("person.id")
    chair_id: int = reference("person.id", index=False)
    state: str = words(default=MeetingState.DRAFT.value)
    facts: Any = Field(default_factory=dict, sa_type=JsonText)
    starts_at: datetime | None = moment(nullable=True)
    ends_at: datetime | None = moment(nullable=True)
    capacity: int | None = None
    invites: str = words(default=Invites.AREA.value)
    revision: int = 1
    announce_at: datetime | None = moment(nullable=True)
    announced_at: datetime | None = moment(nullable=True)
    cancelled_at: datetime | None = moment(nullable=True)
    cancel_reason: str | None = words(nullable=True)
    agenda_filled_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    version: int = 1


class MeetingRevision(SQLModel, table=True):
    """What people were told of a meeting from some moment on. `facts` as in `Meeting`."""

    __tablename__ = "meeting_revision"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    meeting_id: int = reference("meeting.id", index=False)
    number: int
    facts: Any = Field(default_factory=dict, sa_type=JsonText)
    made_by: int | None = reference("person.id", nullable=True, index=False)
    made_at: datetime = moment()


class MeetingSeries(SQLModel, table=True):
    """Meetings that come again. `facts` is what they have in common, its first moment the first one's.

    `next_day` is the day (of the city's calendar) of the next occurrence that is not in `meeting` yet; `month_day` the
    Jalali day of a monthly one. An occurrence is announced `announce_before` hours before it begins.
    """

    __tablename__ = "meeting_series"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = own_key()
    bot_id: int = messenger_id()
    area_id: int = reference("area.id")
    author_id: int = reference("person.id", index=False)
    chair_id: int = reference("person.id", index=False)
    facts: Any = Field(default_factory=dict, sa_type=JsonText)
    capacity: int | None = None
    invites: str = words(default=Invites.AREA.value)
    rule: str = words()
    month_day: int | None = None
    skips_holidays: bool = True
    announce_before: int = 48
    next_day: date
    until: date | None = None
    ended_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    version: int = 1


class AgendaItem(SQLModel, table=True):
    """One item of an agenda: words, or a submission; who presents it, and what the minutes say of it."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "submission_id"),
        Index("ix_agenda_item_meeting_id_position", "meeting_id", "position", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    meeting_id: int = reference("meeting.id", index=False)
    position: int
    text: str = words()
    submission_id: int | None = reference("submission.id", nullable=True)
    presenter: str | None = words(nullable=True)
    is_prefilled: bool = False
    summary: str | None = words(nullable=True)
    decision: str | None = words(nullable=True)
    outcome: str | None = words(nullable=True)
    created_at: datetime = moment()


class MeetingGuest(SQLModel, table=True):
    """Somebody on a meeting's own list."""

    __tablename__ = "meeting_guest"

    meeting_id: int = reference_key("meeting.id")
    person_id: int = reference_key("person.id", index=True)
    added_by: int | None = reference("person.id", nullable=True, index=False)
    created_at: datetime = moment()


class Rsvp(SQLModel, table=True):
    """What somebody answered. Those who wait do so in the order of `asked_at`."""

    __tablename__ = "rsvp"
    __table_args__ = (Index("ix_rsvp_meeting_id_answer", "meeting_id", "answer", "asked_at", "person_id"),)

    meeting_id: int = reference_key("meeting.id")
    person_id: int = reference_key("person.id", index=True)
    answer: str = words()
    asked_at: datetime = moment()  # since when they have a place, or wait for one
    answered_at: datetime = moment()


class Attendance(SQLModel, table=True):
    """Somebody in the list of attendance of a session (1, but for courses); by hand with a name alone."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "session", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    meeting_id: int = reference("meeting.id")
    session: int = 1
    person_id: int | None = reference("person.id", nullable=True)
    name: str = words()  # what they call themselves, or were called by who wrote it down
    part: str = words()
    noted_by: int | None = reference("person.id", nullable=True, index=False)  # none: they checked in themselves
    noted_at: datetime = moment()


class MeetingQuestion(SQLModel, table=True):
    """What somebody wants to be asked at a meeting; collected for its chair."""

    __tablename__ = "meeting_question"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id", "message_id"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    meeting_id: int = reference("meeting.id", index=False)
    person_id: int = reference("person.id")
    message_id: int = messenger_id()
    text: str = words()
    created_at: datetime = moment()


class MinutesState(StrEnum):
    """Where minutes stand; stored by name."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Minutes(SQLModel, table=True):
    """The minutes of a meeting: what its agenda's items do not say themselves.

    `number` counts the meetings of a body in a term. `file` (a `MediaItem` as JSON) takes the place of the form where
    somebody has it on paper; `note` is then what it says in short. `revision` counts what was published.
    """

    __tablename__ = "minutes"
    __table_args__ = (UniqueConstraint("area_id", "term", "number"),)

    meeting_id: int = reference_key("meeting.id")
    area_id: int = reference("area.id", index=False)
    term: int
    number: int
    chair: str = words()  # the name below which it is signed
    note: str | None = words(nullable=True)
    file: Any = Field(default=None, sa_type=JsonText, nullable=True)
    state: str = words(default=MinutesState.DRAFT.value)
    revision: int = 1
    made_by: int = reference("person.id", index=False)
    created_at: datetime = moment()
    published_at: datetime | None = moment(nullable=True)
    updated_at: datetime = moment()
    version: int = 1
