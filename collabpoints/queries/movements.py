"""Movements: entries as the proof and the boards add them up, each with the paths of its note. Those of a month that is
held can be worked out once, in a table of this transaction alone: what is proved is then what the boards are made of."""

from typing import Any

from sqlalchemy import (
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
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from collabpoints.db import BIG, table_of
from collabpoints.models import Entry, Note

_LARGEST = 2**31 - 1

_MOVEMENTS = Table(
    "month_movements",
    MetaData(),
    Column("id", BIG),
    Column("month_id", BIG),
    Column("special_grant_id", BIG),
    Column("giver_person_id", BIG),
    Column("giver_department_id", BIG),
    Column("receiver_person_id", BIG),
    Column("receiver_department_id", BIG),
    Column("giver_path_id", BIG),
    Column("receiver_path_id", BIG),
    Column("points", Integer),
    Column("notes", Integer),
    Column("spent", Integer),
    Column("counted", Integer),
    Column("is_as_sent", SmallInteger),
    prefixes=["TEMPORARY"],
)
"""Columns as in Entry. The paths are null without a note; `is_as_sent` is 1 for a note's first entry that says the same as
the note, with the same ends, departments, month and points."""


_SUMS = ("spent", "sent_points", "sent_notes", "received_points", "received_notes", "special_points")
_KEYS = ("month_id", "person_id", "department_id")

_SIDES = Table(
    "month_sides",
    MetaData(),
    *(Column(name, BIG) for name in (*_KEYS, *_SUMS)),
    prefixes=["TEMPORARY"],
)
"""A row for what a person gave in a department and one for what he got in it, as PersonMonthTotal names it; without a person
for what a department got itself."""


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


def sides(moved: FromClause) -> FromClause:
    """The two sides of these movements, added up."""
    of, none = moved.c, literal(0)
    is_special = of.special_grant_id.is_not(None)
    given = (of.spent, of.points, of.notes)
    got = (
        case((is_special, 0), else_=of.points),
        case((is_special, 0), else_=of.notes),
        case((is_special, of.points), else_=0),
    )
    nothing = (none, none, none)
    givers = (of.month_id, of.giver_person_id, of.giver_department_id)
    receivers = (of.month_id, of.receiver_person_id, of.receiver_department_id)
    gave = select(*_as_side(*givers, *map(func.sum, given), *nothing)).group_by(*givers)
    gave = gave.where(or_(of.giver_person_id.is_not(None), of.giver_department_id.is_not(None)))
    took = select(*_as_side(*receivers, *nothing, *map(func.sum, got))).group_by(*receivers)
    return union_all(gave, took).subquery("sides")


def _as_side(*columns: Any) -> list[ColumnElement[int]]:
    return [column.label(name) for column, name in zip(columns, (*_KEYS, *_SUMS), strict=True)]


def keep_sides(session: Session, moved: FromClause) -> FromClause:
    """The two sides of movements that were kept; `drop_sides` when done."""
    connection = session.connection()
    _SIDES.create(connection, checkfirst=False)
    connection.execute(insert(_SIDES).from_select([*_KEYS, *_SUMS], select(*sides(moved).c)))
    return _SIDES


def drop_sides(session: Session) -> None:
    """The table is gone."""
    _SIDES.drop(session.connection(), checkfirst=False)
