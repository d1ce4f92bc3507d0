"""Pages for what goes wrong: they say what happened and what to do now, with the database or without."""

import re
import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import abort

from collabpoints.app import create_app
from collabpoints.views import access
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.bodies import a_large_field

SECONDS = 5
SignIn = Callable[[Colleague], FlaskClient]


def _heading(page: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert found, page
    return found[1].strip()


@pytest.fixture
def hong() -> Colleague:
    agency = an_agency()
    return a_colleague(agency, "홍길동", a_department(agency, "총무과"))


def _broken(fault: Exception) -> Callable[[], str]:
    def view() -> str:
        raise fault

    return access.public(view)


def _app_with(database_url: str, endpoint: Callable[[], str]) -> Flask:
    app = create_app(a_config(database_url, database_timeout=1))
    app.add_url_rule("/broken", "broken", endpoint, methods=["GET", "POST"])
    return app


NOWHERE = "sqlite:////nowhere/at/all/data.sqlite3"
UNREACHABLE = [
    pytest.param(NOWHERE, id="sqlite"),
    pytest.param("postgresql+psycopg://nobody@127.0.0.1:1/nothing", id="postgresql"),
]


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [("/nothing", 404, "찾으시는 화면이 없습니다"), ("/static/nothing.css", 404, "찾으시는 화면이 없습니다")],
)
def test_a_page_that_is_not_there(client: FlaskClient, address: str, status: int, heading: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, _heading(answer.text)) == (status, heading)


def test_a_wrong_method_says_which_there_are(client: FlaskClient) -> None:
    answer = client.post("/health/live")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_body_that_is_too_large_gets_its_page(client: FlaskClient) -> None:
    answer = client.post("/language", **a_large_field("language", 3_000_000))
    assert (answer.status_code, _heading(answer.text)) == (413, "보낸 내용이 너무 큽니다")


def test_a_form_without_its_token_is_an_old_page(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "en", "next": "/"})
    assert (answer.status_code, _heading(answer.text)) == (400, "화면이 오래되었습니다")


@pytest.mark.parametrize("code", [400, 404, 405, 413, 429, 500, 503])
def test_every_code_has_a_page_with_a_way_on(code: int) -> None:
    def view() -> str:
        abort(code)

    answer = _app_with(NOWHERE, access.public(view)).test_client().get("/broken")
    assert answer.status_code == code
    assert 'class="lead"' in answer.text
    assert re.search(r'<a class="button button--primary" href="/', answer.text)


def test_a_code_without_a_page_of_its_own_keeps_its_code() -> None:
    def view() -> str:
        abort(415)

    answer = _app_with(NOWHERE, access.public(view)).test_client().get("/broken")
    assert (answer.status_code, _heading(answer.text)) == (415, "보낸 내용을 읽을 수 없습니다")


def test_a_name_that_is_not_ours_is_refused_in_plain_words(client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers={"Host": "elsewhere.example"})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "elsewhere" not in answer.text


def test_a_fault_of_ours_shows_nothing_of_it() -> None:
    answer = _app_with(NOWHERE, _broken(RuntimeError("secret-of-the-house"))).test_client().get("/broken")
    assert (answer.status_code, _heading(answer.text)) == (500, "저희 쪽에 문제가 생겼습니다")
    assert "secret-of-the-house" not in answer.text
    assert "Traceback" not in answer.text


def test_who_is_signed_in_keeps_the_ways_on_a_page_that_is_not_there(sign_in: SignIn, hong: Colleague) -> None:
    page = sign_in(hong).get("/nothing").text
    assert "홍길동" in page


def test_a_fault_of_ours_shows_nobodys_name(
    sign_in: SignIn, hong: Colleague, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "health.live", _broken(RuntimeError("x")))
    page = sign_in(hong).get("/health/live")
    assert page.status_code == 500
    assert "홍길동" not in page.text


@pytest.mark.parametrize("database_url", UNREACHABLE)
@pytest.mark.parametrize("path", ["/", "/nothing", "/sign-in"])
def test_without_the_database_whoever_was_signed_in_gets_a_clear_page_in_seconds(database_url: str, path: str) -> None:
    app = _app_with(database_url, access.public(lambda: ""))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a-token"
    began = time.monotonic()
    answer = client.get(path)
    assert time.monotonic() - began < SECONDS
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert _heading(answer.text) == "잠시 쉬고 있습니다"
    assert "Traceback" not in answer.text
    assert "sqlalche" not in answer.text


@pytest.mark.parametrize("database_url", UNREACHABLE)
def test_without_the_database_the_site_is_alive_and_its_style_is_served(database_url: str) -> None:
    client = _app_with(database_url, access.public(lambda: "")).test_client()
    assert client.get("/health/live").status_code == 200
    with client.get("/static/css/base.css") as style:
        assert style.status_code == 200


def test_a_page_for_a_fault_of_the_database_offers_to_open_it_again() -> None:
    fault = OperationalError("SELECT 1", {}, Exception("gone"))
    answer = _app_with(NOWHERE, _broken(fault)).test_client().get("/broken?month=2026-11")
    assert answer.status_code == 503
    assert 'href="/broken?month=2026-11"' in answer.text
