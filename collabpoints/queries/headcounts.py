"""Headcounts: how many days people served in each department, from their dated appointments."""

from collections import Counter
from datetime import date
from typing import cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.models import Appointment, Department, Employee, Month, MonthHeadcount


def person_days(session: Session, agency_id: int, first: date, end: date) -> dict[int, int]:
    """By the path in force now of the department where they served: the days of all primary appointments together,
    within [first, end). Somebody on leave is counted: the appointment goes on."""
    rows = session.execute(
        select(
            Department.path_id,
            Appointment.starts_on,
            Appointment.ends_on,
            Employee.left_on,
            func.count().label("people"),
        )
        .join(Department, Department.id == Appointment.department_id)
        .join(Employee, Employee.id == Appointment.employee_id)
        .where(
            Appointment.agency_id == agency_id,
            Appointment.kind == "primary",
            Appointment.starts_on < end,
            or_(Appointment.ends_on.is_(None), Appointment.ends_on > first),
            Department.path_id.is_not(None),
        )
        .group_by(Department.path_id, Appointment.starts_on, Appointment.ends_on, Employee.left_on)
    )
    found: Counter[int] = Counter()
    for row in rows:
        until = min(day for day in (row.ends_on, row.left_on, end) if day is not None)
        served = (until - max(row.starts_on, first)).days
        if served > 0:
            found[cast("int", row.path_id)] += served * row.people
    return dict(found)


def kept_person_days(session: Session, month: Month, today: date) -> tuple[dict[int, int], int]:
    """A month's person-days by path, and the days that they are of: as kept at its end, or for a month that goes on
    (or ended before headcounts were kept) by the appointments as they stand, up to `today`."""
    period = CalendarMonth.parse(month.period)
    if month.state != "open":
        kept = session.execute(
            select(MonthHeadcount.path_id, MonthHeadcount.person_days).where(MonthHeadcount.month_id == month.id)
        ).all()
        if kept:
            return {row.path_id: row.person_days for row in kept}, _days(period.first_day, period.shifted(1).first_day)
    end = min(period.shifted(1).first_day, max(today, period.first_day).fromordinal(today.toordinal() + 1))
    end = max(end, period.first_day.fromordinal(period.first_day.toordinal() + 1))
    return person_days(session, month.agency_id, period.first_day, end), _days(period.first_day, end)


def _days(first: date, end: date) -> int:
    return (end - first).days
