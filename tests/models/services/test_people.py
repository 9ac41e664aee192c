from datetime import timedelta

from sqlmodel import col, func, select

from models.database import AsyncSession, Database
from models.person import Account, Contact, Person
from models.services import people
from tests.models.sample_rows import BOT, NOW, meet, sender, settle_city

OTHER_BOT = BOT + 1


async def test_a_newcomer_is_met_once(session: AsyncSession) -> None:
    """The first message makes person, account and contact; the second finds the same ones."""
    first = await meet(session)
    again = await meet(session)
    assert (first.is_new, again.is_new) == (True, False)
    assert (first.person.id, first.account_id, first.contact.id) == (
        again.person.id,
        again.account_id,
        again.contact.id,
    )
    person = (await session.exec(select(Person))).one()
    assert (person.language, person.language_chosen, person.area_id) == ("fa", False, None)
    assert person.created_at == NOW
    for table in (Person, Account, Contact):
        assert (await session.exec(select(func.count()).select_from(table))).one() == 1


async def test_everybody_is_somebody_else(session: AsyncSession) -> None:
    """Two accounts are two people, and the same user id on another messenger is a third."""
    ids = {(await meet(session, user_id)).person.id for user_id in (7_000_000_001, 7_000_000_002)}
    elsewhere = await people.recognise(
        session=session, sender=sender(7_000_000_001, platform="bale"), bot_id=BOT, chat_id=5, now=NOW
    )
    assert elsewhere.is_new
    assert len({*ids, elsewhere.person.id}) == 3


async def test_a_second_bot_reaches_the_same_person(session: AsyncSession) -> None:
    """Somebody who writes to another bot of the city is known already, and gets a contact with that bot."""
    first = await meet(session)
    second = await people.recognise(session=session, sender=sender(), bot_id=OTHER_BOT, chat_id=9, now=NOW)
    assert (second.is_new, second.person.id) == (False, first.person.id)
    assert second.contact.chat_id == 9
    bots = (await session.exec(select(Contact.bot_id).order_by(col(Contact.id)))).all()
    assert bots == [BOT, OTHER_BOT]
    assert first.contact.id != second.contact.id


async def test_a_name_is_kept_current(database: Database) -> None:
    """Somebody who renames themselves in the messenger is shown by the new name; a user name may vanish."""
    async with database.transaction() as session:
        await meet(session)
    async with database.transaction() as session:
        renamed = people.Sender("telegram", 7_123_456_789, "مریم گلساری", None, "fa")
        await people.recognise(session=session, sender=renamed, bot_id=BOT, chat_id=7_123_456_789, now=NOW)
    async with database.transaction() as session:
        account = (await session.exec(select(Account))).one()
    assert (account.name, account.username) == ("مریم گلساری", None)


async def test_any_name_can_be_stored(session: AsyncSession) -> None:
    """Names of emoji, right-to-left marks, NUL and half letters do not keep anybody from being met."""
    odd = sender(8, name="\u202eمریم\x00🙂\ud83d", username="m")
    known = await people.recognise(session=session, sender=odd, bot_id=BOT, chat_id=8, now=NOW)
    stored = select(Account.name).where(Account.id == known.account_id)
    assert (await session.exec(stored)).one() == "\u202eمریم🙂"


async def test_a_blocked_contact_comes_back_by_writing(database: Database) -> None:
    """Blocking keeps its first moment, ends reachability, and is over once the person writes again."""
    async with database.transaction() as session:
        await meet(session)
        await people.mark_blocked(session=session, bot_id=BOT, chat_id=7_123_456_789, now=NOW)
        await people.mark_blocked(session=session, bot_id=BOT, chat_id=7_123_456_789, now=NOW + timedelta(days=1))
        await people.mark_blocked(session=session, bot_id=BOT, chat_id=404, now=NOW)
    async with database.transaction() as session:
        assert (await session.exec(select(Contact.blocked_at))).one() == NOW
        assert await _reachable(session) == []
        await meet(session)
    async with database.transaction() as session:
        assert (await session.exec(select(Contact.blocked_at))).one() is None
        assert await _reachable(session) == [(7_123_456_789, "fa")]


async def _reachable(session: AsyncSession) -> list[tuple[int, str]]:
    return await people.chats_of_users(
        session=session, platform="telegram", bot_id=BOT, user_ids=[7_123_456_789, 7_999_999_999]
    )


async def test_a_chat_that_moved_is_followed(database: Database) -> None:
    """When the same account writes from another chat id, that is where it is reached from now on."""
    async with database.transaction() as session:
        await meet(session)
        await people.recognise(session=session, sender=sender(), bot_id=BOT, chat_id=77, now=NOW)
    async with database.transaction() as session:
        assert (await session.exec(select(Contact.chat_id))).one() == 77


async def test_a_chosen_language_is_remembered(database: Database) -> None:
    """A language that was chosen is the one spoken in the chat, whatever the app says the next time."""
    async with database.transaction() as session:
        known = await meet(session)
        await people.choose_language(session=session, person=known.person, language="en")
    async with database.transaction() as session:
        person = (await meet(session)).person
        assert person.language == "en"
        assert (await session.exec(select(Person.language_chosen))).one() is True
        assert await people.language_of_chat(session=session, bot_id=BOT, chat_id=7_123_456_789) == "en"
        assert await people.language_of_chat(session=session, bot_id=OTHER_BOT, chat_id=7_123_456_789) is None


async def test_an_area_can_be_chosen_and_left(database: Database) -> None:
    """Where somebody lives is kept; «not now» empties it again."""
    async with database.transaction() as session:
        golsar = (await settle_city(session))["گلسار"]
        await people.choose_area(session=session, person=(await meet(session)).person, area_id=golsar)
    async with database.transaction() as session:
        person = (await meet(session)).person
        assert person.area_id == golsar
        await people.choose_area(session=session, person=person, area_id=None)
    async with database.transaction() as session:
        assert (await meet(session)).person.area_id is None


async def test_only_the_asked_for_are_reached(session: AsyncSession) -> None:
    """The chats of named users are those users' only, on that messenger and through that bot."""
    await meet(session)
    await meet(session, 7_000_000_001)
    assert await _reachable(session) == [(7_123_456_789, "fa")]
    assert await people.chats_of_users(session=session, platform="telegram", bot_id=BOT, user_ids=[]) == []
    assert await people.chats_of_users(session=session, platform="bale", bot_id=BOT, user_ids=[7_123_456_789]) == []


async def test_the_persons_of_accounts(session: AsyncSession) -> None:
    """Those who ever wrote from these accounts of this messenger, each once; of nobody, nobody."""
    first, second = (await meet(session, 7_000_000_001)).person.id, (await meet(session, 7_000_000_002)).person.id
    for platform, user_ids, found in (
        ("telegram", [7_000_000_002, 7_000_000_001, 404], [first, second]),
        ("telegram", [], []),
        ("other", [7_000_000_001], []),
    ):
        assert await people.persons_of_users(session=session, platform=platform, user_ids=user_ids) == found
