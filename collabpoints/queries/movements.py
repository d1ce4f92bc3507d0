"""Movements: entries as the proof and the boards add them up, each with the paths of its note. Those of a month that is
held can be worked out once, in a table of this transaction alone: what is proved is then what the boards are made of."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    FromClause,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    and_,
    case,
    cast,
    insert,
    select,
)
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.models import Entry, Note

_BIG = BigInteger().with_variant(Integer(), "sqlite")
_LARGEST = 2**31 - 1

_MOVEMENTS = Table(
    "month_movements",
    MetaData(),
    Column("id", _BIG),
    Column("month_id", _BIG),
    Column("special_grant_id", _BIG),
    Column("giver_person_id", _BIG),
    Column("giver_department_id", _BIG),
    Column("receiver_person_id", _BIG),
    Column("receiver_department_id", _BIG),
    Column("giver_path_id", _BIG),
    Column("receiver_path_id", _BIG),
    Column("points", Integer),
    Column("notes", Integer),
    Column("spent", Integer),
    Column("counted", Integer),
    Column("is_as_sent", SmallInteger),
    prefixes=["TEMPORARY"],
)
"""Columns as in Entry. The paths are null without a note; `is_as_sent` is 1 for a note's first entry that says the same as
the note, with the same ends, departments, month and points."""


def movements(of_entries: ColumnElement[bool], of_notes: ColumnElement[bool]) -> FromClause:
    """The movements of these entries; the conditions are on Entry and on Note, and say of which months both are."""
    entry, note = table_of(Entry).c, table_of(Note).c
    is_as_sent = and_(
        entry.kind == "send",
        entry.month_id == note.month_id,
        entry.giver_person_id == note.sender_person_id,
        entry.receiver_person_id == note.recipient_person_id,
        entry.giver_department_id == note.sender_department_id,
        entry.receiver_department_id == note.recipient_department_id,
        entry.points == note.points,
        entry.notes == 1,
    )
    same = ("id", "month_id", "special_grant_id", "giver_person_id", "giver_department_id", "receiver_person_id",
            "receiver_department_id")  # fmt: skip
    return (
        select(
            *(entry[name] for name in same),
            note.sender_path_id.label("giver_path_id"),
            note.recipient_path_id.label("receiver_path_id"),
            *(small(entry[name]).label(name) for name in ("points", "notes", "spent", "counted")),
            case((is_as_sent, 1), else_=0).label("is_as_sent"),
        )
        .select_from(Entry)
        .outerjoin(Note, and_(Note.id == Entry.note_id, of_notes))
        .where(of_entries)
        .subquery("movements")
    )


def small(figure: Any) -> ColumnElement[int]:
    """A figure of a month that PostgreSQL adds up to a bigint: it adds bigints up to numerics, at twice the cost where
    groups are many. The largest agency gives 1.2 billion points a month; what is too large for an integer, which only a
    hand can have written, counts as the largest, and differs from what it stands beside."""
    return cast(case((figure.between(-_LARGEST, _LARGEST), figure), else_=_LARGEST), Integer)


def keep_movements(session: Session, month_id: int) -> FromClause:
    """The movements of a month whose row is held alone, as they are; `drop_movements` when done."""
    connection = session.connection()
    _MOVEMENTS.create(connection, checkfirst=False)
    rows = movements(Entry.month_id == month_id, Note.month_id == month_id)
    names = [column.name for column in _MOVEMENTS.c]
    connection.execute(insert(_MOVEMENTS).from_select(names, select(*(rows.c[name] for name in names))))
    return _MOVEMENTS


def drop_movements(session: Session) -> None:
    """The table is gone."""
    _MOVEMENTS.drop(session.connection(), checkfirst=False)
