"""Submissions (제출본) as the officer reads them: the list, one with its lines as they were handed over.

Names and positions are today's, departments those that were handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.exports import FileFormat, Filters
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.submissions import Line
from collabpoints.models import (
    Department,
    DepartmentPath,
    Employee,
    Export,
    Person,
    Scheme,
    Submission,
    SubmissionLine,
)
from collabpoints.queries.positions import called, latest_position

_PAGE = 20


@dataclass(frozen=True, slots=True)
class SubmissionHead:
    """A submission without its lines. `label`: how it is called, `2026-3`. `department`: the path to which it was
    narrowed, "" for the whole agency. `export_state` as in models/exports.py: its file can be taken once it is ready."""

    id: int
    year: int
    number: int
    subject: Subject
    span: str
    first: Month
    last: Month
    filters: Filters
    department: str
    is_everyone: bool
    recipient: str
    purpose: str
    is_beyond: bool
    scheme_id: int
    scheme_ko: str
    scheme_en: str
    through_entry_id: int
    rows: int
    received_points: int
    received_notes: int
    sent_points: int
    sent_notes: int
    special_points: int
    made_by: str
    made_at: datetime
    export_id: int
    export_state: str
    file_format: FileFormat
    digest: str

    @property
    def label(self) -> str:
        return f"{self.year}-{self.number}"


@dataclass(frozen=True, slots=True)
class Submissions:
    """A page of submissions, the newest first. `older`: what to hand in as `before` for the next page, None at the end."""

    rows: tuple[SubmissionHead, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class SubjectNamed:
    """Whom or what a line is of. A department has neither `position` nor `number`; its `name` is its path."""

    id: int
    name: str
    position: str
    number: str
    department: str


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A line with who it is of; `place` from 1, `department` as it was handed over."""

    place: int
    subject: SubjectNamed
    line: Line


def submissions(agency_id: int, *, before: int | None = None, limit: int = _PAGE) -> Submissions:
    """The agency's submissions."""
    wanted = [Submission.agency_id == agency_id]
    if before is not None:
        wanted.append(Submission.id < before)
    found = _heads(*wanted, limit=limit + 1)
    return Submissions(found[:limit], found[limit - 1].id if len(found) > limit else None)


def submission(agency_id: int, submission_id: int) -> SubmissionHead:
    """One submission. Raises NotFound."""
    found = _heads(Submission.agency_id == agency_id, Submission.id == submission_id, limit=1)
    if not found:
        raise NotFound(f"submission {submission_id}")
    return found[0]


def submission_rows(submission_id: int, *, skip: int = 0, most: int | None = None) -> tuple[SubmissionRow, ...]:
    """Its lines in the order of the file."""
    statement = (
        select(SubmissionLine)
        .where(SubmissionLine.submission_id == submission_id)
        .order_by(SubmissionLine.place)
        .offset(skip or None)
        .limit(most)
    )
    with reading() as session:
        found = session.scalars(statement).all()
        lines = [line_of(one) for one in found]
        named = subjects_of(lines, is_persons=bool(found) and found[0].person_id is not None)
    return tuple(
        SubmissionRow(one.place, named[line.subject_id, line.path_id], line)
        for one, line in zip(found, lines, strict=True)
    )


def line_of(row: SubmissionLine) -> Line:
    """The rules' line of a row."""
    subject_id = row.person_id if row.person_id is not None else row.department_id
    assert subject_id is not None  # a constraint of the row
    return Line(
        subject_id=subject_id,
        path_id=row.path_id,
        rank=row.rank,
        received_points=row.received_points,
        received_notes=row.received_notes,
        sent_points=row.sent_points,
        sent_notes=row.sent_notes,
        special_points=row.special_points,
        score=row.score,
    )


def subjects_of(lines: Sequence[Line], *, is_persons: bool) -> dict[tuple[int, int | None], SubjectNamed]:
    """By subject and path, who or what these lines are of."""
    ids = sorted({line.subject_id for line in lines})
    path_ids = sorted({line.path_id for line in lines if line.path_id is not None})
    with reading() as session:
        paths: dict[int | None, str] = {
            row.id: row.names
            for row in session.execute(
                select(DepartmentPath.id, DepartmentPath.names).where(DepartmentPath.id.in_(path_ids))
            )
        }
        if is_persons:
            numbers: dict[int, str] = {
                row.person_id: row.number
                for row in session.execute(
                    select(Employee.person_id, Employee.number)
                    .where(Employee.person_id.in_(ids))
                    .order_by(Employee.left_on.is_(None), Employee.left_on, Employee.id)
                )
            }
            people = session.execute(
                select(Person.id, Person.name, latest_position(Person.id)).where(Person.id.in_(ids))
            ).all()
            of = {row[0]: (row[1], row[2] or "", numbers.get(row[0], "")) for row in people}
        else:
            rows = session.execute(select(Department.id, Department.name).where(Department.id.in_(ids))).all()
            of = {row.id: (row.name, "", "") for row in rows}
    return {
        (line.subject_id, line.path_id): _named(line, of[line.subject_id], paths.get(line.path_id, ""), is_persons)
        for line in lines
    }


def _named(line: Line, of: tuple[str, str, str], path: str, is_person: bool) -> SubjectNamed:
    name, position, number = of
    return SubjectNamed(
        line.subject_id, name if is_person else path or name, position, number, path if is_person else ""
    )


def _heads(*wanted: ColumnElement[bool], limit: int) -> tuple[SubmissionHead, ...]:
    statement = (
        select(Submission, Export, Scheme.text, called(Person), DepartmentPath.names)
        .join(Export, Export.id == Submission.export_id)
        .join(Scheme, Scheme.id == Submission.scheme_id)
        .join(Person, Person.id == Submission.made_by_person_id)
        .outerjoin(Department, Department.id == Export.department_id)
        .outerjoin(DepartmentPath, DepartmentPath.id == Department.path_id)
        .where(*wanted)
        .order_by(Submission.id.desc())
        .limit(limit)
    )
    with reading() as session:
        return tuple(_head(*row) for row in session.execute(statement))


def _head(one: Submission, file: Export, scheme: str, made_by: str, department: str | None) -> SubmissionHead:
    book: Any = parse_scheme(scheme)
    return SubmissionHead(
        id=one.id,
        year=one.year,
        number=one.number,
        subject=Subject(one.subject),
        span=one.span,
        first=Month.parse(one.first_period),
        last=Month.parse(one.last_period),
        filters=Filters.parse(one.filters),
        department=department or "",
        is_everyone=one.is_everyone,
        recipient=one.recipient,
        purpose=one.purpose,
        is_beyond=one.is_beyond,
        scheme_id=one.scheme_id,
        scheme_ko=book.name_ko,
        scheme_en=book.name_en,
        through_entry_id=one.through_entry_id,
        rows=one.rows,
        received_points=one.received_points,
        received_notes=one.received_notes,
        sent_points=one.sent_points,
        sent_notes=one.sent_notes,
        special_points=one.special_points,
        made_by=made_by,
        made_at=one.made_at,
        export_id=one.export_id,
        export_state=file.state,
        file_format=FileFormat(file.file_format),
        digest=file.digest,
    )
