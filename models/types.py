"""Column types and shared columns: what every table of the city stores its values in."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, override

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, Integer, MetaData, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

# The messenger's ids need 64 bits (user ids passed 7·10⁹); SQLite counts rows by itself only in an INTEGER key.
BIG_KEY = BigInteger().with_variant(Integer(), "sqlite")

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: timestamptz on PostgreSQL, a naive text on SQLite.

    Raises:
        ValueError: a naive datetime was given; nobody could say which clock it was read from.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """The text without what no database keeps: NUL and unpaired surrogates. Nothing else is touched."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")  # pairs become their letter
    return text


class CleanText(TypeDecorator[str]):
    """Text of any length, as it came, less what `storable` drops."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


_EMPTY: dict[str, Callable[[], Any]] = {"{}": dict, "[]": list}


class JsonText(TypeDecorator[Any]):
    r"""JSON as ASCII-escaped text: jsonb refuses \u0000 and unpaired surrogates, residents send both."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"))

    @override
    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        empty = _EMPTY.get(value)  # what nearly every row has
        return json.loads(value) if empty is None else empty()


class PathText(TypeDecorator[str]):
    """A materialised path: compared byte by byte, so that a prefix is a range of the index."""

    impl = Text
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(Text(collation="C"))
        return dialect.type_descriptor(Text())


def own_key() -> Any:
    """A table's own key, counted by the database and never given twice."""
    return Field(default=None, sa_column=Column("id", BIG_KEY, primary_key=True, autoincrement=True))


def reference(target: str, *, nullable: bool = False, index: bool = True) -> Any:
    """A foreign key to `table.column`."""
    default: Any = None if nullable else ...
    return Field(default=default, sa_type=BIG_KEY, sa_column_args=[ForeignKey(target)], nullable=nullable, index=index)


def reference_key(target: str, *, index: bool = False) -> Any:
    """A foreign key to `table.column` that is (part of) the table's own key; it is never counted by the database."""
    return Field(
        sa_column=Column(
            BIG_KEY, ForeignKey(target), primary_key=True, autoincrement=False, index=index, nullable=False
        )
    )


def moment(*, nullable: bool = False) -> Any:
    """A moment in UTC."""
    return Field(default=None if nullable else ..., sa_type=UtcDateTime, nullable=nullable)


def messenger_id() -> Any:
    """An id of the messenger's: 64 bits, never counted by us."""
    return Field(sa_type=BigInteger)


def words(*, nullable: bool = False, default: Any = ...) -> Any:
    """Somebody's words, or a token of ours."""
    return Field(default=None if nullable else default, sa_type=CleanText, nullable=nullable)
