"""What is told of meetings: announced, changed or cancelled to many; reminders and news to one person."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from markupsafe import Markup

from bot.notifications.reader import Reader
from bot.outgoing.templates import Template, Told
from handlers.calls import Message
from handlers.keyboards import View
from handlers.views import meeting_news as views
from handlers.views.meeting_message import MeetingMessage, Mode
from handlers.views.meeting_reminder import Reminder, reminder_card
from handlers.views.notice_office import office_name
from locales import Translator
from models.city import City
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.meeting import Answer, Meeting, MeetingNews, MeetingState
from models.meeting_shown import MeetingShown
from models.meeting_times import AHEAD, DAY, HOUR, reminded_of
from models.role import Action
from models.services import areas, broadcasts, meeting_reading, meeting_telling, rsvps

_COMES = (Answer.YES, Answer.MAYBE)
_TOLD_OF = (MeetingState.ANNOUNCED, MeetingState.HELD, MeetingState.CANCELLED)
_TO_COME = (MeetingState.SCHEDULED, MeetingState.ANNOUNCED)


async def template(*, session: AsyncSession, told: Told, city: City, tr: Translator) -> Template | None:
    """What everybody of one language is shown of a meeting: its announcement, or what has changed since."""
    meeting = await _load(session, told.source_id)
    if meeting is None:
        return None
    if told.kind is DeliveryKind.MEETING_CHANGE:
        return await _change(session, meeting, int(told.occurrence), city, tr)
    shown = await meeting_reading.shown_at(session=session, meeting=meeting, revision=told.revision)
    mode = Mode.CANCELLED if shown.state is MeetingState.CANCELLED else Mode.ANNOUNCED
    amended_at = None if told.shown is None else await _amended_at(session, shown, told.shown)
    place = await _place(session, meeting, city, tr)
    return MeetingMessage(shown, tr, city.zone, place, mode=mode, amended_at=amended_at)


async def _change(session: AsyncSession, meeting: Meeting, revision: int, city: City, tr: Translator) -> MeetingMessage:
    shown = await meeting_reading.shown_at(session=session, meeting=meeting, revision=revision)
    place = await _place(session, meeting, city, tr)
    if shown.state is MeetingState.CANCELLED:
        return MeetingMessage(shown, tr, city.zone, place, mode=Mode.CANCELLED)
    known = await meeting_telling.known_before(session=session, meeting_id=shown.id, number=revision)
    before = await meeting_reading.facts_of_revision(session=session, meeting_id=shown.id, revision=known)
    return MeetingMessage(shown, tr, city.zone, place, before=before, mode=Mode.CHANGED)


async def _amended_at(session: AsyncSession, shown: MeetingShown, older: int) -> datetime | None:
    """Since when it is another meeting than the one that a copy shows; None where only its agenda is another one."""
    was = await meeting_reading.revision_of(session=session, meeting_id=shown.id, revision=older)
    made = await meeting_reading.revision_of(session=session, meeting_id=shown.id, revision=shown.revision)
    return made.made_at if made.facts != was.facts else None


async def opened(reader: Reader) -> Message | None:
    """To somebody who opened it by themselves: as it stands now, with what they answered."""
    meeting = await _load(reader.session, reader.due.source_id)
    if meeting is None or meeting.state not in _TOLD_OF:
        return None
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    mode = Mode.CANCELLED if shown.state is MeetingState.CANCELLED else Mode.ANNOUNCED
    place, answer = await _place(reader.session, meeting, reader.city, reader.tr), await _answer(reader)
    return Message(MeetingMessage(shown, reader.tr, reader.city.zone, place, answer, mode=mode).view)


async def reminder(reader: Reader) -> Message | None:
    """The day before, or the hour before: only of a session that is still at that time, to whoever still comes."""
    meeting, answer = await _load(reader.session, reader.due.source_id), await _answer(reader)
    if meeting is None or meeting.state != MeetingState.ANNOUNCED or answer not in _COMES:
        return None
    which, starts_at = reminded_of(reader.due.occurrence)
    left = starts_at - reader.now
    if left <= timedelta(0) or (which == DAY and left <= AHEAD[HOUR]):  # the hour's reminder says it by then
        return None
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    numbers = [number for number, one in enumerate(shown.facts.sessions, 1) if one.starts_at == starts_at]
    if not numbers:
        return None
    due = Reminder(shown, numbers[0], answer, reader.now)
    return Message(reminder_card(due, zone=reader.city.zone, tr=reader.tr))


async def news(reader: Reader) -> Message | None:
    """Something about a meeting for one person alone, as long as it still holds."""
    meeting = await _load(reader.session, reader.due.source_id)
    if meeting is None:
        return None
    view = await _NEWS[MeetingNews(reader.due.content["what"])](reader, meeting)
    return None if view is None else Message(view)


async def _agenda(reader: Reader, meeting: Meeting) -> View | None:
    if meeting.state not in _TO_COME or not await _calls_it(reader, meeting):
        return None
    if meeting.starts_at is None or meeting.starts_at <= reader.now:
        return None
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    return views.agenda_news(shown, zone=reader.city.zone, tr=reader.tr) if shown.agenda else None


async def _over(reader: Reader, meeting: Meeting) -> View | None:
    if meeting.state != MeetingState.HELD or not await _calls_it(reader, meeting):
        return None
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    return None if shown.has_minutes else views.over_news(shown, zone=reader.city.zone, tr=reader.tr)


async def _left(reader: Reader, meeting: Meeting) -> View | None:
    if meeting.state != MeetingState.ANNOUNCED or not await _calls_it(reader, meeting):
        return None
    left = await broadcasts.get(session=reader.session, broadcast_id=reader.due.content["broadcast"])
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    return None if left is None else views.left_news(shown, left.sent, left.uncertain, reader.tr)


async def _room(reader: Reader, meeting: Meeting) -> View | None:
    if meeting.state != MeetingState.ANNOUNCED or await _answer(reader) is not Answer.YES:
        return None
    if meeting.ends_at is None or meeting.ends_at <= reader.now:
        return None
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    return views.room_news(shown, zone=reader.city.zone, tr=reader.tr)


async def _held_back(reader: Reader, meeting: Meeting) -> View | None:
    if meeting.state != MeetingState.SCHEDULED or not await _calls_it(reader, meeting):
        return None
    shown = await meeting_reading.shown(session=reader.session, meeting=meeting)
    return views.held_back_news(shown, await _place(reader.session, meeting, reader.city, reader.tr), reader.tr)


async def _calls_it(reader: Reader, meeting: Meeting) -> bool:
    return (await reader.rights()).may(Action.MEET, meeting.area_id)


async def _answer(reader: Reader) -> Answer | None:
    return await rsvps.of(session=reader.session, meeting_id=reader.due.source_id, person_id=reader.due.person_id)


async def _load(session: AsyncSession, meeting_id: int) -> Meeting | None:
    return await session.get(Meeting, meeting_id, populate_existing=True)


async def _place(session: AsyncSession, meeting: Meeting, city: City, tr: Translator) -> Markup:
    return office_name(meeting.area_id, await areas.load_tree(session=session), city, tr)


type _Tell = Callable[[Reader, Meeting], Awaitable[View | None]]
_NEWS: dict[MeetingNews, _Tell] = {
    MeetingNews.AGENDA: _agenda,
    MeetingNews.LEFT: _left,
    MeetingNews.OVER: _over,
    MeetingNews.ROOM: _room,
    MeetingNews.HELD_BACK: _held_back,
}
