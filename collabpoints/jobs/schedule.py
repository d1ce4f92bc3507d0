"""The whole timetable: which job does what, and when (`domain/timetable.py` has the periods).

| Job           | When                | What stands afterwards                                                        |
|---------------|---------------------|-------------------------------------------------------------------------------|
| months        | each month, made up | the present month has its row; months that are over have ended                |
| ledger_verify | each hour           | totals equal the ledger, or the job has failed and the health page is red     |
| review        | each hour           | notes that look like stock phrases, or one text sent many times, are flagged  |
| expiry        | each day            | what outlived its term is gone: drafts, sessions, tries, links, uploads       |
| outbox        | whenever it is due  | messages have been sent; each message's own row says so (`jobs/outbox.py`)    |
"""

from collections.abc import Callable
from dataclasses import dataclass

from collabpoints.domain import timetable
from collabpoints.domain.timetable import Timing
from collabpoints.jobs.expiry import expire
from collabpoints.jobs.ledger import refuse_differences
from collabpoints.jobs.review import flag_notes
from collabpoints.services.job_runs import Effect
from collabpoints.services.months import turn_months_within


@dataclass(frozen=True, slots=True)
class Job:
    """`effect` happens in one transaction with the finished row. `before` comes first and outside of it, for work that
    only reads or may be done twice; what it raises keeps the job from finishing. Both answer with a number of rows."""

    timing: Timing
    effect: Effect | None = None
    before: Callable[[int], int] | None = None

    @property
    def name(self) -> str:
        return self.timing.job


JOBS = (
    Job(timetable.MONTHS, effect=turn_months_within),
    Job(timetable.LEDGER_VERIFY, before=refuse_differences),
    Job(timetable.REVIEW, before=flag_notes),
    Job(timetable.EXPIRY, before=expire),
)


def job_named(name: str) -> Job:
    """The job of that name. Raises KeyError for an unknown one."""
    return {job.name: job for job in JOBS}[name]
