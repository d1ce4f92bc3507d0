"""After "sent": the recipient's branch, at which my leaf arrives."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.services.note_changes import take_back
from collabpoints.services.trees import grow_span
from tests.factories.agencies import Colleague
from tests.factories.groves import a_grove
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def branch(page: str) -> str:
    """The picture with its words; "" where there is none."""
    found = re.search(r'<figure class="new-leaf">.*?</figure>', page, flags=re.S)
    return found[0] if found else ""


def marks(page: str) -> int:
    """Leaves and blossoms, without the one that arrives."""
    drawn, _arriving, after = branch(page).partition('class="arriving"')
    drawn = drawn.partition("</defs>")[2]
    assert after
    return len(re.findall(r'<path class="l\d"', drawn)) + drawn.count('href="#branch-b3"')


def test_before_any_tree_has_grown_the_branch_is_there_with_my_leaf_alone(world: World, sign_in: SignIn) -> None:
    sent = world.send(world.hong, world.kim)
    page = sign_in(world.hong).get(f"/notes/done/{sent.batch_id}").text
    assert "복지정책과 가지에 꽃이 한 송이 피었습니다." in branch(page)
    assert "하루 안에 협업나무에도 걸립니다." in branch(page)
    assert 'class="arriving"' in branch(page)
    assert "<a " not in branch(page)
    assert marks(page) == 0


def test_a_note_within_the_bureau_is_a_leaf_on_a_branch_that_has_grown(app: Flask, sign_in: SignIn) -> None:
    grove = a_grove()
    sent = grove.world.send(grove.welfare[5], grove.planning[0], points=0)
    page = sign_in(grove.welfare[5]).get(f"/notes/done/{sent.batch_id}").text
    assert "기획담당관 가지에 잎이 하나 돋았습니다." in branch(page)
    assert f'href="{grove.address}/D1?mine=1"' in branch(page)
    assert marks(page) == 9 + 4


def test_once_the_tree_has_grown_the_leaf_is_not_counted_twice(app: Flask, sign_in: SignIn) -> None:
    grove = a_grove()
    sent = grove.world.send(grove.welfare[5], grove.planning[0], points=0)
    grow_span(grove.world.agency_id, grove.span)
    page = sign_in(grove.welfare[5]).get(f"/notes/done/{sent.batch_id}").text
    assert "하루 안에" not in branch(page)
    assert marks(page) == 9 + 4


def test_the_branch_of_a_hidden_department_tells_no_figures(app: Flask, sign_in: SignIn) -> None:
    grove = a_grove()
    sent = grove.world.send(grove.planning[5], grove.archive[0], points=0)
    page = sign_in(grove.planning[5]).get(f"/notes/done/{sent.batch_id}").text
    assert "기록과 가지에 잎이 하나 돋았습니다." in branch(page)
    assert marks(page) == 0
    assert f'href="{grove.address}?mine=1"' in branch(page)


def test_several_recipients_of_one_department_and_of_many(world: World, sign_in: SignIn) -> None:
    both = world.send(world.kim, world.hong, world.lim)
    many = world.send(world.kim, world.hong, world.park)
    client = sign_in(world.kim)
    assert "기획담당관 가지에 꽃이 2송이 피었습니다." in branch(client.get(f"/notes/done/{both.batch_id}").text)
    assert "등 가지 2곳에 고마움이 돋았습니다." in branch(client.get(f"/notes/done/{many.batch_id}").text)


def test_what_was_taken_back_brings_no_leaf(world: World, sign_in: SignIn) -> None:
    sent = world.send(world.hong, world.kim)
    take_back(sent.note_ids[0], agency_id=world.agency_id, person_id=world.hong.person_id)
    assert branch(sign_in(world.hong).get(f"/notes/done/{sent.batch_id}").text) == ""
