from datetime import timedelta

from bot.grant_care import care_for_invitations
from bot.notifications import Notifications
from models.city import City
from models.database import Database
from models.delivery import DeliveryKind
from models.role import Role
from models.services import delivery_sending, invitations
from tests.e2e.resident import bare
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import BOT, NOW, TEHRAN

CITY = City("ایزدشهر", "شوراها", TEHRAN, "fa", ())
LATER = NOW + invitations.VALID_FOR


async def _texts(database: Database) -> list[str | None]:
    """What each of the deliveries says when it leaves; None where nothing is left to say."""
    notifications = Notifications(city=CITY, bot_id=BOT, owners=OWNERS)
    async with database.transaction() as session:
        due = await delivery_sending.claim_due(session=session, bot_id=BOT, now=LATER, limit=9)
        assert {one.kind for one in due} == {DeliveryKind.GRANT}
        shown = [await notifications.render(session=session, due=one, now=LATER) for one in due]
    return [None if one is None else bare(one.call_after(0).parameters["text"]) for one in shown]


async def test_the_inviter_reads_which_office_nobody_took(database: Database) -> None:
    """Role and area are named, and the way to a new link; an inviter who is no owner any more is told nothing."""
    async with database.transaction() as session:
        office = await Office.open(session)
        other, _ = await office.holder(Role.OWNER, None, ends_at=NOW + timedelta(days=1))
        for inviter in (office.owner, other):
            area_id = office.areas["گلسار"]
            keeper = await office.keeper(inviter)
            await invitations.invite(keeper, role=Role.COUNCIL, area_id=area_id, grant_ends_at=None)
    assert await care_for_invitations(database, bot_id=BOT, city=CITY, owners=OWNERS, now=LATER) == 2
    first, second = await _texts(database)
    assert first is not None
    assert "گلسار" in first
    assert "کسی از آن استفاده نکرد" in first
    assert second is None
