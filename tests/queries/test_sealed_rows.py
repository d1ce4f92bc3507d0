"""Equal rows have equal digests on SQLite and on PostgreSQL; what is sealed is written out, and is all of a row."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Boolean, Column, MetaData, String, Table, insert

from collabpoints.db import UtcDateTime, db, snapshot
from collabpoints.domain.seals import FIRST, Sealing
from collabpoints.queries.sealed_rows import SEALED, SealedTable, Stretch

SEALING = Sealing(FIRST, 1, "sealed_things", 1, datetime(2026, 11, 22, 3, 30, tzinfo=UTC))
THINGS = Table(
    "sealed_things",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("agency_id", BigInteger),
    Column("figure", BigInteger),
    Column("words", String(50)),
    Column("is_so", Boolean),
    Column("at", UtcDateTime),
)
COLUMNS = tuple(column.name for column in THINGS.c)
LONG = 2**63
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.integers(-LONG, LONG - 1),
            "agency_id": st.sampled_from([1, 1, 1, 2]),
            "figure": st.none() | st.integers(-LONG, LONG - 1),
            "words": st.none()
            | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=50),
            "is_so": st.none() | st.booleans(),
            "at": st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
        }
    ),
    max_size=20,
    unique_by=lambda row: row["id"],
)


def digest_in(app: Flask, rows: Sequence[dict[str, Any]]) -> tuple[str, int]:
    with app.app_context():
        THINGS.drop(db.engine, checkfirst=True)
        THINGS.create(db.engine)
        if rows:
            with db.engine.begin() as connection:
                connection.execute(insert(THINGS), list(rows))
        with snapshot() as session:
            stretch = Stretch(session, SealedTable("sealed_things", THINGS, COLUMNS), 1, None, LONG - 1)
            digest = SEALING.digest(stretch)
        db.session.remove()
        THINGS.drop(db.engine)
        return digest, stretch.rows


@given(ROWS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_same_rows_have_the_same_digest_on_both_databases(
    sqlite_app: Flask, postgres_app: Flask, rows: list[dict[str, Any]]
) -> None:
    here, there = digest_in(sqlite_app, rows), digest_in(postgres_app, rows[::-1])
    assert here == there
    own = sorted((row for row in rows if row["agency_id"] == 1), key=lambda row: row["id"])
    assert here == (SEALING.digest([row[name] for name in COLUMNS] for row in own), len(own))


@pytest.mark.parametrize("sealed", SEALED, ids=lambda sealed: sealed.name)
def test_all_of_a_row_is_sealed(sealed: SealedTable) -> None:
    assert sealed.name == sealed.table.name
    assert sealed.columns == tuple(column.name for column in sealed.table.c), (
        "never change the columns of a table that is sealed already: old digests rest on them. Seal the table's new"
        " shape under a new name from then on (docs/adr/0014)"
    )
