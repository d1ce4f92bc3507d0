"""Submissions (제출본): make one, numbered, its lines and control totals frozen, its file asked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import FromClause, Select, func, insert, literal, null, select, text
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, table_of, unit_of_work
from collabpoints.domain import periods
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.exports import FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.submissions import filters_of, is_beyond, judge_submission
from collabpoints.models import Agency, Submission, SubmissionLine
from collabpoints.queries.export_departments import placed_departments
from collabpoints.queries.export_frames import Frame, frame_of
from collabpoints.queries.export_lines import drop_lines
from collabpoints.queries.export_totals import placed_totals
from collabpoints.queries.submission_files import tables_of, waiting_file
from collabpoints.queries.submission_previews import proved_lines
from collabpoints.services.export_files import made_file
from collabpoints.services.exports import Asker, fill_within, keep_within, making_of

# What is added up, the ledger's newest entry and the number are of one moment: nobody writes an entry meanwhile.
_ALONE = (text("LOCK TABLE submissions IN SHARE ROW EXCLUSIVE MODE"), text("LOCK TABLE entries IN SHARE MODE"))


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """What an officer hands in. `span`, `first`, `last`, `department_id` as in Wanted; `is_everyone`: not candidates
    alone. `aim`: for which of the purposes that schemes know, None for another; `purpose` says it in words."""

    subject: Subject
    span: str
    first: Month
    last: Month
    department_id: int | None
    filters: Filters
    is_everyone: bool
    recipient: str
    aim: Purpose | None
    purpose: str
    file_format: FileFormat
    language: str = "ko"


def submit(new: NewSubmission, agency_id: int, *, actor_person_id: int) -> int:
    """Afterwards it stands under the next number of the year, with its lines as they are now, and its file is asked for,
    to be kept. Returns its id. Raises Refused: words that are missing or too long, months that have not begun, nobody in
    it, lines that differ from the ledger."""
    recipient, purpose = new.recipient.strip(), new.purpose.strip()
    refusals = judge_submission(recipient, purpose)
    if refusals:
        raise Refused(refusals)
    with unit_of_work() as session:
        if dialect_of(session) == "postgresql":
            for lock in _ALONE:
                session.execute(lock)
        now = database_now(session)
        frame = _frame(session, new, agency_id, now)
        lines, controls = proved_lines(session, frame, new.subject)
        if not controls.rows:
            raise Refused((Refusal.of(Code.SUBMISSION_EMPTY),))
        asker = Asker(actor_person_id, Role.OFFICER.value, purpose)
        export_id = keep_within(session, frame.wanted, agency_id, asker, None, at=now, expires_at=None)
        year = now.astimezone(frame.zone).year
        made = Submission(
            agency_id=agency_id, year=year, number=_next_number(session, agency_id, year), export_id=export_id,
            subject=new.subject.value, span=new.span, first_period=str(new.first), last_period=str(new.last),
            filters=str(frame.wanted.filters), is_everyone=new.is_everyone, recipient=recipient, purpose=purpose,
            is_beyond=is_beyond(new.aim, new.subject, [part.scheme for part in frame.parts]),
            scheme_id=frame.scheme_id, through_entry_id=frame.through_entry_id, rows=controls.rows,
            **{name: controls.of(name) for name in _SUMS}, made_by_person_id=actor_person_id, made_at=now,
        )  # fmt: skip
        session.add(made)
        session.flush()
        _keep_lines(session, frame, lines, made)
        drop_lines(session)
        return made.id


def write_submission_file(submission_id: int, agency_id: int, *, at: datetime) -> None:
    """Its file is ready, if nobody else made it meanwhile (the job makes those that wait). For small ones, at once."""
    export_id, language, person_id, wanted = waiting_file(submission_id, agency_id)
    making = making_of(agency_id, person_id, Role.OFFICER.value, language, at=at)
    with made_file(wanted, agency_id, making, tables=tables_of(export_id)) as made, unit_of_work() as session:
        assert made is not None
        try:
            fill_within(session, export_id, made)
        except NotFound:
            return


def _frame(session: Session, new: NewSubmission, agency_id: int, now: datetime) -> Frame:
    what = What.TOTALS if new.subject is Subject.PERSONS else What.DEPARTMENTS
    filters = filters_of(new.filters, is_everyone=new.is_everyone)
    wanted = Wanted(what, Scope.AGENCY, new.department_id, None, new.span, new.first, new.last, new.file_format,
                    filters, new.language)  # fmt: skip
    zone = session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one()
    return frame_of(session, wanted, agency_id, today=periods.today(now, ZoneInfo(zone))).as_now()


def _keep_lines(session: Session, frame: Frame, lines: FromClause, made: Submission) -> None:
    is_persons = made.subject == Subject.PERSONS
    placed = (placed_totals if is_persons else placed_departments)(frame, lines).subquery("placed")
    who = (placed.c.who, null()) if is_persons else (null(), placed.c.who)
    rows: Select[*tuple[Any, ...]] = select(
        literal(made.id), placed.c.place, literal(made.agency_id), *who, placed.c.path_id, placed.c.rank,
        *(placed.c[name] for name in (*_SUMS, "score")),
    )  # fmt: skip
    names = ("submission_id", "place", "agency_id", "person_id", "department_id", "path_id", "rank", *_SUMS, "score")
    session.execute(insert(table_of(SubmissionLine)).from_select(names, rows))


def _next_number(session: Session, agency_id: int, year: int) -> int:
    newest = select(func.max(Submission.number)).where(Submission.agency_id == agency_id, Submission.year == year)
    return (session.scalar(newest) or 0) + 1


_SUMS = ("received_points", "received_notes", "sent_points", "sent_notes", "special_points")
