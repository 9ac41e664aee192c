"""Turns for tests that need no database: an open turn of a private chat."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.turn import Turn, enter_turn
from models.city import City
from models.database import AsyncSession
from models.services.people import Known, KnownContact, KnownPerson

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CITY = City("ایزدشهر", "شوراهای محلات", ZoneInfo("Asia/Tehran"), "fa", ())


def open_turn(*, language: str = "fa", is_known: bool = True, **given: Any) -> Turn:
    """A turn that is the current one of this task."""
    known = Known(
        KnownPerson(id=1, language=language, area_id=None),
        KnownContact(id=1, chat_id=7, blocked_at=None, late_told_at=None),
        account_id=1,
        name="مریم",
        username=None,
        is_new=False,
    )
    turn = Turn(
        session=AsyncSession(),
        city=CITY,
        bot_id=42,
        bot_username="mahalleyar_bot",
        inbox_id=1,
        chat_id=7,
        now=NOW,
        known=known if is_known else None,
        **given,
    )
    enter_turn(turn)
    return turn
