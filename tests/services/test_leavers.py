"""Leaving keeps totals: whoever left, and whose name was redacted later, still counts in every sum."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from collabpoints import clock
from collabpoints.db import snapshot, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.redactions import NAME
from collabpoints.domain.staff_orders import Act, Order
from collabpoints.models import Appointment, Employee, PersonStanding
from collabpoints.queries.boards import departments
from collabpoints.queries.exports import table_of
from collabpoints.queries.ledger import verify
from collabpoints.queries.staff_previews import preview_of
from collabpoints.services.redactions import redact_people
from collabpoints.services.staff_orders import place_order
from tests.factories.agencies import Colleague
from tests.factories.boards import board_made, boards_of, newest_month
from tests.factories.exports import totals_of
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    world.send(world.hong, world.kim, world.park)
    world.send(world.kim, world.hong)
    return world


def leave(world: World, who: Colleague) -> None:
    """He leaves by order, today."""
    order = Order(Act.PART, clock.now().date() - timedelta(days=1))
    shown = preview_of(world.agency_id, who.person_id, order, actor_person_id=world.lim.person_id)
    place_order(world.agency_id, who.person_id, order, expected=shown.digest, actor_person_id=world.lim.person_id)


def long_ago(who: Colleague) -> None:
    """As if he had left years ago."""
    with unit_of_work() as session:
        own = Appointment.employee_id == who.employee_id
        session.execute(update(Appointment).where(own).values(ends_on=date(2020, 3, 1)))
        session.execute(update(Employee).where(Employee.id == who.employee_id).values(left_on=date(2020, 3, 1)))


def sums(world: World) -> tuple[object, ...]:
    """What boards and files add up to, of persons and of departments."""
    month = newest_month(world.agency_id)
    boards_of(world.agency_id)
    persons, offices = (board_made(world.agency_id, subject).id for subject in (Subject.PERSONS, Subject.DEPARTMENTS))
    with snapshot() as session:
        table = table_of(totals_of(month.first), world.agency_id, today=clock.now().date())
        standing = PersonStanding
        rows = session.execute(
            select(standing.person_id, standing.rank, standing.received_points, standing.sent_points, standing.score)
            .where(standing.board_id == persons)
            .order_by(standing.person_id)
        ).all()
    figures = [(one.column.key, one.total) for one in table.controls.figures]
    shown = [(one.department_id, one.rank, one.figures) for one in departments(offices)]
    return figures, [tuple(row) for row in rows], shown


def test_leaving_changes_no_sum(world: World) -> None:
    before = sums(world)
    leave(world, world.kim)
    assert sums(world) == before


def test_redaction_changes_no_sum_and_the_file_names_the_stand_in(world: World) -> None:
    before = sums(world)
    leave(world, world.kim)
    long_ago(world.kim)
    assert redact_people(world.agency_id, left_before=date(2026, 1, 1)) == 1
    assert sums(world) == before
    assert verify().is_balanced
    with snapshot() as session:
        table = table_of(totals_of(newest_month(world.agency_id).first), world.agency_id, today=clock.now().date())
        cells = [str(cell) for row in session.execute(table.statement) for cell in row]
    assert NAME in cells
    assert world.kim.name not in cells
