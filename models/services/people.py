"""People: recognising who writes, and where each of them can be reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from models.database import AsyncSession, table_of, upsert
from models.person import Account, Contact, Person
from models.prepared import Prepared, PreparedInsert


@dataclass(frozen=True)
class Sender:
    """Who an update came from, as the messenger tells it."""

    platform: str
    user_id: int
    name: str
    username: str | None
    language: str


@dataclass
class KnownPerson:
    """What a turn needs of a person: read in one statement, changed through this module only."""

    id: int
    language: str
    area_id: int | None


@dataclass
class KnownContact:
    """Where the person is reached, and when an answer last came late."""

    id: int
    chat_id: int
    blocked_at: datetime | None
    late_told_at: datetime | None


@dataclass(frozen=True)
class Known:
    """A person with the account and the contact that an update came through."""

    person: KnownPerson
    contact: KnownContact
    account_id: int
    name: str
    username: str | None
    is_new: bool


async def recognise(*, session: AsyncSession, sender: Sender, bot_id: int, chat_id: int, now: datetime) -> Known:
    """Find the person behind an account, or meet them; keep their shown name and the private chat current."""
    known = await _find(session, sender, bot_id)
    if known is None:
        return await _meet(session, sender, bot_id, chat_id, now)
    if (known.name, known.username) != (sender.name, sender.username):
        await session.execute(
            update(_accounts)
            .where(_accounts.c.id == known.account_id)
            .values(name=sender.name, username=sender.username)
        )
    contact = known.contact
    if contact.chat_id != chat_id or contact.blocked_at is not None:
        contact.chat_id, contact.blocked_at = chat_id, None
        await session.execute(
            update(_contacts).where(_contacts.c.id == contact.id).values(chat_id=chat_id, blocked_at=None)
        )
    return known


_people, _accounts, _contacts = table_of(Person), table_of(Account), table_of(Contact)
_FIND = Prepared(
    select(
        _people.c.id,
        _people.c.language,
        _people.c.area_id,
        _contacts.c.id,
        _contacts.c.chat_id,
        _contacts.c.blocked_at,
        _contacts.c.late_told_at,
        _accounts.c.id,
        _accounts.c.name,
        _accounts.c.username,
    )
    .join(_accounts, _accounts.c.person_id == _people.c.id)
    .join(_contacts, _contacts.c.account_id == _accounts.c.id)
    .where(
        _accounts.c.platform == bindparam("platform"),
        _accounts.c.user_id == bindparam("user"),
        _contacts.c.bot_id == bindparam("bot"),
    )
)


async def _find(session: AsyncSession, sender: Sender, bot_id: int) -> Known | None:
    found = await session.run(_FIND, {"platform": sender.platform, "user": sender.user_id, "bot": bot_id})
    row = found.first()
    if row is None:
        return None
    person, contact = KnownPerson(*row[:3]), KnownContact(*row[3:7])
    return Known(person, contact, account_id=row[7], name=row[8], username=row[9], is_new=False)


async def _meet(session: AsyncSession, sender: Sender, bot_id: int, chat_id: int, now: datetime) -> Known:
    account_id = await _account(session, sender)
    is_new = account_id is None
    if account_id is None:
        person = {"language": sender.language, "language_chosen": False, "created_at": now}
        made = await session.run(_MAKE_PERSON, person)
        account = {
            "platform": sender.platform,
            "user_id": sender.user_id,
            "person_id": made.value(),
            "name": sender.name,
            "username": sender.username,
        }
        account_id = (await session.run(_MAKE_ACCOUNT, account)).value()
    contact = {"account_id": account_id, "bot_id": bot_id, "chat_id": chat_id}
    await session.run(_make_contact(session.get_bind().dialect.name), contact)
    known = await _find(session, sender, bot_id)
    if known is None:
        raise LookupError("a contact that was just made is not there")
    return replace(known, is_new=is_new)


_MAKE_PERSON = PreparedInsert(insert(_people).returning(_people.c.id))
_MAKE_ACCOUNT = PreparedInsert(insert(_accounts).returning(_accounts.c.id))


@cache
def _make_contact(dialect: str) -> Prepared:
    return PreparedInsert(upsert(dialect)(_contacts).on_conflict_do_nothing())


async def _account(session: AsyncSession, sender: Sender) -> int | None:
    found = (await session.run(_ACCOUNT, {"platform": sender.platform, "user": sender.user_id})).first()
    return None if found is None else found[0]


_ACCOUNT = Prepared(
    select(_accounts.c.id).where(
        _accounts.c.platform == bindparam("platform"), _accounts.c.user_id == bindparam("user")
    )
)


async def choose_area(*, session: AsyncSession, person: KnownPerson, area_id: int | None) -> None:
    """Say where somebody lives; None where they would rather not."""
    person.area_id = area_id
    await session.run(_CHOOSE_AREA, {"person": person.id, "area": area_id})


_CHOOSE_AREA = Prepared(update(_people).where(_people.c.id == bindparam("person")).values(area_id=bindparam("area")))


async def choose_language(*, session: AsyncSession, person: KnownPerson, language: str) -> None:
    """Speak this language with somebody from now on, whatever their app says."""
    person.language = language
    chosen = {"language": language, "language_chosen": True}
    await session.execute(update(_people).where(_people.c.id == person.id).values(chosen))


async def note_late_told(*, session: AsyncSession, contact: KnownContact, now: datetime) -> None:
    """Note that somebody was told of a late answer, so that it is not said again at once."""
    contact.late_told_at = now
    await session.execute(update(_contacts).where(_contacts.c.id == contact.id).values(late_told_at=now))


async def mark_blocked(*, session: AsyncSession, bot_id: int, chat_id: int, now: datetime) -> None:
    """Note that a chat refuses this bot; the contact comes back when its person writes again."""
    await session.execute(
        update(_contacts)
        .where(_contacts.c.bot_id == bot_id, _contacts.c.chat_id == chat_id, _contacts.c.blocked_at.is_(None))
        .values(blocked_at=now)
    )


async def close_chats(*, session: AsyncSession, bot_id: int, chats: Sequence[tuple[int, int]], now: datetime) -> None:
    """Note that chats of these people (person id, chat id) refuse this bot; each is found by its person."""
    values = [{"bot": bot_id, "person": person, "chat": chat_id, "now": now} for person, chat_id in chats]
    await session.run_many(_CLOSE_CHAT, values)


_CLOSE_CHAT = Prepared(
    update(_contacts)
    .where(
        _contacts.c.account_id.in_(select(_accounts.c.id).where(_accounts.c.person_id == bindparam("person"))),
        _contacts.c.bot_id == bindparam("bot"),
        _contacts.c.chat_id == bindparam("chat"),
        _contacts.c.blocked_at.is_(None),
    )
    .values(blocked_at=bindparam("now"))
)


async def move_chat(*, session: AsyncSession, bot_id: int, chat_id: int, to: int) -> None:
    """Note that a group has become another one, as the messenger said."""
    await session.execute(
        update(_contacts).where(_contacts.c.bot_id == bot_id, _contacts.c.chat_id == chat_id).values(chat_id=to)
    )


async def language_of_chat(*, session: AsyncSession, bot_id: int, chat_id: int) -> str | None:
    """The language of whoever is reached in a chat; None when nobody is known there."""
    found = await session.execute(
        select(col(Person.language))
        .join(Account, col(Account.person_id) == col(Person.id))
        .join(Contact, col(Contact.account_id) == col(Account.id))
        .where(col(Contact.bot_id) == bot_id, col(Contact.chat_id) == chat_id)
    )
    return found.scalars().first()


async def persons_of_users(*, session: AsyncSession, platform: str, user_ids: Collection[int]) -> list[int]:
    """The persons behind those of these accounts that ever wrote, in the order they first did."""
    if not user_ids:
        return []
    mine = (_accounts.c.platform == platform, _accounts.c.user_id.in_(user_ids))
    found = await session.execute(select(_accounts.c.person_id).where(*mine).order_by(_accounts.c.id))
    return list(dict.fromkeys(found.scalars()))


async def chats_of_users(
    *, session: AsyncSession, platform: str, bot_id: int, user_ids: Sequence[int]
) -> list[tuple[int, str]]:
    """(chat id, language) of those of these users who can be reached."""
    rows = await session.execute(
        select(col(Contact.chat_id), col(Person.language))
        .join(Account, col(Contact.account_id) == col(Account.id))
        .join(Person, col(Account.person_id) == col(Person.id))
        .where(
            col(Account.platform) == platform,
            col(Account.user_id).in_(user_ids),
            col(Contact.bot_id) == bot_id,
            col(Contact.blocked_at).is_(None),
        )
    )
    return [(row[0], row[1]) for row in rows]


async def reached(*, session: AsyncSession, bot_id: int, person_id: int) -> list[tuple[int, str]]:
    """(chat id, language) wherever this bot reaches somebody."""
    rows = await session.execute(
        select(_contacts.c.chat_id, _people.c.language)
        .join(_accounts, _accounts.c.id == _contacts.c.account_id)
        .join(_people, _people.c.id == _accounts.c.person_id)
        .where(_people.c.id == person_id, _contacts.c.bot_id == bot_id, _contacts.c.blocked_at.is_(None))
    )
    return [(row[0], row[1]) for row in rows]


async def names_of(*, session: AsyncSession, person_ids: Collection[int]) -> dict[int, str]:
    """What people call themselves, without account or @name: for owners, who hand out roles."""
    rows = await session.execute(
        select(_accounts.c.person_id, _accounts.c.name)
        .where(_accounts.c.person_id.in_(person_ids))
        .order_by(_accounts.c.id.desc())
    )
    return {row[0]: row[1] for row in rows}
