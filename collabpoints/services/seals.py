"""Seal what is new in the tables whose rows never change (docs/adr/0014), of records the days that are over (0028). Never in
a send's way: nothing is locked, rows are read outside of the transaction that writes the seal."""

import time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, reading, snapshot, table_of, unit_of_work, upserting
from collabpoints.domain.errors import Busy
from collabpoints.domain.seals import FIRST, SealFacts, Sealing
from collabpoints.domain.timetable import Rhythm, next_period, period_of
from collabpoints.models import Agency, Seal
from collabpoints.queries.sealed_rows import SEALED, SealedTable, Stretch
from collabpoints.queries.seals import missing_seals, sealed_through

MOST_ROWS = 50_000
"""So many rows a segment holds at most: a digest of them takes about half a second to reckon again."""

_PATIENCE = 20.0
_LOOK_AGAIN = 0.02

# An INSERT holds this lock on the table from before it is given its id until its transaction has ended, whichever way;
# so do transactions prepared for two-phase commit, which have no process.
_WRITERS = text(
    "SELECT DISTINCT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND relation = to_regclass(:table) AND pid IS DISTINCT FROM pg_backend_pid() AND mode IN"
    " ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')"
)


class SealsMissing(Exception):
    """Seals are gone. Nothing new was sealed: it would hide what they said."""


def seal_new(agency_id: int, *, most_rows: int = MOST_ROWS, patience: float = _PATIENCE) -> int:
    """Afterwards every row of the sealed tables that stood when this began is sealed, of records those of days that are
    over in the agency's zone, a day a segment or more; returns how many were sealed anew.

    Twice, or in two processes at once, gives the same. Each segment is committed by itself: stopped in the middle, the
    next call goes on. Raises Busy where a writer does not come to its end for `patience` seconds, SealsMissing where
    seals that stood are gone.
    """
    missing = missing_seals(agency_id)
    if missing:
        raise SealsMissing("; ".join(str(one) for one in missing))
    return sum(_seal_table(agency_id, sealed, most_rows, patience) for sealed in SEALED)


def _seal_table(agency_id: int, sealed: SealedTable, most_rows: int, patience: float) -> int:
    through = _settled(agency_id, sealed, patience)
    rows = 0
    while (seal := _next_seal(agency_id, sealed, through, most_rows)) is not None:
        rows += seal.rows if _keep(seal) else 0
    return rows


def _settled(agency_id: int, sealed: SealedTable, patience: float) -> int:
    """The highest id that stands (0: it is sealed already); when this returns, no row with a lower one can appear any more.

    Ids are given before the commit, so a lower one may appear after a higher one. Whoever was given a lower id held its
    lock on the table when the higher one stood already: wait for those that hold one after it was read, and only for
    them. On SQLite one writer at a time is given ids, and what a reader sees has no gaps that will be filled.
    """
    with reading() as session:
        table, after = sealed.table, sealed_through(session, agency_id, sealed.name)
        standing = select(func.max(table.c.id)).where(table.c.agency_id == agency_id, table.c.id > after)
        if sealed.is_record:
            today = period_of(Rhythm.DAY, database_now(session), _zone(session, agency_id))
            standing = standing.where(table.c.recorded_at < today.starts_at)
        newest = session.execute(standing).scalar_one()
        if newest is None:
            return 0
        if dialect_of(session) == "postgresql":
            _outwait_writers(session, sealed.name, patience)
        return int(newest)


def _outwait_writers(session: Session, table: str, patience: float) -> None:
    def writers() -> set[str]:
        return set(session.execute(_WRITERS, {"table": table}).scalars())

    until = time.monotonic() + patience
    waited_for = writers()
    while waited_for:
        if time.monotonic() > until:
            raise Busy(f"{table}: a transaction that writes has not ended for {patience:g} seconds")
        time.sleep(_LOOK_AGAIN)
        waited_for &= writers()


def _next_seal(agency_id: int, sealed: SealedTable, through: int, most_rows: int) -> SealFacts | None:
    """The seal of the next segment up to this id, or None when all of it is sealed."""
    with snapshot() as session:
        newest = session.execute(
            select(Seal.segment, Seal.last_id, Seal.digest)
            .where(Seal.agency_id == agency_id, Seal.sealed_table == sealed.name)
            .order_by(Seal.segment.desc())
            .limit(1)
        ).one_or_none()
        segment, after, previous = (newest.segment, newest.last_id, newest.digest) if newest else (0, None, FIRST)
        sealing = Sealing(previous, agency_id, sealed.name, segment + 1, database_now(session))
        if sealed.is_record:
            through = _through_the_day(session, sealed, agency_id, after, through)
        stretch = Stretch(session, sealed, agency_id, after, through, most_rows)
        digest = sealing.digest(stretch)
    return SealFacts(sealing, stretch.first_id, stretch.last_id, stretch.rows, digest) if stretch.rows else None


def _through_the_day(session: Session, sealed: SealedTable, agency_id: int, after: int | None, through: int) -> int:
    """The highest id up to this one that belongs to the day of the first row after `after`; 0 where there is none."""
    table = sealed.table
    rows = (table.c.agency_id == agency_id, table.c.id > (after or 0), table.c.id <= through)
    first = session.scalar(select(table.c.recorded_at).where(*rows).order_by(table.c.id).limit(1))
    if first is None:
        return 0
    ends_at = next_period(Rhythm.DAY, first, _zone(session, agency_id)).starts_at
    return int(session.scalar(select(func.max(table.c.id)).where(*rows, table.c.recorded_at < ends_at)) or 0)


def _zone(session: Session, agency_id: int) -> ZoneInfo:
    return ZoneInfo(session.scalars(select(Agency.zone).where(Agency.id == agency_id)).one())


def _keep(seal: SealFacts) -> bool:
    """The seal stands; False where somebody else set one for this segment meanwhile."""
    with unit_of_work() as session:
        kept = session.execute(
            upserting(dialect_of(session), Seal)
            .values(
                agency_id=seal.sealing.agency_id,
                sealed_table=seal.sealing.table,
                segment=seal.sealing.segment,
                first_id=seal.first_id,
                last_id=seal.last_id,
                rows=seal.rows,
                digest=seal.digest,
                previous=seal.sealing.previous,
                sealed_at=seal.sealing.sealed_at,
            )
            .on_conflict_do_nothing(index_elements=["agency_id", "sealed_table", "segment"])
            .returning(table_of(Seal).c.id)
        ).first()
        return kept is not None
