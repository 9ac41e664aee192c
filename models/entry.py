"""What was said in a submission's file after it was registered: questions, replies, answers, notes, transcripts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import moment, own_key, reference, words


class EntryKind(StrEnum):
    """Who said it, and who may read it; stored by name."""

    QUESTION = "question"  # of the office, to the author
    REPLY = "reply"  # of the author, to a question
    ANSWER = "answer"  # of the office, for the author and, where the submission is public, for everybody
    NOTE = "note"  # of the office, for the office
    TRANSCRIPT = "transcript"  # a voice message, typed by the office
    SOLVED = "solved"  # of the author, who said «حل شد»; it has no words
    NOT_SOLVED = "not_solved"  # of the author, who said «حل نشد»


class Entry(SQLModel, table=True):
    """One of them. `message_id` is the author's or the staff member's own message; one message makes one entry."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("submission_id", "person_id", "message_id", "kind"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    submission_id: int = reference("submission.id")
    kind: str = words()
    person_id: int | None = reference("person.id", nullable=True)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    text: str = words()
    created_at: datetime = moment()


class Claim(SQLModel, table=True):
    """Who works on a submission just now, and until when nobody else may. One row a submission, taken over in place."""

    __tablename__ = "claim"

    submission_id: int = Field(
        sa_type=BigInteger, primary_key=True, foreign_key="submission.id", sa_column_kwargs={"autoincrement": False}
    )
    person_id: int = reference("person.id")
    claimed_at: datetime = moment()
    ends_at: datetime = moment()
