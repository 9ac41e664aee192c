"""The audit trail: what staff did, to what, and how it was before. The database itself refuses to change a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.role import Role
from models.types import BIG_KEY, JsonText, moment, own_key, reference, words


class Audit(SQLModel, table=True):
    """One action. `person_id` is who did it; `actor` says so where it was no person of the chat (`cli:alireza`).

    `object_kind` and `object_id` name what it was done to (`submission` 12, `role_grant` 3); `before` and `after` hold
    what changed and nothing else, as JSON.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_at", "at"),
        Index("ix_audit_object_kind_object_id", "object_kind", "object_id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    at: datetime = moment()
    person_id: int | None = reference("person.id", nullable=True)
    actor: str = words()
    action: str = words()
    object_kind: str = words()
    object_id: int | None = Field(default=None, sa_type=BIG_KEY)
    before: Any = Field(default=None, sa_type=JsonText, nullable=True)
    after: Any = Field(default=None, sa_type=JsonText, nullable=True)


@dataclass(frozen=True)
class AuditLine:
    """A row with what its reader needs beside it.

    Attributes:
        row: the row.
        name: what whoever did it calls themselves; None where it was no person.
        role: their office at the time; None where they held none any more, or it was no person.
        role_area_id: of that office; None for the whole city.
        subject: the tracking code of a submission, the title of a goal, or the office that a grant or an invitation is
            about.
        subject_name: the holder of that grant.
    """

    row: Audit
    name: str | None = None
    role: Role | None = None
    role_area_id: int | None = None
    subject: str | tuple[Role, int | None] | None = None
    subject_name: str | None = None
