"""What must never be false of special points the database itself refuses, by name, on both databases."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from collabpoints.db import db
from tests.factories.worlds import World, a_world
from tests.models.test_constraints import refused, table

NOW = datetime(2026, 11, 10, tzinfo=UTC)
SPECIAL_GRANTS, EVIDENCE, ENTRIES = "special_grants", "evidence", "entries"


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim)
    return world


@pytest.fixture
def grant(world: World) -> dict[str, Any]:
    """What a proposal's row holds: Hong, of planning, for Kim, of welfare."""
    with db.engine.connect() as connection:
        scheme_id = connection.execute(select(table("schemes").c.id)).scalar_one()
    return {
        "agency_id": world.agency_id,
        "form_id": str(uuid4()),
        "scheme_id": scheme_id,
        "kind_code": "innovation",
        "proposer_person_id": world.hong.person_id,
        "proposer_department_id": world.planning,
        "receiver_person_id": world.kim.person_id,
        "receiver_department_id": world.welfare,
        "points": 30,
        "reason": "민원 처리 기간을 절반으로 줄였습니다.",
        "proposed_at": NOW,
        "state": "proposed",
        "decided_by_person_id": None,
        "decided_at": None,
        "decision_reason": "",
    }


@pytest.fixture
def entry(world: World, grant: dict[str, Any]) -> dict[str, Any]:
    """What the entry of approved special points holds; the grant stands."""
    with db.engine.begin() as connection:
        grant_id = connection.execute(
            insert(table(SPECIAL_GRANTS)).returning(table(SPECIAL_GRANTS).c.id), grant
        ).scalar_one()
        month_id = connection.execute(select(table("months").c.id)).scalar_one()
    return {
        "agency_id": world.agency_id, "month_id": month_id, "booked_month_id": month_id, "kind": "special", "note_id": None,
        "special_grant_id": grant_id, "counters": None, "giver_person_id": None, "giver_department_id": None,
        "receiver_person_id": world.kim.person_id, "receiver_department_id": world.welfare, "points": 30, "notes": 0,
        "spent": 0, "counted": 0, "text_digest": "", "actor_person_id": world.park.person_id, "reason": "", "recorded_at": NOW,
    }  # fmt: skip


def put(name: str, row: dict[str, Any]) -> int:
    with db.engine.begin() as connection:
        return int(connection.execute(insert(table(name)).returning(table(name).c.id), row).scalar_one())


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"form_id": "short"}, "form_id"),
        ({"points": 0}, "points"),
        ({"points": -10}, "points"),
        ({"points": 1001}, "points"),
        ({"reason": "   "}, "reason"),
        ({"state": "granted", "decided_at": NOW}, "state"),
        ({"state": "withdrawn"}, "decided"),
        ({"decided_at": NOW}, "decided"),
        ({"state": "approved", "decided_at": NOW}, "decider"),
        ({"state": "refused", "decided_at": NOW}, "decider"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(grant: dict[str, Any], change: dict[str, Any], name: str) -> None:
    assert f"ck_special_grants_{name}" in refused(insert(table(SPECIAL_GRANTS)), {**grant, **change})


def test_nobody_proposes_for_himself(world: World, grant: dict[str, Any]) -> None:
    row = {**grant, "receiver_person_id": world.hong.person_id}
    assert "ck_special_grants_proposer" in refused(insert(table(SPECIAL_GRANTS)), row)


@pytest.mark.parametrize("state", ["approved", "refused"])
@pytest.mark.parametrize("decider", ["hong", "kim"])
def test_neither_proposer_nor_receiver_decides(world: World, grant: dict[str, Any], state: str, decider: str) -> None:
    who = getattr(world, decider).person_id
    row = {**grant, "state": state, "decided_at": NOW, "decided_by_person_id": who}
    assert "ck_special_grants_decider" in refused(insert(table(SPECIAL_GRANTS)), row)


def test_who_proposed_may_withdraw(world: World, grant: dict[str, Any]) -> None:
    assert put(
        SPECIAL_GRANTS,
        {**grant, "state": "withdrawn", "decided_at": NOW, "decided_by_person_id": world.hong.person_id},
    )


def test_a_form_is_one_proposal(grant: dict[str, Any]) -> None:
    put(SPECIAL_GRANTS, grant)
    said = refused(insert(table(SPECIAL_GRANTS)), grant)
    assert "uq_special_grants_agency_id_form_id" in said or "special_grants.form_id" in said


def test_a_department_gets_points_without_a_person(grant: dict[str, Any]) -> None:
    assert put(SPECIAL_GRANTS, {**grant, "receiver_person_id": None})


def test_evidence_is_never_empty(world: World, grant: dict[str, Any]) -> None:
    row = {"agency_id": world.agency_id, "special_grant_id": put(SPECIAL_GRANTS, grant), "name": "a.pdf",
           "media_type": "application/pdf", "size": 0, "digest": "0" * 64, "content": b"", "kept_at": NOW}  # fmt: skip
    assert "ck_evidence_size" in refused(insert(table(EVIDENCE)), row)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"special_grant_id": None}, "note"),
        ({"special_grant_id": None, "note_id": 1}, "note"),
        ({"note_id": 1}, "special_grant"),
        ({"giver_person_id": 1}, "special_grant"),
        ({"giver_department_id": 1}, "special_grant"),
        ({"notes": 1}, "special_grant"),
        ({"spent": 30}, "special_grant"),
        ({"counted": 1}, "special_grant"),
        ({"kind": "send"}, "special_grant"),
        ({"points": -30}, "signs"),
        ({"points": 1001}, "points"),
        ({"counters": 1}, "counters"),
        ({"kind": "reclaim"}, "counters"),
        ({"receiver_department_id": None}, "beneficiary"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(entry: dict[str, Any], change: dict[str, Any], name: str) -> None:
    said = refused(insert(table(ENTRIES)), {**entry, **change})
    # Where two rules are broken at once, SQLite and PostgreSQL name the first they come to.
    assert f"ck_entries_{name}" in said or ("counters" in change and "ck_entries_signs" in said)


def test_special_points_stand_in_the_ledger_once(entry: dict[str, Any]) -> None:
    put(ENTRIES, entry)
    said = refused(insert(table(ENTRIES)), entry)
    assert "uq_entries_special_grant_id" in said or "entries.special_grant_id" in said


def test_special_points_are_reclaimed_once_and_with_opposite_sign(entry: dict[str, Any]) -> None:
    original = put(ENTRIES, entry)
    assert "ck_entries_signs" in refused(insert(table(ENTRIES)), {**entry, "kind": "reclaim", "counters": original})
    right = {**entry, "kind": "reclaim", "counters": original, "points": -30}
    put(ENTRIES, right)
    assert "counters" in refused(insert(table(ENTRIES)), right)


@pytest.mark.parametrize("name", ["person_month_totals", "department_month_totals"])
def test_no_special_total_is_negative(world: World, name: str) -> None:
    assert f"ck_{name}_special" in refused(update(table(name)).values(special_points=-1))
