"""Staff orders as HR reads them: what is planned, what could not be carried out, what was done to one person."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.errors import Code
from collabpoints.domain.staff_changes import Plan
from collabpoints.domain.staff_orders import Act, Kind
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Person, StaffOrder
from collabpoints.queries.positions import called
from collabpoints.queries.staff_previews import today_of

_NO_FAULT = ""
LATELY = timedelta(days=31)
"""So long an import that undoes an order is told of beside it."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order. `state` is `planned`, `done` or `dropped`; `faults` say why a planned one could not be carried out on its
    day. `person`, `other` and `by` are called by name and position."""

    id: int
    act: Act
    person_id: int
    other_person_id: int | None
    person: str
    other: str
    department: str
    rank: str
    position: str
    duty: str
    number: str
    effective_on: date
    until_on: date | None
    document: str
    state: str
    faults: tuple[Code, ...]
    by: str
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of somebody's service under `number`, as it stands."""

    number: str
    kind: Kind
    department_id: int
    department: str
    rank: str
    position: str
    duty: str
    starts_on: date
    ends_on: date | None

    @property
    def last_day(self) -> date | None:
        """The last day on which it is held; None while it goes on."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None


def due_orders(agency_id: int) -> tuple[str, ...]:
    """The orders whose day has come and that nothing was objected to, as names of errands (`2026-12-01/17`, day and id):
    by day, then as they were planned."""
    with reading() as session:
        return tuple(
            f"{day.isoformat()}/{id_}"
            for id_, day in session.execute(
                select(StaffOrder.id, StaffOrder.effective_on)
                .where(
                    StaffOrder.agency_id == agency_id,
                    StaffOrder.state == "planned",
                    StaffOrder.fault == _NO_FAULT,
                    StaffOrder.effective_on <= today_of(agency_id),
                )
                .order_by(StaffOrder.effective_on, StaffOrder.id)
            )
        )


def waiting_orders(agency_id: int) -> tuple[OrderRow, ...]:
    """All that is planned: what could not be carried out first, then by day."""
    is_stuck = (StaffOrder.fault == _NO_FAULT).label("is_stuck")
    return _rows(agency_id, StaffOrder.state == "planned", [is_stuck, StaffOrder.effective_on, StaffOrder.id])


def orders_of(agency_id: int, person_id: int) -> tuple[OrderRow, ...]:
    """Every order about this person, also as the record that a merge joined to another; the newest day first."""
    either = (StaffOrder.person_id == person_id) | (StaffOrder.other_person_id == person_id)
    return _rows(agency_id, either, [StaffOrder.effective_on.desc(), StaffOrder.id.desc()])


def posts_of(person_id: int) -> tuple[PostRow, ...]:
    """Every post that this person holds, held or is to hold, the newest first."""
    with reading() as session:
        rows = session.execute(
            select(
                Employee.number,
                Appointment.kind,
                Appointment.department_id,
                DepartmentPath.names,
                Appointment.rank,
                Appointment.position,
                Appointment.duty,
                Appointment.starts_on,
                Appointment.ends_on,
            )
            .join(Employee, Employee.id == Appointment.employee_id)
            .join(Department, Department.id == Appointment.department_id)
            .join(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(Employee.person_id == person_id)
            .order_by(Appointment.starts_on.desc(), Appointment.id.desc())
        )
        return tuple(PostRow(row[0], Kind(row[1]), *row[2:]) for row in rows)


def contradicted_orders(agency_id: int, plan: Plan) -> tuple[OrderRow, ...]:
    """Orders that an import would undo or come before: planned, or carried out within LATELY, about people whom the file
    changes; but for those that it repeats."""
    since = plan.today - LATELY
    changes = (*plan.moved, *plan.changed, *plan.renamed, *plan.returned)
    codes = {change.present.person_id: change.wanted.department_code for change in changes}
    people = codes.keys() | {present.person_id for present in plan.left}
    is_fresh = (StaffOrder.state == "planned") | ((StaffOrder.state == "done") & (StaffOrder.effective_on > since))
    rows = _rows(agency_id, is_fresh, [StaffOrder.effective_on, StaffOrder.id])
    with reading() as session:
        wanted = {row.department for row in rows}
        named = session.execute(
            select(Department.code, DepartmentPath.names)
            .join(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(Department.agency_id == agency_id, DepartmentPath.names.in_(wanted))
        )
        paths = {row.code: row.names for row in named}
    return tuple(
        row
        for row in rows
        if row.person_id in people
        and not (row.department and paths.get(codes.get(row.person_id, "")) == row.department)
    )


def _rows(agency_id: int, which: ColumnElement[bool], order: list[Any]) -> tuple[OrderRow, ...]:
    other, by = aliased(Person), aliased(Person)
    with reading() as session:
        rows = session.execute(
            select(
                StaffOrder,
                called(Person).label("person"),
                func.coalesce(called(other), "").label("other"),
                func.coalesce(called(by), "").label("by"),
                func.coalesce(DepartmentPath.names, "").label("department"),
            )
            .join(Person, Person.id == StaffOrder.person_id)
            .outerjoin(other, other.id == StaffOrder.other_person_id)
            .join(by, by.id == StaffOrder.planned_by_person_id)
            .outerjoin(Department, Department.id == StaffOrder.department_id)
            .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
            .where(StaffOrder.agency_id == agency_id, which)
            .order_by(*order)
        ).all()
    return tuple(_row(*row) for row in rows)


def _row(order: StaffOrder, person: str, other: str, by: str, department: str) -> OrderRow:
    return OrderRow(
        id=order.id,
        act=Act(order.act),
        person_id=order.person_id,
        other_person_id=order.other_person_id,
        person=person,
        other=other,
        department=department,
        rank=order.rank,
        position=order.position,
        duty=order.duty,
        number=order.number,
        effective_on=order.effective_on,
        until_on=order.until_on,
        document=order.document,
        state=order.state,
        faults=tuple(Code(code) for code in order.fault.split()),
        by=by,
        planned_at=order.planned_at,
    )
