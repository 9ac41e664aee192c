"""Statements of the hot path: compiled once a database, then handed straight to its driver.

SQLAlchemy's execution costs several times what SQLite needs for one of our statements, and every turn runs eight of
them. A `Prepared` keeps what we want of it, the SQL of each database and the types of its columns, and leaves the rest
out: sessions, result objects, lists that expand.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, override

from sqlalchemy import ClauseElement, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

type Row = Sequence[Any]
type _Convert = Callable[[Any], Any] | None


class Rows:
    """What a statement gave, all of it at hand; `rowcount` is how many rows an UPDATE or DELETE found."""

    __slots__ = ("all", "rowcount")

    def __init__(self, rows: list[Row], rowcount: int) -> None:
        self.all = rows
        self.rowcount = rowcount

    def first(self) -> Row | None:
        """The first row; None when there is none."""
        return self.all[0] if self.all else None

    def value(self) -> Any:
        """The first column of the first row.

        Raises:
            IndexError: there is no row.
        """
        return self.all[0][0]


class Prepared:
    """A Core statement with bound parameters, built once, at a module's level.

    Args:
        statement: without lists that expand (`IN`), which have another SQL for every length.
    """

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._compiled: dict[Any, Compiled] = {}

    def on(self, dialect: Dialect, _: Mapping[str, Any]) -> "Compiled":
        """The statement in the words of a database, for these values.

        Raises:
            ValueError: it needs what only SQLAlchemy's own execution does.
        """
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = self._compiled[dialect.name] = Compiled(self._statement, None, dialect)
        return compiled


class PreparedInsert(Prepared):
    """An INSERT without values of its own: it fills the columns that it is given."""

    @override
    def on(self, dialect: Dialect, values: Mapping[str, Any]) -> "Compiled":
        key = (dialect.name, *values)
        compiled = self._compiled.get(key)
        if compiled is None:
            compiled = self._compiled[key] = Compiled(self._statement, list(values), dialect)
        return compiled


class Compiled:
    """The SQL for one driver, and how values go in and come out of it."""

    __slots__ = ("_by_name", "_given", "_required", "_returned", "sql")

    def __init__(self, statement: ClauseElement, columns: list[str] | None, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=columns)
        if compiled.insert_prefetch or compiled.post_compile_params:
            raise ValueError("a column with a default that is not given, or a list of unknown length")
        self.sql = str(compiled)
        binds = {name: bind for bind, name in compiled.bind_names.items()}
        if any(binds[name].type._isnull for name in compiled.positiontup or binds):  # noqa: SLF001  (as SQLAlchemy asks)
            raise ValueError("a value whose type is not known")
        self._by_name = compiled.positiontup is None
        self._given = [
            (name, binds[name].required, binds[name].value, _into(binds[name].type, dialect))
            for name in compiled.positiontup or binds
        ]
        self._required = sum(bind.required for bind in binds.values())
        returned: Iterable[Any] = getattr(statement, "exported_columns", ())
        converts = [_out_of(column.type, dialect) for column in returned]
        self._returned = converts if any(converts) else None

    def values(self, given: Mapping[str, Any]) -> Any:
        """What the driver is given: a tuple in the statement's order, or a dict where its parameters have names.

        Raises:
            KeyError: a parameter is missing, or there is one too many.
        """
        if len(given) != self._required:
            raise KeyError(f"{self._required} values are asked for, {len(given)} were given")
        values = [
            (given[name] if is_required else value) if into is None else into(given[name] if is_required else value)
            for name, is_required, value, into in self._given
        ]
        return dict(zip([name for name, *_ in self._given], values, strict=True)) if self._by_name else values

    def rows(self, found: list[Row]) -> list[Row]:
        """The driver's rows as the columns' types have them."""
        converts = self._returned
        if converts is None:
            return found
        return [
            [value if convert is None else convert(value) for convert, value in zip(converts, row, strict=True)]
            for row in found
        ]

    def failure(self, error: Exception, dialect: Dialect, *, is_cut: bool = False) -> Exception:
        """The driver's error as SQLAlchemy's, which knows the databases' kinds of errors apart. It quotes no values."""
        base: Any = dialect.dbapi
        wrapped = DBAPIError.instance(
            self.sql, None, error, base.Error, hide_parameters=True, connection_invalidated=is_cut, dialect=dialect
        )
        return wrapped if isinstance(wrapped, Exception) else error


def _into(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out_of(kind: TypeEngine[Any], dialect: Dialect) -> _Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
