"""The lines of a file, worked out once in a table of this transaction alone: the proof adds them up, the file is made of
them."""

from sqlalchemy import CTE, Column, FromClause, MetaData, Table, insert, select, text
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of

_NAME = "export_lines"


def kept_lines(session: Session, lines: CTE) -> FromClause:
    """The same lines under the same names, as they are now, until this transaction ends. Those that were kept in it before
    are gone: one file is made at a time."""
    drop_lines(session)
    connection = session.connection()
    kept = Table(_NAME, MetaData(), *(Column(column.key, column.type) for column in lines.c), prefixes=["TEMPORARY"])
    kept.create(connection, checkfirst=False)
    connection.execute(insert(kept).from_select([column.key for column in lines.c], select(*lines.c)))
    if dialect_of(session) == "postgresql":
        connection.execute(text(f"ANALYZE {_NAME}"))  # or it plans for a handful of lines
    return kept


def drop_lines(session: Session) -> None:
    """The table is gone: for who commits; with a snapshot it goes anyway."""
    session.execute(text(f"DROP TABLE IF EXISTS {_NAME}"))
