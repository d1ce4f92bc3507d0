"""My own settings."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collabpoints.queries.accounts import settings
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.passwords import GOOD, with_password
from tests.forms import forms_of, submit

NEW = "달빛고요숲 속의 찻집"


@pytest.fixture
def hong(app: Flask) -> Colleague:
    agency_id = an_agency()
    return with_password(a_colleague(agency_id, "홍길동", a_department(agency_id, "도로과")))


@pytest.fixture
def mine(sign_in: Callable[[Colleague], FlaskClient], hong: Colleague) -> FlaskClient:
    return sign_in(hong)


def change(client: FlaskClient, **filled: Any) -> Any:
    fields = {"current": GOOD, "password": NEW, "again": NEW, **filled}
    return submit(client, "/account", action="/account/password", **fields)


def test_a_new_password_counts_and_this_browser_stays_signed_in(mine: FlaskClient, app: Flask, hong: Colleague) -> None:
    other = app.test_client()
    submit(other, "/sign-in", login=hong.number, password=GOOD)
    assert change(mine).location == "/account"
    assert "비밀번호를 바꾸었습니다" in mine.get("/account").text
    assert other.get("/account").status_code == 302
    assert submit(app.test_client(), "/sign-in", login=hong.number, password=GOOD).status_code == 422
    assert submit(app.test_client(), "/sign-in", login=hong.number, password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("filled", "sentence"),
    [
        ({"current": "wrong-wrong"}, "지금 쓰는 비밀번호가 맞지 않습니다."),
        ({"again": "something else"}, "두 비밀번호가 서로 다릅니다."),
        ({"password": "short", "again": "short"}, "10자 이상"),
        ({"password": GOOD, "again": GOOD}, "다른 것을 정해 주세요."),
        ({"password": "x" * 129 + "yz", "again": "x" * 129 + "yz"}, "128자까지"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(mine: FlaskClient, filled: dict[str, str], sentence: str) -> None:
    answer = change(mine, **filled)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert mine.get("/account").status_code == 200


def test_a_megabyte_for_the_present_password_is_just_wrong(mine: FlaskClient) -> None:
    assert change(mine, current="달" * 100_000).status_code == 422


def test_staying_out_of_rankings_and_coming_back(mine: FlaskClient, hong: Colleague) -> None:
    submit(mine, "/account", action="/account/ranking", is_opted_out="y")
    assert settings(hong.account_id).is_opted_out
    mine.post("/account/ranking", data={"csrf_token": token_on(mine)})
    assert not settings(hong.account_id).is_opted_out


def test_the_morning_mail_on_and_off(mine: FlaskClient, hong: Colleague) -> None:
    mine.post("/account/mail", data={"csrf_token": token_on(mine)})
    assert not settings(hong.account_id).is_mail_wanted
    mine.post("/account/mail", data={"csrf_token": token_on(mine), "is_wanted": "y"})
    assert settings(hong.account_id).is_mail_wanted


def test_without_a_mail_server_there_is_no_mail_to_set(mine: FlaskClient) -> None:
    assert "/account/mail" not in mine.get("/account").text


def test_the_page_says_how_it_is_set(mine: FlaskClient) -> None:
    assert "checked" not in mine.get("/account").text
    submit(mine, "/account", action="/account/ranking", is_opted_out="y")
    assert "checked" in mine.get("/account").text


def test_the_language_is_chosen_here_too(mine: FlaskClient, hong: Colleague) -> None:
    answer = mine.post("/language", data={"csrf_token": token_on(mine), "language": "en", "next": "/account"})
    assert answer.location == "/account"
    assert settings(hong.account_id).language == "en"


def test_one_press_signs_out_everywhere(mine: FlaskClient, app: Flask, hong: Colleague) -> None:
    other = app.test_client()
    submit(other, "/sign-in", login=hong.number, password=GOOD)
    submit(mine, "/account", action="/sign-out")
    assert [browser.get("/account").status_code for browser in (mine, other)] == [302, 302]


def token_on(client: FlaskClient) -> str:
    return forms_of(client.get("/account").text)[0].fields["csrf_token"][0]
