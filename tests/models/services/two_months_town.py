"""What a town of the two months has from the first day on: series of meetings, and resolutions that come due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from models.database import AsyncSession
from models.meeting import Answer, MeetingKind, Rule
from models.meeting_facts import Facts, Session
from models.resolution_wording import Wording
from models.services import meeting_series, meetings, resolutions, subscriptions
from models.subscription import Digest
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.resolution_rows import Council


@dataclass
class Answered:
    """What somebody's answer is, and since when."""

    answer: Answer
    since: datetime


async def settle_gatherers(town: Council, session: AsyncSession) -> dict[int, Digest]:
    """Neighbours who have news gathered, by the day or the week."""
    found = {}
    for digest in (Digest.DAILY, Digest.DAILY, Digest.DAILY, Digest.WEEKLY, Digest.WEEKLY):
        person_id = await town.reader("گلسار")
        await subscriptions.choose_digest(session=session, person_id=person_id, digest=digest, since=NOW, now=NOW)
        found[person_id] = digest
    return found


async def begin_series(town: Council, session: AsyncSession) -> dict[str, int]:
    """Three series of meetings that begin in the first two weeks; their ids by name."""
    found = {}
    author = await town.as_("author", NOW, session)
    for name, first, rule, until in (
        ("weekly", datetime(2026, 12, 17, 17), Rule.WEEKLY, None),  # noqa: DTZ001  (of the city's clock)
        ("fortnightly", datetime(2026, 12, 19, 10), Rule.FORTNIGHTLY, date(2027, 1, 20)),  # noqa: DTZ001  (as above)
        ("monthly", datetime(2026, 12, 21, 16), Rule.MONTHLY, None),  # noqa: DTZ001  (30 Azar)
    ):
        facts = Facts(name, (Session(first.replace(tzinfo=TEHRAN).astimezone(UTC)),), "سرای محله")
        area_id = town.areas["گلسار"]
        draft = await meetings.create(author, area_id=area_id, kind=MeetingKind.ORDINARY, facts=facts)
        series = await meeting_series.begin(
            author, draft.id or 0, draft.version, rule=rule, skips_holidays=rule is Rule.WEEKLY, until=until
        )
        found[name] = series.id or 0
    return found


async def decide(town: Council, session: AsyncSession) -> None:
    """Two resolutions of two neighbourhoods, each with a day on which it is due."""
    secretary = await town.as_("secretary", NOW, session)
    for area, due_on in (("گلسار", date(2026, 12, 20)), ("باغ شاه", date(2027, 1, 5))):
        wording = Wording("نصب چراغ", "شرکت توزیع برق", due_on=due_on)
        await resolutions.create(secretary, wording, area_id=town.areas[area])
