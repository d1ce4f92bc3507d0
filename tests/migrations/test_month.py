"""Revision 0005 with data: what an older database learns on the way up, and what is left of it on the way down."""

from datetime import date

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import IntegrityError

from collabpoints.db import db, reading, unit_of_work
from collabpoints.models import Department, DepartmentPath, JobRun, Note, SpecialGrant
from collabpoints.queries.ledger import verify
from collabpoints.services.job_runs import ask_for_run
from tests.factories.agencies import a_colleague, a_department
from tests.factories.boards import boards_of
from tests.factories.special_grants import SpecialWorld, a_special_world

OLDER = "0004"
NEW_TABLES = {"seals", "month_closings", "month_headcounts", "boards", "person_standings", "department_standings"}


@pytest.fixture
def world(app: Flask) -> SpecialWorld:
    """A tree with a bureau, departments and a team in it, notes to and from the team, special points for it, boards, and
    a job that somebody asked for."""
    special = a_special_world()
    bureau = a_department(special.agency_id, "안전실", level=1)
    inner = a_department(special.agency_id, "재난과", parent_id=bureau)
    team = a_department(special.agency_id, "상황팀", parent_id=inner, level=3)
    one = a_colleague(special.agency_id, "강하늘", team)
    special.world.send(special.world.hong, one)
    special.world.send(one, special.world.kim)
    special.propose(one)
    special.propose(department_id=special.top, kind="governor")
    boards_of(special.agency_id)
    ask_for_run(special.agency_id, "review")
    return special


def older() -> None:
    db.session.remove()
    flask_migrate.downgrade(revision=OLDER)


def newer() -> None:
    db.session.remove()
    flask_migrate.upgrade()


def places() -> list[tuple[str, str, int, int]]:
    with reading() as session:
        rows = session.execute(
            select(DepartmentPath.ids, DepartmentPath.names, DepartmentPath.home_id, DepartmentPath.bureau_id)
        )
        return sorted((row.ids, row.names, row.home_id, row.bureau_id) for row in rows)


def special_paths() -> dict[int, int | None]:
    with reading() as session:
        rows = session.execute(select(SpecialGrant.id, SpecialGrant.receiver_path_id))
        return {row.id: row.receiver_path_id for row in rows}


def test_paths_of_an_older_database_learn_their_department_and_their_bureau(world: SpecialWorld) -> None:
    before = places()
    older()
    newer()
    assert places() == before
    assert len({(home, bureau) for _ids, _names, home, bureau in before}) == 6


def test_special_points_of_an_older_database_learn_the_path_of_their_department(world: SpecialWorld) -> None:
    before = special_paths()
    older()
    newer()
    assert special_paths() == before
    assert None not in before.values()


def test_a_path_of_a_department_that_has_moved_keeps_what_it_says(world: SpecialWorld) -> None:
    with unit_of_work() as session:
        team = session.execute(select(Department).where(Department.name == "상황팀")).scalar_one()
        old = session.get_one(DepartmentPath, team.path_id).ids
        roads, new = world.world.roads, f"{world.world.roads}/{team.id}"
        moved = DepartmentPath(
            agency_id=world.agency_id, ids=new, names="도로과 상황팀", home_id=roads, bureau_id=roads
        )
        session.add(moved)
        session.flush()
        team.parent_id, team.home_id, team.path_id = roads, roads, moved.id
    before = {ids: (home, bureau) for ids, _names, home, bureau in places()}
    older()
    newer()
    assert {ids: (home, bureau) for ids, _names, home, bureau in places()} == before
    assert before[old] != before[new]


def test_on_the_way_down_the_month_leaves_no_table_and_no_column(world: SpecialWorld) -> None:
    older()
    tables = inspect(db.engine)
    left = set(tables.get_table_names())
    columns = {column["name"] for column in tables.get_columns("department_paths")}
    grants = {column["name"] for column in tables.get_columns("special_grants")}
    newer()
    assert not left & NEW_TABLES
    assert columns == {"id", "agency_id", "ids", "names"}
    assert "receiver_path_id" not in grants


def test_down_and_up_the_ledger_is_as_it_was(world: SpecialWorld) -> None:
    with reading() as session:
        notes = session.execute(select(Note.id, Note.recipient_path_id).order_by(Note.id)).all()
    older()
    newer()
    with reading() as session:
        assert session.execute(select(Note.id, Note.recipient_path_id).order_by(Note.id)).all() == notes
    assert verify().is_balanced


def test_down_and_up_boards_can_be_made_again(world: SpecialWorld) -> None:
    older()
    newer()
    persons, departments = boards_of(world.agency_id)
    assert persons.through_entry_id == departments.through_entry_id == 2


def test_what_an_older_version_cannot_say_of_a_job_is_not_said(world: SpecialWorld) -> None:
    older()
    with db.engine.begin() as connection:
        outcomes = connection.execute(text("SELECT outcome FROM job_runs")).scalars().all()
    newer()
    assert outcomes == []
    ask_for_run(world.agency_id, "review")
    with reading() as session:
        assert session.scalars(select(JobRun.outcome)).all() == ["asked"]


def test_the_guards_of_the_ledger_stand_after_going_down_and_up(world: SpecialWorld) -> None:
    older()
    newer()
    with pytest.raises(Exception, match="entries"), db.engine.begin() as connection:
        connection.execute(text("UPDATE entries SET points = 0"))


def test_after_a_migration_foreign_keys_are_on_again(world: SpecialWorld) -> None:
    older()
    newer()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    with pytest.raises(IntegrityError), unit_of_work() as session:
        session.add(
            Department(
                agency_id=99, code="X", name="없는 기관의 과", level=2, official_order=1, opened_on=date(2020, 1, 1)
            )
        )
