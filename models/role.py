"""Roles: who holds which office, where, and from when until when; and the invitations that hand them out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from models.types import moment, own_key, reference, words


class Role(StrEnum):
    """An office that somebody holds for an area and everything below it; stored by name."""

    OWNER = "owner"
    SECRETARIAT = "secretariat"
    MANAGER = "manager"
    COUNCIL = "council"
    EXPERT = "expert"


class Action(StrEnum):
    """What a role may do with a submission that it sees, or with the office itself."""

    SEE = "see"
    CLAIM = "claim"
    ASK = "ask"
    ANSWER = "answer"
    NOTE = "note"
    MOVE = "move"
    CORRECT = "correct"
    PLACE = "place"
    TRANSCRIBE = "transcribe"
    LETTER = "letter"
    RECORD = "record"  # what somebody said at the counter or on the telephone
    EXPORT = "export"
    IDENTITY = "identity"  # who wrote it, where they did not ask to be anonymous
    ANNOUNCE = "announce"  # write to the residents of an area, and approve what others write to them
    MEET = "meet"  # call meetings, write their minutes, and put what they decide on record
    PURSUE = "pursue"  # say how far a resolution, or a goal, has come
    PLAN = "plan"  # say what the goals of an area are: read them from their text, change them, call for ideas
    GRANT = "grant"
    AUDIT = "audit"


_DESK = frozenset(
    {
        Action.SEE,
        Action.CLAIM,
        Action.ASK,
        Action.ANSWER,
        Action.NOTE,
        Action.MOVE,
        Action.TRANSCRIBE,
        Action.RECORD,
        Action.EXPORT,
        Action.ANNOUNCE,
        Action.PURSUE,
    }
)
_OFFICE = _DESK | {Action.CORRECT, Action.PLACE, Action.LETTER, Action.IDENTITY}

MAY: dict[Role, frozenset[Action]] = {
    Role.OWNER: frozenset(Action),
    Role.SECRETARIAT: _OFFICE | {Action.MEET, Action.PLAN},
    Role.MANAGER: _OFFICE,
    Role.COUNCIL: _DESK | {Action.CORRECT, Action.MEET},
    Role.EXPERT: frozenset(),  # sees what a working group is given, which is not part of the desk
}
"""The one table of what each role may do in its area. docs/ARCHITECTURE.md shows it; a test compares the two."""

OF_THE_WHOLE = frozenset({Action.GRANT, Action.AUDIT})
"""What is about the office as a whole and no part of the city: for owners of the whole city alone."""


class GrantNews(StrEnum):
    """What a delivery about an office tells; its content's `what`. Stored by name."""

    USED = "used"  # to the inviter: somebody took the office
    CHANGED = "changed"  # to its holder: another end or another area
    ENDED = "ended"  # to its holder
    PASSED = "passed"  # to a successor: what the holder had open is theirs now
    UNUSED = "unused"  # to the inviter: a link ended and nobody took the office; the source is 0


class Grant(SQLModel, table=True):
    """Somebody's office, from a moment until another (or until it is revoked). No area means the whole city."""

    __tablename__ = "role_grant"
    __table_args__ = (
        Index("ix_role_grant_person_id", "person_id"),
        Index("ix_role_grant_area_id", "area_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    person_id: int = reference("person.id", index=False)
    role: str = words()
    area_id: int | None = reference("area.id", nullable=True, index=False)
    starts_at: datetime = moment()
    ends_at: datetime | None = moment(nullable=True)
    granted_by: int | None = reference("person.id", nullable=True)
    invitation_id: int | None = reference("invitation.id", nullable=True)
    revoked_at: datetime | None = moment(nullable=True)
    settled_at: datetime | None = moment(nullable=True)  # when what its holder had open was passed on
    created_at: datetime = moment()


class Invitation(SQLModel, table=True):
    """A link that hands out one grant, once, until it expires. Only a hash of its token is kept."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("token_hash"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    token_hash: str = words()
    role: str = words()
    area_id: int | None = reference("area.id", nullable=True)
    grant_ends_at: datetime | None = moment(nullable=True)
    invited_by: int = reference("person.id")
    created_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(nullable=True)
    used_by: int | None = reference("person.id", nullable=True)
    revoked_at: datetime | None = moment(nullable=True)


@dataclass(frozen=True)
class Held:
    """An office that somebody holds, or held. `name` is what its holder calls themselves."""

    grant_id: int
    person_id: int
    name: str
    role: Role
    area_id: int | None
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Offer:
    """An office that a link hands out. `inviter` is what the inviter calls themselves; `ends_at` ends the office."""

    id: int
    role: Role
    area_id: int | None
    ends_at: datetime | None
    inviter: str
    expires_at: datetime
