"""Positions (직위): a person is always shown with one."""

from typing import Any

from sqlalchemy import ScalarSelect, select

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
