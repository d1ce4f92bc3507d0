"""An agency's schemes and their drafts: which rule book holds from when, who wrote and started it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Person, Scheme, SchemeDraft
from collabpoints.queries.positions import called


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """A scheme that holds, held or will hold. The names are "" for a scheme that came by command. `reason` is that of an
    emergency change, or of one person who did both."""

    id: int
    code: str
    text: str
    starts_in: str
    revision: int
    drafted_by: str
    started_by: str
    reason: str
    created_at: datetime

    @property
    def scheme(self) -> RuleBook:
        return parse_scheme(self.text)

    @property
    def is_emergency(self) -> bool:
        return self.revision > 1


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft that is still open. Its text need not be a scheme yet."""

    id: int
    starts_in: str
    text: str
    revision: int
    drafted_by_person_id: int
    drafted_by: str
    changed_at: datetime


def schemes(agency_id: int) -> tuple[SchemeRow, ...]:
    """All schemes, the newest first."""
    with reading() as session:
        return _rows(session, Scheme.agency_id == agency_id)


def scheme_row(scheme_id: int, *, agency_id: int) -> SchemeRow:
    """Raises NotFound."""
    with reading() as session:
        found = _rows(session, Scheme.agency_id == agency_id, Scheme.id == scheme_id)
    if not found:
        raise NotFound(f"scheme {scheme_id}")
    return found[0]


def scheme_in(agency_id: int, period: str) -> SchemeRow | None:
    """The scheme that holds in a month (YYYY-MM) as of now; None before the first."""
    with reading() as session:
        found = _rows(session, Scheme.agency_id == agency_id, Scheme.starts_in <= period, limit=1)
    return found[0] if found else None


def drafts(agency_id: int) -> tuple[DraftRow, ...]:
    """The open drafts, by the month in which they are to start."""
    with reading() as session:
        return _drafts(session, SchemeDraft.agency_id == agency_id)


def draft_row(draft_id: int, *, agency_id: int) -> DraftRow:
    """Raises NotFound, also for one that was started or dropped."""
    with reading() as session:
        found = _drafts(session, SchemeDraft.agency_id == agency_id, SchemeDraft.id == draft_id)
    if not found:
        raise NotFound(f"draft {draft_id}")
    return found[0]


def _rows(session: Session, *where: ColumnElement[bool], limit: int | None = None) -> tuple[SchemeRow, ...]:
    drafter, starter = aliased(Person), aliased(Person)
    wanted = (
        select(Scheme, called(drafter), called(starter))
        .outerjoin(drafter, drafter.id == Scheme.drafted_by_person_id)
        .outerjoin(starter, starter.id == Scheme.started_by_person_id)
        .where(*where)
        .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        .limit(limit)
    )
    return tuple(
        SchemeRow(
            row.id, row.code, row.text, row.starts_in, row.revision, by or "", begun or "", row.reason, row.created_at
        )
        for row, by, begun in session.execute(wanted).all()
    )


def _drafts(session: Session, *where: ColumnElement[bool]) -> tuple[DraftRow, ...]:
    wanted: Select[SchemeDraft, str] = (
        select(SchemeDraft, called(Person))
        .join(Person, Person.id == SchemeDraft.drafted_by_person_id)
        .where(SchemeDraft.state == "open", *where)
        .order_by(SchemeDraft.starts_in)
    )
    return tuple(
        DraftRow(row.id, row.starts_in, row.text, row.revision, row.drafted_by_person_id, name, row.changed_at)
        for row, name in session.execute(wanted).all()
    )
