"""The jobs of boards: provisional ones each hour and at the first start, confirmed ones once a span's months are closed."""

from datetime import datetime

import pytest
from flask import Flask

from collabpoints.db import unit_of_work
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.jobs.runner import Outcome, heed_asked, reconcile
from collabpoints.queries.boards import board_of, persons
from collabpoints.services.boards import confirm_span
from tests.factories.boards import board_made, close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """The agency's first month is October, and its year begins then; a note of October, and it is December."""
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    change_scheme(year_begins_in=10)
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2026-11-10T12:00:00+09:00")
    reconcile()
    turn_clock(monkeypatch, "2026-12-10T12:00:00+09:00")
    return world


def close(world: World, *periods: str) -> None:
    for period in periods:
        close_by_hand(
            world.agency_id, period, world.hong.person_id, datetime.fromisoformat("2026-12-10T12:00:00+09:00")
        )


def confirmed() -> list[Outcome]:
    return [outcome for outcome in heed_asked() if outcome.job == "boards"]


def test_the_first_start_makes_boards_at_once(world: World) -> None:
    assert ("standings", "done") in {(outcome.job, outcome.result) for outcome in reconcile()}
    assert len(persons(board_made(world.agency_id, Subject.PERSONS, Span.parse("2026-10")).id)) == 1


def test_they_are_made_again_in_the_next_hour_and_not_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def standings() -> list[str]:
        return [outcome.period for outcome in reconcile() if outcome.job == "standings"]

    assert standings() == ["2026-12-10T03Z"]
    assert standings() == []
    turn_clock(monkeypatch, "2026-12-10T13:00:00+09:00")
    assert standings() == ["2026-12-10T04Z"]


def test_a_span_whose_last_month_goes_on_is_not_confirmed(world: World) -> None:
    reconcile()
    close(world, "2026-10", "2026-11")
    assert confirmed() == []


def test_once_all_its_months_are_closed_a_quarter_is_confirmed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reconcile()
    turn_clock(monkeypatch, "2027-01-10T12:00:00+09:00")
    reconcile()
    close(world, "2026-10", "2026-11")
    assert confirmed() == []
    close(world, "2026-12")
    assert [(outcome.period, outcome.result) for outcome in confirmed()] == [("2026-Q1 to 2026-12", "done")]
    board = board_of(world.agency_id, Span.parse("2026-Q1", 10), Subject.DEPARTMENTS)
    assert board is not None
    assert board.is_confirmed


def test_a_span_is_confirmed_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    reconcile()
    turn_clock(monkeypatch, "2027-01-10T12:00:00+09:00")
    reconcile()
    close(world, "2026-10", "2026-11", "2026-12")
    assert len(confirmed()) == 1
    assert confirmed() == []


def test_months_before_the_first_one_are_not_waited_for(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_clock(monkeypatch, "2026-12-10T12:00:00+09:00")
    world = a_world()
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2027-01-10T12:00:00+09:00")
    reconcile()
    close(world, "2026-12")
    assert [outcome.period for outcome in confirmed()] == [
        "2026-Q4 to 2026-12",
        "2026-H2 to 2026-12",
        "2026 to 2026-12",
    ]
    board = board_made(world.agency_id, Subject.PERSONS, Span.parse("2026"))
    assert (board.first_period, board.days) == ("2026-12", 31)


def test_a_span_that_was_not_all_closed_when_it_came_to_it_is_not_confirmed(world: World) -> None:
    reconcile()
    with pytest.raises(ValueError, match="not all months"), unit_of_work() as session:
        confirm_span(session, world.agency_id, "2026-Q1 to 2026-12")
