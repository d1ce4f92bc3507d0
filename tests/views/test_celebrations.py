"""What is celebrated, once and quietly: the first thanks of a month, a reply that one sees for the first time."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.services.replies import reply
from tests.factories.agencies import Colleague
from tests.factories.worlds import World, a_world

SignIn = Callable[[Colleague], FlaskClient]
FIRST = "이번 달에 처음 전한 고마움입니다."
ARRIVED = "답례가 도착했습니다"


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def test_the_first_thanks_of_a_month_is_told_where_it_was_sent(world: World, sign_in: SignIn) -> None:
    sent = world.send(world.hong, world.kim)
    assert FIRST in sign_in(world.hong).get(f"/notes/done/{sent.batch_id}").text


def test_the_second_is_sent_without_a_word_of_the_first(world: World, sign_in: SignIn) -> None:
    world.send(world.hong, world.kim)
    sent = world.send(world.hong, world.park)
    assert FIRST not in sign_in(world.hong).get(f"/notes/done/{sent.batch_id}").text


def test_nobody_but_the_sender_sees_that_it_was_the_first(world: World, sign_in: SignIn) -> None:
    (note_id,) = world.send(world.hong, world.kim).note_ids
    assert FIRST not in sign_in(world.kim).get(f"/notes/{note_id}").text


def test_a_reply_arrives_once(world: World, sign_in: SignIn) -> None:
    (note_id,) = world.send(world.hong, world.kim).note_ids
    reply(note_id, agency_id=world.agency_id, person_id=world.kim.person_id, text="저야말로 고맙습니다.")
    client = sign_in(world.hong)
    assert ARRIVED in client.get(f"/notes/{note_id}").text
    again = client.get(f"/notes/{note_id}").text
    assert ARRIVED not in again
    assert "저야말로 고맙습니다." in again


def test_who_replied_does_not_receive_the_own_reply(world: World, sign_in: SignIn) -> None:
    (note_id,) = world.send(world.hong, world.kim).note_ids
    reply(note_id, agency_id=world.agency_id, person_id=world.kim.person_id)
    assert ARRIVED not in sign_in(world.kim).get(f"/notes/{note_id}").text


def test_what_moves_stands_still_for_those_who_asked_for_it(app: Flask) -> None:
    css = (app.static_folder or "") + "/css/notes.css"
    with open(css, encoding="utf-8") as file:
        rules = file.read()
    moving = "@media (prefers-reduced-motion: no-preference) { .settles { animation:"
    assert rules.count("animation:") == rules.count(moving) == 1
