"""Headcounts: how many days people served in each department, kept when a month ends."""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from collabpoints.db import table_of
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.models import Month, MonthHeadcount
from collabpoints.queries.headcounts import person_days


def keep_headcounts(session: Session, month: Month) -> None:
    """The month's headcounts stand as they are when it ends; a reorganisation afterwards moves nothing in it."""
    period = CalendarMonth.parse(month.period)
    found = person_days(session, month.agency_id, period.first_day, period.shifted(1).first_day)
    rows = [
        {"month_id": month.id, "path_id": path_id, "agency_id": month.agency_id, "person_days": days}
        for path_id, days in sorted(found.items())
    ]
    if rows:
        session.connection().execute(insert(table_of(MonthHeadcount)), rows)
