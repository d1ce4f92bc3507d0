"""How the database is reached: what a reading leaves behind, and what becomes of connections that were cut."""

from contextlib import suppress

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text, update

from collabpoints import db as house
from collabpoints.db import reading, snapshot, unit_of_work
from collabpoints.models import Agency
from tests.factories.agencies import an_agency
from tests.postgres import Server


def test_a_reading_within_a_reading_is_the_same_one(app: Flask) -> None:
    with reading() as outer:
        connection = outer.connection()
        with reading() as inner:
            assert inner.connection() is connection
        assert outer.connection() is connection


def test_a_snapshot_outlives_the_readings_within_it(app: Flask) -> None:
    with snapshot() as outer:
        connection = outer.connection()
        with reading() as inner:
            assert inner.connection() is connection
        assert outer.connection() is connection


def test_a_unit_of_work_after_a_reading_has_a_transaction_again(app: Flask) -> None:
    agency_id = an_agency()
    with reading() as session:
        assert session.connection().execute(select(Agency.id)).scalar_one() == agency_id
    with suppress(LookupError), unit_of_work() as session:
        session.connection().execute(update(Agency).values(code="changed"))
        raise LookupError("given up")
    with reading() as session:
        assert session.connection().execute(select(Agency.code)).scalar_one() == "haneul"


def test_a_connection_that_was_cut_while_it_lay_still_is_replaced(
    postgres_app: Flask, postgres_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "_SILENCE", 0.0)
    with postgres_app.app_context():
        house.db.engine.dispose()  # so that the pool holds the one connection that is cut
        cut = _backend()
        with psycopg.connect(postgres_server.dsn("test")) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (cut,))
        assert _backend() != cut
        house.db.engine.dispose()  # no cut connection is left for another test


def _backend() -> int:
    with reading() as session:
        backend: int = session.connection().execute(text("SELECT pg_backend_pid()")).scalar_one()
        return backend
