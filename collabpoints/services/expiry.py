"""Clear what outlived its term and has no noun of its own; a public function is one kind, and answers with how many rows it concerned."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, or_, update

from collabpoints.db import unit_of_work
from collabpoints.domain.timetable import TIMETABLE
from collabpoints.models import JobRun, StaffImport

_UPLOAD_DAYS = 2
_RUN_DAYS = 90


def expire_uploads(agency_id: int, *, now: datetime) -> int:
    """HR files that were uploaded and not applied are dropped, and no file's content is kept longer than two days."""
    with unit_of_work() as session:
        old = session.execute(
            update(StaffImport)
            .where(
                StaffImport.agency_id == agency_id,
                StaffImport.uploaded_at < now - timedelta(days=_UPLOAD_DAYS),
                or_(StaffImport.state == "uploaded", StaffImport.content.is_not(None)),
            )
            .values(content=None, state=case((StaffImport.state == "uploaded", "dropped"), else_=StaffImport.state))
            .returning(StaffImport.id)
            .execution_options(synchronize_session=False)
        )
        return len(old.all())


def expire_job_runs(agency_id: int, *, now: datetime) -> int:
    """Rows of jobs whose missed periods are not made up are gone after 90 days; the others' stay for ever."""
    with unit_of_work() as session:
        gone = session.execute(
            delete(JobRun)
            .where(
                JobRun.agency_id == agency_id,
                JobRun.job.in_([timing.job for timing in TIMETABLE if not timing.makes_up]),
                JobRun.started_at < now - timedelta(days=_RUN_DAYS),
            )
            .returning(JobRun.period)
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())
