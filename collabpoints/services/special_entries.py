"""Entries of special points and the totals they move, inside a unit of work that is open already.

Special points have no giver, cost no allowance and count toward no cap: beside the entry only `special_points` of the
person and of the department move. Rows are locked in the ledger's order: the person, then the department.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, insert, update
from sqlalchemy.sql.dml import Insert

from collabpoints.db import Base, table_of, upserting
from collabpoints.models import DepartmentMonthTotal, Entry, PersonMonthTotal
from collabpoints.services.ledger import Booking


@dataclass(frozen=True, slots=True)
class SpecialMovement:
    """One entry of a grant: `counters` None adds its points, otherwise they are taken away again (`points` negative)."""

    special_grant_id: int
    receiver_person_id: int | None
    receiver_department_id: int
    points: int
    actor_person_id: int
    reason: str = ""
    counters: int | None = None


def write_special_entry(connection: Connection, booking: Booking, movement: SpecialMovement) -> None:
    """The entry stands in the ledger and the totals of its month have moved with it. The grant's row is held."""
    if movement.receiver_person_id is not None:
        person = {"person_id": movement.receiver_person_id, "granted": booking.allowance}
        _move(connection, booking, movement, PersonMonthTotal, person)
    connection.execute(
        _ENTRY,
        {
            "agency_id": booking.agency_id,
            "month_id": booking.month_id,
            "booked_month_id": booking.booked_month_id,
            "kind": "special" if movement.counters is None else "reclaim",
            "special_grant_id": movement.special_grant_id,
            "counters": movement.counters,
            "receiver_person_id": movement.receiver_person_id,
            "receiver_department_id": movement.receiver_department_id,
            "points": movement.points,
            "notes": 0,
            "spent": 0,
            "counted": 0,
            "text_digest": "",
            "actor_person_id": movement.actor_person_id,
            "reason": movement.reason,
            "recorded_at": booking.instant,
        },
    )
    department = {"department_id": movement.receiver_department_id}
    _move(connection, booking, movement, DepartmentMonthTotal, department)


def _move(
    connection: Connection, booking: Booking, movement: SpecialMovement, model: type[Base], of: dict[str, int]
) -> None:
    row: dict[str, Any] = {"month_id": booking.month_id, "special_points": movement.points, **of}
    if movement.counters is None:
        connection.execute(_adding(connection.dialect.name, model), {**_BLANK, "agency_id": booking.agency_id, **row})
    else:
        connection.execute(_taking(model), {f"to_{name}": value for name, value in row.items() if name != "granted"})


@cache
def _adding(dialect: str, model: type[Base]) -> Insert:
    """Insert the total with these special points, or add them to the one that is there."""
    row = table_of(model).c
    statement = upserting(dialect, model)
    return statement.on_conflict_do_update(
        index_elements=[column.name for column in table_of(model).primary_key],
        set_={"special_points": row.special_points + statement.excluded.special_points},
    )


@cache
def _taking(model: type[Base]) -> Update:
    """Add a negative figure to a total that is there; its CHECK holds the floor. Not an upsert: both databases check a
    proposed row before they see that it conflicts, and would refuse the negative one."""
    row = table_of(model).c
    return (
        update(table_of(model))
        .where(*(column == bindparam(f"to_{column.name}") for column in table_of(model).primary_key))
        .values(special_points=row.special_points + bindparam("to_special_points"))
    )


_ENTRY = insert(table_of(Entry))
_BLANK = {"sent_points": 0, "sent_notes": 0, "received_points": 0, "received_notes": 0}
