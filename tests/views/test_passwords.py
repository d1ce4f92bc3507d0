"""Setting a password by a one-time link."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints import clock
from collabpoints.services.links import make_links
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.passwords import GOOD
from tests.forms import submit


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency_id = an_agency()
    return a_colleague(agency_id, "홍길동", a_department(agency_id, "도로과"))


@pytest.fixture
def address(app: Flask, hong: Colleague) -> str:
    """Where his link leads."""
    key = app.config["SECRET_KEY"]
    link = make_links(1, [hong.account_id], None, clock.now(), 72, key=key)[0]
    return f"/password/first/{link.token}"


def test_the_link_greets_and_says_the_login(client: FlaskClient, address: str, hong: Colleague) -> None:
    page = client.get(address).text
    assert "홍길동 주무관님" in page
    assert hong.number in page


def test_the_password_counts_and_one_is_signed_in(
    client: FlaskClient, app: Flask, address: str, hong: Colleague
) -> None:
    assert submit(client, address, password=GOOD, again=GOOD).location == "/"
    assert client.get("/account").status_code == 200
    assert submit(app.test_client(), "/sign-in", login=hong.number, password=GOOD).status_code == 303


def test_the_browser_is_known_from_then_on(client: FlaskClient, address: str) -> None:
    submit(client, address, password=GOOD, again=GOOD)
    assert client.get_cookie("collabpoints-browser") is not None


def test_looking_does_not_use_it_up(client: FlaskClient, address: str) -> None:
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 200]


def test_used_old_and_invented_links_look_the_same(
    client: FlaskClient, app: Flask, address: str, hong: Colleague
) -> None:
    submit(client, address, password=GOOD, again=GOOD)
    stranger = app.test_client()
    past = clock.now() - timedelta(hours=73)
    old = make_links(1, [hong.account_id], None, past, 72, key=app.config["SECRET_KEY"])[0]
    answers = [stranger.get(path) for path in (address, f"/password/first/{old.token}", "/password/first/invented")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    bodies = {answer.text.split("<main")[1].split("</main>")[0] for answer in answers}
    assert len(bodies) == 1
    assert "새 링크를 부탁해" in bodies.pop()


def test_two_spellings_are_said_and_the_link_stays_good(client: FlaskClient, address: str) -> None:
    answer = submit(client, address, password=GOOD, again=f"{GOOD}!")
    assert answer.status_code == 422
    assert "두 비밀번호가 서로 다릅니다" in answer.text
    assert submit(client, address, password=GOOD, again=GOOD).status_code == 303


@pytest.mark.parametrize(
    "bad", ["short", "홍길동 만세 만만세 만세", "qwer1234qwer", "x" * 1_000_000, "mountain\x00teacup"]
)
def test_what_is_wrong_is_said_and_never_shown_again(client: FlaskClient, address: str, bad: str) -> None:
    answer = submit(client, address, password=bad, again=bad)
    assert answer.status_code == 422
    assert "field__errors" in answer.text
    assert f'value="{bad}"' not in answer.text


def test_typed_from_paper_in_capitals_it_still_leads_there(client: FlaskClient, address: str) -> None:
    prefix, _, token = address.rpartition("/")
    assert client.get(f"{prefix}/{token.upper().replace('-', '')}").status_code == 200


@pytest.mark.parametrize("token", ["%00", "%ED%A0%80", "a" * 5000, "가나다"])
def test_hostile_tokens_get_a_page(client: FlaskClient, hong: Colleague, token: str) -> None:
    assert client.get(f"/password/first/{token}").status_code == 404
