"""The proof that nothing was edited by hand after it was sealed (promise 9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, reading, snapshot
from collabpoints.domain.seals import (
    SHARES,
    Break,
    SealBreak,
    SealFacts,
    Sealing,
    chain_breaks,
    purge_breaks,
    segment_break,
    shares_due,
)
from collabpoints.domain.timetable import SEAL
from collabpoints.models import JobRun, Seal
from collabpoints.queries.purges import purges
from collabpoints.queries.sealed_rows import SEALED, SealedTable, Stretch

Progress = Callable[[str, int, int], None]
_HOUR = "%Y-%m-%dT%H"


@dataclass(frozen=True, slots=True)
class SealHead:
    """The newest seal of a table: up to which id it is sealed, in how many segments, and the digest that stands for all
    of it. Kept outside of the database it also finds seals that were all made anew."""

    table: str
    segment: int
    last_id: int
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class SealVerification:
    """What a look at seals found: so many segments and rows were reckoned again."""

    segments: int
    rows: int
    breaks: tuple[SealBreak, ...]

    @property
    def is_whole(self) -> bool:
        return not self.breaks


def verify_seals(
    agency_id: int,
    *,
    tables: Sequence[SealedTable] = SEALED,
    shares: Sequence[int] | None = None,
    progress: Progress = lambda _table, _done, _all: None,
) -> SealVerification:
    """Reckon segments of these tables again and compare; the chain of all seals is always looked at. A segment whose rows
    were purged after their term has to be empty, and to have outlived it.

    `shares` None: every segment. Otherwise the newest of each table and these shares of the others, one after the other
    until one differs: what differs is looked at again each time, and the rest once it has been mended.
    `progress` is told the table, how many of its segments were looked at and how many there are to look at.
    """
    chains, breaks = _chains(agency_id)
    purged = {sealed.name: _purged(agency_id, sealed, chains[sealed.name], breaks) for sealed in SEALED}
    segments = rows = 0
    for looked_at in _turns(shares):
        for sealed in tables:
            chosen = _chosen(chains[sealed.name], looked_at)
            for done, at in enumerate(chosen, start=1):
                found, wrong = _look(sealed, chains[sealed.name], at, purged[sealed.name])
                segments, rows = segments + 1, rows + found
                breaks += [wrong] if wrong else []
                progress(sealed.name, done, len(chosen))
        if breaks and shares is not None:
            break
    return SealVerification(segments, rows, tuple(sorted(breaks, key=lambda one: (one.table, one.segment, one.kind))))


def segment_fault(agency_id: int, sealed: SealedTable, segment: int) -> SealBreak | None:
    """How the rows of one segment, which was not purged, differ from its seal."""
    seals = _seals(agency_id, sealed)
    at = next(at for at, seal in enumerate(seals) if seal.sealing.segment == segment)
    return _look(sealed, seals, at, frozenset())[1]


def missing_seals(agency_id: int) -> list[SealBreak]:
    """Where seals are gone: sealing on would hide what they said."""
    _found, breaks = _chains(agency_id)
    return [wrong for wrong in breaks if wrong.kind is Break.SEAL_MISSING]


def shares_to_verify(agency_id: int) -> list[int]:
    """The shares that the hourly job owes a look, by the database's clock."""
    with reading() as session:
        last = session.scalar(select(func.max(JobRun.period)).where(*_finished(agency_id)))
        # A run that somebody asked for is named by its second: the hour begins both names.
        since = datetime.strptime(last[:13], _HOUR).replace(tzinfo=UTC) if last else None
        return shares_due(since, database_now(session))


def seal_heads(agency_id: int) -> list[SealHead]:
    """The newest seal of each table that has one, in the order of SEALED."""
    chains = [_seals(agency_id, sealed) for sealed in SEALED]
    return [
        SealHead(seals[-1].sealing.table, seals[-1].sealing.segment, seals[-1].last_id,
                 sum(seal.rows for seal in seals), seals[-1].digest)
        for seals in chains if seals
    ]  # fmt: skip


def is_seal(agency_id: int, digest: str) -> bool:
    """Whether a seal with this digest stands: it, and all before it, is what it was when somebody wrote the digest down
    (where the chain is whole)."""
    with reading() as session:
        found = select(Seal.id).where(Seal.agency_id == agency_id, Seal.digest == digest).limit(1)
        return session.scalar(found) is not None


def sealed_through(session: Session, agency_id: int, table: str) -> int:
    """The highest id that is sealed; 0 where nothing is. `table` is a name of SEALED."""
    found = session.execute(
        select(func.max(Seal.last_id)).where(Seal.agency_id == agency_id, Seal.sealed_table == table)
    ).scalar_one()
    return int(found or 0)


def _seals(agency_id: int, sealed: SealedTable) -> list[SealFacts]:
    with reading() as session:
        rows = session.execute(
            select(Seal.previous, Seal.segment, Seal.sealed_at, Seal.first_id, Seal.last_id, Seal.rows, Seal.digest)
            .where(Seal.agency_id == agency_id, Seal.sealed_table == sealed.name)
            .order_by(Seal.segment)
        )
        return [
            SealFacts(
                Sealing(row.previous, agency_id, sealed.name, row.segment, row.sealed_at),
                row.first_id, row.last_id, row.rows, row.digest,
            )
            for row in rows
        ]  # fmt: skip


def _chains(agency_id: int) -> tuple[dict[str, list[SealFacts]], list[SealBreak]]:
    """The seals by table, with their gaps and where they do not lean on each other. Of the newest ones only the job's own
    runs tell that they are gone: each keeps how many rows were sealed then."""
    with reading() as session:
        # Asked first: what somebody seals meanwhile is then too much, never too little.
        once = session.scalar(select(func.max(JobRun.rows)).where(*_finished(agency_id))) or 0
        chains = {sealed.name: _seals(agency_id, sealed) for sealed in SEALED}
    found = [wrong for seals in chains.values() for wrong in chain_breaks(seals)]
    gone = once - sum(seal.rows for seals in chains.values() for seal in seals)
    if gone > 0 and not any(wrong.kind is Break.SEAL_MISSING for wrong in found):
        found.append(SealBreak("seals", 0, Break.SEAL_MISSING, gone))
    return chains, found


def _purged(agency_id: int, sealed: SealedTable, seals: Sequence[SealFacts], breaks: list[SealBreak]) -> frozenset[int]:
    """The segments whose rows outlived their term; what went too early is added to the breaks. Nothing but a record has
    a term: of any other table nothing may ever be purged."""
    with reading() as session:
        found, now = purges(session, agency_id, sealed.name), database_now(session)
    if sealed.is_record:
        breaks += purge_breaks(sealed.name, seals, found, now)
        return frozenset(purge.segment for purge in found)
    breaks += [SealBreak(sealed.name, purge.segment, Break.EARLY, purge.rows) for purge in found]
    return frozenset()


def _finished(agency_id: int) -> tuple[ColumnElement[bool], ...]:
    return JobRun.agency_id == agency_id, JobRun.job == SEAL.job, JobRun.outcome == "finished"


def _turns(shares: Sequence[int] | None) -> list[frozenset[int] | None]:
    """What to look at, in turn: None stands for the newest segment of each table."""
    if shares is None:
        return [frozenset(range(SHARES))]
    return [None, *(frozenset([share]) for share in shares)]


def _chosen(seals: Sequence[SealFacts], turn: frozenset[int] | None) -> list[int]:
    """Places in the list of the segments whose turn it is."""
    if turn is None:
        return [len(seals) - 1] if seals else []
    return [at for at, seal in enumerate(seals) if seal.sealing.segment % SHARES in turn]


def _look(
    sealed: SealedTable, seals: Sequence[SealFacts], at: int, purged: frozenset[int]
) -> tuple[int, SealBreak | None]:
    """How many rows lie where this seal was set, and how they differ from what it says. What was put between two
    segments counts for the later one, what was put before all of them for the first."""
    seal = seals[at]
    after: int | None = seal.first_id - 1
    if at and seals[at - 1].sealing.segment == seal.sealing.segment - 1:
        after = min(seals[at - 1].last_id, seal.first_id - 1)
    elif seal.sealing.segment == 1:
        after = None
    with snapshot() as session:
        stretch = Stretch(session, sealed, seal.sealing.agency_id, after, seal.last_id)
        try:
            digest = seal.sealing.digest(stretch)
        except (TypeError, ValueError):  # on SQLite a hand can write words where an instant belongs
            return stretch.rows, SealBreak(sealed.name, seal.sealing.segment, Break.UNREADABLE)
    if seal.sealing.segment in purged:
        extra = SealBreak(sealed.name, seal.sealing.segment, Break.ADDED, stretch.rows)
        return stretch.rows, extra if stretch.rows else None
    return stretch.rows, segment_break(seal, stretch.rows, stretch.first_id, stretch.last_id, digest)
