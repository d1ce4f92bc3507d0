"""Reviews of the records: those that were signed, and by when the next is due."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.periods import today
from collabpoints.models import AccessRecord, DownloadRecord, RecordReview
from collabpoints.queries.record_people import Named, named

_MOST = 24


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review that was signed: of which days, what stood there then, by whom, when, and what he said."""

    id: int
    first_day: date
    last_day: date
    looks: int
    downloads: int
    unusual: int
    remark: str
    by: Named
    at: datetime


def reviews(agency_id: int, *, limit: int = _MOST) -> tuple[Reviewed, ...]:
    """The newest reviews, newest first."""
    with reading() as session:
        rows = session.scalars(
            select(RecordReview)
            .where(RecordReview.agency_id == agency_id)
            .order_by(RecordReview.id.desc())
            .limit(limit)
        ).all()
        people = named(session, {row.reviewed_by_person_id for row in rows})
    return tuple(
        Reviewed(row.id, row.first_day, row.last_day, row.looks, row.downloads, row.unusual, row.remark,
                 people[row.reviewed_by_person_id], row.reviewed_at)
        for row in rows
    )  # fmt: skip


def reviewed_through(agency_id: int) -> date | None:
    """The last day that somebody signed for."""
    with reading() as session:
        return session.scalar(select(func.max(RecordReview.last_day)).where(RecordReview.agency_id == agency_id))


def first_record_on(agency_id: int, zone: ZoneInfo) -> date | None:
    """The day of the oldest record that still stands."""
    with reading() as session:
        instants = [
            session.scalar(select(func.min(model.recorded_at)).where(model.agency_id == agency_id))
            for model in (AccessRecord, DownloadRecord)
        ]
    known = [instant for instant in instants if instant]
    return today(min(known), zone) if known else None
