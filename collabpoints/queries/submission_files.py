"""The file of a submission: its lines as they were frozen, never as the ledger has them by now."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.exports import FIGURES, FileFormat, Filters, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Wording
from collabpoints.domain.submissions import columns_of_submission
from collabpoints.models import Department, DepartmentPath, Export, Person, Submission, SubmissionLine
from collabpoints.queries.export_covers import cover_of
from collabpoints.queries.export_frames import Frame, frame_of
from collabpoints.queries.export_people import posts, present
from collabpoints.queries.export_tables import Control, ControlTotals, CoverFacts, Table
from collabpoints.queries.exports import table_of

_TITLE = Wording("제출본 {} · {}", "Submission {} · {}")
_LINES = {
    "number": Wording("제출 번호", "Submission"),
    "recipient": Wording("제출처", "Handed to"),
    "purpose": Wording("쓰임", "Purpose"),
    "figures": Wording("값", "Figures"),
}
_NOW = Wording("확정 뒤의 정정까지 모두 반영한 값", "all corrections after the closings are counted")
_BEYOND = Wording(
    "운영 기준이 정한 포인트의 쓰임을 벗어난 목적의 자료입니다.",
    "The purpose goes beyond what the rules say points are used for.",
)


def tables_of(export_id: int) -> Callable[[Wanted, int, date], Table]:
    """Makes the table of this export's file: of a submission its frozen lines, else what `table_of` says."""

    def made(wanted: Wanted, agency_id: int, today: date) -> Table:
        with reading() as session:
            submission = session.scalars(select(Submission).where(Submission.export_id == export_id)).one_or_none()
            if submission is None:
                return table_of(wanted, agency_id, today=today)
            return _table(session, submission, wanted, today)

    return made


def waiting_file(submission_id: int, agency_id: int) -> tuple[int, str, int, Wanted]:
    """The export of a submission whose file is not made yet: its id, language, who asked, what is wanted. Raises NotFound."""
    with reading() as session:
        found = session.execute(
            select(Export, Submission.made_by_person_id)
            .join(Submission, Submission.export_id == Export.id)
            .where(Submission.id == submission_id, Submission.agency_id == agency_id, Export.state == "asked")
        ).one_or_none()
    if found is None:
        raise NotFound(f"waiting submission {submission_id}")
    export, person_id = found
    wanted = Wanted(
        What(export.what), Scope.AGENCY, export.department_id, None, export.span, Month.parse(export.first_period),
        Month.parse(export.last_period), FileFormat(export.file_format), Filters.parse(export.filters), export.language,
    )  # fmt: skip
    return export.id, export.language, person_id, wanted


def _table(session: Session, submission: Submission, wanted: Wanted, today: date) -> Table:
    subject = Subject(submission.subject)
    columns = columns_of_submission(subject)
    frame = frame_of(session, wanted, submission.agency_id, today=today).as_now()
    rows = _persons(session, frame, submission) if subject is Subject.PERSONS else _departments(frame, submission)
    sums = rows.with_only_columns(
        *(func.coalesce(func.sum(getattr(SubmissionLine, one.key)), 0) for one in FIGURES), maintain_column_froms=True
    ).order_by(None)
    found = session.execute(sums).one()
    controls = ControlTotals(
        submission.rows, tuple(Control(one, int(total)) for one, total in zip(FIGURES, found, strict=True))
    )
    return Table(
        columns, rows, submission.rows, controls, _cover(session, frame, submission), submission.through_entry_id
    )


def _persons(session: Session, frame: Frame, submission: Submission) -> Select[*tuple[Any, ...]]:
    then, now, line = posts(session, frame, is_monthly=False), present(frame), SubmissionLine
    texts = (func.coalesce(then.c[key], "").label(key) for key in ("number", "grade", "position"))
    return (
        select(
            line.place.label("place"),
            func.coalesce(DepartmentPath.names, "").label("department_then"),
            func.coalesce(now.c.department_now, "").label("department_now"),
            *texts,
            Person.name.label("name"),
            func.coalesce(now.c.status, "").label("status"),
            *(getattr(line, one.key) for one in FIGURES),
            line.rank.label("rank"),
        )
        .join(Person, Person.id == line.person_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == line.path_id)
        .outerjoin(then, then.c.who == frame.person(line.person_id))
        .outerjoin(now, now.c.who == frame.person(line.person_id))
        .where(line.submission_id == submission.id)
        .order_by(line.place)
    )


def _departments(frame: Frame, submission: Submission) -> Select[*tuple[Any, ...]]:
    then, now, line = aliased(DepartmentPath), aliased(DepartmentPath), SubmissionLine
    is_open = or_(Department.closed_on.is_(None), Department.closed_on > frame.today)
    return (
        select(
            line.place.label("place"),
            Department.code.label("code"),
            func.coalesce(then.names, Department.name).label("department_then"),
            case((and_(is_open, now.id.is_not(None)), now.names), else_="").label("department_now"),
            *(getattr(line, one.key) for one in FIGURES),
            line.rank.label("rank"),
        )
        .join(Department, Department.id == line.department_id)
        .outerjoin(then, then.id == line.path_id)
        .outerjoin(now, now.id == Department.path_id)
        .where(line.submission_id == submission.id)
        .order_by(line.place)
    )


def _cover(session: Session, frame: Frame, submission: Submission) -> CoverFacts:
    language = frame.wanted.language
    number = f"{submission.year}-{submission.number}"
    said = {"number": number, "recipient": submission.recipient, "purpose": submission.purpose,
            "figures": _NOW.within(language)}  # fmt: skip
    more = [(_LINES[key].within(language), value) for key, value in said.items()]
    warnings = [_BEYOND.within(language)] if submission.is_beyond else []
    cover = cover_of(session, frame, more=more, warnings=warnings)
    return replace(cover, title=_TITLE.within(language).format(number, cover.title))
