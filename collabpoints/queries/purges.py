"""Which sealed segments of records outlived their term, and which were deleted after it (docs/adr/0028)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, reading
from collabpoints.domain.record_terms import record_term
from collabpoints.domain.seals import Purge
from collabpoints.models import Person, PurgedSegment, Seal
from collabpoints.queries.sealed_rows import RECORDS, SealedTable


@dataclass(frozen=True, slots=True)
class Outlived:
    """A sealed segment whose rows are all older than the term."""

    sealed: SealedTable
    segment: int
    first_id: int
    last_id: int
    rows: int
    sealed_at: datetime


def purges(session: Session, agency_id: int, table: str) -> list[Purge]:
    """The purged segments of a table, in their order."""
    rows = session.execute(
        select(PurgedSegment.segment, PurgedSegment.rows, PurgedSegment.purged_at)
        .where(PurgedSegment.agency_id == agency_id, PurgedSegment.sealed_table == table)
        .order_by(PurgedSegment.segment)
    )
    return [Purge(*row) for row in rows]


def term_of_records(agency_id: int, years: int) -> timedelta:
    """How long records are kept here where the setting says so many years: the law asks for more where many are held."""
    with reading() as session:
        people = session.scalar(select(func.count()).select_from(Person).where(Person.agency_id == agency_id))
        return record_term(years, people or 0)


def outlived(agency_id: int, term: timedelta) -> list[Outlived]:
    """What may be deleted now, a table's oldest first: nothing younger than the term, by the instant of the seal and of
    every row, and nothing after a segment that has to stay. The newest of a table stays, however old: SQLite would give
    the ids of an empty table anew."""
    with reading() as session:
        before = database_now(session) - term
        return [one for sealed in RECORDS for one in _outlived(session, agency_id, sealed, before)]


def _outlived(session: Session, agency_id: int, sealed: SealedTable, before: datetime) -> list[Outlived]:
    gone = {purge.segment for purge in purges(session, agency_id, sealed.name)}
    newest = select(func.max(Seal.segment)).where(Seal.agency_id == agency_id, Seal.sealed_table == sealed.name)
    seals = session.execute(
        select(Seal.segment, Seal.first_id, Seal.last_id, Seal.rows, Seal.sealed_at)
        .where(
            Seal.agency_id == agency_id,
            Seal.sealed_table == sealed.name,
            Seal.sealed_at <= before,
            Seal.segment < newest.scalar_subquery(),
        )
        .order_by(Seal.segment)
    ).all()
    found = []
    for seal in seals:
        if seal.segment in gone:
            continue
        one = Outlived(sealed, *seal)
        if not _is_outlived(session, agency_id, one, before):
            break
        found.append(one)
    return found


def _is_outlived(session: Session, agency_id: int, one: Outlived, before: datetime) -> bool:
    """Whether no row of the segment says a later instant: a host's clock that went ahead only keeps rows longer."""
    table = one.sealed.table
    younger = select(table.c.id).where(
        table.c.agency_id == agency_id, table.c.id.between(one.first_id, one.last_id), table.c.recorded_at > before
    )
    return session.execute(younger.limit(1)).first() is None
