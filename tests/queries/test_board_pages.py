"""Boards of persons as the public page shows them."""

from collections.abc import Sequence
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.board_sights import Sight
from collabpoints.domain.ranking import Order
from collabpoints.models import Appointment, Employee, Person
from collabpoints.queries.board_pages import persons_seen
from collabpoints.queries.boards import BoardHead, PersonRow
from collabpoints.queries.boards import persons as standings
from collabpoints.services.accounts import choose_ranking
from tests.factories.agencies import Colleague
from tests.factories.boards import a_ranked_world, boards_of
from tests.factories.worlds import World

ALL = Sight(is_open=True)
FIRST_TWO = Sight(is_open=True, up_to_rank=2)
NOTHING = Sight(is_open=False)


@pytest.fixture
def world(app: Flask) -> World:
    return a_ranked_world()


@pytest.fixture
def persons(world: World) -> BoardHead:
    return boards_of(world.agency_id)[0]


def listed(rows: Sequence[PersonRow]) -> list[tuple[str, int | None]]:
    return [(row.name, row.rank) for row in rows]


def positions(board: BoardHead) -> dict[str, str]:
    return {row.name: row.position for row in persons_seen(board, ALL, by=board.order).rows}


def post(world: World, of: Colleague, position: str, *, kind: str = "primary", since: date, until: date | None) -> None:
    with unit_of_work() as session:
        session.add(
            Appointment(
                agency_id=world.agency_id,
                employee_id=of.employee_id,
                department_id=world.roads,
                kind=kind,
                starts_on=since,
                ends_on=until,
                position=position,
            )
        )


def test_all_ranks_are_seen_where_all_may_be(persons: BoardHead) -> None:
    seen = persons_seen(persons, ALL, by=persons.order)
    assert listed(seen.rows) == [("김민수", 1), ("박서연", 2), ("홍길동", 3), ("임꺽정", 3)]
    assert not seen.is_more


def test_no_rank_below_the_last_that_may_be_seen_is_there(persons: BoardHead) -> None:
    assert listed(persons_seen(persons, FIRST_TWO, by=persons.order).rows) == [("김민수", 1), ("박서연", 2)]


@pytest.mark.parametrize("by", [order for order in Order if order is not Order.PER_HEAD])
def test_no_order_shows_anybody_whom_the_boards_own_hides(persons: BoardHead, by: Order) -> None:
    seen = {row.name for row in persons_seen(persons, FIRST_TWO, by=by).rows}
    assert seen <= {"김민수", "박서연"}


def test_equals_of_the_last_rank_are_all_seen(persons: BoardHead) -> None:
    seen = persons_seen(persons, Sight(is_open=True, up_to_rank=3), by=persons.order)
    assert [row.rank for row in seen.rows] == [1, 2, 3, 3]


def test_another_order_keeps_the_ranks_of_the_scheme_and_leaves_out_who_has_nothing_of_it(persons: BoardHead) -> None:
    seen = persons_seen(persons, ALL, by=Order.SENT)
    assert listed(seen.rows) == [("임꺽정", 3), ("홍길동", 3), ("김민수", 1)]


def test_who_opted_out_leaves_a_gap_and_nobody_moves(world: World, persons: BoardHead) -> None:
    choose_ranking(world.park.person_id, is_opted_out=True)
    assert listed(persons_seen(persons, ALL, by=persons.order).rows) == [("김민수", 1), ("홍길동", 3), ("임꺽정", 3)]


def test_who_opted_out_is_in_no_other_order_either(world: World, persons: BoardHead) -> None:
    choose_ranking(world.lim.person_id, is_opted_out=True)
    assert listed(persons_seen(persons, ALL, by=Order.SENT).rows) == [("홍길동", 3), ("김민수", 1)]


@pytest.mark.parametrize("by", [Order.RECEIVED, Order.COLLEAGUES])
def test_pages_follow_each_other_without_gap_or_repetition(persons: BoardHead, by: Order) -> None:
    whole = persons_seen(persons, ALL, by=by).rows
    pages = [persons_seen(persons, ALL, by=by, page=page, size=3) for page in (1, 2, 3)]
    assert [row for page in pages for row in page.rows] == list(whole)
    assert [page.is_more for page in pages] == [True, False, False]


def test_a_page_on_which_somebody_opted_out_does_not_borrow_from_the_next(world: World, persons: BoardHead) -> None:
    choose_ranking(world.kim.person_id, is_opted_out=True)
    assert listed(persons_seen(persons, ALL, by=persons.order, size=2).rows) == [("박서연", 2)]


def test_whoever_may_see_nothing_gets_nobody(persons: BoardHead) -> None:
    assert persons_seen(persons, NOTHING, by=persons.order).rows == ()


def test_persons_have_no_order_per_head(persons: BoardHead) -> None:
    with pytest.raises(KeyError):
        persons_seen(persons, ALL, by=Order.PER_HEAD)


def test_a_row_is_what_the_board_has_of_the_person(persons: BoardHead) -> None:
    assert persons_seen(persons, ALL, by=persons.order).rows == standings(persons.id)


def test_a_person_is_shown_with_the_latest_of_several_primary_posts(world: World, persons: BoardHead) -> None:
    post(world, world.kim, "실무관", since=date(2015, 1, 1), until=date(2016, 1, 1))
    post(world, world.kim, "과장", kind="concurrent", since=date(2026, 7, 1), until=None)
    assert positions(persons)["김민수"] == "주무관"
    with unit_of_work() as session:
        primary = update(Appointment).where(
            Appointment.employee_id == world.kim.employee_id, Appointment.kind == "primary"
        )
        session.execute(primary.where(Appointment.ends_on.is_(None)).values(ends_on=date(2026, 7, 1)))
    post(world, world.kim, "사무관", since=date(2026, 7, 1), until=None)
    assert positions(persons)["김민수"] == "사무관"
    assert len(persons_seen(persons, ALL, by=persons.order).rows) == 4


def test_many_posts_take_nobodys_place_on_a_page(world: World, persons: BoardHead) -> None:
    for year in range(2010, 2016):
        post(world, world.kim, "실무관", since=date(year, 1, 1), until=date(year + 1, 1, 1))
    for by in (persons.order, Order.COLLEAGUES):
        page = persons_seen(persons, ALL, by=by, size=3)
        assert len(page.rows) == 3
        assert page.is_more


def test_somebody_without_a_post_is_shown_without_a_position(world: World, persons: BoardHead) -> None:
    with unit_of_work() as session:
        session.execute(
            update(Appointment).where(Appointment.employee_id == world.kim.employee_id).values(kind="concurrent")
        )
    assert positions(persons)["김민수"] == ""


def test_a_merged_record_has_the_position_of_the_one_that_is_kept(world: World, persons: BoardHead) -> None:
    with unit_of_work() as session:
        kept, merged = world.park.person_id, world.kim.person_id
        session.execute(update(Person).where(Person.id == merged).values(merged_into_person_id=kept))
        session.execute(
            update(Employee)
            .where(Employee.id == world.kim.employee_id)
            .values(person_id=kept, left_on=date(2026, 1, 1), status="left")
        )
        of_kim, of_park = (Appointment.employee_id == one.employee_id for one in (world.kim, world.park))
        session.execute(update(Appointment).where(of_kim).values(ends_on=date(2026, 1, 1)))
        session.execute(update(Appointment).where(of_park).values(position="사무관"))
    assert positions(persons) == {"김민수": "사무관", "박서연": "사무관", "홍길동": "주무관", "임꺽정": "주무관"}
    assert persons_seen(persons, ALL, by=persons.order).rows == standings(persons.id)


def test_the_same_answer_of_the_database_makes_one_page_for_all(world: World, persons: BoardHead) -> None:
    before = persons_seen(persons, ALL, by=persons.order)
    assert persons_seen(persons, ALL, by=persons.order) is before
    choose_ranking(world.kim.person_id, is_opted_out=True)
    assert [row.name for row in persons_seen(persons, ALL, by=persons.order).rows] == ["박서연", "홍길동", "임꺽정"]
    choose_ranking(world.kim.person_id, is_opted_out=False)
    assert persons_seen(persons, ALL, by=persons.order) == before
