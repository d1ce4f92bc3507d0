"""Sides: what each gave and what each got, added up from movements (queries/movements.py)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    MetaData,
    Select,
    Table,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from collabpoints.db import BIG
from collabpoints.models import Entry, Month, Note
from collabpoints.queries.movements import MOVEMENTS, drop_movements, keep_movements

PROVED = ("spent", "sent_points", "sent_notes", "received_points", "received_notes", "special_points")
"""The sums that totals keep too, named as in PersonMonthTotal."""

_KEYS = ("month_id", "person_id", "department_id")
_OF_BOARDS = ("sent_with_points", "received_with_points", "beyond_department_points", "beyond_bureau_points")

SIDES = Table(
    "kept_sides",
    MetaData(),
    *(Column(name, BIG) for name in (*_KEYS, "home_id", *PROVED, *_OF_BOARDS)),
    prefixes=["TEMPORARY"],
)
"""A row for what a person gave in a month while he served in a department, and one for what he got; without a person for
what a department got itself. `home_id` is the department that ranks it, as in MOVEMENTS. `with_points` are the notes that
carry points, `beyond` the received points that came from another department or bureau."""

_Figures = Mapping[str, Any]


def sides(moved: FromClause) -> FromClause:
    """The sides of these movements: who by _KEYS, and the sums that are PROVED."""
    gave = _side(moved, "giver", _KEYS, PROVED, _given(moved.c))
    return union_all(gave, _side(moved, "receiver", _KEYS, PROVED, _got(moved.c))).subquery("sides")


@contextmanager
def kept(session: Session, of_entries: ColumnElement[bool], of_notes: ColumnElement[bool]) -> Iterator[None]:
    """Within it MOVEMENTS and SIDES hold these entries as they were at its beginning. The conditions are those of
    `movements`. What is raised within undoes the transaction, and the tables with it."""
    keep_movements(session, of_entries, of_notes)
    keep_sides(session)
    yield
    SIDES.drop(session.connection(), checkfirst=False)
    drop_movements(session)


def kept_month(session: Session, month: Month) -> AbstractContextManager[None]:
    """The same of one month, all of it. For whoever holds its row alone."""
    return kept(session, Entry.month_id == month.id, Note.month_id == month.id)


def keep_sides(session: Session) -> None:
    """SIDES holds what is in MOVEMENTS."""
    of = MOVEMENTS.c
    given = {**_given(of), "sent_with_points": case((of.points != 0, of.notes), else_=0)}
    got = {
        **_got(of),
        "received_with_points": case((of.points != 0, of.notes), else_=0),
        "beyond_department_points": case((of.giver_home_id != of.receiver_home_id, of.points), else_=0),
        "beyond_bureau_points": case((of.giver_bureau_id != of.receiver_bureau_id, of.points), else_=0),
    }
    keys, sums = (*_KEYS, "home_id"), (*PROVED, *_OF_BOARDS)
    rows = union_all(_side(MOVEMENTS, "giver", keys, sums, given), _side(MOVEMENTS, "receiver", keys, sums, got))
    connection = session.connection()
    SIDES.create(connection, checkfirst=False)
    connection.execute(insert(SIDES).from_select([*keys, *sums], rows))


def _given(of: Any) -> _Figures:
    return {"spent": of.spent, "sent_points": of.points, "sent_notes": of.notes}


def _got(of: Any) -> _Figures:
    is_special = of.special_grant_id.is_not(None)
    return {
        "received_points": case((is_special, 0), else_=of.points),
        "received_notes": case((is_special, 0), else_=of.notes),
        "special_points": case((is_special, of.points), else_=0),
    }


def _side(
    moved: FromClause, end: str, keys: Sequence[str], sums: Sequence[str], figures: _Figures
) -> Select[*tuple[Any, ...]]:
    """One side of movements, `end` "giver" or "receiver", by keys; sums of which it has no figure are 0. What nobody
    gave, special points, has no giver."""
    of = {key: moved.c[key if key == "month_id" else f"{end}_{key}"] for key in keys}
    added = {name: func.sum(figures[name]) if name in figures else literal(0) for name in sums}
    return (
        select(*(column.label(name) for name, column in (of | added).items()))
        .where(or_(of["person_id"].is_not(None), of["department_id"].is_not(None)))
        .group_by(*of.values())
    )
