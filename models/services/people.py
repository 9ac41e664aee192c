"""People: recognising who writes, and where each of them can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import SQLModel, col, select, update

from models.database import AsyncSession, upsert
from models.person import Account, Contact, Person


@dataclass(frozen=True)
class Sender:
    """Who an update came from, as the messenger tells it."""

    platform: str
    user_id: int
    name: str
    username: str | None
    language: str


@dataclass(frozen=True)
class Known:
    """A person with the account and the contact that an update came through."""

    person: Person
    account: Account
    contact: Contact
    is_new: bool


async def recognise(*, session: AsyncSession, sender: Sender, bot_id: int, chat_id: int, now: datetime) -> Known:
    """Find the person behind an account, or meet them; keep their shown name and the private chat current."""
    known = await _find(session, sender, bot_id)
    if known is None:
        return await _meet(session, sender, bot_id, chat_id, now)
    account, contact = known.account, known.contact
    if (account.name, account.username) != (sender.name, sender.username):
        account.name, account.username = sender.name, sender.username
        session.add(account)
    if contact.chat_id != chat_id or contact.blocked_at is not None:
        contact.chat_id, contact.blocked_at = chat_id, None
        session.add(contact)
    return known


_FIND = (
    select(Person, Account, Contact)
    .join(Account, col(Account.person_id) == col(Person.id))
    .join(Contact, col(Contact.account_id) == col(Account.id))
    .where(
        col(Account.platform) == bindparam("platform"),
        col(Account.user_id) == bindparam("user"),
        col(Contact.bot_id) == bindparam("bot"),
    )
)


async def _find(session: AsyncSession, sender: Sender, bot_id: int) -> Known | None:
    found = await session.execute(_FIND, {"platform": sender.platform, "user": sender.user_id, "bot": bot_id})
    row = found.first()
    return None if row is None else Known(row[0], row[1], row[2], is_new=False)


async def _meet(session: AsyncSession, sender: Sender, bot_id: int, chat_id: int, now: datetime) -> Known:
    account = await _account(session, sender)
    is_new = account is None
    if account is None:
        person = Person(language=sender.language, created_at=now)
        session.add(person)
        await session.flush()
        account = Account(
            platform=sender.platform,
            user_id=sender.user_id,
            person_id=person.id or 0,
            name=sender.name,
            username=sender.username,
        )
        session.add(account)
        await session.flush()
    await _insert_once(session, Contact, account_id=account.id, bot_id=bot_id, chat_id=chat_id)
    known = await _find(session, sender, bot_id)
    if known is None:
        raise LookupError("a contact that was just made is not there")
    return Known(known.person, known.account, known.contact, is_new)


async def _account(session: AsyncSession, sender: Sender) -> Account | None:
    found = await session.exec(
        select(Account).where(Account.platform == sender.platform, Account.user_id == sender.user_id)
    )
    return found.first()


async def _insert_once(session: AsyncSession, table: type[SQLModel], **values: object) -> None:
    await session.execute(upsert(session.get_bind().dialect.name)(table).values(**values).on_conflict_do_nothing())


async def choose_area(*, session: AsyncSession, person: Person, area_id: int | None) -> None:
    """Say where somebody lives; None where they would rather not."""
    person.area_id = area_id
    session.add(person)
    await session.flush()


async def choose_language(*, session: AsyncSession, person: Person, language: str) -> None:
    """Speak this language with somebody from now on, whatever their app says."""
    person.language, person.language_chosen = language, True
    session.add(person)
    await session.flush()


async def mark_blocked(*, session: AsyncSession, bot_id: int, chat_id: int, now: datetime) -> None:
    """Note that a chat refuses this bot; the contact comes back when its person writes again."""
    await session.execute(
        update(Contact)
        .where(col(Contact.bot_id) == bot_id, col(Contact.chat_id) == chat_id, col(Contact.blocked_at).is_(None))
        .values(blocked_at=now)
    )


async def language_of_chat(*, session: AsyncSession, bot_id: int, chat_id: int) -> str | None:
    """The language of whoever is reached in a chat; None when nobody is known there."""
    found = await session.exec(
        select(Person.language)
        .join(Account, col(Account.person_id) == col(Person.id))
        .join(Contact, col(Contact.account_id) == col(Account.id))
        .where(Contact.bot_id == bot_id, Contact.chat_id == chat_id)
    )
    return found.first()


async def chats_of_users(
    *, session: AsyncSession, platform: str, bot_id: int, user_ids: Sequence[int]
) -> list[tuple[int, str]]:
    """(chat id, language) of those of these users who can be reached."""
    rows = await session.execute(
        select(col(Contact.chat_id), col(Person.language))
        .join(Account, col(Contact.account_id) == col(Account.id))
        .join(Person, col(Account.person_id) == col(Person.id))
        .where(
            Account.platform == platform,
            col(Account.user_id).in_(user_ids),
            Contact.bot_id == bot_id,
            col(Contact.blocked_at).is_(None),
        )
    )
    return [(row[0], row[1]) for row in rows]
