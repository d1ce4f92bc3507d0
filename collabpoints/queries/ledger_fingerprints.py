"""Fingerprints: what the figures of very many keys come to, without making a group for each key (docs/adr/0034).

Each key has a weight that is drawn anew for every proof. Where the sums of two sets of rows are the same key by key, so are
their weighted sums, in whatever order the rows come. Where they are not, the weighted sums are still the same once in 2**32 proofs.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, Select, cast, func, literal, select
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The weighted sums of some rows, and how many rows they are of."""

    rows: int
    sums: tuple[int, ...]


def can_fingerprint(session: Session) -> bool:
    """Only PostgreSQL has a hash of numbers with a seed; what an agency on SQLite writes in a month is soon grouped."""
    return dialect_of(session) == "postgresql"


def fingerprints(session: Session, *of: Select[*tuple[Any, ...]], keys: int) -> tuple[Fingerprint, ...]:
    """The fingerprints of these rows, all with the same weights. The first `keys` columns are the key, ids that are never
    null; the others are figures, integers of 32 bits."""
    seed = secrets.randbits(62)
    return tuple(_fingerprint(session, rows, keys, seed) for rows in of)


def _fingerprint(session: Session, of: Select[*tuple[Any, ...]], keys: int, seed: int) -> Fingerprint:
    columns = list(of.subquery().c)
    weight = _weight(columns[:keys], seed)
    sums = (func.coalesce(func.sum(figure * weight), 0) for figure in columns[keys:])
    rows, *found = session.execute(select(func.count(), *sums)).one()
    return Fingerprint(rows, tuple(map(int, found)))


def _weight(keys: Sequence[Any], seed: int) -> ColumnElement[int]:
    """32 bits with their sign: a figure times a weight is still a bigint."""
    hashed: ColumnElement[int] = literal(seed, BigInteger)
    for key in keys:
        hashed = func.hashint8extended(cast(key, BigInteger), hashed, type_=BigInteger)
    return hashed.bitwise_rshift(cast(32, Integer))
