"""What was looked at and taken out, day by day: who in which role, how often, whose data, at which hours (KST)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, cast, func, literal_column, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import Integer, String

from collabpoints.db import dialect_of, reading
from collabpoints.domain.record_patterns import Finding, RecordDay, findings
from collabpoints.models import AccessRecord, DownloadRecord

_AROUND = timedelta(days=90)
_Key = tuple[int | None, str, date]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `first` up to and with `last`, in the agency's zone."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class StretchFigures:
    """What stands in the records of a stretch: visits, downloads (of whom `own_files` by the reader), and the unusual."""

    visits: int
    files: int
    own_files: int
    findings: tuple[Finding, ...]


def figures(agency_id: int, stretch: Stretch, *, reader: int) -> StretchFigures:
    """The figures of a stretch of days; what is unusual is measured by the ninety days before it too."""
    around = record_days(agency_id, Stretch(stretch.first - _AROUND, stretch.last, stretch.zone))
    days = [day for day in around if day.day >= stretch.first]
    return StretchFigures(
        sum(day.visits for day in days),
        sum(day.files for day in days),
        sum(day.files for day in days if day.actor_person_id == reader),
        tuple(findings(days, around)),
    )


def record_days(agency_id: int, stretch: Stretch) -> list[RecordDay]:
    """Every day of somebody in a role on which he looked or took something, by day, role and person."""
    look, file = AccessRecord, DownloadRecord
    with reading() as session:
        visits = _hours(session, agency_id, stretch, look)
        files = _hours(session, agency_id, stretch, file)
        day = _local(session, look.recorded_at, stretch, "day")
        seen = session.execute(
            select(look.actor_person_id, look.role, day, func.count(func.distinct(look.subject_person_id)))
            .where(*_within(look, agency_id, stretch))
            .group_by(look.actor_person_id, look.role, day)
        )
        persons = {(actor, role, date.fromisoformat(on)): count for actor, role, on, count in seen}
    keys = sorted(visits.keys() | files.keys(), key=lambda key: (key[2], key[1], key[0] or 0))
    return [_day(key, visits.get(key, {}), files.get(key, {}), persons.get(key, 0)) for key in keys]


def _day(key: _Key, visits: dict[int, int], files: dict[int, int], persons: int) -> RecordDay:
    hours = {hour: visits.get(hour, 0) + files.get(hour, 0) for hour in sorted(visits.keys() | files.keys())}
    return RecordDay(*key, sum(visits.values()), persons, sum(files.values()), tuple(hours.items()))


def _hours(session: Session, agency_id: int, stretch: Stretch, model: Any) -> dict[_Key, dict[int, int]]:
    """How often by the hour. A visit that named many has a row for each of them and is one; a download is its row."""
    day, hour = _local(session, model.recorded_at, stretch, "day"), _local(session, model.recorded_at, stretch, "hour")
    count = func.count(model.id) if model is DownloadRecord else func.count(func.distinct(model.recorded_at))
    rows = session.execute(
        select(model.actor_person_id, model.role, day, hour, count)
        .where(*_within(model, agency_id, stretch))
        .group_by(model.actor_person_id, model.role, day, hour)
    )
    found: defaultdict[_Key, dict[int, int]] = defaultdict(dict)
    for actor, role, on, at, many in rows:
        found[actor, role, date.fromisoformat(on)][int(at)] = many
    return found


def _within(model: Any, agency_id: int, stretch: Stretch) -> tuple[ColumnElement[bool], ...]:
    at = model.recorded_at
    return model.agency_id == agency_id, at >= stretch.starts_at, at < stretch.ends_at


def _local(session: Session, at: InstrumentedAttribute[datetime], stretch: Stretch, part: str) -> ColumnElement[Any]:
    """The day (as text) or the hour of an instant in the zone. Written out as words of the statement, so that SELECT and
    GROUP BY are one expression; both come from us."""
    if dialect_of(session) == "postgresql":
        local = func.timezone(literal_column(f"'{stretch.zone.key}'"), at)
        wanted = func.to_char(local, literal_column("'YYYY-MM-DD'" if part == "day" else "'HH24'"))
        return wanted if part == "day" else cast(wanted, Integer)
    offset = stretch.ends_at.astimezone(stretch.zone).utcoffset() or timedelta()
    shape: ColumnElement[Any] = literal_column("'%Y-%m-%d'" if part == "day" else "'%H'")
    shifted = func.strftime(shape, at, literal_column(f"'{int(offset.total_seconds())} seconds'"))
    return cast(shifted, String if part == "day" else Integer)
