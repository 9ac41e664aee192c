"""Offices that are over: passing on what their holders had open, taking commands away; links that nobody used."""

from collections.abc import Sequence
from datetime import datetime

from handlers.owner.keeping import menus_of
from models.city import City
from models.database import Database
from models.rights import NOBODY, Owners
from models.services import answers, grant_ends, invitations
from models.services.answers import Waiting
from models.services.grants import Keeper

_LINKS = 50  # unused links that are told of in one go
_LIMIT = 200  # offices in one go: a council's term ends for all its members in one night


async def care_for_grants(
    database: Database, *, bot_id: int, city: City, owners: Owners, now: datetime
) -> Sequence[Waiting]:
    """Settle every office that is over, each in a transaction of its own; return the menus to be set."""
    async with database.transaction() as session:
        await invitations.forget_links(session=session, bot_id=bot_id, now=now)
        ended = await grant_ends.overdue(session=session, now=now, limit=_LIMIT)
    waiting: list[Waiting] = []
    for grant_id in ended:
        async with database.transaction() as session:
            keeper = Keeper(session, NOBODY, owners, bot_id, now, city.zone)
            person_id = await grant_ends.settle(keeper, grant_id)
            if person_id is None:
                continue
            menus = await menus_of(session=session, bot_id=bot_id, person_id=person_id, owners=owners, now=now)
            waiting += await answers.record(session=session, bot_id=bot_id, inbox_id=None, drafts=menus, now=now)
    return waiting


async def care_for_invitations(database: Database, *, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Have inviters told of the links that ended unused; return how many were."""
    async with database.transaction() as session:
        keeper = Keeper(session, NOBODY, owners, bot_id, now, city.zone)
        return await invitations.tell_of_unused(keeper, limit=_LINKS)
