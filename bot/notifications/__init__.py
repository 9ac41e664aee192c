"""What deliveries say: each is put into words when it leaves, from how things stand then."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from bot.notifications import author, digest, goal, goal_call, meeting, minutes, notice, resolution, staff
from bot.notifications.reader import Reader
from bot.outgoing.templates import Template, Told
from handlers.calls import Sendable
from locales import Translator, translator
from models.city import City
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.notice import Why
from models.quiet_hours import QuietHours
from models.rights import Owners
from models.services import answers
from models.services.delivery_sending import Due


class Notifications:
    """Knows every kind of delivery."""

    def __init__(self, *, city: City, bot_id: int, owners: Owners) -> None:
        self._city, self._bot_id, self._owners = city, bot_id, owners

    def waits_until(self, *, due: Due, now: datetime) -> datetime | None:
        """When it may leave, if it should have left by day and its reader's night has come meanwhile; else None."""
        if due.kind is DeliveryKind.NOTICE_APPROVAL and Why.URGENT in due.content["why"]:
            return None
        if due.quiet is None:
            return None
        quiet = QuietHours.of(due.quiet, self._city.zone)
        began = quiet.began(now)
        return quiet.next_allowed(now) if began is not None and due.due_at < began else None

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Sendable | None:
        """What to show; None when there is nothing left to say, or it is not for them any more."""
        return await _WORDS[due.kind](self._reader(session, due, now))

    async def template(self, *, session: AsyncSession, broadcast: Told, language: str) -> Template | None:
        """What everybody of one language is shown of what is told to many; None where each is told something else."""
        template = _TEMPLATES.get(broadcast.kind)
        if template is None:
            return None
        return await template(session=session, told=broadcast, city=self._city, tr=translator(language))

    async def follow_up(self, *, session: AsyncSession, due: Due, now: datetime) -> list[answers.Draft]:
        """What to do to older messages, now that this one stands below them."""
        if due.kind is DeliveryKind.CHANGE:
            return await author.put_away_older(self._reader(session, due, now))
        if due.kind is DeliveryKind.NOTICE_NEWS:
            return await notice.put_away_card(self._reader(session, due, now))
        return []

    def _reader(self, session: AsyncSession, due: Due, now: datetime) -> Reader:
        return Reader(session, due, now, self._city, self._bot_id, self._owners)


class _MakeTemplate(Protocol):
    async def __call__(self, *, session: AsyncSession, told: Told, city: City, tr: Translator) -> Template | None: ...


type _Put = Callable[[Reader], Awaitable[Sendable | None]]
_WORDS: dict[DeliveryKind, _Put] = {
    DeliveryKind.CHANGE: author.change,
    DeliveryKind.QUESTION: author.question,
    DeliveryKind.REPLY: staff.reply,
    DeliveryKind.REOPENED: staff.reopened,
    DeliveryKind.MORNING: staff.morning,
    DeliveryKind.GRANT: staff.grant,
    DeliveryKind.NOTICE: notice.opened,
    DeliveryKind.NOTICE_APPROVAL: notice.approval,
    DeliveryKind.NOTICE_NEWS: notice.news,
    DeliveryKind.MEETING: meeting.opened,
    DeliveryKind.MEETING_CHANGE: meeting.opened,
    DeliveryKind.MEETING_REMINDER: meeting.reminder,
    DeliveryKind.MEETING_NEWS: meeting.news,
    DeliveryKind.MINUTES: minutes.opened,
    DeliveryKind.OVERDUE: resolution.overdue,
    DeliveryKind.GOAL_NEWS: goal.news,
    DeliveryKind.CALL_NEWS: goal_call.news,
    DeliveryKind.DIGEST: digest.digest,
}

_TEMPLATES: dict[DeliveryKind, _MakeTemplate] = {
    DeliveryKind.NOTICE: notice.template,
    DeliveryKind.MEETING: meeting.template,
    DeliveryKind.MEETING_CHANGE: meeting.template,
    DeliveryKind.MINUTES: minutes.template,
}
"""What is the same for everybody of one language; of other kinds each person is told something of their own."""

__all__ = ["Notifications"]
