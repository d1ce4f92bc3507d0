"""What a submission would hold if it were made now: how many lines, what they come to, for what its schemes say that points
are used."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import FromClause
from sqlalchemy.orm import Session

from collabpoints.db import snapshot
from collabpoints.domain.exports import Wanted, What
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Purpose
from collabpoints.domain.submissions import columns_of_submission, is_beyond
from collabpoints.queries.export_controls import ledger_of_departments, ledger_of_persons, proved
from collabpoints.queries.export_departments import department_lines
from collabpoints.queries.export_frames import Frame, frame_of
from collabpoints.queries.export_lines import kept_lines
from collabpoints.queries.export_tables import ControlTotals
from collabpoints.queries.export_totals import total_lines


@dataclass(frozen=True, slots=True)
class SubmissionPreview:
    """The sums of its lines, proved against the ledger. `purposes`: what it may be for without going beyond the schemes of
    its months, in the order in which schemes name them. `is_closed`: none of its months can move any more."""

    controls: ControlTotals
    purposes: tuple[Purpose, ...]
    is_closed: bool


def submission_preview(wanted: Wanted, agency_id: int, *, today: date) -> SubmissionPreview:
    """`wanted` with filters as domain/submissions.filters_of gives them. Raises Refused: months that have not begun, lines
    that differ from the ledger."""
    subject = Subject.PERSONS if wanted.what is What.TOTALS else Subject.DEPARTMENTS
    with snapshot() as session:
        frame = frame_of(session, wanted, agency_id, today=today)
        is_closed, frame = frame.is_closed, frame.as_now()
        _lines, controls = proved_lines(session, frame, subject)
    schemes = [part.scheme for part in frame.parts]
    purposes = tuple(one for one in Purpose if not is_beyond(one, subject, schemes))
    return SubmissionPreview(controls, purposes, is_closed)


def proved_lines(session: Session, frame: Frame, subject: Subject) -> tuple[FromClause, ControlTotals]:
    """The lines of a submission, kept (export_lines), and what they come to, the same by the ledger. Raises Refused where
    they differ."""
    columns, language = columns_of_submission(subject), frame.wanted.language
    if subject is Subject.PERSONS:
        lines = kept_lines(session, total_lines(session, frame))
        return lines, proved(session, lines, ledger_of_persons(frame, lines), columns, language)
    lines = kept_lines(session, department_lines(session, frame))
    return lines, proved(session, lines, ledger_of_departments(frame, lines), columns, language)
