"""The first note of a month that one sends."""

import pytest
from flask import Flask

from collabpoints.queries.first_notes import is_first_of_month
from collabpoints.services.months import turn_months
from collabpoints.services.note_changes import take_back
from tests.factories.clocks import turn_clock
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_the_first_note_of_a_month_is_the_first(world: World) -> None:
    sent = world.send(world.hong, world.kim)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_several_in_one_press_are_the_first_together(world: World) -> None:
    sent = world.send(world.hong, world.kim, world.park)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_the_second_press_is_not_the_first(world: World) -> None:
    world.send(world.hong, world.kim)
    sent = world.send(world.hong, world.park)
    assert not is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_the_first_stays_the_first_after_others(world: World) -> None:
    sent = world.send(world.hong, world.kim)
    world.send(world.hong, world.park)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_what_others_sent_does_not_count(world: World) -> None:
    world.send(world.kim, world.park)
    sent = world.send(world.hong, world.kim)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_after_one_that_was_taken_back_the_next_is_the_first(world: World) -> None:
    taken = world.send(world.hong, world.kim)
    take_back(taken.note_ids[0], agency_id=world.agency_id, person_id=world.hong.person_id)
    sent = world.send(world.hong, world.kim)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)
    assert not is_first_of_month(taken.batch_id, person_id=world.hong.person_id)


def test_thanks_alone_are_a_first_too(world: World) -> None:
    sent = world.send(world.hong, world.lim, points=0)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_each_month_has_its_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2099-03-05T10:00:00+09:00")
    turn_months(world.agency_id)
    sent = world.send(world.hong, world.kim)
    assert is_first_of_month(sent.batch_id, person_id=world.hong.person_id)


def test_somebody_elses_batch_is_no_first_of_mine(world: World) -> None:
    sent = world.send(world.kim, world.park)
    assert not is_first_of_month(sent.batch_id, person_id=world.hong.person_id)
