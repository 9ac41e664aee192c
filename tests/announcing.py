"""A notice on its way to many, put straight into the tables: what the engine finds once somebody has sent it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from models.audience import Audience
from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice, NoticeRevision, NoticeState
from models.notice_content import NoticeContent
from models.person import Person
from models.role import Grant, Role
from models.services import broadcasts

TEXT = "🔔 فردا از ۸ تا ۱۴ آب محلهٔ ساحلی قطع است. لطفاً آب لازم را ذخیره کنید."
_deliveries = table_of(Delivery).c


@dataclass(frozen=True)
class Announcement:
    """What is told to whom. Urgent unless a test is about quiet hours: tests run at any hour."""

    audience: Audience = field(default_factory=Audience)
    is_urgent: bool = True
    bot_id: int = 42
    content: NoticeContent = field(default_factory=lambda: NoticeContent(html=TEXT))


async def announce(database: Database, announcement: Announcement | None = None) -> int:
    """Begin to tell something to many; return the broadcast's id. Its sender is somebody whom no bot reaches."""
    announcement, now = announcement or Announcement(), datetime.now(UTC)
    async with database.transaction() as session:
        notice = await _put_notice(session, announcement, NoticeState.SENDING, now)
        broadcast_id = await broadcasts.start(
            session=session,
            bot_id=announcement.bot_id,
            kind=DeliveryKind.NOTICE,
            source_id=notice.id or 0,
            occurrence="1",
            audience=announcement.audience,
            is_urgent=announcement.is_urgent,
            revision=1,
            now=now,
        )
    assert broadcast_id is not None
    return broadcast_id


async def schedule(database: Database, announcement: Announcement | None = None) -> None:
    """Let a notice be due now: the timer of a service that runs begins to tell it."""
    announcement, now = announcement or Announcement(), datetime.now(UTC)
    async with database.transaction() as session:
        notice = await _put_notice(session, announcement, NoticeState.SCHEDULED, now)
        role = Role.SECRETARIAT.value
        session.add(Grant(person_id=notice.holder_id, role=role, area_id=None, starts_at=now, created_at=now))


async def _put_notice(session: AsyncSession, announcement: Announcement, state: NoticeState, now: datetime) -> Notice:
    author = Person(language="fa", language_chosen=True, created_at=now)
    session.add(author)
    await session.flush()
    author_id = author.id or 0
    notice = Notice(
        author_id=author_id,
        holder_id=author_id,
        bot_id=announcement.bot_id,
        state=state.value,
        audience=announcement.audience.to_data(),
        is_urgent=announcement.is_urgent,
        is_approved=True,
        starts_at=now,
        sent_at=now if state is NoticeState.SENDING else None,
        created_at=now,
        updated_at=now,
    )
    session.add(notice)
    await session.flush()
    content = announcement.content.to_data()
    session.add(NoticeRevision(notice_id=notice.id or 0, number=1, content=content, made_by=author_id, made_at=now))
    await session.flush()
    return notice


_OVER = {"done", "stopped"}
COUNTERS = ("sent", "blocked", "failed", "uncertain", "dropped")


@dataclass(frozen=True)
class Counted:
    """A broadcast's counters, and the same counted over the table of deliveries."""

    state: str
    total: int
    kept: dict[str, int]
    found: dict[str, int]
    is_frozen: bool = True

    @property
    def is_over(self) -> bool:
        """Whether everybody who was frozen is settled."""
        return self.state in _OVER

    def check(self) -> None:
        """The counters are what the table says, and add up."""
        assert self.kept == {name: self.found.get(name, 0) for name in COUNTERS}, (self.kept, self.found)
        assert sum(self.found.values()) == self.total, (self.total, self.found)
        assert sum(self.kept.values()) == self.total or not self.is_over


def count(engine: Engine, broadcast_id: int) -> Counted:
    """Read both, on a connection of the test's own."""
    columns = table_of(Broadcast).c
    with engine.connect() as connection:
        kept = connection.execute(select(table_of(Broadcast)).where(columns.id == broadcast_id)).one()._mapping
        states = connection.execute(
            select(_deliveries.state, func.count())
            .where(_deliveries.broadcast_id == broadcast_id)
            .group_by(_deliveries.state)
        )
        found = {row[0]: row[1] for row in states}
    return Counted(kept["state"], kept["total"], {n: kept[n] for n in COUNTERS}, found, kept["frozen_at"] is not None)


def is_over(engine: Engine, broadcast_id: int) -> bool:
    """Whether everybody was told; looks at one row only."""
    columns = table_of(Broadcast).c
    with engine.connect() as connection:
        return connection.execute(select(columns.state).where(columns.id == broadcast_id)).scalar_one() in _OVER
