"""Carry out the staff orders whose day has begun; one that is objected to by now says why and waits for HR."""

from sqlalchemy.orm import Session

from collabpoints.queries.staff_orders import due_orders
from collabpoints.services.staff_orders import carry_out_within

STAFF_ORDERS = "staff_orders"
"""The job's name; its periods are named `2026-12-01/17`, by day and id."""


def asked(agency_id: int) -> tuple[str, ...]:
    """The orders that are due, the oldest first."""
    return due_orders(agency_id)


def carry_out(session: Session, agency_id: int, period: str) -> int:
    """It is carried out within the job's transaction, as of its day."""
    return carry_out_within(session, agency_id, int(period.partition("/")[2]))
