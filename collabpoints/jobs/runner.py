"""Around every run: ask what is owed, run it once, keep what went wrong.

Whoever calls `reconcile` (the scheduler each minute, a command, two hosts at once) gets the same result: what is owed
is asked of the database, and the job's row commits with the job's effect. Leadership of any kind would only save work.
"""

import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Busy
from collabpoints.domain.timetable import Period
from collabpoints.jobs.schedule import ERRANDS, JOBS, Errand, Job
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.job_runs import asked_runs, resting
from collabpoints.queries.jobs import debts, frame
from collabpoints.services.job_runs import Effect, NotBegun, drop_asked, record_failure, run_period

log = structlog.get_logger("jobs")
HOST = socket.gethostname()

Around = Callable[[], AbstractContextManager[None]]
"""What is entered around each job's run: the scheduler's watchdog lets jobs, and only them, take long."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try: `done` with its rows, `failed` with an error, or `elsewhere` (somebody else did it)."""

    job: str
    period: str
    result: str
    rows: int = 0
    error: str = ""


def reconcile(jobs: Sequence[Job] = JOBS, *, around: Around = nullcontext) -> list[Outcome]:
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
        with around():
            outcome = run_job(agency.id, known[debt.timing.job], debt.period)
        outcomes.append(outcome)
        if outcome.result == "failed":
            stuck.add(outcome.job)
    return outcomes


def heed_asked(
    jobs: Sequence[Job] = JOBS, errands: Sequence[Errand] = ERRANDS, *, around: Around = nullcontext
) -> list[Outcome]:
    """Do what somebody asked for: errands, and jobs to run once more. An errand that failed rests a minute."""
    agency = the_agency()
    if agency is None:
        return []
    outcomes = []
    tired = resting(agency.id, [errand.name for errand in errands])
    for errand in errands:
        for asked in errand.asked(agency.id):
            if (errand.name, asked) in tired:
                break
            with around():
                outcomes.append(run_errand(agency.id, errand, asked))
            if outcomes[-1].result == "failed":
                break
    known = {job.name: job for job in jobs}
    for run in asked_runs(agency.id):
        if run.job in known:
            with around():
                outcomes += _run_once_more(agency.id, known[run.job], Period(run.started_at, run.period))
    return outcomes


def _run_once_more(agency_id: int, job: Job, asked: Period) -> list[Outcome]:
    """Where the job owes something, that is what was wanted; otherwise it runs for the asking alone."""
    owed = [debt.period for debt in debts(agency_id) if debt.timing == job.timing]
    if not owed:
        return [run_job(agency_id, job, asked)]
    outcomes: list[Outcome] = []
    for period in owed:
        outcomes.append(run_job(agency_id, job, period))
        if outcomes[-1].result == "failed":
            break
    drop_asked(agency_id, job.name, asked.name)
    return outcomes


def run_job(agency_id: int, job: Job, period: Period) -> Outcome:
    """Run one period of one job, now; a period that is finished stays as it is."""

    def looked_first() -> Effect:
        looked = job.before(agency_id) if job.before else 0
        return job.effect or (lambda _session, _agency_id: looked)

    return _run(agency_id, job.name, period.name, period.starts_at, looked_first)


def run_errand(agency_id: int, errand: Errand, asked: str) -> Outcome:
    """Do one thing that was asked for, now; one that is done stays as it is."""
    faults: list[Exception] = []

    @contextmanager
    def heeded() -> Iterator[None]:
        try:
            yield
        except Exception as fault:
            faults.append(fault)
            raise

    since, _zone, _now = frame(agency_id)
    with ExitStack() as stack:

        def prepared() -> Effect:
            with heeded():
                act = stack.enter_context(errand.before(agency_id, asked)) if errand.before else errand.effect

            def effect(session: Session, agency_id: int) -> int:
                with heeded():
                    return act(session, agency_id, asked)

            return effect

        outcome = _run(agency_id, errand.name, asked, since, prepared)
    if errand.after_fault:
        for fault in faults:
            errand.after_fault(agency_id, asked, fault)
    return outcome


def _run(agency_id: int, name: str, period: str, starts_at: datetime, prepared: Callable[[], Effect]) -> Outcome:
    began = time.monotonic()
    try:
        rows = run_period(agency_id, name, period, starts_at=starts_at, host=HOST, effect=prepared(), began=began)
    except Exception as fault:
        return _failed(agency_id, name, period, fault)
    outcome = Outcome(name, period, "elsewhere" if rows is None else "done", rows or 0)
    log.info("job", job=name, period=period, result=outcome.result, rows=outcome.rows)
    return outcome


def _failed(agency_id: int, name: str, period: str, fault: Exception) -> Outcome:
    error = described(fault)
    log.error("job", job=name, period=period, result="failed", error=error)
    if not isinstance(fault, Busy | NotBegun):
        try:
            record_failure(agency_id, name, period, host=HOST, error=error)
        except (Busy, DBAPIError) as second:
            log.error("job", job=name, period=period, result="failure not kept", error=described(second))
    return Outcome(name, period, "failed", error=error)


def described(fault: BaseException) -> str:
    """What went wrong, in words that carry no row: a database's message may quote what somebody wrote (promise 14)."""
    if isinstance(fault, DBAPIError):
        constraint = getattr(getattr(fault.orig, "diag", None), "constraint_name", None)
        words = (type(fault.orig).__name__, getattr(fault.orig, "sqlstate", None), constraint)
        return " ".join(str(word) for word in words if word)
    return f"{type(fault).__name__}: {fault}".splitlines()[0][:500]
