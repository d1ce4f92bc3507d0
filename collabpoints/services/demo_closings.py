"""The demo's past months, closed as its officer would have: all but the last that has ended, which is left to be tried."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.demo.agency import DemoAgency
from collabpoints.demo.calendar import ZONE
from collabpoints.domain.closing import may_be_confirmed_from
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.workdays import next_workday
from collabpoints.models import Month, MonthClosing
from collabpoints.services.closings import close_month_within
from collabpoints.services.demo_rows import AGENCY
from collabpoints.services.headcounts import keep_headcounts
from collabpoints.services.official_orders import keep_official_order

_MORNING = time(10, 20, tzinfo=ZONE)
_AT_WORK = timedelta(seconds=4)


def close_demo_months(session: Session, agency: DemoAgency) -> None:
    """Each month but the last ended one is closed, on the first working morning on which it might be, by the officer; every
    ended month has its headcounts and its official order. Inside the unit of work that loads the demo."""
    workdays = parse_scheme(agency.scheme_text).correction_workdays
    ended = session.scalars(select(Month).where(Month.state == "ended").order_by(Month.period)).all()
    for month in ended:
        keep_headcounts(session, month)
        keep_official_order(session, month)
    for period, month_id in [(month.period, month.id) for month in ended[:-1]]:
        day = next_workday(may_be_confirmed_from(CalendarMonth.parse(period), workdays))
        asked_at = datetime.combine(day, _MORNING).astimezone(UTC)
        officer = agency.cast["hr"] + 1
        session.add(MonthClosing(month_id=month_id, agency_id=AGENCY, asked_by_person_id=officer, asked_at=asked_at))
        session.flush()
        close_month_within(session, AGENCY, period, at=asked_at + _AT_WORK)
