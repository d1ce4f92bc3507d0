"""The list of kinds of help, kept by the officer."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.domain.roles import Role
from collabpoints.queries.help_kinds import help_kinds
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import World, a_world
from tests.forms import submit

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def officer(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(a_colleague(world.agency_id, "한담당", world.planning, roles=(Role.OFFICER,)))


def names(world: World) -> list[str]:
    return [kind.name_ko for kind in help_kinds(world.agency_id)]


def add(client: FlaskClient, *kinds: str) -> None:
    for name in kinds:
        assert submit(client, "/help-kinds", name_ko=name).status_code == 303


def test_an_employee_does_not_find_the_page(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.hong).get("/help-kinds").status_code == 404


def test_a_kind_is_added(world: World, officer: FlaskClient) -> None:
    add(officer, "지식 나눔", "함께 일하기")
    assert names(world) == ["지식 나눔", "함께 일하기"]


def test_a_taken_name_is_refused_and_kept_in_the_form(world: World, officer: FlaskClient) -> None:
    add(officer, "지식 나눔")
    answer = submit(officer, "/help-kinds", name_ko="지식 나눔", name_en="Knowledge")
    assert answer.status_code == 422
    assert "같은 이름이 이미 있습니다" in answer.text
    assert 'value="Knowledge"' in answer.text


def test_a_kind_moves_up(world: World, officer: FlaskClient) -> None:
    add(officer, "지식 나눔", "함께 일하기")
    last = help_kinds(world.agency_id)[1].id
    token = {"name_ko": "함께 일하기", "is_offered": "y"}
    page = f"/help-kinds/{last}"
    fields = {"csrf_token": _token(officer), "action": "up", **token}
    assert officer.post(page, data=fields).status_code == 303
    assert names(world) == ["함께 일하기", "지식 나눔"]


def test_a_kind_no_longer_offered_leaves_the_form(world: World, officer: FlaskClient, sign_in: SignIn) -> None:
    add(officer, "지식 나눔")
    kind = help_kinds(world.agency_id)[0]
    officer.post(f"/help-kinds/{kind.id}", data={"csrf_token": _token(officer), "name_ko": "지식 나눔"})
    assert names(world) == []
    assert "지식 나눔" not in sign_in(world.hong).get("/").text


def test_a_refused_change_keeps_what_was_typed(world: World, officer: FlaskClient) -> None:
    add(officer, "지식 나눔")
    kind = help_kinds(world.agency_id)[0]
    answer = officer.post(
        f"/help-kinds/{kind.id}", data={"csrf_token": _token(officer), "name_ko": "", "name_en": "Knowledge"}
    )
    assert answer.status_code == 422
    assert 'value="Knowledge"' in answer.text


def test_another_kind_than_ones_own_does_not_exist(world: World, officer: FlaskClient) -> None:
    assert officer.post("/help-kinds/999", data={"csrf_token": _token(officer), "name_ko": "가"}).status_code == 404


def _token(client: FlaskClient) -> str:
    page = client.get("/help-kinds").text
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]
