"""Around every run: ask what is owed, run it once, keep what went wrong.

Whoever calls `reconcile` (the scheduler each minute, a command, two hosts at once) gets the same result: what is owed
is asked of the database, and the job's row commits with the job's effect. Leadership of any kind would only save work.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError

from collabpoints.domain.errors import Busy
from collabpoints.domain.timetable import Period
from collabpoints.jobs.schedule import JOBS, Job
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.jobs import debts
from collabpoints.services.job_runs import NotBegun, record_failure, run_period

log = structlog.get_logger("jobs")
HOST = socket.gethostname()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: `done` with its rows, `failed` with an error, or `elsewhere` (somebody else did it)."""

    job: str
    period: str
    result: str
    rows: int = 0
    error: str = ""


def reconcile(jobs: Sequence[Job] = JOBS) -> list[Outcome]:
    """Run every owed period, each job's oldest first; a job whose period fails waits with its later ones until the next
    call. Raises only where the database cannot be asked at all."""
    agency = the_agency()
    if agency is None:
        return []
    known = {job.name: job for job in jobs}
    stuck: set[str] = set()
    outcomes = []
    for debt in debts(agency.id):
        if debt.timing.job in stuck or debt.timing.job not in known:
            continue
        outcome = run_job(agency.id, known[debt.timing.job], debt.period)
        outcomes.append(outcome)
        if outcome.result == "failed":
            stuck.add(outcome.job)
    return outcomes


def run_job(agency_id: int, job: Job, period: Period) -> Outcome:
    """Run one period of one job, now; a period that is finished stays as it is."""
    try:
        looked = job.before(agency_id) if job.before else 0
        rows = run_period(
            agency_id,
            job.name,
            period.name,
            starts_at=period.starts_at,
            host=HOST,
            effect=job.effect or (lambda _session, _agency_id: looked),
        )
    except Exception as fault:
        return _failed(agency_id, job, period, fault)
    outcome = Outcome(job.name, period.name, "elsewhere" if rows is None else "done", rows or 0)
    log.info("job", job=job.name, period=period.name, result=outcome.result, rows=outcome.rows)
    return outcome


def _failed(agency_id: int, job: Job, period: Period, fault: Exception) -> Outcome:
    error = described(fault)
    log.error("job", job=job.name, period=period.name, result="failed", error=error)
    if not isinstance(fault, Busy | NotBegun):
        try:
            record_failure(agency_id, job.name, period.name, host=HOST, error=error)
        except (Busy, DBAPIError) as second:
            log.error("job", job=job.name, period=period.name, result="failure not kept", error=described(second))
    return Outcome(job.name, period.name, "failed", error=error)


def described(fault: BaseException) -> str:
    """What went wrong, in words that carry no row: a database's message may quote what somebody wrote (promise 14)."""
    if isinstance(fault, DBAPIError):
        constraint = getattr(getattr(fault.orig, "diag", None), "constraint_name", None)
        words = (type(fault.orig).__name__, getattr(fault.orig, "sqlstate", None), constraint)
        return " ".join(str(word) for word in words if word)
    return f"{type(fault).__name__}: {fault}".splitlines()[0][:500]
