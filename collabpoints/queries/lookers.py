"""Who looked at a person's data in a role, and which files were taken out that may hold them; for himself (docs/adr/0029).

Looks and downloads of his own are apart: what he did in a role is held about him too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select

from collabpoints.db import reading
from collabpoints.models import AccessRecord, Appointment, Department, DepartmentPath, DownloadRecord, Employee, Person
from collabpoints.queries.own_records import own_records
from collabpoints.queries.posts import posts_of


@dataclass(frozen=True, slots=True)
class Look:
    """A look, an act or a download. `is_file`: a file was taken out that may hold his data. The looker with the post of that
    day; all three "" where a command of the operator did it. `subject` is the address of the page."""

    at: datetime
    is_file: bool
    act: str
    role: str
    department: str
    position: str
    name: str
    reason: str


def looks_at(person_id: int, *, agency_id: int, zone: ZoneInfo) -> tuple[Look, ...]:
    """What others did with his data, the newest first."""
    records = own_records(person_id)
    others = or_(AccessRecord.actor_person_id.is_(None), AccessRecord.actor_person_id.not_in(records))
    return _looks(
        and_(AccessRecord.agency_id == agency_id, AccessRecord.subject_person_id.in_(records), others),
        and_(
            DownloadRecord.agency_id == agency_id,
            or_(DownloadRecord.actor_person_id.is_(None), DownloadRecord.actor_person_id.not_in(records)),
            _covers(records),
        ),
        zone,
    )


def looks_by(person_id: int, *, agency_id: int, zone: ZoneInfo) -> tuple[Look, ...]:
    """What he himself looked at, did and took in a role, the newest first; whose data it was is not told."""
    records = own_records(person_id)
    return _looks(
        and_(AccessRecord.agency_id == agency_id, AccessRecord.actor_person_id.in_(records)),
        and_(DownloadRecord.agency_id == agency_id, DownloadRecord.actor_person_id.in_(records)),
        zone,
    )


def _covers(records: Sequence[int]) -> ColumnElement[bool]:
    """Files of the whole agency, and of a department where he has served or of one above it."""
    with reading() as session:
        homes = select(Appointment.department_id).join(Employee, Employee.id == Appointment.employee_id)
        now = select(DepartmentPath.ids).join(Department, Department.path_id == DepartmentPath.id)
        paths = session.scalars(now.where(Department.id.in_(homes.where(Employee.person_id.in_(records)))))
        above = sorted({int(one) for ids in paths for one in ids.split("/")})
    own = and_(DownloadRecord.scope == "department", DownloadRecord.department_id.in_(above))
    return or_(DownloadRecord.scope == "agency", own)


def _looks(seen: ColumnElement[bool], taken: ColumnElement[bool], zone: ZoneInfo) -> tuple[Look, ...]:
    record, file = AccessRecord, DownloadRecord
    # One visit that names many people owes a row for each: of himself there is one, of his own acts they are one.
    looked = (
        select(record.recorded_at, record.act, record.role, record.actor_person_id, Person.name, record.reason)
        .outerjoin(Person, Person.id == record.actor_person_id)
        .where(seen)
        .distinct()
    )
    took = (
        select(file.recorded_at, file.what, file.role, file.actor_person_id, Person.name, file.reason, file.id)
        .outerjoin(Person, Person.id == file.actor_person_id)
        .where(taken)
    )
    with reading() as session:
        rows = [(row, False) for row in session.execute(looked)] + [(row, True) for row in session.execute(took)]
        posts = posts_of(session, {row.actor_person_id for row, _is_file in rows if row.actor_person_id})
    found = [_look(row, is_file, posts.on(row.actor_person_id or 0, row.recorded_at.astimezone(zone).date()))
             for row, is_file in rows]  # fmt: skip
    return _ordered(found)


def _look(row: Any, is_file: bool, post: Any) -> Look:
    return Look(
        row.recorded_at, is_file, row.what if is_file else row.act, row.role, post.department, post.position,
        row.name or "", row.reason,
    )  # fmt: skip


def _ordered(looks: Sequence[Look]) -> tuple[Look, ...]:
    return tuple(
        sorted(looks, key=lambda look: (look.at, look.is_file, look.act, look.name, look.reason), reverse=True)
    )
