"""Which departments' figures a board hides, read from boards that were made of a ledger."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.schemes import digest, preset_text
from collabpoints.models import Scheme
from collabpoints.queries.board_cells import hidden_departments, months_with_total
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.board_cells import drop_shown
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import board_made, boards_of
from tests.factories.worlds import World, a_world


@dataclass(frozen=True)
class Office:
    """A department and its people."""

    department_id: int
    people: tuple[Colleague, ...]


def an_office(world: World, name: str, people: int = 5) -> Office:
    department_id = a_department(world.agency_id, name)
    return Office(
        department_id, tuple(a_colleague(world.agency_id, f"{name}{n}", department_id) for n in range(people))
    )


def thank(world: World, *offices: Office, sender: Colleague | None = None) -> None:
    """All their people get points, so that all of them have a rank."""
    for office in offices:
        for receiver in office.people:
            world.send(sender or world.kim, receiver)
    world.send(offices[0].people[0], sender or world.kim)


def viewers(world: World, chosen: str) -> None:
    """The scheme shows its ranking to these."""
    text = re.sub(r'ranking = "\w+"', f'ranking = "{chosen}"', preset_text("directive-2016"))
    assert f'ranking = "{chosen}"' in text
    with unit_of_work() as session:
        session.execute(
            update(Scheme).where(Scheme.agency_id == world.agency_id).values(text=text, digest=digest(text))
        )


def hidden(world: World) -> frozenset[int]:
    return hidden_departments(board_made(world.agency_id, Subject.DEPARTMENTS))


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_where_everybody_is_named_departments_of_three_are_shown_and_those_of_two_are_not(world: World) -> None:
    viewers(world, "everyone")
    tax, roads = an_office(world, "세정과"), an_office(world, "하천과", people=2)
    thank(world, tax, roads)
    boards_of(world.agency_id)
    assert tax.department_id not in hidden(world)
    assert roads.department_id in hidden(world)


def test_one_who_opts_out_takes_his_department_out_of_sight_at_once(world: World) -> None:
    viewers(world, "everyone")
    tax, water, parks = (an_office(world, name) for name in ("세정과", "물관리과", "공원과"))
    thank(world, tax, water, parks)
    boards_of(world.agency_id)
    assert tax.department_id not in hidden(world)
    choose_ranking(tax.people[0].person_id, is_opted_out=True)
    assert tax.department_id in hidden(world)
    assert months_with_total(world.agency_id) == frozenset()
    choose_ranking(tax.people[0].person_id, is_opted_out=False)
    assert tax.department_id not in hidden(world)
    assert months_with_total(world.agency_id)


def test_two_who_gave_and_have_no_rank_are_a_cell_that_is_not_shown(world: World) -> None:
    viewers(world, "everyone")
    tax = an_office(world, "세정과")
    thank(world, tax)
    silent = tuple(a_colleague(world.agency_id, f"가나다{n}", tax.department_id) for n in range(2))
    for sender in silent:
        world.send(sender, world.kim)
    boards_of(world.agency_id)
    assert tax.department_id in hidden(world)


def test_three_who_opt_out_are_a_cell_that_may_be_shown(world: World) -> None:
    viewers(world, "everyone")
    tax = an_office(world, "세정과")
    thank(world, tax)
    boards_of(world.agency_id)
    for person in tax.people[:3]:
        choose_ranking(person.person_id, is_opted_out=True)
    assert tax.department_id not in hidden(world)
    assert months_with_total(world.agency_id)


def test_where_ten_are_named_those_beyond_them_make_the_cell(world: World) -> None:
    viewers(world, "first_ten")
    first, second, third, fourth = (an_office(world, name) for name in ("세정과", "물관리과", "공원과", "교통과"))
    thank(world, first, second, third, fourth)
    thank(world, first, second, sender=world.park)
    boards_of(world.agency_id)
    of_the_ten = {first.department_id, second.department_id}
    smallest_beside_the_total = {third.department_id}
    assert of_the_ten | smallest_beside_the_total | {world.welfare, world.roads} == hidden(world)


def test_a_board_whose_cells_nobody_kept_hides_every_department(world: World) -> None:
    viewers(world, "everyone")
    tax = an_office(world, "세정과")
    thank(world, tax)
    boards_of(world.agency_id)
    with unit_of_work() as session:
        drop_shown(session, [board_made(world.agency_id, Subject.DEPARTMENTS).id])
    assert tax.department_id in hidden(world)
