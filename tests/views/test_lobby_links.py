"""The page of lobby screens' links: for officer and administrator, the address told once."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, LobbyLink
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


def made(client: FlaskClient, place: str = "본관 1층 로비") -> str:
    """The path that a new link opens."""
    answer = submit(client, "/lobby-links", place=place)
    assert answer.status_code == 200
    return str(re.search(r'href="(/lobby/[^"]+)"', answer.text)[1])  # type: ignore[index]


def only_link() -> int:
    with unit_of_work() as session:
        return session.scalars(select(LobbyLink.id)).one()


def acts() -> list[tuple[str, str]]:
    with unit_of_work() as session:
        rows = session.execute(select(AccessRecord.act, AccessRecord.subject).order_by(AccessRecord.id))
        return [(row.act, row.subject) for row in rows]


def test_a_new_link_tells_its_address_once(world: World, officer: FlaskClient) -> None:
    path = made(officer)
    assert path.rpartition("/")[2] not in officer.get("/lobby-links").text
    assert officer.get(path).status_code == 200


def test_the_whole_address_is_told(officer: FlaskClient, world: World) -> None:
    page = submit(officer, "/lobby-links", place="로비").text
    plain = re.sub(r"<[^>]+>", "", page)
    assert re.search(r"http://localhost/lobby/(?:[0-9a-z]{4}-){4}[0-9a-z]{4}", plain)


def test_the_list_says_where_by_whom_and_whether_it_is_good(world: World, officer: FlaskClient) -> None:
    made(officer)
    page = officer.get("/lobby-links").text
    assert all(words in page for words in ("본관 1층 로비", "한담당 주무관", "사용 중"))


def test_without_a_place_nothing_is_made(world: World, officer: FlaskClient) -> None:
    answer = submit(officer, "/lobby-links", place=" ")
    assert answer.status_code == 422
    assert "화면이 어디에 걸려 있는지 적어 주세요." in answer.text
    with unit_of_work() as session:
        assert session.scalars(select(LobbyLink.id)).first() is None


def test_a_refused_place_stays_in_the_form(world: World, officer: FlaskClient) -> None:
    answer = submit(officer, "/lobby-links", place="가" * 61)
    assert answer.status_code == 422
    assert f'value="{"가" * 61}"' in answer.text


def test_what_stands_in_a_place_is_text_and_no_markup(world: World, officer: FlaskClient) -> None:
    page = (
        submit(officer, "/lobby-links", place='<img src=x onerror="alert(1)">').text + officer.get("/lobby-links").text
    )
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_revoked_link_is_closed_at_once(world: World, officer: FlaskClient, client: FlaskClient) -> None:
    path = made(officer)
    answer = submit(officer, f"/lobby-links/{only_link()}/revoke")
    assert (answer.status_code, answer.location) == (303, "/lobby-links")
    shown = officer.get("/lobby-links").text
    assert "본관 1층 로비 화면의 링크를 사용 중지했습니다." in shown
    assert "사용 중지" in shown
    assert client.get(path).status_code == 404


def test_what_is_revoked_already_asks_nothing(world: World, officer: FlaskClient) -> None:
    made(officer)
    submit(officer, f"/lobby-links/{only_link()}/revoke")
    again = officer.get(f"/lobby-links/{only_link()}/revoke")
    assert (again.status_code, again.location) == (303, "/lobby-links")


def test_making_and_revoking_stand_in_the_access_record(world: World, officer: FlaskClient) -> None:
    made(officer)
    submit(officer, f"/lobby-links/{only_link()}/revoke")
    assert acts() == [
        ("lobby_links.make", "/lobby-links"),
        ("lobby_links.revoke", f"/lobby-links/{only_link()}/revoke"),
    ]


def test_an_administrator_may_too(world: World, sign_in: SignIn) -> None:
    boss = sign_in(a_colleague(world.agency_id, "김관리", world.planning, roles=(Role.ADMINISTRATOR,)))
    assert boss.get(made(boss)).status_code == 200


@pytest.mark.parametrize("path", ["/lobby-links", "/lobby-links/1/revoke"])
def test_nobody_else_finds_it(world: World, sign_in: SignIn, path: str) -> None:
    assert sign_in(world.hong).get(path).status_code == 404
