"""On which branches the notes of a batch hang."""

import pytest
from flask import Flask

from collabpoints.queries.sprouts import sprouts_of
from collabpoints.services.note_changes import take_back
from tests.factories.agencies import a_colleague, a_department
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_a_note_to_a_team_hangs_on_the_branch_of_its_department(world: World) -> None:
    team = a_department(world.agency_id, "교량팀", parent_id=world.roads, level=3)
    bridge = a_colleague(world.agency_id, "다리지기", team)
    batch = world.send(world.hong, bridge, world.kim).batch_id
    found = sprouts_of(batch, person_id=world.hong.person_id)
    assert {(sprout.department_id, sprout.name, sprout.is_crossed) for sprout in found} == {
        (world.roads, "도로과", True),
        (world.welfare, "복지정책과", True),
    }


def test_nothing_is_told_of_others_batches_and_of_what_was_taken_back(world: World) -> None:
    sent = world.send(world.hong, world.kim)
    assert sprouts_of(sent.batch_id, person_id=world.kim.person_id) == ()
    take_back(sent.note_ids[0], agency_id=world.agency_id, person_id=world.hong.person_id)
    assert sprouts_of(sent.batch_id, person_id=world.hong.person_id) == ()
