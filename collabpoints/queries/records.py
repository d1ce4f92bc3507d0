"""The records of looks and downloads as the privacy officer reads them (접속기록 점검)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from collabpoints.db import reading
from collabpoints.models import AccessRecord, Department, DepartmentPath, DownloadRecord, Employee
from collabpoints.queries.record_days import Stretch
from collabpoints.queries.record_people import Named, named

PAGE = 50
_MOST_SUMS = 200


@dataclass(frozen=True, slots=True)
class Look:
    """One row of the records: who (None: a command of the operator) did what, from where, whose data it was, why."""

    id: int
    at: datetime
    actor: Named | None
    role: str
    address: str
    act: str
    subject: Named | None
    page: str
    reason: str


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of rows, newest first. `older`: what to hand in as `before` for the next page, None at the end."""

    rows: tuple[Look, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Download:
    """A file that was taken. `department`: whose data where the scope is one."""

    id: int
    at: datetime
    actor: Named | None
    role: str
    address: str
    what: str
    scope: str
    department: str
    first_period: str
    last_period: str
    file_format: str
    rows: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What one person did how often in a stretch: visits of one act, and whose data by how many persons."""

    actor: Named | None
    role: str
    act: str
    visits: int
    persons: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page is narrowed to: somebody's number ("": all), as who looked or whose data it was; an act ("": all)."""

    number: str = ""
    act: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out: what one signs for, one has seen whole."""
        return bool(self.number or self.act)


def looks(agency_id: int, stretch: Stretch, filters: Filters, *, before: int | None = None, limit: int = PAGE) -> Looks:
    """Single rows of a stretch, newest first."""
    wanted = _within(AccessRecord, agency_id, stretch, filters).order_by(AccessRecord.id.desc())
    if before is not None:
        wanted = wanted.where(AccessRecord.id < before)
    with reading() as session:
        rows = session.scalars(wanted.limit(limit + 1)).all()
        shown = rows[:limit]
        people = named(session, {one for row in shown for one in (row.actor_person_id, row.subject_person_id)})
    found = tuple(
        Look(row.id, row.recorded_at, people.get(row.actor_person_id or 0), row.role, row.address, row.act,
             people.get(row.subject_person_id or 0), row.subject, row.reason)
        for row in shown
    )  # fmt: skip
    return Looks(found, found[-1].id if len(rows) > limit else None)


def downloads(agency_id: int, stretch: Stretch, filters: Filters) -> tuple[Download, ...]:
    """The files that were taken in a stretch, newest first, at most `_MOST_SUMS`."""
    path = select(DepartmentPath.names).join(Department, Department.path_id == DepartmentPath.id)
    wanted = _within(DownloadRecord, agency_id, stretch, filters).order_by(DownloadRecord.id.desc()).limit(_MOST_SUMS)
    with reading() as session:
        rows = session.scalars(wanted).all()
        people = named(session, {row.actor_person_id for row in rows})
        places = {
            one: session.scalar(path.where(Department.id == one)) or ""
            for one in {row.department_id for row in rows if row.department_id}
        }
    return tuple(
        Download(row.id, row.recorded_at, people.get(row.actor_person_id or 0), row.role, row.address, row.what,
                 row.scope, places.get(row.department_id or 0, ""), row.first_period, row.last_period, row.file_format,
                 row.rows, row.reason)
        for row in rows
    )  # fmt: skip


def sums(agency_id: int, stretch: Stretch, filters: Filters) -> tuple[Sum, ...]:
    """Who did what how often, most persons first."""
    look = AccessRecord
    visits, persons = func.count(func.distinct(look.recorded_at)), func.count(func.distinct(look.subject_person_id))
    wanted = _within(look, agency_id, stretch, filters).with_only_columns(
        look.actor_person_id, look.role, look.act, visits, persons
    )
    grouped = wanted.group_by(look.actor_person_id, look.role, look.act).order_by(
        persons.desc(), visits.desc(), look.actor_person_id, look.role, look.act
    )
    with reading() as session:
        rows = session.execute(grouped.limit(_MOST_SUMS)).all()
        people = named(session, {row.actor_person_id for row in rows})
    return tuple(Sum(people.get(row[0] or 0), row[1], row[2], row[3], row[4]) for row in rows)


def acts(agency_id: int, stretch: Stretch) -> tuple[str, ...]:
    """The acts that stand in the records of a stretch, as a choice."""
    with reading() as session:
        wanted = _within(AccessRecord, agency_id, stretch, Filters()).with_only_columns(AccessRecord.act).distinct()
        return tuple(sorted(session.scalars(wanted)))


def _within(model: Any, agency_id: int, stretch: Stretch, filters: Filters) -> Select[Any]:
    return select(model).where(
        model.agency_id == agency_id,
        model.recorded_at >= stretch.starts_at,
        model.recorded_at < stretch.ends_at,
        *_narrowed(model, agency_id, filters),
    )


def _narrowed(model: Any, agency_id: int, filters: Filters) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.number:
        his = select(Employee.person_id).where(Employee.agency_id == agency_id, Employee.number == filters.number)
        is_actor = model.actor_person_id.in_(his)
        found.append(is_actor if model is DownloadRecord else or_(is_actor, model.subject_person_id.in_(his)))
    if filters.act:
        found.append((model.what if model is DownloadRecord else model.act) == filters.act)
    return found
