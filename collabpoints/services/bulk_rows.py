"""Write many rows of one table at once: ids taken beforehand, COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from collabpoints.db import Base, dialect_of, table_of
from collabpoints.domain.errors import Busy


def reserved_ids(session: Session, model: type[Base], count: int) -> list[int]:
    """As many new ids as wanted, ascending, nobody else's. On SQLite they are free as long as the unit of work lasts."""
    table = table_of(model)
    if dialect_of(session) == "postgresql":
        taken = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return sorted(session.execute(taken, {"name": table.name, "count": count}).scalars())
    last: int = session.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return list(range(last + 1, last + 1 + count))


def insert_rows(session: Session, model: type[Base], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Afterwards the rows stand in the model's table. Columns that are not named must have a default there or be null.

    Raises Busy when the database goes away meanwhile.
    """
    table = table_of(model)
    if dialect_of(session) == "postgresql":
        _copy(session, f"COPY {table.name} ({', '.join(columns)}) FROM STDIN", rows)
        return
    made = [dict(zip(columns, row, strict=True)) for row in rows]
    if made:
        session.execute(insert(table), made)


def refresh_statistics(session: Session, *models: type[Base]) -> None:
    """The planner knows how much the tables hold now. After many rows at once PostgreSQL's own refresh comes a minute
    late, and until then it may compare everybody with everybody."""
    names = ", ".join(table_of(model).name for model in models)
    if dialect_of(session) == "postgresql":
        session.execute(text(f"ANALYZE {names}"))
    else:
        session.execute(text("PRAGMA optimize"))


def _copy(session: Session, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    driver: Any = session.connection().connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.OperationalError as fault:
        raise Busy("the database went away while rows were written") from fault
