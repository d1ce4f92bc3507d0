"""Positions (직위): a person is always shown with one."""

from typing import Any

from sqlalchemy import ColumnElement, Join, ScalarSelect, Select, and_, func, join, select
from sqlalchemy.orm import aliased

from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Person

LATEST_FIRST = (Appointment.ends_on.is_(None).desc(), Appointment.starts_on.desc(), Appointment.id.desc())
"""The order in which a person's latest post comes first."""


def served_by(person_id: Any) -> ColumnElement[bool]:
    """The WHERE of "a service of this person". One whose record was found to be another's serves as that other does:
    services go over to the record that is kept (docs/adr/0030)."""
    own = aliased(Person)  # the statement around this may have the table itself
    kept = select(own.merged_into_person_id).where(own.id == person_id).correlate_except(own).scalar_subquery()
    return Employee.person_id == func.coalesce(kept, person_id)


def serves_as(person: type[Person]) -> ColumnElement[bool]:
    """The same, where the statement has the person's row."""
    return Employee.person_id == func.coalesce(person.merged_into_person_id, person.id)


def primary_posts() -> Join:
    """Services with their primary appointments, for a statement that needs the positions of many: it joins these and
    takes for each person what is LATEST_FIRST."""
    return join(Employee, Appointment, and_(Appointment.employee_id == Employee.id, Appointment.kind == "primary"))


def latest_position(person_id: Any) -> ScalarSelect[str]:
    """The position of the person's latest primary appointment, as a column of a statement."""
    return _of_latest(select(Appointment.position), person_id)


def latest_department(person_id: Any) -> ScalarSelect[str]:
    """Its department, with what is above it, as a column of a statement."""
    names = (
        select(DepartmentPath.names)
        .select_from(Appointment)
        .join(Department, Department.id == Appointment.department_id)
        .join(DepartmentPath, DepartmentPath.id == Department.path_id)
    )
    return _of_latest(names, person_id)


def _of_latest(column: Select[str], person_id: Any) -> ScalarSelect[str]:
    return (
        column.join(Employee, Employee.id == Appointment.employee_id)
        .where(served_by(person_id), Appointment.kind == "primary")
        .order_by(*LATEST_FIRST)
        .limit(1)
        .scalar_subquery()
    )


def called(person: Any) -> ColumnElement[str]:
    """How a person (the table or an alias of it) is named in a sentence, `홍길동 주무관`, as a column of a statement; null
    where an outer join found nobody."""
    return func.rtrim(person.name + " " + func.coalesce(latest_position(person.id), ""))
