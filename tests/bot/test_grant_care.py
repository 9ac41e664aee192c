from datetime import timedelta

from sqlmodel import select

from bot.grant_care import care_for_grants
from models.answer import Answer, AnswerState
from models.city import City
from models.database import Database
from models.delivery import Delivery
from models.role import Role
from models.services import answers, grant_ends, invitations
from models.services.answers import Settled, Waiting
from tests.models.office import OWNER, OWNERS, Office
from tests.models.sample_rows import BOT, NOW, TEHRAN

CITY = City("ایزدشهر", "شوراها", TEHRAN, "fa", ())
SOON = NOW + timedelta(minutes=1)


async def _care(database: Database) -> list[Waiting]:
    return list(await care_for_grants(database, bot_id=BOT, city=CITY, owners=OWNERS, now=SOON))


async def test_a_councils_term_ends_for_all_its_members(database: Database) -> None:
    """Every office that is over is settled, each once: told, free, and without the commands of the role."""
    async with database.transaction() as session:
        office = await Office.open(session)
        members = [(await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON))[0] for _ in range(5)]
        stays, _ = await office.holder(Role.COUNCIL, "گلسار")
        case = await office.open_case(members[0], "گلسار")
    menus = await _care(database)
    assert await _care(database) == []
    assert [one.method for one in menus] == ["setMyCommands"] * 5
    names = [{entry["command"] for entry in one.parameters["commands"]} for one in menus]
    assert all("desk" not in commands and "my" in commands for commands in names)
    async with database.transaction() as session:
        told = (await session.exec(select(Delivery).order_by(Delivery.id))).all()  # type: ignore[arg-type]  # sqlmodel types a column as its value
        assert [(one.person_id, one.content["what"]) for one in told] == [
            (stays, "passed"),
            *((member, "ended") for member in members),
        ]
        assert await grant_ends.overdue(session=session, now=SOON, limit=9) == []
        assert await Office(session, {}, 0).held() == {case: stays}


async def test_who_keeps_a_role_keeps_its_commands(database: Database) -> None:
    """One office of two ends: /desk stays; of an owner whom the settings name, everything."""
    async with database.transaction() as session:
        office = await Office.open(session)
        person, _ = await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON)
        await office.holder(Role.MANAGER, "منطقهٔ ۱", person_id=person)
        await office.holder(Role.COUNCIL, "گلسار", ends_at=SOON, person_id=office.owner)
    menus = {one.chat_id: {entry["command"] for entry in one.parameters["commands"]} for one in await _care(database)}
    assert {"desk", "export"} <= menus.pop(OWNER + 1)
    assert {"desk", "export", "roles", "audit"} <= menus.pop(OWNER)
    assert menus == {}


async def test_a_sent_link_is_emptied_and_a_waiting_one_is_not(database: Database) -> None:
    """The message that holds a link is emptied in the database once it was sent, not before."""
    async with database.transaction() as session:
        office = await Office.open(session)
        made = [
            await invitations.invite(await office.keeper(), role=Role.EXPERT, area_id=None, grant_ends_at=None)
            for _ in range(2)
        ]
        drafts = [
            answers.Draft(OWNER, "sendMessage", {"text": payload}, invitations.slot_of(offer.id))
            for offer, payload in made
        ]
        sent, _ = await answers.record(session=session, bot_id=BOT, inbox_id=None, drafts=drafts, now=NOW)
        await answers.settle(session=session, settled=[Settled(sent.id, AnswerState.SENT, 77)], now=NOW)
    await _care(database)
    async with database.transaction() as session:
        left = (await session.exec(select(Answer).order_by(Answer.id))).all()  # type: ignore[arg-type]  # as above
        assert [one.parameters for one in left] == [{}, {"text": made[1][1]}]
