"""Totals by person as they stand in files: who is in them, as what, in which order, and that nobody's rest is told."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import RowMapping, update

from collabpoints.db import snapshot, unit_of_work
from collabpoints.domain.exports import FileFormat, Filters, Only, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Person
from collabpoints.queries.exports import Table, table_of
from collabpoints.services.months import turn_months
from tests.factories.boards import newest_month
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world
from tests.views.test_own_departments import a_village

TODAY = date(2026, 11, 20)


def wanted(what: What = What.TOTALS, **more: Any) -> Wanted:
    own: dict[str, Any] = {
        "scope": Scope.AGENCY, "department_id": None, "person_id": None, "span": "2026-11", "first": Month(2026, 11),
        "last": Month(2026, 11), "file_format": FileFormat.CSV, "filters": Filters(),
    }  # fmt: skip
    return Wanted(what=what, **{**own, **more})


def rows_of(agency_id: int, file: Wanted, today: date = TODAY) -> tuple[Table, list[RowMapping]]:
    with snapshot() as session:
        table = table_of(file, agency_id, today=today)
        rows = [row._mapping for row in session.execute(table.statement)]
    assert [tuple(row) for row in rows] == [tuple(column.key for column in table.columns)] * len(rows)
    assert table.count == len(rows)
    return table, rows


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    return world


def test_a_line_says_who_where_and_how_much(world: World) -> None:
    world.send(world.hong, world.kim)
    _table, rows = rows_of(world.agency_id, wanted())
    assert dict(rows[1]) == {
        "place": 2, "department_then": "복지정책과", "department_now": "복지정책과", "number": world.kim.number,
        "grade": "7급", "position": "주무관", "name": "김민수", "status": "재직", "received_notes": 1, "received_points": 10,
        "sent_notes": 0, "sent_points": 0, "special_points": 0, "score": 100_000, "rank": 1,
    }  # fmt: skip


def test_two_records_of_one_person_are_one_line(world: World) -> None:
    world.send(world.hong, world.kim)
    world.send(world.hong, world.park)
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id == world.kim.person_id).values(merged_into_person_id=world.park.person_id)
        )
    _table, rows = rows_of(world.agency_id, wanted())
    assert [(row["name"], row["received_points"]) for row in rows] == [("홍길동", 0), ("박서연", 20)]


@pytest.mark.parametrize("has_left", [False, True], ids=["still serving", "gone before"])
def test_of_two_records_the_kept_one_says_who_he_is_unless_it_had_ended(world: World, *, has_left: bool) -> None:
    kept, merged = world.park, world.kim
    world.send(world.hong, merged)
    with unit_of_work() as session:
        session.execute(
            update(Person).where(Person.id == merged.person_id).values(merged_into_person_id=kept.person_id)
        )
        mine, other = (Appointment.employee_id == one.employee_id for one in (kept, merged))
        session.execute(update(Appointment).where(other).values(starts_on=date(2026, 10, 1), rank="6급"))
        if has_left:
            session.execute(update(Appointment).where(mine).values(ends_on=date(2026, 9, 1)))
            session.execute(
                update(Employee).where(Employee.id == kept.employee_id).values(left_on=date(2026, 9, 1), status="left")
            )
    _table, rows = rows_of(world.agency_id, wanted())
    told = merged if has_left else kept
    assert (rows[-1]["number"], rows[-1]["grade"]) == (told.number, "6급" if has_left else "7급")


def test_everybody_who_served_is_there_when_asked_for(world: World) -> None:
    world.send(world.hong, world.kim)
    _table, rows = rows_of(world.agency_id, wanted(filters=Filters(only=Only.EVERYONE)))
    assert [(row["name"], row["rank"]) for row in rows] == [
        ("임꺽정", None), ("홍길동", None), ("김민수", 1), ("박서연", None), ("최은영", None)
    ]  # fmt: skip


def test_ones_own_file_holds_nobody_else(world: World) -> None:
    world.send(world.hong, world.kim, world.park)
    own = replace(wanted(), scope=Scope.OWN, person_id=world.hong.person_id)
    table, rows = rows_of(world.agency_id, own)
    assert [row["name"] for row in rows] == ["홍길동"]
    assert table.controls.of("sent_points") == 20


def test_who_was_transferred_stands_where_he_served_then_and_where_he_is_now(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2026-12-10T10:00:00+09:00")
    turn_months(world.agency_id)
    with unit_of_work() as session:
        of_kim = Appointment.employee_id == world.kim.employee_id
        session.execute(update(Appointment).where(of_kim).values(ends_on=date(2026, 12, 5)))
        session.add(
            Appointment(agency_id=world.agency_id, employee_id=world.kim.employee_id, department_id=world.roads,
                        kind="primary", starts_on=date(2026, 12, 5), rank="6급", position="팀장", duty="도로")
        )  # fmt: skip
    rows = rows_of(world.agency_id, wanted(), date(2026, 12, 10))[1]
    kim = next(row for row in rows if row["name"] == "김민수")
    assert (kim["department_then"], kim["department_now"], kim["grade"]) == ("복지정책과", "도로과", "7급")


def test_a_new_name_of_a_department_moves_nothing_in_months_that_ended(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2026-12-10T10:00:00+09:00")
    turn_months(world.agency_id)
    with unit_of_work() as session:
        path = DepartmentPath(agency_id=world.agency_id, ids=str(world.welfare), names="복지국가과",
                              home_id=world.welfare, bureau_id=world.welfare)  # fmt: skip
        session.add(path)
        session.flush()
        one = update(Department).where(Department.id == world.welfare)
        session.execute(one.values(name="복지국가과", path_id=path.id))
    for what in (What.TOTALS, What.DEPARTMENTS):
        rows = rows_of(world.agency_id, wanted(what), date(2026, 12, 10))[1]
        assert [(row["department_then"], row["department_now"]) for row in rows if row["received_points"]] == [
            ("복지정책과", "복지국가과")
        ]


def test_who_has_left_is_there_with_what_he_got_and_his_number_keeps_its_zeros(world: World) -> None:
    world.send(world.hong, world.kim)
    with unit_of_work() as session:
        of_kim = Employee.id == world.kim.employee_id
        left = {"status": "left", "left_on": date(2026, 11, 19), "number": "000742"}
        session.execute(update(Employee).where(of_kim).values(**left))
    rows = rows_of(world.agency_id, wanted())[1]
    kim = next(row for row in rows if row["name"] == "김민수")
    assert (kim["number"], kim["status"], kim["department_now"], kim["received_points"]) == ("000742", "퇴직", "", 10)


def test_a_head_gets_those_whom_his_page_names_and_not_what_they_gave(app: Flask) -> None:
    world, office = a_village()
    month = newest_month(world.agency_id)
    head = wanted(
        scope=Scope.DEPARTMENT, department_id=office.department_id, span=str(month), first=month.first, last=month.last
    )
    table, rows = rows_of(world.agency_id, head, month.first_day)
    assert {row["name"] for row in rows} == {*(one.name for one in office.people[:4]), office.head.name}
    assert not {"sent_points", "score", "rank"} & {column.key for column in table.columns}
