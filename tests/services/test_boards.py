"""What a board holds: whose, in which department, by which rule; and what never moves it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_kinds import Number
from collabpoints.domain.scheme_words import Level, Measure
from collabpoints.domain.schemes import Division, digest, parse_scheme, scheme_text
from collabpoints.domain.spans import Span
from collabpoints.models import Appointment, Department, DepartmentPath, Employee, Note, Scheme, SpecialGrant
from collabpoints.queries.boards import DepartmentRow, PersonRow, board_of, departments, person, persons
from collabpoints.queries.sides import SIDES
from collabpoints.services.boards import make_boards
from collabpoints.services.corrections import Correction, counter
from collabpoints.services.months import hold_month_of_now, turn_months
from collabpoints.services.note_changes import take_back
from tests.factories.agencies import LONG_AGO, Colleague, a_colleague, a_department, an_agency
from tests.factories.boards import board_made, boards_of, close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.special_grants import a_special_world
from tests.factories.worlds import World, a_world

WEIGHTIEST = max(
    field.kind.high
    for field in FIELDS
    if field.name in ("received_basis_points", "sent_basis_points") and isinstance(field.kind, Number)
)


@pytest.fixture
def world(app: Flask) -> World:
    """The small world; everybody may thank everybody with 10, 20 or 30 points, and all are ranked by what they got."""
    world = a_world()
    change_scheme(
        points_allowed=(10, 20, 30),
        pair_cap=None,
        is_same_department_allowed=True,
        persons_ranked_by=Measure.RECEIVED,
        persons_ties=(),
        departments_ranked_by=Measure.RECEIVED,
        departments_ties=(),
    )
    return world


def ranks(world: World) -> list[tuple[str, int | None]]:
    return [(row.name, row.rank) for row in persons(boards_of(world.agency_id)[0].id)]


def standing(world: World, who: Colleague) -> PersonRow:
    row = person(boards_of(world.agency_id)[0].id, who.person_id)
    assert row is not None
    return row


def of_department(world: World, department_id: int, span: Span | None = None) -> DepartmentRow:
    _persons, board = boards_of(world.agency_id, span)
    return next(row for row in departments(board.id) if row.department_id == department_id)


def got(world: World) -> dict[int, int]:
    return {row.department_id: row.figures.received_points for row in departments(boards_of(world.agency_id)[1].id)}


def write(model: type, where: object, **values: object) -> None:
    with unit_of_work() as session:
        session.execute(update(model).where(where).values(**values))  # type: ignore[arg-type]


def close(world: World, period: str, moment: datetime) -> None:
    close_by_hand(world.agency_id, period, world.hong.person_id, moment)


# Who has which rank


def test_equals_share_a_rank_and_the_next_one_counts_on(world: World) -> None:
    world.send(world.hong, world.kim, points=30)
    world.send(world.hong, world.lim, world.park, points=20)
    world.send(world.kim, world.hong, points=10)
    assert ranks(world) == [("김민수", 1), ("임꺽정", 2), ("박서연", 2), ("홍길동", 4)]


def test_equals_stand_in_one_order_whoever_came_first(world: World) -> None:
    world.send(world.hong, world.park)
    world.send(world.hong, world.lim)
    world.send(world.hong, world.kim)
    board, _departments = boards_of(world.agency_id)
    assert [(row.person_id, row.place) for row in persons(board.id)] == [
        (world.lim.person_id, 1),
        (world.kim.person_id, 2),
        (world.park.person_id, 3),
    ]


def test_what_the_scheme_compares_next_parts_equals(world: World) -> None:
    change_scheme(persons_ties=(Measure.SENT,))
    world.send(world.hong, world.park, world.kim)
    world.send(world.park, world.lim)
    assert ranks(world) == [("박서연", 1), ("임꺽정", 2), ("김민수", 2)]


def test_who_only_gave_has_a_standing_and_no_rank(world: World) -> None:
    world.send(world.hong, world.kim)
    hong = standing(world, world.hong)
    assert (hong.rank, hong.place, hong.figures.sent_points) == (None, None, 10)


def test_thanks_alone_counts_as_a_colleague_helped_and_gives_no_rank(world: World) -> None:
    world.send(world.hong, world.kim, points=0)
    kim = standing(world, world.kim)
    assert (kim.rank, kim.figures.colleagues, kim.figures.departments, kim.figures.received_notes) == (None, 1, 1, 0)


def test_who_gave_thanks_alone_and_got_nothing_is_on_no_board(world: World) -> None:
    world.send(world.hong, world.kim, points=0)
    board, _departments = boards_of(world.agency_id)
    assert person(board.id, world.hong.person_id) is None


def test_a_note_that_was_taken_back_leaves_nothing(world: World) -> None:
    (note_id,) = world.send(world.hong, world.kim).note_ids
    take_back(note_id, agency_id=world.agency_id, person_id=world.hong.person_id)
    board, of_departments = boards_of(world.agency_id)
    assert person(board.id, world.kim.person_id) is None
    assert departments(of_departments.id) == ()


def test_a_colleague_who_thanked_twice_is_one_colleague(world: World) -> None:
    world.send(world.hong, world.kim)
    world.send(world.hong, world.kim)
    world.send(world.lim, world.kim)
    kim = standing(world, world.kim).figures
    assert (kim.received_notes, kim.colleagues, kim.departments) == (3, 2, 1)


# Which department it is


def test_points_stay_with_the_department_in_which_one_served(world: World) -> None:
    world.send(world.hong, world.kim, points=30)
    write(Appointment, Appointment.employee_id == world.kim.employee_id, department_id=world.roads)
    world.send(world.hong, world.kim, points=10)
    assert got(world) == {world.planning: 0, world.welfare: 30, world.roads: 10}


def test_points_of_a_team_stay_with_the_department_it_was_in(world: World) -> None:
    team = a_department(world.agency_id, "돌봄팀", parent_id=world.welfare, level=3)
    one = a_colleague(world.agency_id, "강하늘", team)
    world.send(world.hong, one, points=30)
    with unit_of_work() as session:
        moved = DepartmentPath(
            agency_id=world.agency_id, ids=f"{world.roads}/{team}", names="도로과 돌봄팀",
            home_id=world.roads, bureau_id=world.roads,
        )  # fmt: skip
        session.add(moved)
        session.flush()
        session.execute(
            update(Department)
            .where(Department.id == team)
            .values(parent_id=world.roads, home_id=world.roads, path_id=moved.id)
        )
    world.send(world.hong, one, points=10)
    assert got(world) == {world.planning: 0, world.welfare: 30, world.roads: 10}


def test_a_department_that_was_closed_keeps_its_standing(world: World) -> None:
    world.send(world.hong, world.kim)
    write(Department, Department.id == world.welfare, closed_on=date(2026, 11, 1))
    row = of_department(world, world.welfare)
    assert (row.rank, row.figures.received_points) == (1, 10)


def test_points_within_a_department_are_its_own_both_ways(world: World) -> None:
    world.send(world.hong, world.lim)
    figures = of_department(world, world.planning).figures
    assert (figures.received_points, figures.sent_points, figures.colleagues, figures.departments) == (10, 10, 1, 1)


def test_special_points_stay_where_the_person_served_when_they_were_proposed(app: Flask) -> None:
    special = a_special_world()
    world = special.world
    team = a_department(world.agency_id, "돌봄팀", parent_id=world.welfare, level=3)
    one = a_colleague(world.agency_id, "강하늘", team)
    grant_id = special.propose(one)
    with reading() as session:
        grant = session.get_one(SpecialGrant, grant_id)
        assert grant.receiver_path_id == session.get_one(Department, team).path_id


def test_who_was_hired_again_under_another_number_is_one_person(world: World) -> None:
    world.send(world.hong, world.kim)
    write(Appointment, Appointment.employee_id == world.kim.employee_id, ends_on=date(2026, 11, 1))
    write(Employee, Employee.id == world.kim.employee_id, status="left", left_on=date(2026, 11, 1))
    with unit_of_work() as session:
        again = Employee(agency_id=world.agency_id, person_id=world.kim.person_id, number="777777", status="active")
        session.add(again)
        session.flush()
        session.add(
            Appointment(agency_id=world.agency_id, employee_id=again.id, department_id=world.roads, kind="primary",
                        starts_on=date(2026, 11, 1))
        )  # fmt: skip
    world.send(world.lim, world.kim)
    kim = standing(world, world.kim)
    assert (kim.figures.received_points, kim.department) == (20, "도로과")


def test_who_has_no_post_any_more_stands_under_the_department_of_his_notes(world: World) -> None:
    world.send(world.hong, world.kim)
    with unit_of_work() as session:
        post = select(Appointment).where(Appointment.employee_id == world.kim.employee_id)
        session.delete(session.execute(post).scalar_one())
    assert standing(world, world.kim).department == "복지정책과"


# Heads


def test_concurrent_and_seconded_posts_are_no_heads(world: World) -> None:
    world.send(world.hong, world.kim)
    days = of_department(world, world.welfare).person_days
    with unit_of_work() as session:
        for kind in ("concurrent", "seconded"):
            session.add(
                Appointment(agency_id=world.agency_id, employee_id=world.park.employee_id, kind=kind,
                            department_id=world.welfare, starts_on=date(2020, 1, 1))
            )  # fmt: skip
    assert of_department(world, world.welfare).person_days == days


def test_a_department_without_heads_has_points_and_no_rank_per_head(world: World) -> None:
    change_scheme(is_per_head=True)
    world.send(world.hong, world.kim, world.park)
    write(
        Appointment,
        Appointment.employee_id == world.kim.employee_id,
        starts_on=date(2020, 1, 1),
        ends_on=date(2020, 1, 2),
    )
    row = of_department(world, world.welfare)
    assert (row.figures.received_points, row.person_days, row.per_head, row.rank) == (10, 0, None, None)
    assert of_department(world, world.roads).rank == 1


def test_heads_are_the_average_over_all_months_of_the_span(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    turn_months(world.agency_id)
    turn_clock(monkeypatch, "2026-11-16T12:00:00+09:00")
    turn_months(world.agency_id)
    write(Appointment, Appointment.employee_id == world.kim.employee_id, ends_on=date(2026, 11, 11))
    world.send(world.park, world.hong)
    write(Appointment, Appointment.employee_id == world.hong.employee_id, ends_on=date(2026, 11, 11))
    with unit_of_work() as session:
        session.add(
            Appointment(agency_id=world.agency_id, employee_id=world.kim.employee_id, department_id=world.planning,
                        kind="primary", starts_on=date(2026, 11, 11))
        )  # fmt: skip
    quarter = Span.parse("2026-Q4")
    row = of_department(world, world.planning, quarter)
    # October: two for 31 days. November up to the 16th: one for 16 days, one for 10, one for 6.
    assert row.person_days == 2 * 31 + 16 + 10 + 6
    assert board_made(world.agency_id, Subject.DEPARTMENTS, quarter).days == 31 + 16


def test_a_transfer_after_the_month_moves_no_heads_of_it(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2026-11-02T12:00:00+09:00")
    turn_months(world.agency_id)
    write(Appointment, Appointment.employee_id == world.kim.employee_id, department_id=world.roads)
    assert of_department(world, world.welfare, Span.parse("2026-10")).person_days == 31


# Divisions and levels


def test_divisions_are_ranked_apart_and_the_nearest_that_is_named_counts(world: World) -> None:
    bureau = a_department(world.agency_id, "안전실", level=1, code="safety")
    inner = a_department(world.agency_id, "재난과", parent_id=bureau, code="disaster")
    outer = a_department(world.agency_id, "소방과", parent_id=bureau, code="fire")
    change_scheme(divisions=(Division("본청", "Main", ("safety",)), Division("사업소", "Branch", ("fire",))))
    world.send(world.hong, a_colleague(world.agency_id, "강하늘", inner), points=10)
    world.send(world.hong, a_colleague(world.agency_id, "이바다", outer), points=20)
    world.send(world.hong, world.kim, points=30)
    _persons, board = boards_of(world.agency_id)
    found = {row.department_id: (row.division, row.rank) for row in departments(board.id)}
    assert found == {inner: (1, 1), outer: (2, 1), world.welfare: (0, 1), world.planning: (0, None)}


@pytest.mark.parametrize(
    ("same", "crossed"), [(Level.TEAM, 30), (Level.DEPARTMENT, 20), (Level.BUREAU, 0)], ids=lambda value: str(value)
)
def test_what_crossed_is_measured_one_level_above_the_same(world: World, same: Level, crossed: int) -> None:
    change_scheme(same_level=same)
    bureau = a_department(world.agency_id, "안전실", level=1)
    inner = a_department(world.agency_id, "재난과", parent_id=bureau)
    next_door = a_colleague(world.agency_id, "이바다", a_department(world.agency_id, "소방과", parent_id=bureau))
    one = a_colleague(world.agency_id, "강하늘", inner)
    other = a_colleague(world.agency_id, "오산들", inner)
    world.send(world.hong, one, points=20)
    world.send(next_door, one, points=10)
    world.send(other, one, points=30)
    assert standing(world, one).figures.crossed_points == crossed


def test_in_an_agency_of_bureaus_alone_each_is_a_department(app: Flask) -> None:
    world = a_world()
    one = a_colleague(world.agency_id, "강하늘", a_department(world.agency_id, "총무국", level=1))
    other = a_colleague(world.agency_id, "이바다", a_department(world.agency_id, "민원국", level=1))
    world.send(one, other)
    row = standing(world, other)
    assert (row.department, row.figures.departments, row.figures.crossed_points) == ("민원국", 1, 10)


def test_an_agency_without_departments_has_empty_boards(app: Flask) -> None:
    agency_id = an_agency()
    turn_months(agency_id)
    board, of_departments = boards_of(agency_id)
    assert (persons(board.id), departments(of_departments.id)) == ((), ())


# Time


def test_each_month_is_scored_by_its_own_weights(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world, quarter = _two_months(monkeypatch)
    row = person(boards_of(world.agency_id, quarter)[0].id, world.kim.person_id)
    assert row is not None
    assert row.figures.score == 10 * 10_000 + 10 * 5_000


def test_a_quarter_is_the_sum_of_its_frozen_months_though_corrections_came_later(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, quarter = _two_months(monkeypatch)
    now = turn_clock(monkeypatch, "2026-12-20T12:00:00+09:00")
    turn_months(world.agency_id)
    close(world, "2026-10", now)
    close(world, "2026-11", now)
    _reclaim_everything(world)
    months = [person(board_made(world.agency_id, Subject.PERSONS, Span.parse(period)).id, world.kim.person_id)
              for period in ("2026-10", "2026-11")]  # fmt: skip
    whole = person(boards_of(world.agency_id, quarter)[0].id, world.kim.person_id)
    assert whole is not None
    assert whole.figures.score == sum(month.figures.score for month in months if month)
    assert whole.figures.received_points == 20


def test_before_the_closing_a_correction_moves_the_month(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world, quarter = _two_months(monkeypatch)
    turn_clock(monkeypatch, "2026-12-20T12:00:00+09:00")
    _reclaim_everything(world)
    assert persons(boards_of(world.agency_id, quarter)[0].id) == ()


def test_a_confirmed_board_never_changes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world, _quarter = _two_months(monkeypatch)
    now = turn_clock(monkeypatch, "2026-12-20T12:00:00+09:00")
    turn_months(world.agency_id)
    close(world, "2026-10", now)
    october = Span.parse("2026-10")
    before = board_made(world.agency_id, Subject.PERSONS, october)
    rows = persons(before.id)
    _reclaim_everything(world)
    with unit_of_work() as session:
        assert make_boards(session, world.agency_id, october, instant=now) == 0
    after = board_made(world.agency_id, Subject.PERSONS, october)
    assert (after, persons(after.id)) == (before, rows)
    assert after.is_confirmed
    assert len(after.checksum) == 64


def test_a_span_with_a_month_that_goes_on_is_provisional(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    world, quarter = _two_months(monkeypatch)
    now = turn_clock(monkeypatch, "2026-11-20T12:00:00+09:00")
    close(world, "2026-10", now)
    assert not boards_of(world.agency_id, quarter)[0].is_confirmed


def test_a_span_before_its_first_month_has_no_board(world: World) -> None:
    world.send(world.hong, world.kim)
    with unit_of_work() as session:
        assert make_boards(session, world.agency_id, Span.parse("2020-Q1"), instant=LONG_AGO) == 0
    assert board_of(world.agency_id, Span.parse("2020-Q1"), Subject.PERSONS) is None


def test_a_year_of_the_largest_agency_overflows_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """40,000 people who each give 30 notes of 1,000 points a month to one of them, at the highest weight."""
    change_scheme(
        is_per_head=True,
        departments_ranked_by=Measure.SCORE,
        received_basis_points=WEIGHTIEST,
        sent_basis_points=WEIGHTIEST,
    )
    turn_months(world.agency_id)
    points = 40_000 * 30 * 1_000 * 12
    score = points * WEIGHTIEST

    def keep_sides(session: Session) -> None:
        SIDES.create(session.connection())
        nothing = dict.fromkeys((column.name for column in SIDES.c), 0)
        got = {"received_points": points, "received_notes": 1, "beyond_bureau_points": points}
        gave = {"sent_points": points, "sent_notes": 1}
        session.execute(
            insert(SIDES),
            [
                nothing | got | {"person_id": world.kim.person_id, "home_id": world.welfare},
                nothing | gave | {"person_id": world.hong.person_id, "home_id": world.planning},
            ],
        )

    monkeypatch.setattr("collabpoints.queries.sides.keep_sides", keep_sides)
    row = of_department(world, world.welfare, Span.parse("2026"))
    _persons, board = boards_of(world.agency_id, Span.parse("2026"))
    assert row.per_head == score * board.days // row.person_days
    assert row.figures.crossed_points == points


def _two_months(monkeypatch: pytest.MonkeyPatch) -> tuple[World, Span]:
    """Hong gives Kim 10 points in October, where received points weigh whole, and in November, where they weigh half."""
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    change_scheme(received_basis_points=10_000, persons_ranked_by=Measure.RECEIVED, persons_ties=())
    world.send(world.hong, world.kim)
    _add_scheme(world, "2026-11", received_basis_points=5_000)
    turn_clock(monkeypatch, "2026-11-10T12:00:00+09:00")
    turn_months(world.agency_id)
    world.send(world.hong, world.kim)
    return world, Span.parse("2026-Q4")


def _add_scheme(world: World, starts_in: str, **fields: object) -> None:
    with unit_of_work() as session:
        row = session.execute(select(Scheme)).scalar_one()
        text = scheme_text(replace(parse_scheme(row.text), **fields))  # type: ignore[arg-type]
        session.add(
            Scheme(agency_id=world.agency_id, code="next", text=text, digest=digest(text), starts_in=starts_in,
                   created_at=LONG_AGO)
        )  # fmt: skip


def _reclaim_everything(world: World) -> None:
    with unit_of_work() as session:
        month = hold_month_of_now(session, world.agency_id)
        for note in session.scalars(select(Note).where(Note.withdrawn.is_(None)).order_by(Note.id)):
            counter(session, month, note, Correction(note.id, "reclaim", world.park.person_id, reason="상투어"))
            note.withdrawn, note.withdrawn_at = "reclaimed", month.instant
