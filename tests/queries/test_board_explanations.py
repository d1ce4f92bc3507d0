"""What an explanation reads: months that may be told one by one, headcounts, the span before."""

import pytest
from flask import Flask
from sqlalchemy import delete

from collabpoints.db import unit_of_work
from collabpoints.domain.board_explanations import Above, next_up
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.spans import Span
from collabpoints.models import MonthHeadcount
from collabpoints.queries.board_cells import hidden_departments
from collabpoints.queries.board_explanations import explained_department, explained_person
from collabpoints.queries.boards import BoardHead
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.months import turn_months
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import board_made, boards_of
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

QUARTER = Span.parse("2026-Q4")


@pytest.fixture
def world(app: Flask) -> World:
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE, pair_cap=None, sent_basis_points=10_000)
    return world


def an_office(world: World) -> tuple[int, list[Colleague]]:
    department_id = a_department(world.agency_id, "세정과")
    return department_id, [a_colleague(world.agency_id, f"세정{n}", department_id) for n in range(4)]


def in_november_and_december(
    world: World, november: list[Colleague], december: list[Colleague], monkeypatch: pytest.MonkeyPatch
) -> BoardHead:
    """Each of them gives in these months; the board of departments of the quarter as of December."""
    turn_clock(monkeypatch, "2026-11-10T10:00:00+09:00")
    for one in november:
        world.send(one, world.kim)
    turn_clock(monkeypatch, "2026-12-10T10:00:00+09:00")
    turn_months(world.agency_id)
    for one in december:
        world.send(one, world.kim)
    boards_of(world.agency_id)
    return board_made(world.agency_id, Subject.DEPARTMENTS, QUARTER)


def test_months_that_are_small_cells_are_not_told_one_by_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office, people = an_office(world)
    for one in people:
        choose_ranking(one.person_id, is_opted_out=True)
    head = in_november_and_december(world, people[:2], people[1:3], monkeypatch)
    assert office not in hidden_departments(head)
    found = explained_department(head, office)
    assert found is not None
    assert not found.shows_months
    officers = explained_department(head, office, with_small=True)
    assert officers is not None
    assert officers.shows_months


def test_the_span_before_stands_beside_without_figures_where_it_was_a_small_cell(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, people = an_office(world)
    for one in people:
        choose_ranking(one.person_id, is_opted_out=True)
    in_november_and_december(world, people[:2], people[:3], monkeypatch)
    found = explained_department(board_made(world.agency_id, Subject.DEPARTMENTS, Span.parse("2026-12")), office)
    assert found is not None
    assert found.told is not None
    assert found.before is not None
    assert (str(found.before.span), found.before.told) == ("2026-11", None)
    officers = explained_department(found.head, office, with_small=True)
    assert officers is not None
    assert officers.before is not None
    assert officers.before.told is not None


def test_headcounts_are_those_kept_when_each_month_ended(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office, people = an_office(world)
    head = in_november_and_december(world, people, people, monkeypatch)
    found = explained_department(head, office)
    assert found is not None
    assert [(one.month, one.person_days, one.days) for one in found.heads] == [
        (Month(2026, 11), 120, 30),
        (Month(2026, 12), 40, 10),
    ]


def test_a_month_without_kept_headcounts_has_those_of_its_board(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    office, people = an_office(world)
    head = in_november_and_december(world, people, people, monkeypatch)
    with unit_of_work() as session:
        session.execute(delete(MonthHeadcount))
    found = explained_department(head, office)
    assert found is not None
    assert [one.person_days for one in found.heads] == [120, 40]


def test_who_has_no_standing_has_no_explanation(world: World) -> None:
    world.send(world.hong, world.kim)
    persons, departments = boards_of(world.agency_id)
    assert explained_person(persons, world.choi.person_id) is None
    assert explained_department(departments, world.roads) is None


def test_the_next_place_up_is_the_nearest_above() -> None:
    places = [Above(1, 90), Above(3, 50), Above(3, 50), Above(5, 10)]
    assert next_up(5, places) == Above(3, 50)
    assert next_up(1, places) is None
    assert next_up(None, places) is None
