"""What must never be false of a seal the database itself refuses, by name, on both databases."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from collabpoints.db import Base, db
from collabpoints.services.seals import seal_new
from tests.factories.worlds import a_world

SEALS: Table = Base.metadata.tables["seals"]


@pytest.fixture
def seal(app: Flask) -> dict[str, Any]:
    """The next seal as it might be; the first stands."""
    world = a_world()
    world.send(world.hong, world.kim)
    seal_new(world.agency_id)
    with db.engine.connect() as connection:
        row = dict(connection.execute(select(SEALS)).mappings().one())
    return {**row, "id": row["id"] + 1, "segment": 2, "first_id": 2, "last_id": 2, "previous": row["digest"]}


def refused(statement: Any, values: dict[str, Any] | None = None) -> str:
    """Run it; answers with what the database said when it refused, and fails when it did not."""
    with db.engine.connect() as connection:
        try:
            connection.execute(statement, values or {})
        except IntegrityError as fault:
            return str(fault.orig)
    pytest.fail("the database accepted it")


@pytest.mark.usefixtures("seal")
@pytest.mark.parametrize("act", ["update", "delete"])
def test_seals_are_append_only(act: str) -> None:
    change = update(SEALS).values(rows=9) if act == "update" else delete(SEALS)
    assert f"tr_seals_no_{act}" in refused(change)


def test_a_seal_that_breaks_no_rule_is_taken(seal: dict[str, Any]) -> None:
    with db.engine.begin() as connection:
        connection.execute(insert(SEALS), seal)


@pytest.mark.parametrize("wrong", [{"segment": 0}, {"last_id": 1}, {"rows": 0}])
def test_a_segment_has_a_number_and_rows(seal: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert "ck_seals_segment" in refused(insert(SEALS), {**seal, **wrong})


@pytest.mark.parametrize("wrong", [{"digest": "f" * 63}, {"previous": ""}])
def test_a_digest_has_its_length(seal: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert "ck_seals_digest" in refused(insert(SEALS), {**seal, **wrong})


def test_a_segment_is_sealed_once(seal: dict[str, Any]) -> None:
    said = refused(insert(SEALS), {**seal, "segment": 1})
    assert "uq_seals_agency_id_sealed_table_segment" in said or "seals.agency_id, seals.sealed_table" in said
