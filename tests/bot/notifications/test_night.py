from datetime import UTC, datetime

import pytest

from bot.notifications import Notifications
from models.city import City
from models.delivery import DeliveryKind
from models.rights import Owners
from models.services.delivery_sending import Due
from tests.models.sample_rows import TEHRAN

NOTIFICATIONS = Notifications(city=City("", "", TEHRAN, "fa", ()), bot_id=42, owners=Owners())


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 12, day, hour, tzinfo=TEHRAN)


@pytest.mark.parametrize(
    ("due_at", "now", "quiet", "until"),
    [
        (_at(10, 21), _at(10, 21), "22-8", None),
        (_at(10, 21), _at(10, 23), "22-8", _at(11, 8)),  # the messenger was away in between
        (_at(9, 15), _at(11, 3), "22-8", _at(11, 8)),
        (_at(10, 23), _at(10, 23), "22-8", None),  # what cannot wait
        (_at(10, 23), _at(11, 2), "22-8", None),
        (_at(10, 21), _at(11, 8), "22-8", None),
        (_at(10, 20), _at(10, 21), "21-7", _at(11, 7)),  # by the reader's own night
        (_at(10, 20), _at(10, 23), "none", None),
        (_at(10, 20), _at(10, 23), None, None),
    ],
)
def test_what_should_have_left_by_day_does_not_leave_by_night(
    due_at: datetime, now: datetime, quiet: str | None, until: datetime | None
) -> None:
    """Nobody is woken because the network came back at three; what was due by night cannot wait, and leaves."""
    due = Due(1, DeliveryKind.CHANGE, 1, "e1", 1, {}, 0, 0, [], due_at.astimezone(UTC), "fa", 7, quiet)
    assert NOTIFICATIONS.waits_until(due=due, now=now.astimezone(UTC)) == until
