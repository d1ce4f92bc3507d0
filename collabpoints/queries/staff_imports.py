"""HR's files: the one that waits, and the history of those that were applied."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import Person, StaffImport
from collabpoints.queries.positions import called

_MOST = 50


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """A file between its preview and its confirmation."""

    id: int
    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AppliedFile:
    """What one import did. `by` is "" where a command did it."""

    id: int
    file_name: str
    by: str
    applied_at: datetime
    new_people: int
    changed_people: int
    left_people: int
    returned_people: int


def waiting_file(agency_id: int, import_id: int) -> WaitingFile | None:
    """The file when it still waits; None when it was applied, dropped, or never was."""
    with reading() as session:
        row = session.execute(
            select(StaffImport.id, StaffImport.file_name, StaffImport.content).where(
                StaffImport.id == import_id, StaffImport.agency_id == agency_id, StaffImport.state == "uploaded"
            )
        ).one_or_none()
        return WaitingFile(row.id, row.file_name, row.content) if row and row.content is not None else None


def applied_files(agency_id: int) -> tuple[AppliedFile, ...]:
    """The last fifty imports that were applied, latest first."""
    with reading() as session:
        rows = session.execute(
            select(StaffImport, called(Person))
            .outerjoin(Person, Person.id == StaffImport.uploaded_by_person_id)
            .where(StaffImport.agency_id == agency_id, StaffImport.state == "applied")
            .order_by(StaffImport.id.desc())
            .limit(_MOST)
        ).all()
        return tuple(
            AppliedFile(
                row.id,
                row.file_name,
                name or "",
                row.applied_at or row.uploaded_at,
                row.new_people,
                row.changed_people,
                row.left_people,
                row.returned_people,
            )
            for row, name in rows
        )
