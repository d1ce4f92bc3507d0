"""Rows that are worked out again are those that were worked out, and what did not change is not written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update

from collabpoints.db import db, reading, unit_of_work
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.spans import Span
from collabpoints.models import Board, PersonStanding
from collabpoints.services.boards import make_boards
from collabpoints.services.note_changes import take_back
from tests.factories.boards import boards_of
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

NOON = "2026-11-20T12:00:00+09:00"


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """Kim got 20 points, Park 10; persons are ranked by what they got."""
    turn_clock(monkeypatch, NOON)
    world = a_world()
    change_scheme(
        points_allowed=(10, 20, 30), pair_cap=None, allowance=1000, persons_ranked_by=Measure.RECEIVED, persons_ties=()
    )
    world.send(world.hong, world.kim, points=20)
    world.send(world.hong, world.park, points=10)
    return world


def make(world: World) -> None:
    with unit_of_work() as session:
        instant = datetime.fromisoformat(NOON).astimezone(UTC)
        make_boards(session, world.agency_id, Span.parse("2026-11"), instant=instant)


@contextmanager
def written(table: str) -> Iterator[list[int]]:
    """How many rows of the table each statement removed or added."""
    counts: list[int] = []

    def count(_connection: object, cursor: Any, statement: str, *_rest: object) -> None:
        if statement.startswith((f"DELETE FROM {table} ", f"INSERT INTO {table} ")):
            counts.append(cursor.rowcount)

    event.listen(db.engine, "after_cursor_execute", count)
    try:
        yield counts
    finally:
        event.remove(db.engine, "after_cursor_execute", count)


def places(world: World) -> dict[int, int | None]:
    persons, _departments = boards_of(world.agency_id)
    with reading() as session:
        rows = session.execute(
            select(PersonStanding.person_id, PersonStanding.place).where(PersonStanding.board_id == persons.id)
        )
        return {row.person_id: row.place for row in rows}


@pytest.mark.parametrize("table", ["person_standings", "department_standings", "month_participants"])
def test_what_stays_the_same_is_not_written(world: World, table: str) -> None:
    make(world)
    with written(table) as counts:
        make(world)
    assert counts == [0, 0]


def test_what_changed_is_written_and_nothing_else(world: World) -> None:
    make(world)
    world.send(world.hong, world.park, points=30)
    with written("person_standings") as counts:
        make(world)
    assert counts == [3, 3], "the two who changed places, and who gave"
    assert places(world)[world.park.person_id] == 1
    assert places(world)[world.kim.person_id] == 2


def test_who_has_nothing_left_is_gone(world: World) -> None:
    (note_id,) = world.send(world.kim, world.lim).note_ids
    make(world)
    take_back(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    with written("month_participants") as counts:
        make(world)
    assert counts == [1, 0], "Lim alone: Kim got something himself"
    assert world.lim.person_id not in places(world)


def test_boards_that_are_made_again_are_the_same_boards(world: World) -> None:
    make(world)
    with reading() as session:
        before = session.scalars(select(Board.id).order_by(Board.id)).all()
    make(world)
    with reading() as session:
        assert session.scalars(select(Board.id).order_by(Board.id)).all() == before


def test_what_may_be_shown_is_judged_again_only_after_a_change(world: World) -> None:
    make(world)
    with written("shown_cells") as counts:
        make(world)
    assert counts == []
    world.send(world.hong, world.park)
    with written("shown_cells") as counts:
        make(world)
    assert counts != []


def test_a_month_of_more_days_is_judged_again(world: World) -> None:
    """The figures are the same, but what is small may not be."""
    make(world)
    with unit_of_work() as session:
        session.execute(update(Board).values(days=1))
    with written("shown_cells") as counts:
        make(world)
    assert counts != []
