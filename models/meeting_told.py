"""Who was told of a meeting otherwise than by a copy of its announcement: by a digest, or with their submission."""

from datetime import datetime

from sqlmodel import SQLModel

from models.types import moment, reference_key


class ToldOfMeeting(SQLModel, table=True):
    """Somebody who knows of a meeting, and in which revision they last heard of it so; it never goes back."""

    __tablename__ = "meeting_told"

    meeting_id: int = reference_key("meeting.id")
    person_id: int = reference_key("person.id")
    revision: int
    told_at: datetime = moment()
