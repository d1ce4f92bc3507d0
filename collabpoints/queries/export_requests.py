"""Files that were asked for: which, how far they are, who made them, and their content a piece at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.exports import FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.models import (
    Entry,
    Export,
    ExportPiece,
    Person,
    PersonMonthTotal,
)
from collabpoints.models import Month as MonthRow
from collabpoints.queries.positions import latest_department, latest_position

_PAGE = 20


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """A file that was asked for. `state`: asked, ready, failed or expired. `done_rows` moves while it is made. `companion`
    is what is said about the content: the cover, and beside a CP949 file the `losses` characters that did not fit. `fault`
    of a failed one: the code of a refusal, `disk_full`, or `unknown`. `expires_at` None: kept."""

    id: int
    wanted: Wanted
    asked_by_person_id: int | None
    role: str
    reason: str
    state: str
    done_rows: int
    rows: int | None
    losses: int
    file_name: str
    digest: str
    through_entry_id: int | None
    companion: str
    fault: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportRequests:
    """A page of them, the newest first."""

    requests: tuple[ExportRequest, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Maker:
    """Who asked for a file, as the cover names him; `position` and `department` may be ""."""

    name: str
    position: str
    department: str


def export_request(agency_id: int, export_id: int) -> ExportRequest:
    """One of them. Raises NotFound."""
    with reading() as session:
        row = session.execute(_requests(agency_id).where(Export.id == export_id)).one_or_none()
    if row is None:
        raise NotFound
    return _request(row)


def requests_of(agency_id: int, person_id: int, *, page: int = 1) -> ExportRequests:
    """What this person asked for, submissions left out."""
    wanted = _requests(agency_id).where(Export.asked_by_person_id == person_id, Export.expires_at.is_not(None))
    with reading() as session:
        found = session.execute(wanted.order_by(Export.id.desc()).offset((page - 1) * _PAGE).limit(_PAGE + 1)).all()
    return ExportRequests(tuple(map(_request, found[:_PAGE])), len(found) > _PAGE)


def waiting_exports(agency_id: int) -> tuple[int, ...]:
    """The ids of those that wait to be made, the oldest first."""
    with reading() as session:
        waiting = select(Export.id).where(Export.agency_id == agency_id, Export.state == "asked")
        return tuple(session.scalars(waiting.order_by(Export.id)))


def takes_long(wanted: Wanted, agency_id: int, rows: int) -> bool:
    """Whether a file of this may have more lines than `rows`, or its proof more than ten times as many entries to add up:
    looked at quickly, before anybody waits for either. One's own never does."""
    if wanted.scope is Scope.OWN:
        return False
    months = select(MonthRow.id).where(
        MonthRow.agency_id == agency_id, MonthRow.period >= str(wanted.first), MonthRow.period <= str(wanted.last)
    )
    lines = select(PersonMonthTotal.person_id).where(PersonMonthTotal.month_id.in_(months))
    entries = select(Entry.id).where(Entry.month_id.in_(months))
    with reading() as session:
        return any(
            (session.scalar(select(func.count()).select_from(some.limit(most + 1).subquery())) or 0) > most
            for some, most in (
                (lines, rows * (1 if wanted.filters.is_monthly else len(wanted.months))),
                (entries, 10 * rows),
            )
        )


def content_of(export_id: int) -> Iterator[bytes]:
    """The file's content in order, each piece read on its own: a slow line holds no transaction. Raises NotFound where it
    breaks off, so that nobody takes half a file for a whole one."""
    with reading() as session:
        count = session.scalar(select(func.count()).where(ExportPiece.export_id == export_id)) or 0
    for place in range(count):
        with reading() as session:
            own = (ExportPiece.export_id == export_id, ExportPiece.place == place)
            content = session.scalar(select(ExportPiece.content).where(*own))
        if content is None:
            raise NotFound
        yield content


def maker_of(agency_id: int, person_id: int) -> Maker:
    """How the cover calls this person: by the latest appointment."""
    with reading() as session:
        row = session.execute(
            select(
                Person.name,
                func.coalesce(latest_position(Person.id), "").label("position"),
                func.coalesce(latest_department(Person.id), "").label("department"),
            ).where(Person.agency_id == agency_id, Person.id == person_id)
        ).one()
    return Maker(row.name, row.position, row.department)


def wanted_of(row: Any) -> Wanted:
    """What the row of an export (or one with its columns) asks for."""
    scope = Scope(row.scope)
    return Wanted(
        what=What(row.what),
        scope=scope,
        department_id=row.department_id,
        person_id=row.asked_by_person_id if scope is Scope.OWN else None,
        span=row.span,
        first=Month.parse(row.first_period),
        last=Month.parse(row.last_period),
        file_format=FileFormat(row.file_format),
        filters=Filters.parse(row.filters),
        language=row.language,
    )


_OWN = ("role", "reason", "state", "done_rows", "rows", "losses", "file_name", "digest", "through_entry_id", "companion", "fault",
        "asked_at", "ready_at", "expires_at")  # fmt: skip
_ASKED = ("what", "scope", "department_id", "span", "first_period", "last_period", "file_format", "filters", "language")


def _requests(agency_id: int) -> Select[*tuple[Any, ...]]:
    columns = (getattr(Export, name) for name in ("id", "asked_by_person_id", *_ASKED, *_OWN))
    return select(*columns).where(Export.agency_id == agency_id)


def _request(row: Any) -> ExportRequest:
    return ExportRequest(
        id=row.id,
        wanted=wanted_of(row),
        asked_by_person_id=row.asked_by_person_id,
        **{name: getattr(row, name) for name in _OWN},
    )
