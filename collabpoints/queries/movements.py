"""Movements: entries as the proof and the boards add them up, each with the departments that rank its ends. They are kept
once in a table of this transaction alone: what is proved is then what the boards are made of."""

from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Integer,
    MetaData,
    ScalarSelect,
    Select,
    SmallInteger,
    Table,
    and_,
    case,
    cast,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Session, aliased

from collabpoints.db import BIG, dialect_of, table_of
from collabpoints.models import Department, DepartmentPath, Entry, Note, SpecialGrant
from collabpoints.queries.sums import small

MOVEMENTS = Table(
    "kept_movements",
    MetaData(),
    Column("id", BIG),
    Column("month_id", BIG),
    Column("special_grant_id", BIG),
    Column("giver_person_id", BIG),
    Column("giver_department_id", BIG),
    Column("giver_home_id", BIG),
    Column("giver_bureau_id", BIG),
    Column("receiver_person_id", BIG),
    Column("receiver_department_id", BIG),
    Column("receiver_home_id", BIG),
    Column("receiver_bureau_id", BIG),
    Column("points", Integer),
    Column("notes", Integer),
    Column("spent", Integer),
    Column("counted", Integer),
    Column("is_as_sent", SmallInteger),
    Column("stands", SmallInteger),
    prefixes=["TEMPORARY"],
)
"""A row for an entry; columns as in Entry. `home` is the department that ranks an end by the path on the note, or on the
special grant; bureaus are those of a note. `is_as_sent` is 1 for a note's first entry that says the same as the note, with
the same ends, departments, month and points. `stands` is 0 for all entries of a note that was taken back."""


def movements(of_entries: ColumnElement[bool], of_notes: ColumnElement[bool]) -> FromClause:
    """The movements of these entries, with columns as in MOVEMENTS; the conditions are on Entry and on Note, and say of
    which months both are."""
    entry, note = table_of(Entry).c, table_of(Note).c
    giver, receiver = aliased(DepartmentPath), aliased(DepartmentPath)
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
    named = {
        "giver_home_id": giver.home_id,
        "giver_bureau_id": giver.bureau_id,
        "receiver_home_id": case((entry.special_grant_id.is_not(None), _granted_home()), else_=receiver.home_id),
        "receiver_bureau_id": receiver.bureau_id,
        **{name: small(entry[name]) for name in ("points", "notes", "spent", "counted")},
        "is_as_sent": cast(case((is_as_sent, 1), else_=0), SmallInteger),
        "stands": cast(case((entry.note_id.in_(_taken_back(of_entries)), 0), else_=1), SmallInteger),
    }
    columns: dict[str, Any] = {**entry, **named}
    return (
        select(*(columns[column.name].label(column.name) for column in MOVEMENTS.c))
        .select_from(Entry)
        .outerjoin(Note, and_(Note.id == Entry.note_id, of_notes))
        .outerjoin(giver, giver.id == Note.sender_path_id)
        .outerjoin(receiver, receiver.id == Note.recipient_path_id)
        .where(of_entries)
        .subquery("movements")
    )


def keep_movements(session: Session, of_entries: ColumnElement[bool], of_notes: ColumnElement[bool]) -> None:
    """MOVEMENTS holds the movements of these entries as they are; `drop_movements` when done."""
    connection = session.connection()
    MOVEMENTS.create(connection, checkfirst=False)
    rows = movements(of_entries, of_notes)
    connection.execute(insert(MOVEMENTS).from_select([column.name for column in rows.c], select(*rows.c)))


def newest_kept(session: Session) -> int:
    """The highest id of the entries in MOVEMENTS; 0 of none."""
    return session.execute(select(func.max(MOVEMENTS.c.id))).scalar_one() or 0


def drop_movements(session: Session) -> None:
    """The table is gone, and what it took on disk."""
    if dialect_of(session) == "postgresql":  # what is dropped is freed with the transaction, what is emptied at once
        session.execute(text(f"TRUNCATE {MOVEMENTS.name}"))
    MOVEMENTS.drop(session.connection(), checkfirst=False)


def _granted_home() -> ScalarSelect[int]:
    """The department that ranks what a special entry gave: by the path of its proposal, or today's for want of one."""
    path = aliased(DepartmentPath)
    return (
        select(func.coalesce(path.home_id, Department.home_id, Department.id))
        .select_from(Department)
        .outerjoin(SpecialGrant, SpecialGrant.id == Entry.special_grant_id)
        .outerjoin(path, path.id == SpecialGrant.receiver_path_id)
        .where(Department.id == Entry.receiver_department_id)
        .correlate(Entry)
        .scalar_subquery()
    )


def _taken_back(of_entries: ColumnElement[bool]) -> Select[Any]:
    """The notes that by these entries come to nothing."""
    countered = select(Entry.note_id).where(of_entries, Entry.counters.is_not(None), Entry.note_id.is_not(None))
    return (
        select(Entry.note_id)
        .where(of_entries, Entry.note_id.in_(countered.correlate(None)))
        .group_by(Entry.note_id)
        .having(func.sum(Entry.notes) <= 0)
        .correlate(None)
    )
