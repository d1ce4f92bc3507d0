"""Clear what outlived its term; a public function is one kind, and answers with how many rows it concerned."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, or_, update
from sqlalchemy.orm import InstrumentedAttribute

from collabpoints.db import Base, unit_of_work
from collabpoints.domain.timetable import TIMETABLE
from collabpoints.models import AccountSession, JobRun, OneTimeLink, StaffImport

# Longer than any session, link or dry run can be good for by the settings (config.py): nothing alive is cleared.
_SESSION_DAYS = 8
_LINK_DAYS = 60
_UPLOAD_DAYS = 2
_RUN_DAYS = 90


def expire_sessions(agency_id: int, *, now: datetime) -> int:
    """Sessions that began longer ago than any may last are gone."""
    return _delete(
        AccountSession,
        AccountSession.token_digest,
        AccountSession.agency_id == agency_id,
        AccountSession.started_at < now - timedelta(days=_SESSION_DAYS),
    )


def expire_links(agency_id: int, *, now: datetime) -> int:
    """One-time links that ran out a month ago or more are gone."""
    return _delete(
        OneTimeLink,
        OneTimeLink.id,
        OneTimeLink.agency_id == agency_id,
        OneTimeLink.expires_at < now - timedelta(days=_LINK_DAYS),
    )


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
    return _delete(
        JobRun,
        JobRun.period,
        JobRun.agency_id == agency_id,
        JobRun.job.in_([timing.job for timing in TIMETABLE if not timing.makes_up]),
        JobRun.started_at < now - timedelta(days=_RUN_DAYS),
    )


def _delete(table: type[Base], key: InstrumentedAttribute[Any], *which: ColumnElement[bool]) -> int:
    with unit_of_work() as session:
        gone = session.execute(delete(table).where(*which).returning(key).execution_options(synchronize_session=False))
        return len(gone.all())
