"""Goals: what the city promised to reach, how far it has come, and who wants to hear of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import BIG_KEY, CleanText, JsonText, messenger_id, moment, own_key, reference, reference_key, words

_UNTOLD = text("told_at IS NULL AND removed_at IS NULL")
_TO_CLOSE = text("state = 'open'")


class GoalStatus(StrEnum):
    """Where a goal stands; stored by name."""

    PLANNED = "planned"  # nothing was begun yet
    ACTIVE = "active"
    PAUSED = "paused"
    REACHED = "reached"
    DROPPED = "dropped"  # it is not pursued any more; its history stays


class CallState(StrEnum):
    """Where a call for ideas stands; stored by name."""

    OPEN = "open"
    CLOSED = "closed"  # its last day is over, or it was ended early
    CANCELLED = "cancelled"  # its notice never left


class ImportState(StrEnum):
    """Where the reading of a published text stands; stored by name."""

    OPEN = "open"
    DONE = "done"
    DISCARDED = "discarded"


class Goal(SQLModel, table=True):
    """One goal of an area; a city's goals are its top area's.

    `number` is that of its publication, unique in its area; `position` its place in the list. `owner_body` is whose
    work it is. A measure is a `unit` with `baseline` and `target` (which may be below it); `due_on` a day of the
    city's calendar. Budgets are in tomans, for the Jalali `budget_year`. `value` and `stated` (percent) are those of
    its newest valid update, kept here for lists. `search_key` is folded text. `published_at` is None for what the
    office still prepares.
    """

    __tablename__ = "goal"
    __table_args__ = (
        UniqueConstraint("area_id", "number"),
        Index("ix_goal_published_at", "published_at", "id"),
        # What lists count and put in order, without a look at the rows themselves.
        Index("ix_goal_list", "area_id", "position", "published_at", "status"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    area_id: int = reference("area.id", index=False)
    number: int
    position: int
    title: str = words()
    description: str = words(default="")
    owner_body: str = words(default="")
    status: str = words(default=GoalStatus.ACTIVE.value)
    status_at: datetime = moment()
    unit: str | None = words(nullable=True)
    baseline: float | None = None
    target: float | None = None
    due_on: date | None = None
    budget_allotted: int | None = Field(default=None, sa_type=BigInteger)
    budget_spent: int | None = Field(default=None, sa_type=BigInteger)
    budget_year: int | None = None
    value: float | None = None
    stated: int | None = None
    search_key: str = words(default="")
    published_at: datetime | None = moment(nullable=True)
    made_by: int | None = reference("person.id", nullable=True, index=False)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    version: int = 1


class GoalTopic(SQLModel, table=True):
    """A topic that a goal is about."""

    __tablename__ = "goal_topic"
    __table_args__ = (Index("ix_goal_topic_topic", "topic", "goal_id"),)

    goal_id: int = reference_key("goal.id")
    topic: str = Field(primary_key=True, sa_type=CleanText, sa_column_args=[ForeignKey("topic.code")])


class GoalUpdate(SQLModel, table=True):
    """One report on how far a goal has come: a sentence, maybe a value, a stated percentage, a status and files.

    `photo` and `document` are `models.media.MediaItem` as JSON, shown through the bot of `bot_id`. A `resolution_id`
    or `submission_id` names what moved the goal. `corrects_id` is the update that this one takes the place of. `on_day`
    is the day of the city's calendar of which it tells. It is told at `tell_at` (`told_at`: in the round `round_id`);
    until then it can be removed without a trace in anybody's chat.
    """

    __tablename__ = "goal_update"
    __table_args__ = (
        Index("ix_goal_update_goal_id_id", "goal_id", "id"),
        Index("ix_goal_update_untold", "bot_id", "tell_at", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        UniqueConstraint("corrects_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    goal_id: int = reference("goal.id", index=False)
    bot_id: int = messenger_id()
    text: str = words()
    value: float | None = None
    stated: int | None = None
    status_from: str | None = words(nullable=True)
    status_to: str | None = words(nullable=True)
    photo: Any = Field(default=None, sa_type=JsonText, nullable=True)
    document: Any = Field(default=None, sa_type=JsonText, nullable=True)
    resolution_id: int | None = reference("resolution.id", nullable=True)
    submission_id: int | None = reference("submission.id", nullable=True)
    corrects_id: int | None = reference("goal_update.id", nullable=True, index=False)
    on_day: date
    tell_at: datetime = moment()
    round_id: int | None = reference("goal_round.id", nullable=True)
    told_at: datetime | None = moment(nullable=True)
    removed_at: datetime | None = moment(nullable=True)
    made_by: int | None = reference("person.id", nullable=True, index=False)
    made_at: datetime = moment()


class GoalRound(SQLModel, table=True):
    """Updates that are told together: each follower gets one message of all that concern them."""

    __tablename__ = "goal_round"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = own_key()
    bot_id: int = messenger_id()
    begun_at: datetime = moment()


class GoalFollow(SQLModel, table=True):
    """Somebody wants to hear of a goal."""

    __tablename__ = "goal_follow"

    goal_id: int = reference_key("goal.id")
    person_id: int = reference_key("person.id", index=True)
    created_at: datetime = moment()


class GoalSubmission(SQLModel, table=True):
    """A resident's submission behind a goal, confirmed by a person, or an answer to a call for ideas."""

    __tablename__ = "goal_submission"

    goal_id: int = reference_key("goal.id")
    submission_id: int = reference_key("submission.id", index=True)
    call_id: int | None = reference("goal_call.id", nullable=True)
    linked_by: int | None = reference("person.id", nullable=True, index=False)
    created_at: datetime = moment()


class GoalResolution(SQLModel, table=True):
    """A resolution that serves a goal."""

    __tablename__ = "goal_resolution"

    goal_id: int = reference_key("goal.id")
    resolution_id: int = reference_key("resolution.id", index=True)
    linked_by: int | None = reference("person.id", nullable=True, index=False)
    created_at: datetime = moment()


class GoalMeeting(SQLModel, table=True):
    """A meeting at which a goal is, or was, spoken of."""

    __tablename__ = "goal_meeting"

    goal_id: int = reference_key("goal.id")
    meeting_id: int = reference_key("meeting.id", index=True)
    linked_by: int | None = reference("person.id", nullable=True, index=False)
    created_at: datetime = moment()


class GoalCall(SQLModel, table=True):
    """A call for ideas for a goal, sent as a notice; proposals that answer it count until the end of `closes_on`.

    `question` is what is asked. `closes_at` is the first moment after its last day. `result` is what the office said
    afterwards about what became of the ideas.
    """

    __tablename__ = "goal_call"
    __table_args__ = (
        UniqueConstraint("notice_id"),
        Index("ix_goal_call_to_close", "bot_id", "closes_at", sqlite_where=_TO_CLOSE, postgresql_where=_TO_CLOSE),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    goal_id: int = reference("goal.id")
    notice_id: int = reference("notice.id", index=False)
    question: str = words()
    closes_on: date
    closes_at: datetime = moment()
    state: str = words(default=CallState.OPEN.value)
    closed_at: datetime | None = moment(nullable=True)
    result: str | None = words(nullable=True)
    result_at: datetime | None = moment(nullable=True)
    opened_by: int = reference("person.id", index=False)
    opened_at: datetime = moment()
    version: int = 1


class GoalImport(SQLModel, table=True):
    """A published text that somebody is making goals of: what was read, and what they decided about each line.

    `entries` is a list of `models.goal_reading.Line` as JSON. `source_name` is a file's name; None for pasted text.
    """

    __tablename__ = "goal_import"
    __table_args__ = (
        Index("ix_goal_import_person_id_state", "person_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    person_id: int = Field(sa_type=BIG_KEY, sa_column_args=[ForeignKey("person.id")])
    area_id: int = reference("area.id", index=False)
    source_name: str | None = words(nullable=True)
    entries: Any = Field(default_factory=list, sa_type=JsonText)
    state: str = words(default=ImportState.OPEN.value)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    version: int = 1
