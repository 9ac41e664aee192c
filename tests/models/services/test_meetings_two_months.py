"""Two months of meetings on a fast clock, moved, called off and killed at random: each thing is told exactly once."""

from collections import Counter

import pytest
from sqlalchemy import select

from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.meeting import MeetingNews
from tests.models.services import two_months_checks as checks
from tests.models.services.two_months import Months
from tests.models.services.two_months_digests import check_digests, check_words


@pytest.mark.parametrize("seed", [1405, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(20, 36))])
async def test_two_months(database: Database, seed: int) -> None:
    """Announcements, changes, reminders, agendas and overdue lists: each once, in time, and while it holds."""
    months = await Months.open(database, seed)
    await months.live()
    print(f"seed {seed}: {months.kills} kills, {len(months.post.shown)} messages, {months.done}, {months.refused}")  # noqa: T201  (shown at a failure)
    assert months.kills > 50
    async with database.transaction() as session:
        history = await checks.History.read(session, months)
        let_in = await _told_of_room(session)
    checks.check_once(history)
    checks.check_announcements(history)
    checks.check_changes(history)
    check_words(history)
    check_digests(history)
    checks.check_reminders(history)
    checks.check_news(history)
    checks.check_series(history)
    checks.check_overdue(history, months.town.people["colleague"])
    assert let_in == +months.let_in


async def _told_of_room(session: AsyncSession) -> Counter[tuple[int, int]]:
    """How often each was to hear that there is room for them now: (meeting, person)."""
    rows = table_of(Delivery).c
    news = select(rows.source_id, rows.person_id, rows.content).where(rows.kind == DeliveryKind.MEETING_NEWS.value)
    return Counter(
        (row.source_id, row.person_id)
        for row in await session.execute(news)
        if row.content["what"] == MeetingNews.ROOM.value
    )
