"""Fingerprints say of two sets of rows whether the sums of every key are the same."""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Integer, Select, column, select, values
from sqlalchemy.orm import Session

from collabpoints.db import db, reading
from collabpoints.queries.ledger_fingerprints import can_fingerprint, fingerprints

Row = tuple[int, int, int]
"""A giver, a receiver, and points."""

people = st.integers(1, 4)
figures = st.integers(-(2**31), 2**31 - 1) | st.integers(-2, 2)
rows = st.lists(st.tuples(people, people, figures), min_size=1, max_size=12)


@pytest.fixture
def session(postgres_app: Flask) -> Iterator[Session]:
    with postgres_app.app_context(), reading() as session:
        yield session
        db.session.remove()


def as_select(found: list[Row]) -> Select[tuple[int, int, int]]:
    columns = (column("giver", BigInteger), column("receiver", BigInteger), column("points", Integer))
    return select(values(*columns, name="moved").data(found))


def by_key(found: list[Row]) -> dict[tuple[int, int], int]:
    sums: Counter[tuple[int, int]] = Counter()
    for giver, receiver, points in found:
        sums[giver, receiver] += points
    return {key: points for key, points in sums.items() if points}


@given(ours=rows, theirs=rows)
@example(ours=[(1, 2, 30)], theirs=[(1, 2, 10), (1, 2, 20)])  # in other portions
@example(ours=[(1, 2, 10)], theirs=[(2, 1, 10)])  # the other way round
@example(ours=[(1, 2, 10), (3, 4, 10)], theirs=[(1, 4, 10), (3, 2, 10)])  # everybody gave and got as much
@example(ours=[(1, 2, 2**31 - 1)] * 9, theirs=[(1, 2, -(2**31))] * 9)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_fingerprints_are_the_same_exactly_where_all_sums_are(
    session: Session, ours: list[Row], theirs: list[Row]
) -> None:
    mine, other = fingerprints(session, as_select(ours), as_select(theirs), keys=2)
    assert (mine.sums == other.sums) == (by_key(ours) == by_key(theirs))
    assert (mine.rows, other.rows) == (len(ours), len(theirs))


@given(found=rows, data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_rows_does_not_matter(session: Session, found: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(found))
    mine, other = fingerprints(session, as_select(found), as_select(shuffled), keys=2)
    assert mine == other


def test_every_proof_has_weights_of_its_own(session: Session) -> None:
    """So nobody can choose changes that its weights would not see."""
    drawn = {fingerprints(session, as_select([(1, 2, 10)]), keys=2)[0].sums for _proof in range(5)}
    assert len(drawn) == 5


def test_nothing_at_all_has_a_fingerprint(session: Session) -> None:
    nothing = as_select([(1, 2, 10)]).where(column("giver") == 0)
    assert [one.sums for one in fingerprints(session, nothing, keys=2)] == [(0,)]


def test_sqlite_compares_key_by_key(sqlite_app: Flask) -> None:
    with sqlite_app.app_context(), reading() as session:
        assert not can_fingerprint(session)
