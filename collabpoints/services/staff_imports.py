"""HR's files that wait: kept between the preview and the confirmation, applied once, then without their content."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import NotFound
from collabpoints.domain.staff import Directory
from collabpoints.domain.staff_changes import Plan
from collabpoints.domain.texts import cleaned, without_unfit
from collabpoints.models import StaffImport
from collabpoints.services.people_import import Applying, apply_directory, counts_of

KEPT_FOR = timedelta(days=1)
_LONGEST_NAME = 200


def keep_staff_file(
    agency_id: int, *, file_name: str, content: bytes, uploaded_by_person_id: int, now: datetime
) -> int:
    """The file waits for its confirmation; answers with its id. Files of this person that waited, and everybody's that
    waited for more than a day, are dropped: their content is gone."""
    with unit_of_work() as session:
        session.execute(
            update(StaffImport)
            .where(
                StaffImport.agency_id == agency_id,
                StaffImport.state == "uploaded",
                (StaffImport.uploaded_by_person_id == uploaded_by_person_id)
                | (StaffImport.uploaded_at < now - KEPT_FOR),
            )
            .values(state="dropped", content=None)
        )
        row = StaffImport(
            agency_id=agency_id,
            file_name=without_unfit(cleaned(file_name))[:_LONGEST_NAME],
            digest=sha256(content).hexdigest(),
            content=content,
            state="uploaded",
            uploaded_by_person_id=uploaded_by_person_id,
            uploaded_at=now,
        )
        session.add(row)
        session.flush()
        return row.id


def apply_staff_file(
    agency_id: int, import_id: int, directory: Directory, *, expected: str, applying: Applying
) -> Plan:
    """Afterwards the waiting file is applied, exactly as the preview with digest `expected` showed it, and its content
    is gone. `directory` is what `read_directory` made of it.

    Raises NotFound when this file does not wait any more, Refused with FILE_CHANGED when the directory changed
    meanwhile, and what `import_staff` raises; then nothing was written.
    """
    with unit_of_work() as session:
        row = hold_waiting_file(session, agency_id, import_id)
        plan = apply_directory(session, agency_id, directory, applying, expected=expected)
        row.state = "applied"
        row.content = None
        row.applied_at = applying.now
        for name, count in counts_of(plan).items():
            setattr(row, name, count)
        return plan


def drop_staff_file(agency_id: int, import_id: int) -> None:
    """The waiting file is not wanted: its content is gone. Raises NotFound when it does not wait."""
    with unit_of_work() as session:
        row = hold_waiting_file(session, agency_id, import_id)
        row.state = "dropped"
        row.content = None


def hold_waiting_file(session: Session, agency_id: int, import_id: int) -> StaffImport:
    """The row of a file that waits, held within the caller's unit of work. Raises NotFound when it does not wait."""
    row = session.execute(
        select(StaffImport)
        .where(StaffImport.id == import_id, StaffImport.agency_id == agency_id, StaffImport.state == "uploaded")
        .with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise NotFound
    return row
