"""Provisional boards: made each hour of one moment of the ledger, by one maker at a time, and only where something changed."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from collabpoints.db import db, unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.models import StaffImport
from collabpoints.queries.boards import BoardHead, board_of, boards, departments, person, persons
from collabpoints.services.boards import confirm_span, hold_boards, make_boards
from collabpoints.services.months import turn_months
from collabpoints.services.provisional_boards import make_provisional_boards
from tests.factories.boards import board_made, close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world
from tests.services.test_boards import _add_scheme as add_scheme

NOON = "2026-11-20T12:00:00+09:00"


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """A note of two hours ago; it is noon."""
    turn_clock(monkeypatch, "2026-11-20T10:00:00+09:00")
    world = a_world()
    change_scheme(pair_cap=None, allowance=1000)
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, NOON)
    return world


def make(world: World, moment: str = NOON) -> int:
    with unit_of_work() as session:
        return make_provisional_boards(session, world.agency_id, instant=datetime.fromisoformat(moment).astimezone(UTC))


def board(world: World, span: str = "2026-11") -> BoardHead:
    return board_made(world.agency_id, Subject.PERSONS, Span.parse(span))


def test_a_month_that_goes_on_has_boards_with_its_quarter_half_year_and_year(world: World) -> None:
    make(world)
    for subject in Subject:
        spans = {str(one.span) for one in boards(world.agency_id, subject)}
        assert spans == {"2026-11", "2026-Q4", "2026-H2", "2026"}


def test_boards_say_as_of_when_they_stand_and_through_which_entry(world: World) -> None:
    make(world)
    assert (board(world).as_of, board(world).through_entry_id) == (datetime.fromisoformat(NOON), 1)
    assert not board(world).is_confirmed


# Quiet hours


def test_where_nothing_changed_no_board_is_made_again_and_all_stand_as_of_now(world: World) -> None:
    assert make(world) > 0
    before = board(world)
    assert make(world, "2026-11-20T13:00:00+09:00") == 0
    after = board(world)
    assert (after.id, after.as_of - before.as_of) == (before.id, timedelta(hours=1))


def test_a_note_since_then_makes_them_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    make(world)
    turn_clock(monkeypatch, "2026-11-20T12:30:00+09:00")
    world.send(world.hong, world.park)
    assert make(world, "2026-11-20T13:00:00+09:00") > 0
    assert [row.name for row in persons(board(world).id)] == ["김민수", "박서연"]


def test_what_was_being_written_as_they_were_made_is_in_the_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-11-20T11:59:30+09:00")
    world.send(world.hong, world.park)
    make(world)
    # Its transaction began before noon and ended after the boards were made: it looks older than they are.
    assert make(world, "2026-11-20T13:00:00+09:00") > 0


def test_on_another_day_they_are_made_anew_because_heads_count_by_days(world: World) -> None:
    make(world)
    assert make(world, "2026-11-21T00:10:00+09:00") > 0
    _persons, of_departments = board(world), board_made(world.agency_id, Subject.DEPARTMENTS, Span.parse("2026-11"))
    assert of_departments.days == 21
    assert next(row for row in departments(of_departments.id) if row.department_id == world.welfare).person_days == 21


def test_after_an_import_of_staff_they_are_made_anew(world: World) -> None:
    make(world)
    with unit_of_work() as session:
        session.add(
            StaffImport(agency_id=world.agency_id, file_name="a.csv", digest="", state="applied",
                        uploaded_at=datetime.fromisoformat(NOON), applied_at=datetime.fromisoformat(NOON))
        )  # fmt: skip
    assert make(world, "2026-11-20T13:00:00+09:00") > 0


def test_after_the_month_ended_they_are_made_anew(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-12-01T00:00:00+09:00")
    make(world, "2026-12-01T00:00:00+09:00")
    turn_clock(monkeypatch, "2026-12-01T00:05:00+09:00")
    turn_months(world.agency_id)
    assert make(world, "2026-12-01T01:00:00+09:00") > 0


def test_a_correction_of_a_closed_month_moves_no_board_of_the_open_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = turn_clock(monkeypatch, "2026-12-10T12:00:00+09:00")
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, "2026-11", world.hong.person_id, now)
    make(world, "2026-12-10T12:00:00+09:00")
    assert persons(board(world, "2026-12").id) == ()
    kim = person(board(world, "2026-Q4").id, world.kim.person_id)
    assert kim is not None
    assert kim.figures.received_points == 10


# A year that begins elsewhere


def test_after_the_year_begins_elsewhere_spans_counted_the_old_way_go_unless_confirmed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-01-10T12:00:00+09:00")
    world = a_world()
    change_scheme(year_begins_in=1)
    world.send(world.hong, world.kim)
    make(world, "2026-01-10T12:00:00+09:00")
    add_scheme(world, "2026-02", year_begins_in=2)
    turn_clock(monkeypatch, "2026-02-10T12:00:00+09:00")
    turn_months(world.agency_id)
    make(world, "2026-02-10T12:00:00+09:00")
    found = {(str(one.span), str(one.span.last)) for one in boards(world.agency_id, Subject.PERSONS)}
    assert {one for one in found if "Q" in one[0]} == {("2025-Q4", "2026-01"), ("2026-Q1", "2026-04")}


def test_the_same_spelling_may_be_two_spans_and_both_keep_their_boards(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-03-10T12:00:00+09:00")
    world = a_world()
    change_scheme(year_begins_in=1)
    world.send(world.hong, world.kim)
    add_scheme(world, "2026-04", year_begins_in=4)
    now = turn_clock(monkeypatch, "2026-04-10T12:00:00+09:00")
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, "2026-03", world.hong.person_id, now)
    with unit_of_work() as session:
        confirm_span(session, world.agency_id, "2026-Q1 to 2026-03")
    make(world, "2026-04-10T12:00:00+09:00")
    old = board_of(world.agency_id, Span.parse("2026-Q1", 1), Subject.PERSONS)
    new = board_of(world.agency_id, Span.parse("2026-Q1", 4), Subject.PERSONS)
    assert old is not None
    assert new is not None
    assert (old.is_confirmed, new.is_confirmed) == (True, False)


# One moment, one maker


def test_persons_and_departments_are_of_one_moment_though_notes_arrive_in_between(app: Flask, world: World) -> None:
    sent = _sends_while_making(app, world)
    # SQLite's one writer keeps every send out until the boards stand; PostgreSQL lets them through.
    assert (sent > 2) == (db.engine.dialect.name == "postgresql")
    of_persons, of_departments = (board_made(world.agency_id, subject, Span.parse("2026-11")) for subject in Subject)
    by_person = sum(row.figures.received_points for row in persons(of_persons.id))
    by_department = sum(row.figures.received_points for row in departments(of_departments.id))
    assert by_person == by_department
    assert by_person <= 20, "what was sent after the ledger was read is in the board"


def _sends_while_making(app: Flask, world: World) -> int:
    """Make the boards with a send after each of the statements; answers with how many were done meanwhile."""
    done: list[int] = []
    engine = db.engine
    senders: list[threading.Thread] = []

    def send() -> None:
        with app.app_context():
            world.send(world.hong, world.kim)
            done.append(1)
            db.session.remove()

    def between(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if threading.current_thread() is threading.main_thread() and "kept_movements" in statement:
            sender = threading.Thread(target=send)
            senders.append(sender)
            sender.start()
            sender.join(0.3)

    event.listen(engine, "after_cursor_execute", between)
    try:
        with unit_of_work() as session:
            make_boards(session, world.agency_id, Span.parse("2026-11"), instant=datetime.fromisoformat(NOON))
            return len(done)
    finally:
        event.remove(engine, "after_cursor_execute", between)
        for sender in senders:
            sender.join()


def test_a_second_maker_waits_for_the_first_and_finds_its_boards(app: Flask, world: World) -> None:
    begun, order = threading.Event(), []

    def second() -> None:
        with app.app_context():
            begun.set()
            make(world)
            order.append("second")
            db.session.remove()

    with unit_of_work() as session:
        hold_boards(session, world.agency_id)
        other = threading.Thread(target=second)
        other.start()
        begun.wait(5)
        time.sleep(0.3)
        order.append("first")
    other.join(20)
    assert order == ["first", "second"]
    assert board(world).through_entry_id == 1
