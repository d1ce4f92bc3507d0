"""Statements of the hot paths, compiled once for each database and run on the driver's own cursor (docs/adr/0010).

They are written with SQLAlchemy like every other statement and differ in nothing but what one run costs: no result
object, no look into the cache of statements, no session. Errors are SQLAlchemy's own, so that whoever waits gets the
same page.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from collabpoints.db import db

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
_Processor = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A connection of the driver, as the pool hands it out. `give_up` takes a broken one, and all that lie
    beside it, out of the pool."""

    dialect: Dialect
    raw: Any
    give_up: Callable[[BaseException], None]


def line_of(connection: Connection) -> Line:
    """The line under this connection: what runs on it belongs to its transaction."""
    return Line(connection.dialect, connection.connection.dbapi_connection, partial(_give_up, connection))


def _give_up(connection: Connection, fault: BaseException) -> None:
    """The broken connection leaves the pool, and with it all that lie there: what cut one cut the others too. SQLAlchemy
    does so for its own statements; else each of them would cost somebody a page."""
    connection.invalidate(fault)
    connection.engine.dispose()


@contextmanager
def reading_line() -> Iterator[Line]:
    """A line for reading what is committed, without a transaction (docs/adr/0008). Within a `reading`, a `snapshot` or a
    unit of work it is theirs."""
    session = db.session()
    if session.info.get("is_writing") or session.info.get("is_reading"):
        yield line_of(session.connection())
        return
    with db.engine.connect() as connection:
        line = line_of(connection)
        is_postgresql = line.dialect.name == "postgresql"
        if is_postgresql:
            line.raw.autocommit = True
        try:
            yield line
        finally:
            if is_postgresql and not line.raw.closed:
                line.raw.autocommit = False


class Prepared:
    """A statement whose values have names. `statement` gets the name of the database and builds it, once for each.
    `columns` are those that an INSERT fills from the values; a column's default counts where it is a plain value."""

    def __init__(self, statement: Callable[[str], Statement], columns: Sequence[str] = ()) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, line: Line, values: Mapping[str, Any]) -> list[Any]:
        """What the statement returns with these values: named tuples, none for one that returns nothing."""
        return together(line, (self, [values]))[0]

    def one(self, line: Line, values: Mapping[str, Any]) -> Any | None:
        """The only row, or None. Raises ValueError when there are more."""
        rows = self.rows(line, values)
        if len(rows) > 1:
            raise ValueError(f"{len(rows)} rows where one was expected")
        return rows[0] if rows else None

    def many(self, line: Line, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The statement is run with each of these in turn; returns all that it returned."""
        return together(line, (self, rows))[0]

    def compiled(self, dialect: Dialect) -> "_Compiled":
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _Compiled(self._statement(dialect.name), self._columns, dialect)
        return found


Step = tuple[Prepared, Sequence[Mapping[str, Any]]]
"""A statement, and the values that it is run with one after the other."""


def together(line: Line, *steps: Step) -> list[list[Any]]:
    """Each step's statement is run with each of its values, in this order; returns what each step returned.

    On PostgreSQL several go out at once and are answered at once (the protocol's pipeline): the server runs them one
    after the other as if they had come singly, so an instant or a row that a later one reads is as of after the earlier.
    """
    begun: list[tuple[_Compiled, Any]] = []
    try:
        with _pipeline(line, sum(len(values) for _, values in steps)):
            for prepared, rows in steps:
                compiled = prepared.compiled(line.dialect)
                for values in rows:
                    cursor = line.raw.cursor()
                    begun.append((compiled, cursor))
                    compiled.begin(cursor, values)
        found = iter([compiled.finish(cursor) for compiled, cursor in begun])
        return [[row for _ in rows for row in next(found)] for _, rows in steps]
    except line.dialect.loaded_dbapi.Error as fault:
        raise as_sqlalchemy_says(line, begun[-1][0].text, fault) from fault
    finally:
        for _, cursor in begun:
            cursor.close()


def _pipeline(line: Line, statements: int) -> AbstractContextManager[Any]:
    return line.raw.pipeline() if statements > 1 and line.dialect.name == "postgresql" else nullcontext()


class _Compiled:
    def __init__(self, statement: Statement, columns: Sequence[str], dialect: Dialect) -> None:
        returned = _returned(statement)
        if isinstance(statement, Insert) and not returned:
            statement = statement.inline()  # else PostgreSQL is asked for the new id
        compiled = statement.compile(dialect=dialect, column_keys=columns or None)
        assert isinstance(compiled, SQLCompiler)
        self.text = str(compiled)
        self._places = compiled.positiontup
        self._constants = {name: bind.value for bind, name in compiled.bind_names.items() if bind.value is not None}
        self._constants |= {
            column.key: column.default.arg
            for column in compiled.insert_prefetch
            if isinstance(column.default, ScalarElementColumnDefault)
        }
        self._binders = tuple(
            (name, processor)
            for bind, name in compiled.bind_names.items()
            if (processor := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        )
        self._row: Any = namedtuple("Row", [name for name, _ in returned]) if returned else None
        self._fields = tuple(
            (place, processor)
            for place, (_name, kind) in enumerate(returned)
            if (processor := kind.dialect_impl(dialect).result_processor(dialect, None)) is not None
        )

    def begin(self, cursor: Any, values: Mapping[str, Any]) -> None:
        """Have the driver run the statement; in a pipeline it is on its way afterwards."""
        given = {**self._constants, **values}
        for name, processor in self._binders:
            given[name] = processor(given[name])
        cursor.execute(self.text, given if self._places is None else [given[name] for name in self._places])

    def finish(self, cursor: Any) -> list[Any]:
        """What it returned."""
        return [self._made(row) for row in cursor.fetchall()] if self._row else []

    def _made(self, row: Sequence[Any]) -> Any:
        if not self._fields:
            return self._row._make(row)
        values = list(row)
        for place, processor in self._fields:
            values[place] = processor(values[place])
        return self._row._make(values)


def _returned(statement: Statement) -> list[tuple[str, TypeEngine[Any]]]:
    """The name and the type of each column that the statement returns."""
    columns = statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
    return [(str(column.key), column.type) for column in columns]


def as_sqlalchemy_says(line: Line, statement: str, fault: Any) -> Exception:
    """The driver's fault as SQLAlchemy raises it; a broken connection leaves the pool."""
    is_gone = line.dialect.is_disconnect(fault, line.raw, None)
    if is_gone:
        line.give_up(fault)
    base: Any = line.dialect.loaded_dbapi.Error
    said: Exception = DBAPIError.instance(
        statement, None, fault, base, hide_parameters=True, connection_invalidated=is_gone, dialect=line.dialect
    )
    return said
