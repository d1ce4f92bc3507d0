"""Rows that are worked out anew again and again, of which few change: only those are written. Each row written costs its
indexes and a look at every table that it names, and leaves a dead one for PostgreSQL to sweep."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, MetaData, Select, Table, delete, except_, insert, select, tuple_
from sqlalchemy.orm import Session

from collabpoints.db import Base, table_of


def make_rows(
    session: Session,
    model: type[Base],
    which: ColumnElement[bool],
    names: Sequence[str],
    rows: Select[*tuple[Any, ...]],
) -> bool:
    """The rows of the model that are `which` are those of the SELECT, whose columns are named so; they are among `which`.
    Returns whether any was written."""
    kept, wanted = table_of(model), _wanted(model, tuple(names))
    columns = [kept.c[name] for name in names]
    connection = session.connection()
    wanted.create(connection, checkfirst=False)
    connection.execute(insert(wanted).from_select(list(names), rows))
    before, after = select(*columns).where(which), select(*wanted.c)
    gone = except_(before, after).subquery()
    key = [column.name for column in kept.primary_key]
    is_gone = tuple_(*(kept.c[name] for name in key)).in_(select(*(gone.c[name] for name in key)))
    removed = connection.execute(delete(kept).where(which, is_gone)).rowcount
    new = insert(kept).from_select(list(names), except_(after, before)).execution_options(preserve_rowcount=True)
    added = connection.execute(new).rowcount
    wanted.drop(connection, checkfirst=False)
    return bool(removed or added)


@cache  # SQLAlchemy knows statements again by their tables: with new ones it would compile them each time
def _wanted(model: type[Base], names: tuple[str, ...]) -> Table:
    columns = (Column(name, table_of(model).c[name].type) for name in names)
    return Table("wanted_rows", MetaData(), *columns, prefixes=["TEMPORARY"])
