"""On which branches the notes of a batch hang."""

import pytest
from flask import Flask
from sqlalchemy import delete

from collabpoints.db import unit_of_work
from collabpoints.domain.periods import Month
from collabpoints.domain.trees import LimbKind
from collabpoints.models import ShownCell
from collabpoints.queries.sprouts import bough_of, sprouts_of
from collabpoints.queries.trees import tree_of
from collabpoints.services.note_changes import take_back
from tests.factories.agencies import a_colleague, a_department
from tests.factories.groves import a_grove
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


def test_before_a_tree_has_grown_there_is_no_bough(world: World) -> None:
    assert bough_of(world.agency_id, Month(2026, 11), world.roads) is None


@pytest.mark.parametrize("is_small", [False, True])
def test_a_bough_tells_of_each_department_what_the_tree_tells_today(app: Flask, is_small: bool) -> None:
    grove = a_grove()
    if is_small:  # since the tree grew
        with unit_of_work() as session:
            session.execute(delete(ShownCell).where(ShownCell.department_id == grove.world.planning))
    tree = tree_of(grove.world.agency_id, grove.span)
    assert tree is not None
    branches = [one for one in tree.branches if one.limb.kind is LimbKind.DEPARTMENT]
    told = {one.limb.department_id: (one.limb.received or 0, one.limb.crossed or 0) for one in branches}
    assert told[grove.world.planning] == ((13, 6) if not is_small else (0, 0))
    for department_id, figures in told.items():
        bough = bough_of(grove.world.agency_id, grove.span.first, department_id or 0)
        assert bough is not None
        assert (bough.as_of, bough.received, bough.crossed) == (tree.as_of, *figures)
    silent = {one.limb.department_id for one in branches if one.limb.received is None}
    assert all(not bough.has_tree for one in silent if one and (bough := bough_of(tree.agency_id, tree.month, one)))
