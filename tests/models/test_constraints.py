"""What must never be false the database itself refuses, by name, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, delete, insert, select, text, update
from sqlalchemy.exc import DataError, IntegrityError

from collabpoints import clock
from collabpoints.db import Base, db
from tests.factories.worlds import World, a_world

NOW = datetime(2026, 11, 10, tzinfo=UTC)


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim)
    return world


def table(name: str) -> Table:
    return Base.metadata.tables[name]


def refused(statement: Any, values: dict[str, Any] | None = None) -> str:
    """Run it; answers with what the database said when it refused, and fails when it did not."""
    with db.engine.connect() as connection:
        try:
            connection.execute(statement, values or {})
        except (IntegrityError, DataError) as fault:
            return str(fault.orig)
    pytest.fail("the database accepted it")


def a_row(name: str) -> dict[str, Any]:
    with db.engine.connect() as connection:
        return dict(connection.execute(select(table(name)).limit(1)).mappings().one())


def test_nobody_spends_more_than_was_granted(world: World) -> None:
    totals = table("person_month_totals")
    assert "ck_person_month_totals_allowance" in refused(update(totals).values(spent=201))


@pytest.mark.parametrize("column", ["sent_points", "sent_notes", "received_points", "received_notes"])
@pytest.mark.parametrize("name", ["person_month_totals", "department_month_totals"])
def test_no_total_is_negative(world: World, name: str, column: str) -> None:
    assert f"ck_{name}_sums" in refused(update(table(name)).values({column: -1}))


def test_no_pair_passes_its_cap(world: World) -> None:
    assert "ck_pair_month_totals_cap" in refused(update(table("pair_month_totals")).values(counted=3))


@pytest.mark.parametrize("points", [-5, "1e9", "１２", "٣", "1_0", "ten", 1001])
def test_only_whole_points_in_range_exist(world: World, points: Any) -> None:
    row = a_row("notes")
    row = {**row, "id": None, "points": points, "recipient_person_id": world.park.person_id}
    row.pop("id")
    columns = ", ".join(row)
    literal = text(f"INSERT INTO notes ({columns}) VALUES ({', '.join(':' + name for name in row)})")
    said = refused(literal, {name: _plain(value) for name, value in row.items()})
    assert "ck_notes_points" in said or "integer" in said or "bigint" in said


def test_a_fraction_of_a_point_never_stands(world: World) -> None:
    """SQLite's CHECK refuses it; PostgreSQL's integer column cannot hold it."""
    row = {**a_row("notes"), "id": 77, "points": 5.5, "recipient_person_id": world.park.person_id}
    if db.engine.dialect.name == "sqlite":
        assert "ck_notes_points" in refused(insert(table("notes")), row)
        return
    with db.engine.begin() as connection:
        connection.execute(insert(table("notes")), row)
        assert all(isinstance(points, int) for points in connection.scalars(select(table("notes").c.points)))


def _plain(value: Any) -> Any:
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


def test_nobody_thanks_himself(world: World) -> None:
    row = {**a_row("notes"), "recipient_person_id": world.hong.person_id}
    row.pop("id")
    assert "ck_notes_ends" in refused(insert(table("notes")), row)
    entry = {**a_row("entries"), "receiver_person_id": world.hong.person_id, "note_id": None, "counters": 1}
    entry.pop("id")
    assert "ck_entries" in refused(insert(table("entries")), entry)


@pytest.mark.parametrize("blank", ["", "   ", "ㅤ", "고\u115f맙습니다", "\uffa0", "\u2800\u2800"])
def test_an_invisible_text_is_refused(world: World, blank: str) -> None:
    world.send(world.hong, world.park)
    with db.engine.begin() as connection:
        note_id = connection.execute(text("SELECT max(note_id) FROM note_texts")).scalar_one()
        connection.execute(delete(table("note_texts")).where(table("note_texts").c.note_id == note_id))
    row = {"note_id": note_id, "agency_id": world.agency_id, "text": blank, "salt": "0"}
    assert "ck_note_texts_visible" in refused(insert(table("note_texts")), row)


def test_an_invisible_name_is_refused(world: World) -> None:
    row = {"agency_id": world.agency_id, "name": "홍ㅤ길동", "is_opted_out": False, "created_at": NOW}
    assert "ck_people_name_visible" in refused(insert(table("people")), row)


@pytest.mark.parametrize("name", ["entries", "access_records"])
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_ledger_and_the_records_are_append_only(world: World, name: str, act: str) -> None:
    from collabpoints.services.records import record_access

    record_access(agency_id=world.agency_id, actor_person_id=None, role="", address="", act="test", at=clock.now())
    change = update(table(name)).values(agency_id=world.agency_id) if act == "update" else delete(table(name))
    assert f"tr_{name}_no_{act}" in refused(change)


@pytest.mark.parametrize(
    "column", ["sender_person_id", "recipient_department_id", "month_id", "scheme_id", "points", "sender_path_id"]
)
def test_what_a_note_froze_stays(world: World, column: str) -> None:
    assert "tr_notes_frozen" in refused(update(table("notes")).values({column: 9}))


def test_no_note_is_deleted_and_no_text_is_edited(world: World) -> None:
    assert "tr_notes_no_delete" in refused(delete(table("notes")))
    assert "tr_note_texts_frozen" in refused(update(table("note_texts")).values(text="다른 글"))


def test_an_entry_is_countered_once_and_with_opposite_signs(world: World) -> None:
    entry = a_row("entries")
    original = entry.pop("id")
    wrong = {**entry, "kind": "take_back", "counters": original}
    assert "ck_entries_signs" in refused(insert(table("entries")), wrong)
    right = {**wrong, "points": -10, "notes": -1, "spent": -10, "counted": -1}
    with db.engine.begin() as connection:
        connection.execute(insert(table("entries")), right)
    assert "counters" in refused(insert(table("entries")), right)


def test_a_form_is_sent_once(world: World) -> None:
    row = a_row("send_batches")
    row.pop("id")
    said = refused(insert(table("send_batches")), row)
    assert "uq_send_batches_form_id" in said or "send_batches.form_id" in said


def test_one_primary_appointment_a_day(world: World) -> None:
    row = {
        "agency_id": world.agency_id, "employee_id": world.hong.employee_id, "department_id": world.roads, "kind": "primary",
        "starts_on": date(2026, 1, 1), "rank": "", "position": "", "duty": "",
    }  # fmt: skip
    assert "ex_appointments_primary" in refused(insert(table("appointments")), row)
    with db.engine.begin() as connection:
        connection.execute(insert(table("appointments")), {**row, "kind": "concurrent"})


def test_a_role_is_held_once(world: World) -> None:
    row = {"agency_id": world.agency_id, "person_id": world.hong.person_id, "role": "reviewer", "granted_at": NOW,
           "granted_reason": "", "revoked_reason": ""}  # fmt: skip
    with db.engine.begin() as connection:
        connection.execute(insert(table("role_grants")), row)
    said = refused(insert(table("role_grants")), row)
    assert "uq_role_grants_held" in said or "role_grants.person_id" in said
    assert "ck_role_grants_department" in refused(insert(table("role_grants")), {**row, "role": "department_head"})


@pytest.mark.parametrize(
    "values", [{"state": "shut"}, {"state": "ended"}, {"state": "closed"}, {"allowance": 0}, {"pair_cap": 0}]
)
def test_a_month_is_open_ended_or_closed(world: World, values: dict[str, Any]) -> None:
    assert "ck_months_" in refused(update(table("months")).values(values))


def test_a_naive_instant_is_refused_before_it_reaches_the_database(world: World) -> None:
    from sqlalchemy.exc import StatementError

    with pytest.raises(StatementError, match="naive"), db.engine.connect() as connection:
        connection.execute(update(table("notes")).values(read_at=datetime(2026, 11, 1)))
