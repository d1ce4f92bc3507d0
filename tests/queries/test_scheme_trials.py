"""A scheme is tried on a month's notes: how many it would have refused, and why; nobody is named."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.schemes import Scheme, parse_scheme, preset_text
from collabpoints.models import Month
from collabpoints.queries.scheme_trials import Trial, trial
from collabpoints.services.note_changes import take_back
from tests.factories.agencies import Colleague
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    """Hong sent two notes to Kim, one to Park and thanks alone to Lim of his own department; Kim sent one to Park."""
    world = a_world()
    for sender, recipient, points in (
        (world.hong, world.kim, 10),
        (world.hong, world.kim, 10),
        (world.hong, world.park, 10),
        (world.hong, world.lim, 0),
        (world.kim, world.park, 10),
    ):
        world.send(sender, recipient, points=points)
    return world


def tried(world: World, **fields: Any) -> Trial:
    with reading() as session:
        period = session.scalars(select(Month.period)).one()
    return trial(world.agency_id, period, rules(**fields))


def rules(**fields: Any) -> Scheme:
    return replace(parse_scheme(preset_text("directive-2016")), **fields)


def reasons(found: Trial) -> dict[str, int]:
    return {reason.example.code.value: reason.notes for reason in found.reasons}


def test_the_scheme_that_judged_them_refuses_none(world: World) -> None:
    found = tried(world)
    assert (found.notes, found.refused, found.reasons) == (5, 0, ())


def test_a_lower_cap_refuses_the_second_note_to_one_person(world: World) -> None:
    found = tried(world, pair_cap=1)
    assert (found.notes, found.refused, reasons(found)) == (5, 1, {"pair_cap_reached": 1})


def test_a_smaller_allowance_is_spent_in_the_order_of_sending(world: World) -> None:
    found = tried(world, allowance=20)
    assert (found.refused, reasons(found)) == (1, {"allowance_short": 1})


def test_what_would_have_been_refused_spends_nothing(world: World) -> None:
    found = tried(world, allowance=20, pair_cap=1)
    assert reasons(found) == {"pair_cap_reached": 1}


def test_other_fixed_points_would_have_been_sent_instead(world: World) -> None:
    found = tried(world, points_allowed=(20,), allowance=40)
    assert reasons(found) == {"allowance_short": 1}


def test_a_longer_minimum_counts_the_texts(world: World) -> None:
    found = tried(world, text_minimum=400)
    assert (found.refused, reasons(found)) == (5, {"text_short": 5})


def test_a_note_with_two_reasons_is_one_refused_note(world: World) -> None:
    found = tried(world, text_minimum=400, pair_cap=1)
    assert (found.refused, reasons(found)) == (5, {"text_short": 5})


def test_cancelled_notes_are_left_out(world: World) -> None:
    sent = world.send(world.park, world.kim)
    take_back(sent.note_ids[0], agency_id=world.agency_id, person_id=world.park.person_id)
    assert tried(world).notes == 5


def test_a_month_without_notes_is_an_empty_trial(world: World) -> None:
    assert trial(world.agency_id, "2020-01", rules()) == Trial("2020-01", 0, 0, ())


def test_it_agrees_with_what_sending_refuses(app: Flask) -> None:
    """The same rules, the same facts: what the trial lets pass under a scheme is what was sent under it."""
    world = a_world(scheme="chungnam-2015")
    everybody: list[Colleague] = [world.hong, world.lim, world.kim, world.park]
    for sender in everybody:
        for recipient in everybody:
            if sender is not recipient:
                world.send(sender, recipient)
    found = tried(world)
    assert found.notes == 12
    assert reasons(found) == {"same_department": 2}
