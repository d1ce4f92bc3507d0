"""The official order (직제순) of departments, kept when a month ends."""

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.models import Department, Month, MonthOrder


def keep_official_order(session: Session, month: Month) -> None:
    """The official order stands as it is when the month ends; a reorganisation afterwards moves nothing in what is made of
    the month."""
    rows = select(literal(month.id), Department.id, Department.agency_id, Department.official_order).where(
        Department.agency_id == month.agency_id
    )
    session.execute(
        insert(table_of(MonthOrder)).from_select(["month_id", "department_id", "agency_id", "official_order"], rows)
    )
