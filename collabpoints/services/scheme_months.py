"""Which scheme holds in which month, and which month may still get one; part of an open unit of work."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.periods import Month as Period
from collabpoints.models import Agency, Month, Scheme


def present_month(session: Session, agency_id: int) -> tuple[datetime, Period]:
    """The database's instant and its month. The agency's row is held: two who write schemes come one after the other."""
    zone = session.execute(select(Agency.zone).where(Agency.id == agency_id).with_for_update()).scalar_one()
    now = database_now(session)
    return now, Period.of(now, ZoneInfo(zone))


def check_month(starts_in: str, present: Period) -> None:
    """Raises Refused for what is no month (YYYY-MM) or one that is over."""
    try:
        is_over = Period.parse(starts_in) < present
    except ValueError:
        raise Refused((Refusal.of(Code.MONTH_INVALID, "starts_in"),)) from None
    if is_over:
        raise Refused((Refusal.of(Code.SCHEME_MONTH_OVER, "starts_in", month=starts_in),))


def has_begun(session: Session, agency_id: int, period: str, present: Period) -> bool:
    """Whether the month has its row already, or is over: it keeps the rules that it began under."""
    begun = select(Month.id).where(Month.agency_id == agency_id, Month.period == period)
    return Period.parse(period) < present or session.scalar(begun) is not None


def scheme_for(session: Session, agency_id: int, period: str) -> Scheme | None:
    """The scheme that holds in that month as things stand."""
    return session.scalars(
        select(Scheme)
        .where(Scheme.agency_id == agency_id, Scheme.starts_in <= period)
        .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        .limit(1)
    ).one_or_none()


def next_revision(session: Session, agency_id: int, starts_in: str) -> int:
    """The number of the next scheme that starts in that month; 1 for the first."""
    newest = session.scalar(
        select(func.max(Scheme.revision)).where(Scheme.agency_id == agency_id, Scheme.starts_in == starts_in)
    )
    return (newest or 0) + 1
