"""Positions (직위): a person is always shown with one."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from collabpoints.models import Appointment, Employee


def latest_position(person_id: Any) -> ScalarSelect[str]:
    """The position of the person's latest primary appointment, as a column of a statement."""
    return (
        select(Appointment.position)
        .join(Employee, Employee.id == Appointment.employee_id)
        .where(Employee.person_id == person_id, Appointment.kind == "primary")
        .order_by(Appointment.ends_on.is_(None).desc(), Appointment.starts_on.desc(), Appointment.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def called(person: Any) -> ColumnElement[str]:
    """How a person (the table or an alias of it) is named in a sentence, `홍길동 주무관`, as a column of a statement; null
    where an outer join found nobody."""
    return func.rtrim(person.name + " " + func.coalesce(latest_position(person.id), ""))
