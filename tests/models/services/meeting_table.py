"""The stage of the table of meetings: everybody who tries, one meeting in every state, and what there is in rows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select

from models.audit import Audit
from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery
from models.entry import Entry
from models.errors import DomainError
from models.meeting import (
    AgendaItem,
    Attendance,
    Invites,
    Meeting,
    MeetingGuest,
    MeetingQuestion,
    MeetingRevision,
    MeetingSeries,
    MeetingState,
    Minutes,
    MinutesState,
    Rsvp,
)
from models.meeting_told import ToldOfMeeting
from models.resolution import Resolution, ResolutionEvent, ResolutionSerial, ResolutionSubmission
from models.resolution_wording import Wording
from models.role import Role
from models.services import meeting_tokens, resolutions
from models.submission import Status, StatusEvent, Submission
from tests.models.sample_rows import NOW, resident
from tests.models.services.agenda_rows import STARTS, Sitting
from tests.models.services.notice_rows import HOUR

MEET: dict[str, set[str]] = {
    "گلسار": {"author", "colleague", "above", "city_secretary", "secretary", "owner"},
    "باغ شاه": {"neighbour", "above", "city_secretary", "secretary", "owner"},
    "منطقهٔ ۱": {"above", "city_secretary", "secretary", "owner"},
    "ایزدشهر": {"city_secretary", "secretary", "owner"},
    "گلسار غربی": {"district_secretary", "city_secretary", "secretary", "owner"},
}
"""Who calls meetings in each area: written by hand, as the city's people would say it."""
PURSUE: dict[str, set[str]] = {
    "گلسار": MEET["گلسار"] | {"manager"},
    "باغ شاه": MEET["باغ شاه"] | {"manager"},
    "منطقهٔ ۱": MEET["منطقهٔ ۱"] | {"manager"},
    "ایزدشهر": MEET["ایزدشهر"],
    "گلسار غربی": MEET["گلسار غربی"] | {"other_manager"},
}
"""Who says how far a resolution has come."""
EVERYBODY = (
    *("owner", "secretary", "city_secretary", "district_secretary", "above", "author", "colleague", "neighbour"),
    *("manager", "other_manager", "expert", "guest", "resident"),
)
LAMP = Wording("نصب ۱۲ چراغ", "شرکت توزیع برق")


class Stands(StrEnum):
    """Where the meeting of the table stands."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    ANNOUNCED = "announced"
    RUNNING = "running"
    HELD = "held"
    MINUTED = "minuted"  # held, with minutes that nobody published
    PUBLISHED = "published"  # held, with public minutes
    CANCELLED = "cancelled"  # people had been told
    WITHDRAWN = "withdrawn"  # cancelled before anybody was told
    DISCARDED = "discarded"


_STATE = {
    Stands.RUNNING: MeetingState.ANNOUNCED,
    Stands.MINUTED: MeetingState.HELD,
    Stands.PUBLISHED: MeetingState.HELD,
    Stands.WITHDRAWN: MeetingState.CANCELLED,
}
_BEGAN = {Stands.RUNNING: HOUR / 2, **dict.fromkeys((Stands.HELD, Stands.MINUTED, Stands.PUBLISHED), 2 * HOUR)}


@dataclass(frozen=True)
class Rows:
    """The meeting of the table, by ids and versions as its buttons would carry them."""

    id: int
    version: int
    item: int
    answering: int
    """The item that is a submission."""
    waiting: int
    """A submission that may be put on its agenda."""
    minutes_version: int
    door: str
    list_link: str


class Stage(Sitting):
    """The town with everybody in it."""

    @classmethod
    async def settle(cls, session: AsyncSession) -> "Stage":
        """Settle it: besides those of the notices, secretariats of city and district, and a council above."""
        town: Stage = await cls.open(session)
        more = {
            "city_secretary": (Role.SECRETARIAT, "ایزدشهر"),
            "district_secretary": (Role.SECRETARIAT, "منطقهٔ ۲"),
            "above": (Role.COUNCIL, "منطقهٔ ۱"),
        }
        for name, (role, area) in more.items():
            town.people[name], _ = await town.office.holder(role, area)
        town.people["guest"] = await resident(session, 7_300_000_009)
        return town

    async def set_up(self, stands: Stands, invites: Invites) -> Rows:
        """A meeting of Golsar there, with an item of words and one that is a submission."""
        state = _STATE.get(stands) or MeetingState(stands.value)
        began = _BEGAN.get(stands)
        values: dict[str, Any] = {"invites": invites.value}
        if stands is Stands.WITHDRAWN:
            values["announced_at"] = None
        meeting = await self.called(state, starts=STARTS if began is None else NOW - began, **values)
        number, version = meeting.id or 0, meeting.version
        await self._put(MeetingGuest, meeting_id=number, person_id=self.people["guest"], created_at=NOW)
        if state not in {MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.DISCARDED}:
            told = {"number": 1, "facts": meeting.facts, "made_at": NOW}
            await self._put(MeetingRevision, meeting_id=number, **told)
        follows = stands in {Stands.ANNOUNCED, Stands.RUNNING, Stands.HELD, Stands.MINUTED}
        sent = await self.proposed(status=Status.ON_AGENDA if follows else Status.REGISTERED)
        said = {"decision": "تصویب شد"} if stands in {Stands.MINUTED, Stands.PUBLISHED} else {}
        item = await self._put(AgendaItem, meeting_id=number, position=1, text="روشنایی", created_at=NOW, **said)
        of_it = {"position": 2, "text": "کوچهٔ لاله", "submission_id": sent, "created_at": NOW}
        answering = await self._put(AgendaItem, meeting_id=number, **of_it)
        await self._write_minutes(stands, number, meeting.area_id)
        return Rows(
            id=number,
            version=version,
            item=item,
            answering=answering,
            waiting=await self.proposed("زمین بازی"),
            minutes_version=1,
            door=await meeting_tokens.door_payload(session=self.session, meeting_id=number),
            list_link=await meeting_tokens.list_payload(session=self.session, meeting_id=number),
        )

    async def _write_minutes(self, stands: Stands, meeting_id: int, area_id: int) -> None:
        if stands not in {Stands.MINUTED, Stands.PUBLISHED}:
            return
        state = MinutesState.DRAFT if stands is Stands.MINUTED else MinutesState.PUBLISHED
        values = {"meeting_id": meeting_id, "area_id": area_id, "term": 1, "number": meeting_id, "chair": "مریم"}
        values |= {"state": state.value, "revision": 1, "version": 1, "made_by": self.people["author"]}
        moments = dict.fromkeys(("created_at", "updated_at"), NOW)
        await self.session.execute(insert(table_of(Minutes)).values(**values, **moments))

    async def _put(self, table: type[Any], **values: Any) -> int:
        rows = table_of(table)
        made = insert(rows).values(values)
        key = rows.c.get("id")
        if key is None:
            await self.session.execute(made)
            return 0
        return int((await self.session.execute(made.returning(key))).scalar_one())

    async def resolved(self, area: str, *, is_public: bool) -> tuple[int, int]:
        """(id, version) of a resolution of an area's body, made alone, or with minutes that nobody published."""
        who = "secretary" if area == "ایزدشهر" else "above" if area != "گلسار غربی" else "district_secretary"
        actor, meeting_id = await self.as_(who), None
        if not is_public:
            meeting_id = (await self.held(area=area)).id
        one = await resolutions.create(actor, LAMP, area_id=self.areas[area], meeting_id=meeting_id)
        return one.id or 0, one.version

    async def rows(self) -> dict[str, list[Any]]:
        """All that any step could change or leave."""
        found = {}
        for table in _TABLES:
            rows = await self.session.execute(select(table_of(table)))
            found[table.__name__] = sorted(tuple(map(str, row)) for row in rows)
        return found

    async def attempt(self, step: Callable[[], Awaitable[Any]]) -> type[DomainError] | None:
        """What came of a step. What was done is undone; what a refusal left stays, for `rows` to show."""
        attempt = await self.session.begin_nested()
        try:
            await step()
        except DomainError as error:
            await attempt.commit()
            return type(error)
        await attempt.rollback()
        return None


_TABLES: tuple[type[Any], ...] = (
    *(Audit, Delivery, Broadcast, Meeting, MeetingRevision, MeetingSeries, AgendaItem, MeetingGuest, Rsvp, Attendance),
    *(MeetingQuestion, Minutes, ToldOfMeeting, Resolution, ResolutionEvent, ResolutionSubmission, ResolutionSerial),
    *(Submission, StatusEvent, Entry),
)
