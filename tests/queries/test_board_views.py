"""Boards as the public page shows them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from collabpoints.db import unit_of_work
from collabpoints.domain.board_sights import Sight
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.ranking import Order
from collabpoints.domain.scheme_words import Measure, Viewers
from collabpoints.domain.schemes import Division
from collabpoints.domain.spans import Span
from collabpoints.models import Appointment, Department, Month
from collabpoints.queries.board_views import (
    DivisionSeen,
    MonthNotes,
    around,
    department_seen,
    departments_seen,
    home_department,
    spans_seen,
)
from collabpoints.queries.boards import BoardHead
from tests.factories.agencies import a_colleague, a_department
from tests.factories.boards import a_ranked_world, boards_of, close_by_hand, newest_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world

ALL = Sight(is_open=True)
FIRST_TWO = Sight(is_open=True, up_to_rank=2)
NOTHING = Sight(is_open=False)


@pytest.fixture
def world(app: Flask) -> World:
    return a_ranked_world()


@pytest.fixture
def persons(world: World) -> BoardHead:
    return boards_of(world.agency_id)[0]


@pytest.fixture
def departments(world: World) -> BoardHead:
    return boards_of(world.agency_id)[1]


def named(divisions: Sequence[DivisionSeen]) -> list[tuple[str, int | None]]:
    return [(row.name, row.rank) for division in divisions for row in division.rows]


def test_whoever_may_see_nothing_gets_nothing(departments: BoardHead, world: World) -> None:
    assert departments_seen(departments, NOTHING, by=departments.order) == ()
    assert department_seen(departments, NOTHING, world.planning) is None


def test_departments_stand_by_their_rank(departments: BoardHead) -> None:
    seen = departments_seen(departments, ALL, by=departments.order)
    assert named(seen) == [("복지정책과", 1), ("기획담당관", 2), ("도로과", 2)]


def test_departments_stand_in_official_order_with_the_same_ranks(departments: BoardHead) -> None:
    seen = departments_seen(departments, ALL, by=departments.order, is_official=True)
    assert named(seen) == [("기획담당관", 2), ("복지정책과", 1), ("도로과", 2)]


def test_official_order_shows_no_rank_that_may_not_be_seen(departments: BoardHead) -> None:
    one = Sight(is_open=True, up_to_rank=1)
    assert named(departments_seen(departments, one, by=departments.order, is_official=True)) == [("복지정책과", 1)]


def test_departments_by_another_order_keep_their_ranks(departments: BoardHead) -> None:
    seen = departments_seen(departments, ALL, by=Order.SENT)
    assert named(seen) == [("기획담당관", 2), ("복지정책과", 1)]


def test_an_order_tells_nothing_of_departments_whose_figures_are_hidden(world: World, departments: BoardHead) -> None:
    hidden = {world.planning, world.roads}
    seen = departments_seen(departments, ALL, by=Order.SENT, hidden=hidden)
    assert named(seen) == [("복지정책과", 1), ("기획담당관", 2), ("도로과", 2)]


def test_divisions_stand_apart_in_the_schemes_order_and_the_others_last(app: Flask) -> None:
    world = a_world()
    codes = {one: f"D-{one}" for one in (world.planning, world.welfare, world.roads)}
    with unit_of_work() as session:
        for department_id, code in codes.items():
            session.execute(update(Department).where(Department.id == department_id).values(code=code))
    change_scheme(
        departments_ranked_by=Measure.RECEIVED,
        divisions=(
            Division("사업부서", "Project departments", (codes[world.roads],)),
            Division("지원부서", "Support departments", (codes[world.planning],)),
        ),
    )
    for sender, recipient in ((world.hong, world.park), (world.kim, world.hong), (world.hong, world.kim)):
        world.send(sender, recipient)
    seen = departments_seen(boards_of(world.agency_id)[1], ALL, by=Order.RECEIVED)
    assert [(one.division, [row.name for row in one.rows]) for one in seen] == [
        (1, ["도로과"]),
        (2, ["기획담당관"]),
        (0, ["복지정책과"]),
    ]


def test_a_department_without_the_measure_has_no_place_in_the_list(app: Flask) -> None:
    world = a_world()  # ranked by points sent
    world.send(world.hong, world.kim)
    board = boards_of(world.agency_id)[1]
    assert named(departments_seen(board, ALL, by=board.order)) == [("기획담당관", 1)]
    own = department_seen(board, FIRST_TWO, world.welfare)
    assert own is not None
    assert own.rank is None


def test_ones_own_department_is_found_whatever_its_rank(world: World, departments: BoardHead) -> None:
    one = Sight(is_open=True, up_to_rank=1)
    own = department_seen(departments, one, world.roads)
    assert own is not None
    assert (own.name, own.rank) == ("도로과", 2)
    assert department_seen(departments, one, 987_654) is None


def test_whoever_serves_in_a_team_is_of_its_department(world: World) -> None:
    team = a_department(world.agency_id, "예산팀", parent_id=world.planning, level=3)
    somebody = a_colleague(world.agency_id, "두루미", team)
    assert home_department(somebody.person_id, date(2026, 11, 2)) == world.planning
    assert home_department(world.kim.person_id, date(2026, 11, 2)) == world.welfare


def test_whoever_had_no_post_on_that_day_is_of_none(world: World) -> None:
    assert home_department(world.kim.person_id, date(2019, 11, 2)) is None


def test_of_two_posts_the_one_of_the_day_counts(world: World) -> None:
    with unit_of_work() as session:
        old = update(Appointment).where(Appointment.employee_id == world.kim.employee_id)
        session.execute(old.values(ends_on=date(2026, 7, 1)))
        session.add(
            Appointment(
                agency_id=world.agency_id,
                employee_id=world.kim.employee_id,
                department_id=world.roads,
                kind="primary",
                starts_on=date(2026, 7, 1),
                position="주무관",
            )
        )
    found = [home_department(world.kim.person_id, day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    assert found == [world.welfare, world.roads]


def test_a_provisional_board_was_confirmed_by_nobody(persons: BoardHead) -> None:
    assert around(persons, persons.span.last).confirmed is None


def test_a_confirmed_board_says_when_and_by_whom(world: World) -> None:
    officer = a_colleague(world.agency_id, "한아름", world.planning, position="사무관")
    at = datetime(2027, 1, 8, 1, tzinfo=UTC)
    period = end_month(world)
    close_by_hand(world.agency_id, period, officer.person_id, at)
    board = boards_of(world.agency_id, Span.parse(period))[0]
    found = around(board, board.span.last).confirmed
    assert found is not None
    assert (found.at, found.name, found.position) == (at, "한아름", "사무관")


def test_the_spans_that_have_boards_are_listed_the_newest_first(world: World, persons: BoardHead) -> None:
    month = newest_month(world.agency_id)
    seen = spans_seen(world.agency_id)
    assert {one.span.length.value for one in seen} == {"month", "quarter", "half_year", "year"}
    assert [one.span.last for one in seen] == sorted((one.span.last for one in seen), reverse=True)
    assert month in [one.span for one in seen]
    assert not any(one.is_confirmed for one in seen)


def test_a_month_counts_its_notes_thanks_alone_among_them(app: Flask) -> None:
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE)
    world.send(world.hong, world.kim)
    world.send(world.kim, world.hong)
    world.send(world.hong, world.park, points=0)
    board = boards_of(world.agency_id)[0]
    assert around(board, board.span.first).months == (MonthNotes(board.span.first, 3),)


def test_a_month_whose_total_may_not_be_shown_is_left_out(app: Flask) -> None:
    world = a_world()
    world.send(world.hong, world.kim)
    board = boards_of(world.agency_id)[0]
    assert around(board, board.span.first).months == ()


def test_months_after_the_last_that_is_asked_for_are_not_shown(app: Flask) -> None:
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE)
    world.send(world.hong, world.kim)
    board = boards_of(world.agency_id)[0]
    assert around(board, board.span.first.shifted(-1)).months == ()


def end_month(world: World) -> str:
    """The world's month has ended; its period."""
    period = str(newest_month(world.agency_id))
    ended_at = Period.parse(period).shifted(1).first_day
    with unit_of_work() as session:
        session.execute(
            update(Month)
            .where(Month.agency_id == world.agency_id)
            .values(state="ended", ended_at=datetime(ended_at.year, ended_at.month, 1, tzinfo=UTC))
        )
    return period
