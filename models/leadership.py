"""Leadership: which process serves a bot, and how often that changed."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from models.types import moment, words


class Leadership(SQLModel, table=True):
    """The process that polls, ticks and sends for a bot. The lock decides; this row informs, and fences by `epoch`."""

    __tablename__ = "leadership"

    bot_id: int = Field(sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    epoch: int
    holder: str = words()
    since: datetime = moment()
