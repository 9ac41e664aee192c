"""What deliveries say: each is put into words when it leaves, from how things stand then."""

from datetime import datetime

from bot.notifications import author, staff
from bot.notifications.reader import Reader
from bot.outgoing.message import Message
from models.city import City
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.quiet_hours import QuietHours
from models.rights import Owners
from models.services import answers
from models.services.delivery_sending import Due


class Notifications:
    """Knows every kind of delivery."""

    def __init__(self, *, city: City, bot_id: int, owners: Owners) -> None:
        self._city, self._bot_id, self._owners = city, bot_id, owners

    def waits_until(self, *, due: Due, now: datetime) -> datetime | None:
        """When it may leave, if it should have left by day and night has come meanwhile; else None."""
        quiet = QuietHours(self._city.zone)
        began = quiet.began(now)
        return quiet.next_allowed(now) if began is not None and due.due_at < began else None

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Message | None:
        """What to show; None when there is nothing left to say, or it is not for them any more."""
        reader = self._reader(session, due, now)
        match due.kind:
            case DeliveryKind.CHANGE:
                return await author.change(reader)
            case DeliveryKind.QUESTION:
                return await author.question(reader)
            case DeliveryKind.REPLY:
                return await staff.reply(reader)
            case DeliveryKind.REOPENED:
                return await staff.reopened(reader)
            case DeliveryKind.MORNING:
                return await staff.morning(reader)
            case DeliveryKind.GRANT:
                return await staff.grant(reader)

    async def follow_up(self, *, session: AsyncSession, due: Due, now: datetime) -> list[answers.Draft]:
        """What to do to older messages, now that this one stands below them."""
        if due.kind is not DeliveryKind.CHANGE:
            return []
        return await author.put_away_older(self._reader(session, due, now))

    def _reader(self, session: AsyncSession, due: Due, now: datetime) -> Reader:
        return Reader(session, due, now, self._city, self._bot_id, self._owners)


__all__ = ["Notifications"]
