"""Many residents at once: a million people with their accounts, contacts and choices, made by the database itself."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Integer,
    String,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    text,
)
from sqlalchemy.sql import Select

from models.area import Area
from models.database import Database, table_of
from models.person import Account, Contact, Person
from models.subscription import Digest, Subscription

FIRST_CHAT = 7_300_000_000
"""Person number n has this chat plus n."""

_person, _account, _contact = table_of(Person), table_of(Account), table_of(Contact)


@dataclass(frozen=True)
class Crowd:
    """How many people, of which bot; `has_choices`: 3 in 100 chose something in /subscriptions, 1 in 100 blocked it."""

    count: int
    bot_id: int = 42
    platform: str = "playground"
    has_choices: bool = False


def make_people(url: str, crowd: Crowd) -> None:
    """Spread so many new people evenly over the neighbourhoods of a city that is founded; they are numbered from 1."""
    engine = Database(url).open_reading_engine()
    with engine.begin() as connection:
        for table, rows in _tables(crowd):
            connection.execute(insert(table).from_select(list(rows.selected_columns.keys()), rows))
            _count_on(connection, table)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()


def _tables(crowd: Crowd) -> list[tuple[Table, Select[Any]]]:
    began = literal(datetime(2026, 3, 21, tzinfo=UTC), _person.c.created_at.type)
    n, chat = _person.c.id, _person.c.id + cast(FIRST_CHAT, BigInteger)
    has_blocked = (n % 100 == 7) & literal(crowd.has_choices, Boolean)
    blocked_at = case((has_blocked, began), else_=cast(null(), _contact.c.blocked_at.type))
    accounts = select(
        n.label("id"),
        literal(crowd.platform, String).label("platform"),
        chat.label("user_id"),
        n.label("person_id"),
        literal("شهروند", String).label("name"),
    )
    contacts = select(
        n.label("id"),
        n.label("account_id"),
        literal(crowd.bot_id, BigInteger).label("bot_id"),
        chat.label("chat_id"),
        blocked_at.label("blocked_at"),
    )
    made = [(_person, _people(crowd.count, began)), (_account, accounts), (_contact, contacts)]
    return [*made, (table_of(Subscription), _subscriptions(began))] if crowd.has_choices else made


def _people(count: int, began: Any) -> Select[Any]:
    numbers = select(literal(1, Integer).label("n")).cte(recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < count))
    area = table_of(Area)
    places = select(
        area.c.id, (func.row_number().over(order_by=area.c.id) - 1).label("number"), func.count().over().label("total")
    )
    place = places.where(area.c.level == "neighbourhood").cte()
    return select(
        numbers.c.n.label("id"),
        literal("fa", String).label("language"),
        literal(value=True, type_=Boolean).label("language_chosen"),
        place.c.id.label("area_id"),
        began.label("created_at"),
    ).join(place, place.c.number == numbers.c.n % place.c.total)


def _subscriptions(began: Any) -> Select[Any]:
    """Three in a hundred: one wants no notices, one a daily digest, one other quiet hours."""
    n = _person.c.id
    yes = literal(value=True, type_=Boolean)
    return select(
        n.label("person_id"),
        (n % 100 != 11).label("notices"),
        yes.label("meetings"),
        yes.label("goals"),
        yes.label("own"),
        case((n % 100 == 12, Digest.DAILY.value), else_=Digest.OFF.value).label("digest"),
        case((n % 100 == 13, "0-6"), else_="22-8").label("quiet"),
        began.label("updated_at"),
    ).where(n % 100 >= 11, n % 100 <= 13)


def _count_on(connection: Connection, table: Table) -> None:
    """PostgreSQL's own numbers begin after those that were given."""
    if connection.dialect.name == "postgresql" and "id" in table.c:
        last = select(func.max(table.c.id)).scalar_subquery()
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))
