"""What the retention rules would take away now: counts by year and no names, and the conditions that pick it out."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, exists, extract, func, or_, select
from sqlalchemy.orm import Session, aliased

from collabpoints.db import reading
from collabpoints.domain.redactions import TEXT, whole_families
from collabpoints.models import (
    Employee,
    ExportPiece,
    Month,
    Note,
    NoteText,
    Person,
    Redaction,
    Submission,
    SubmissionLine,
)
from collabpoints.queries.own_records import kept_records

Years = tuple[tuple[int, int], ...]
"""Year and how many, in the order of years."""


@dataclass(frozen=True, slots=True)
class Due:
    """How many names (by the year of leaving), texts (by the year of sending) and kept files (by the year in which they
    were made) are due. Texts that will go along with a name that is due are not counted."""

    names: Years
    texts: Years
    files: Years

    @property
    def is_empty(self) -> bool:
        return not (self.names or self.texts or self.files)


@dataclass(frozen=True, slots=True)
class Redacted:
    """What was redacted after a row of the redactions."""

    names: int
    texts: int
    files: int


def due(agency_id: int, *, left_before: date, texts_before: date, sent_before: datetime) -> Due:
    """What is due; `sent_before` is the beginning of `texts_before` in the agency's zone."""
    with reading() as session:
        people = due_people(session, agency_id, left_before)
        left = func.max(Employee.left_on).label("left_on")
        of_each = select(left).where(Employee.person_id.in_(people)).group_by(Employee.person_id).subquery()
        left_in = cast(extract("year", of_each.c.left_on), Integer)
        names = session.execute(select(left_in, func.count()).group_by(left_in).order_by(left_in)).all()
        sent_in = func.substr(Month.period, 1, 4)
        texts = session.execute(
            select(sent_in, func.count())
            .select_from(Note)
            .join(NoteText, NoteText.note_id == Note.id)
            .join(Month, Month.id == Note.month_id)
            .where(is_old_text(agency_id, sent_before))
            .group_by(sent_in)
            .order_by(sent_in)
        ).all()
        files = session.execute(
            select(Submission.year, func.count())
            .where(Submission.id.in_(old_files(agency_id, sent_before, people)))
            .group_by(Submission.year)
            .order_by(Submission.year)
        ).all()
    return Due(*(tuple((int(year), count) for year, count in rows) for rows in (names, texts, files)))


def last_redaction(agency_id: int) -> int:
    """The id of the latest row that tells of a redaction; 0 if there is none."""
    with reading() as session:
        return session.scalar(select(func.max(Redaction.id)).where(Redaction.agency_id == agency_id)) or 0


def redacted_after(agency_id: int, redaction_id: int) -> Redacted:
    """What the rows after that one tell of. By rows and not by an instant: the host's clock is not the database's."""
    figures = (func.coalesce(func.sum(one), 0) for one in (Redaction.names, Redaction.texts, Redaction.files))
    with reading() as session:
        row = session.execute(
            select(*figures).where(Redaction.agency_id == agency_id, Redaction.id > redaction_id)
        ).one()
    return Redacted(*(int(figure) for figure in row))


def due_people(session: Session, agency_id: int, left_before: date) -> list[int]:
    """The ids of those whose every service ended before that day, under every record that is the same person, and whose
    name still stands; in order."""
    later = exists().where(
        Employee.person_id == Person.id, or_(Employee.left_on.is_(None), Employee.left_on >= left_before)
    )
    served = exists().where(Employee.person_id == Person.id)
    away = session.scalars(
        select(Person.id).where(
            Person.agency_id == agency_id, ~later, or_(served, Person.merged_into_person_id.is_not(None))
        )
    ).all()
    named = set(
        session.scalars(
            select(Person.id).where(Person.agency_id == agency_id, ~later, Person.redacted_at.is_(None))
        ).all()
    )
    return sorted(whole_families(away, kept_records(session, agency_id)) & named)


def is_old_text(agency_id: int, sent_before: datetime) -> ColumnElement[bool]:
    """The condition that a note (joined with its text) was sent before that instant and its text still stands."""
    return and_(Note.agency_id == agency_id, Note.sent_at < sent_before, NoteText.text != TEXT)


def old_files(agency_id: int, made_before: datetime, redacted_ids: list[int] | None = None) -> Select[int]:
    """The submissions whose file is still kept though it was made before that instant, or names somebody whose name was
    redacted (or these people)."""
    line, person = aliased(SubmissionLine), aliased(Person)
    is_gone: ColumnElement[bool] = person.redacted_at.is_not(None)
    if redacted_ids:
        is_gone = or_(is_gone, person.id.in_(redacted_ids))
    names_gone = (
        select(line.submission_id).join(person, person.id == line.person_id).where(line.agency_id == agency_id, is_gone)
    )
    return select(Submission.id).where(
        Submission.agency_id == agency_id,
        exists().where(ExportPiece.export_id == Submission.export_id),
        or_(Submission.made_at < made_before, Submission.id.in_(names_gone)),
    )
