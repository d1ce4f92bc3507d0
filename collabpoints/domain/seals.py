"""Seals: what of a row is sealed, how the digest of a segment comes about, and which segments are looked at when.

Anybody can reckon a digest again without this program: the SHA-256 over UTF-8 lines, first a line about the seal itself,
then a line for each row in the order of its id; each line a JSON list without blanks, its last character a line feed.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from collabpoints.domain.record_terms import SHORTEST_TERM

FIRST = "0" * 64
"""What the first seal of a table leans on."""

SHARES = 24
"""Segments are looked at in so many shares, one each hour: a day sees them all."""

_CLOCKS = timedelta(days=1)


def line_of_row(values: Iterable[Any]) -> bytes:
    """The line of a row or of a seal: integers plain, null told from "", instants in UTC with all six digits of their
    microseconds. Raises TypeError for anything else, ValueError for a naive instant."""
    return _ENCODER.encode(list(values)).encode() + b"\n"


def _instant(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"nothing of this type can be sealed: {type(value).__name__}")
    if value.tzinfo is None:
        raise ValueError("a naive datetime cannot be sealed")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_instant)


@dataclass(frozen=True, slots=True)
class Sealing:
    """What a seal says of itself, before any row: it is part of the digest, so that a seal cannot stand elsewhere."""

    previous: str
    agency_id: int
    table: str
    segment: int
    sealed_at: datetime

    def digest(self, rows: Iterable[Sequence[Any]]) -> str:
        """The SHA-256, hex, of these rows (in the order of their ids) under this seal. They are taken one by one."""
        found = hashlib.sha256(line_of_row([self.previous, self.agency_id, self.table, self.segment, self.sealed_at]))
        for row in rows:
            found.update(line_of_row(row))
        return found.hexdigest()


class Break(StrEnum):
    """How what was sealed differs from what is there."""

    MISSING = "rows missing"
    ADDED = "rows added"
    CHANGED = "rows or seal changed"
    UNREADABLE = "rows unreadable"
    SEAL_MISSING = "seals missing"
    CHAIN = "does not lean on the seal before"
    EARLY = "rows purged before their term"


@dataclass(frozen=True, slots=True)
class SealBreak:
    """One difference. `count`: at least so many rows (or seals); 0 where they cannot be counted."""

    table: str
    segment: int
    kind: Break
    count: int = 0

    def __str__(self) -> str:
        return f"{self.table} segment {self.segment}: {self.kind}" + (f" ({self.count})" if self.count else "")


@dataclass(frozen=True, slots=True)
class SealFacts:
    """A seal as it stands in its row."""

    sealing: Sealing
    first_id: int
    last_id: int
    rows: int
    digest: str


def chain_breaks(seals: Sequence[SealFacts]) -> list[SealBreak]:
    """Where the seals of one table, in the order of their segments, do not lean on each other from the first one on."""
    found = []
    before, last_id, expected = FIRST, None, 1
    for seal in seals:
        own = seal.sealing
        if own.segment != expected:
            found.append(SealBreak(own.table, expected, Break.SEAL_MISSING, own.segment - expected))
        elif own.previous != before or (last_id is not None and seal.first_id <= last_id):
            found.append(SealBreak(own.table, own.segment, Break.CHAIN))
        before, last_id, expected = seal.digest, seal.last_id, own.segment + 1
    return found


def segment_break(seal: SealFacts, rows: int, first_id: int, last_id: int, digest: str) -> SealBreak | None:
    """How the rows that lie there now (so many, from this id to that, with this digest) differ from what was sealed."""
    own = seal.sealing
    if rows != seal.rows:
        kind = Break.MISSING if rows < seal.rows else Break.ADDED
        return SealBreak(own.table, own.segment, kind, abs(rows - seal.rows))
    if (first_id, last_id, digest) != (seal.first_id, seal.last_id, seal.digest):
        return SealBreak(own.table, own.segment, Break.CHANGED)
    return None


@dataclass(frozen=True, slots=True)
class Purge:
    """A segment whose rows were deleted after their term, so many of them, as its row says."""

    segment: int
    rows: int
    purged_at: datetime


def purge_breaks(table: str, seals: Sequence[SealFacts], purges: Sequence[Purge], now: datetime) -> list[SealBreak]:
    """Where rows of a table with a term (its seals and purges in the order of their segments) went before they might:
    purges begin with the first segment and leave none out, and each comes a term after its seal.

    A purged segment's digest can be reckoned no more, so that its seal's instant is held by those beside it.
    """
    found = []
    by_segment = {seal.sealing.segment: seal for seal in seals}
    for expected, purge in enumerate(purges, start=1):
        seal = by_segment.get(purge.segment)
        if (
            seal is None
            or purge.segment != expected
            or not seal.sealing.sealed_at + SHORTEST_TERM <= purge.purged_at <= now + _CLOCKS
        ):
            found.append(SealBreak(table, purge.segment, Break.EARLY, purge.rows))
        elif purge.rows != seal.rows or not _is_in_time(seals, seal):
            found.append(SealBreak(table, purge.segment, Break.CHANGED))
    return found


def _is_in_time(seals: Sequence[SealFacts], seal: SealFacts) -> bool:
    """Whether a seal was set after the one before it and before the next; a clock may have gone wrong by a day."""
    at, own = seal.sealing.sealed_at, seal.sealing.segment
    return not any(
        (other.sealing.segment < own and other.sealing.sealed_at > at + _CLOCKS)
        or (other.sealing.segment > own and other.sealing.sealed_at < at - _CLOCKS)
        for other in seals
    )


def shares_due(last: datetime | None, now: datetime) -> list[int]:
    """The shares of segments to look at now, those that waited longest first: one for each hour that began after the
    hour of `last` (the last look that found nothing), all of them when that is a day ago or never was."""
    hour = _hour(now)
    hours = SHARES if last is None else max(0, min(SHARES, hour - _hour(last)))
    return [number % SHARES for number in range(hour - hours + 1, hour + 1)]


def _hour(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(hours=1)
