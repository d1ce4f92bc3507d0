"""Boards as they are read: by the scheme's own order, and looked at by another one."""

import pytest
from flask import Flask

from collabpoints.domain.ranking import Order
from collabpoints.domain.scheme_words import Measure
from collabpoints.queries.boards import BoardHead, departments, person, persons
from tests.factories.boards import boards_of
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    """Kim got 20 points of two colleagues, Park 20 and Hong 10 of one each; Hong gave 30, the others 10 each."""
    world = a_world()
    change_scheme(
        points_allowed=(10, 20, 30),
        persons_ranked_by=Measure.RECEIVED,
        persons_ties=(Measure.SENT,),
        departments_ranked_by=Measure.RECEIVED,
        departments_ties=(),
    )
    world.send(world.hong, world.kim)
    world.send(world.park, world.kim)
    world.send(world.hong, world.park, points=20)
    world.send(world.kim, world.hong)
    return world


@pytest.fixture
def boards(world: World) -> tuple[BoardHead, BoardHead]:
    return boards_of(world.agency_id)


def test_by_the_schemes_order_the_ranks_are_the_boards(world: World, boards: tuple[BoardHead, BoardHead]) -> None:
    own = [(row.name, row.rank) for row in persons(boards[0].id)]
    assert own == [("김민수", 1), ("박서연", 1), ("홍길동", 3)]
    assert boards[0].order is Order.RECEIVED
    assert persons(boards[0].id, by=Order.RECEIVED) == persons(boards[0].id)


def test_by_another_order_ranks_are_counted_anew(world: World, boards: tuple[BoardHead, BoardHead]) -> None:
    assert [(row.name, row.rank) for row in persons(boards[0].id, by=Order.SENT)] == [
        ("홍길동", 1),
        ("김민수", 2),
        ("박서연", 2),
    ]


def test_among_equals_of_another_order_the_boards_place_goes_first(
    world: World, boards: tuple[BoardHead, BoardHead]
) -> None:
    by_colleagues = persons(boards[0].id, by=Order.COLLEAGUES)
    assert [(row.name, row.rank, row.place) for row in by_colleagues] == [
        ("김민수", 1, 1),
        ("박서연", 2, 2),
        ("홍길동", 2, 3),
    ]


def test_one_person_is_found_by_another_order(world: World, boards: tuple[BoardHead, BoardHead]) -> None:
    hong = person(boards[0].id, world.hong.person_id, by=Order.SENT)
    assert hong is not None
    assert (hong.rank, hong.place) == (1, 1)


def test_the_first_so_many_by_another_order_end_at_the_rank(world: World, boards: tuple[BoardHead, BoardHead]) -> None:
    first = persons(boards[0].id, by=Order.SENT, up_to_rank=1)
    assert [row.person_id for row in first] == [world.hong.person_id]


def test_who_has_nothing_of_a_measure_has_no_rank_by_it(app: Flask) -> None:
    world = a_world()
    world.send(world.hong, world.kim)
    board, _departments = boards_of(world.agency_id)
    assert [row.name for row in persons(board.id, by=Order.SENT)] == ["홍길동"]
    kim = person(board.id, world.kim.person_id, by=Order.SENT)
    assert kim is not None
    assert kim.rank is None


def test_persons_have_no_order_per_head(world: World, boards: tuple[BoardHead, BoardHead]) -> None:
    with pytest.raises(ValueError, match="per head"):
        persons(boards[0].id, by=Order.PER_HEAD)


def test_departments_are_ranked_by_another_order(world: World, boards: tuple[BoardHead, BoardHead]) -> None:
    by_sent = departments(boards[1].id, by=Order.SENT)
    assert [(row.department_id, row.rank) for row in by_sent] == [
        (world.planning, 1),
        (world.welfare, 2),
        (world.roads, 2),
    ]


def test_departments_are_ranked_per_head_though_the_scheme_ranks_sums(
    world: World, boards: tuple[BoardHead, BoardHead]
) -> None:
    by_head = departments(boards[1].id, by=Order.PER_HEAD)
    # Two serve in planning and in roads (one of them on leave), one in welfare.
    assert [(row.department_id, row.rank, row.per_head) for row in by_head] == [
        (world.welfare, 1, 200_000),
        (world.roads, 2, 100_000),
        (world.planning, 3, 50_000),
    ]
