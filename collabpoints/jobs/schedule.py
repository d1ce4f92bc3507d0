"""The whole timetable: which job does what, and when (`domain/timetable.py` has the periods).

| Job           | When                | What stands afterwards                                                        |
|---------------|---------------------|-------------------------------------------------------------------------------|
| months        | each month, made up | the present month has its row; months that are over have ended                |
| ledger_verify | each hour           | totals equal the ledger, or the job has failed and the health page is red     |
| seal          | each hour           | new rows of ledger and records are sealed; an edited one: failed, as above    |
| standings     | each hour           | boards of what is not closed hold the ledger as it stands, ranked             |
| review        | each hour           | notes that look like stock phrases, or one text sent many times, are flagged  |
| trees         | each day            | collaboration trees of what is not closed show the ledger as it stands        |
| expiry        | each day            | what outlived its term is gone: drafts, sessions, tries, links, uploads       |
| purge         | each day            | records of looks and downloads that outlived their term are gone, day by day  |
| redaction     | each day            | names of who left long ago, old texts and kept files are gone; the sums stay  |
| patterns      | each day            | what stands out among the notes of twelve months is there for the officer     |
| closing       | when it is asked for | a month that the officer confirmed is closed, its boards are confirmed       |
| boards        | when it is over     | a span whose months are all closed has its confirmed boards                   |
| confirmed_trees | when they are confirmed | a span with confirmed boards has its trees, which never change          |
| reorganisations | when its day begins | departments, posts and heads' roles are as the officer planned them         |
| staff_orders  | when its day begins | a person's posts, status, roles and account are as HR ordered                 |
| exports       | when it is asked for | a large file can be taken, and who asked for it is told                      |
| outbox        | whenever it is due  | messages have been sent; each message's own row says so (`jobs/outbox.py`)    |

A new job with a rhythm wants a Timing in `domain/timetable.py` and a Job in JOBS; one that is done when somebody asked,
its name in `timetable.ERRANDS` and an Errand in ERRANDS. Both want their words in `views/job_words.py`. The page /jobs,
`collabpoints jobs list`, /health/jobs and /metrics then show it.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from collabpoints.domain import timetable
from collabpoints.domain.timetable import Timing
from collabpoints.jobs import boards, closings, exports, patterns, reorganisations, staff_orders, trees
from collabpoints.jobs.expiry import expire
from collabpoints.jobs.ledger import refuse_differences
from collabpoints.jobs.purges import purge_records
from collabpoints.jobs.redactions import redact
from collabpoints.jobs.review import flag_notes
from collabpoints.jobs.seals import keep_seals
from collabpoints.services.boards import confirm_span
from collabpoints.services.closings import CLOSING
from collabpoints.services.job_runs import Effect, ErrandEffect
from collabpoints.services.months import turn_months_within
from collabpoints.services.provisional_boards import make_standings
from collabpoints.services.trees import grow_confirmed


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


def _nothing(_session: Session, _agency_id: int, _asked: str) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Errand:
    """A job without a rhythm. `asked` names what somebody wants done and is not done, oldest first; it is looked for every
    few seconds. `effect` does one of them, in one transaction with the row (name, what was asked). What it raises undoes
    everything, stands in the row as its error, and the next minute tries again. A name that once finished never runs again.
    `before` comes first and outside of the transaction, for long work that only reads; it answers with the effect.
    `after_fault` is told what either raised (agency, name, fault), for what has to stand in spite of it.
    """

    name: str
    asked: Callable[[int], Sequence[str]]
    effect: ErrandEffect = _nothing
    after_fault: Callable[[int, str, Exception], None] | None = None
    before: Callable[[int, str], AbstractContextManager[ErrandEffect]] | None = None


JOBS = (
    Job(timetable.MONTHS, effect=turn_months_within),
    Job(timetable.LEDGER_VERIFY, before=refuse_differences),
    Job(timetable.SEAL, before=keep_seals),
    Job(timetable.STANDINGS, effect=make_standings),
    Job(timetable.REVIEW, before=flag_notes),
    Job(timetable.TREES, before=trees.grow),
    Job(timetable.EXPIRY, before=expire),
    Job(timetable.PURGE, before=purge_records),
    Job(timetable.REDACTION, before=redact),
    Job(timetable.PATTERNS, before=patterns.look),
)


ERRANDS: tuple[Errand, ...] = (
    Errand(CLOSING, asked=closings.asked, effect=closings.close, after_fault=closings.stop),
    Errand(boards.BOARDS, asked=boards.asked, effect=confirm_span),
    Errand(trees.CONFIRMED_TREES, asked=trees.asked, effect=grow_confirmed),
    Errand(
        reorganisations.REORGANISATIONS,
        asked=reorganisations.asked,
        effect=reorganisations.carry_out,
        after_fault=reorganisations.keep,
    ),
    Errand(staff_orders.STAFF_ORDERS, asked=staff_orders.asked, effect=staff_orders.carry_out),
    Errand(exports.EXPORTS, asked=exports.asked, before=exports.made, after_fault=exports.keep),
)


def job_named(name: str) -> Job:
    """The job of that name. Raises KeyError for an unknown one."""
    return {job.name: job for job in JOBS}[name]
