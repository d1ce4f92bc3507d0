"""Signing in and out, as a browser without scripts does it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from collabpoints import clock
from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import Agency
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.passwords import GOOD, with_password
from tests.forms import forms_of, submit

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency_id = an_agency()
    return with_password(
        a_colleague(agency_id, "홍길동", a_department(agency_id, "도로과"), roles=(Role.ADMINISTRATOR,))
    )


def test_who_knows_the_password_comes_home(client: FlaskClient, hong: Colleague) -> None:
    answer = submit(client, "/sign-in", login=hong.number, password=GOOD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "홍길동" in client.get("/account").text


def test_one_goes_on_where_one_wanted_to_go(client: FlaskClient, hong: Colleague) -> None:
    asked = client.get("/account?from=mail")
    assert asked.status_code == 302
    assert submit(client, asked.location, login=hong.number, password=GOOD).location == "/account?from=mail"


def test_the_link_to_thank_somebody_survives_signing_in(client: FlaskClient, hong: Colleague) -> None:
    asked = client.get("/notes/new?to=100234")
    assert submit(client, asked.location, login=hong.number, password=GOOD).location == "/notes/new?to=100234"


def test_where_only_a_form_can_be_sent_one_comes_home(client: FlaskClient, hong: Colleague) -> None:
    answer = submit(client, "/sign-in?next=/account/password", login=hong.number, password=GOOD)
    assert answer.location == "/"


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example", "/%09/evil.example"]
)
def test_signing_in_leads_to_no_other_host(client: FlaskClient, hong: Colleague, elsewhere: str) -> None:
    answer = client.get("/sign-in", query_string={"next": elsewhere})
    form = next(form for form in forms_of(answer.text) if form.action == "/sign-in")
    fields = {**form.fields, "login": hong.number, "password": GOOD}
    location = client.post("/sign-in", data=fields).location
    assert location == "/" or re.match(r"/%", location)


def test_a_failed_try_keeps_the_login_and_never_the_password(client: FlaskClient, hong: Colleague) -> None:
    answer = submit(client, "/sign-in?next=/account", login=hong.number, password="wrong-wrong-wrong")
    assert answer.status_code == 422
    assert "아이디나 비밀번호가 맞지 않습니다." in answer.text
    assert "wrong-wrong-wrong" not in answer.text
    form = next(form for form in forms_of(answer.text) if form.action == "/sign-in")
    assert form.fields["login"] == [hong.number]
    assert form.fields["password"] == [""]
    assert form.fields["next"] == ["/account"]


def test_an_unknown_login_is_answered_like_a_wrong_password(client: FlaskClient, hong: Colleague) -> None:
    def shown(login: str) -> str:
        page = submit(client, "/sign-in", login=login, password="wrong-wrong-wrong").text
        for changing in (login, *re.findall(r'(?:name="csrf_token" type="hidden" value|nonce)="([^"]+)"', page)):
            page = page.replace(changing, "")
        return page

    assert shown("nobody") == shown(hong.number)


def test_too_many_tries_are_answered_with_when_to_come_back(client: FlaskClient, hong: Colleague) -> None:
    for _ in range(10):
        submit(client, "/sign-in", login=hong.number, password="wrong-wrong-wrong")
    answer = submit(client, "/sign-in", login=hong.number, password=GOOD)
    assert answer.status_code == 429
    assert re.search(r"\d+분 뒤에 다시", answer.text)


def test_a_browser_that_signed_in_before_is_not_locked_out_by_others(
    app: Flask, client: FlaskClient, hong: Colleague
) -> None:
    submit(client, "/sign-in", login=hong.number, password=GOOD)
    client.post("/sign-out", data={"csrf_token": token_of(client, "/account")})
    attacker = app.test_client()
    for _ in range(11):
        locked = submit(attacker, "/sign-in", login=hong.number, password="wrong-wrong-wrong")
    assert locked.status_code == 429
    assert submit(client, "/sign-in", login=hong.number, password=GOOD).status_code == 303


@pytest.mark.parametrize("forged", ["", "x", "WyJ4IixbMV1d.AAAA", "가"])
def test_a_forged_browser_cookie_is_nobodys(client: FlaskClient, hong: Colleague, forged: str) -> None:
    client.set_cookie("collabpoints-browser", forged)
    assert submit(client, "/sign-in", login=hong.number, password=GOOD).status_code == 303


def test_the_browser_cookie_cannot_be_read_by_scripts_and_outlives_the_session(
    client: FlaskClient, hong: Colleague
) -> None:
    answer = submit(client, "/sign-in", login=hong.number, password=GOOD)
    cookie = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("collabpoints-browser="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=34560000" in cookie


def test_a_shared_computer_knows_its_last_accounts(client: FlaskClient, hong: Colleague) -> None:
    kim = with_password(a_colleague(1, "김민수", a_department(1, "복지과")))
    for colleague in (hong, kim):
        submit(client, "/sign-in", login=colleague.number, password=GOOD)
        client.post("/sign-out", data={"csrf_token": token_of(client, "/account")})
    for _ in range(10):
        submit(client, "/sign-in", login=hong.number, password="wrong-wrong-wrong")
    assert submit(client, "/sign-in", login=hong.number, password=GOOD).status_code == 429
    assert submit(client, "/sign-in", login=kim.number, password=GOOD).status_code == 303


def test_signing_in_leaves_nothing_of_the_session_before(client: FlaskClient, hong: Colleague) -> None:
    before = token_of(client, "/sign-in")
    with client.session_transaction() as planted:
        planted["planted"] = "by an attacker"
    submit(client, "/sign-in", login=hong.number, password=GOOD)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert client.post("/account/mail", data={"csrf_token": before}).status_code == 400


def test_signing_out_ends_every_browser(app: Flask, client: FlaskClient, hong: Colleague) -> None:
    other = app.test_client()
    submit(client, "/sign-in", login=hong.number, password=GOOD)
    submit(other, "/sign-in", login=hong.number, password=GOOD)
    stolen = client.get_cookie("collabpoints")
    assert stolen is not None
    answer = client.post("/sign-out", data={"csrf_token": token_of(client, "/account")})
    assert answer.location == "/sign-in"
    assert other.get("/account").status_code == 302
    thief = app.test_client()
    thief.set_cookie("collabpoints", stolen.value)
    assert thief.get("/account").status_code == 302


def test_signing_out_twice_is_no_mistake(client: FlaskClient, hong: Colleague) -> None:
    submit(client, "/sign-in", login=hong.number, password=GOOD)
    client.post("/sign-out", data={"csrf_token": token_of(client, "/account")})
    assert client.post("/sign-out", data={"csrf_token": token_of(client, "/sign-in")}).status_code == 303


def test_who_is_signed_in_needs_no_form(sign_in: SignIn, hong: Colleague) -> None:
    assert sign_in(hong).get("/sign-in?next=/account").location == "/account"


def test_after_an_idle_hour_one_signs_in_again_and_goes_on(client: FlaskClient, hong: Colleague) -> None:
    now = clock.now()
    submit(client, "/sign-in", login=hong.number, password=GOOD)
    with time_machine.travel(now + timedelta(minutes=61), tick=False):
        asked = client.get("/account")
        assert asked.status_code == 302
        assert submit(client, asked.location, login=hong.number, password=GOOD).location == "/account"


@pytest.mark.parametrize("password", ["x" * 1_000_000, "a\x00b", "달" * 100_000])
def test_hostile_passwords_get_a_page(client: FlaskClient, hong: Colleague, password: str) -> None:
    assert submit(client, "/sign-in", login=hong.number, password=password).status_code == 422


@pytest.mark.parametrize("login", ["\x00", "x" * 1_000_000, "<script>alert(1)</script>", "100234\u202e"])
def test_hostile_logins_get_a_page(client: FlaskClient, hong: Colleague, login: str) -> None:
    answer = submit(client, "/sign-in", login=login, password=GOOD)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_nothing_typed_at_all_gets_a_page(client: FlaskClient, hong: Colleague) -> None:
    assert client.post("/sign-in", data={"csrf_token": token_of(client, "/sign-in")}).status_code == 422


def test_bytes_that_are_no_text_get_a_page(client: FlaskClient, hong: Colleague) -> None:
    token = token_of(client, "/sign-in")
    body = f"csrf_token={token}&login=%ED%A0%80&password=%ED%A0%80%FF".encode()
    answer = client.post("/sign-in", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_the_demo_agency_names_its_accounts(client: FlaskClient, hong: Colleague) -> None:
    with unit_of_work() as session:
        session.execute(update(Agency).values(is_demo=True))
    page = client.get("/sign-in").text
    assert "collabpoints-demo" in page
    assert all(f"<code>{login}</code>" in page for login in ("employee", "lead", "reviewer", "hr", "admin"))


def test_a_real_agency_names_none(client: FlaskClient, hong: Colleague) -> None:
    assert "collabpoints-demo" not in client.get("/sign-in").text


def test_before_an_agency_exists_nobody_signs_in(client: FlaskClient) -> None:
    assert submit(client, "/sign-in", login="admin", password=GOOD).status_code == 503


def token_of(client: FlaskClient, address: str) -> str:
    """The CSRF token that stands on a page."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert found
    return found[1]
