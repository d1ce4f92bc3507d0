"""Every door of the address map: pinned headers whoever asks, names and proxies by list, and no way to another host."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from collabpoints.app import create_app
from collabpoints.db import db
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord
from tests.attacks.requests import doors
from tests.conftest import a_config
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.passwords import GOOD, with_password
from tests.forms import forms_of
from tests.house.test_access import House, a_house, a_token, enter
from tests.views.test_headers import PINNED, POLICY
from tests.views.test_paths import HOSTILE

NAMES = (
    "evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example", "localhost, evil.example", "evil.example/localhost",
    "127.0.0.1.evil.example", "[::1]", "0.0.0.0", "localhost\tevil.example", "LOCALHOST.EVIL.EXAMPLE", "*", "localhost#evil.example", "xn--localhost",
)  # fmt: skip


MAY_BE_KEPT = ("static", "trees.seasons")
"""Addresses that say the same to everybody, and may be kept for good with their version."""


@pytest.fixture
def house(app: Flask) -> House:
    return a_house(app)


@pytest.fixture
def boss(house: House) -> Colleague:
    return a_colleague(
        house.world.agency_id, "김관리", house.world.roads, roles=(Role.ADMINISTRATOR, Role.OFFICER, Role.REVIEWER)
    )


def wrong_headers(answer: TestResponse, *, is_static: bool) -> list[str]:
    headers = answer.headers
    wrong = [name for name, value in PINNED.items() if headers.getlist(name) != [value]]
    policies = headers.getlist("Content-Security-Policy")
    if [re.sub(r"'nonce-[\w-]{24}'", "'nonce-NONCE'", policy) for policy in policies] != [POLICY]:
        wrong.append("Content-Security-Policy")
    if headers.getlist("Cache-Control") != (["no-cache"] if is_static else ["no-store"]):
        wrong.append("Cache-Control")
    return wrong


def test_every_door_carries_the_pinned_headers_whoever_asks_and_however_it_answers(
    house: House, boss: Colleague
) -> None:
    wrong = []
    for who in (None, house.world.park, house.world.hong, boss):
        client = house.app.test_client()
        if who:
            enter(client, who)
        for method, rule in doors(house.app):
            address = house.address(rule.endpoint)
            for body in ({}, {"csrf_token": a_token(client)}) if method == "POST" else (None,):
                answer = client.open(address, method=method, data=body)
                for name in wrong_headers(answer, is_static=rule.endpoint in MAY_BE_KEPT):
                    wrong.append(f"{method} {address} ({answer.status_code}): {name}")
                answer.close()
                if rule.endpoint == "sign_in.leave" and who:
                    enter(client, who)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_not_ours_is_refused_at_every_door(sqlite_app: Flask, name: str) -> None:
    client = sqlite_app.test_client()
    for address in ("/", "/sign-in", "/static/css/base.css", "/nothing", "/health/live"):
        answer = client.get(address, headers={"Host": name})
        assert answer.status_code == 400, address
        assert "evil" not in answer.text


FORWARDED = {
    "X-Forwarded-For": "203.0.113.66",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "8443",
    "X-Forwarded-Prefix": "/evil",
    "X-Real-IP": "203.0.113.66",
    "Forwarded": "for=203.0.113.66;host=evil.example;proto=https",
    "X-Original-URL": "/roles",
    "X-Rewrite-URL": "/roles",
}


def test_what_a_proxy_would_say_is_not_believed_where_none_is_set_up(house: House, boss: Colleague) -> None:
    client = house.app.test_client()
    enter(client, boss)
    answer = client.get("/roles", headers=FORWARDED)
    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert set(db.session.scalars(select(AccessRecord.address))) == {"127.0.0.1"}


def test_a_proxy_that_is_set_up_is_believed_by_its_own_word_only(app: Flask, boss: Colleague) -> None:
    behind = create_app(a_config(app.config["SQLALCHEMY_DATABASE_URI"], trusted_proxies=1))
    client = behind.test_client()
    with app.app_context():
        enter(client, boss)
    answer = client.get("/roles", headers={"X-Forwarded-For": "203.0.113.66, 198.51.100.7"})
    assert answer.status_code == 200
    assert set(db.session.scalars(select(AccessRecord.address))) == {"198.51.100.7"}
    assert client.get("/roles", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400
    with behind.app_context():
        db.engine.dispose()


def test_cookies_are_for_this_host_over_https_and_out_of_reach_of_scripts(app: Flask, house: House) -> None:
    address = "https://thanks.haneul.example"
    settings = replace(a_config(app.config["SQLALCHEMY_DATABASE_URI"]), public_url=address)
    behind, hong = create_app(settings), with_password(house.world.hong)
    client = behind.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in", base_url=address).text)
    fields = {"csrf_token": token[1] if token else "", "login": hong.number, "password": GOOD, "language": "en"}
    sent = {"base_url": address, "headers": {"Referer": f"{address}/sign-in"}}
    answers = [client.post(path, data=fields, **sent) for path in ("/language", "/sign-in")]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"language", "collabpoints", "collabpoints-browser"}
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")), cookie
        assert "Domain=" not in cookie
    with behind.app_context():
        db.engine.dispose()


def test_there_are_enough_spellings() -> None:
    assert len(set(HOSTILE)) >= 60


def _typed(spelling: str) -> bytes:
    return spelling.encode("utf-8", "surrogatepass")


def _leads_home(answer: TestResponse) -> bool:
    # A lone surrogate arrives as the escapes of its bytes: an address of ours that nobody has.
    return answer.headers.getlist("Location") in (["/"], ["/%ED%A0%80"])


def test_no_spelling_leads_who_is_signed_in_elsewhere(house: House) -> None:
    client = house.app.test_client()
    enter(client, house.world.hong)
    wrong = [one for one in HOSTILE if not _leads_home(client.get("/sign-in", query_string={"next": _typed(one)}))]
    assert wrong == []


def test_no_spelling_leads_elsewhere_from_the_choice_of_a_language(client: FlaskClient) -> None:
    fields = {"csrf_token": a_token(client), "language": "en"}
    wrong = [one for one in HOSTILE if not _leads_home(client.post("/language", data={**fields, "next": _typed(one)}))]
    assert wrong == []


@pytest.mark.parametrize("is_carrying", [False, True], ids=["alone", "carrying a text"])
def test_no_spelling_leads_elsewhere_after_signing_in(house: House, is_carrying: bool) -> None:
    hong, wrong = with_password(house.world.hong), []
    for spelling in HOSTILE[::4]:
        client = house.app.test_client()
        fields = {"csrf_token": a_token(client), "login": hong.number, "password": GOOD, "next": _typed(spelling)}
        answer = client.post("/sign-in", data={**fields, "kept-text": "x"} if is_carrying else fields)
        if not _leads_home(answer):
            wrong.append((spelling, answer.status_code, answer.location))
    assert wrong == []


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/nothing", "//evil.example/x", "///evil.example", "/\\evil.example", "//evil.example/../roles/"],
)
def test_an_address_with_a_host_in_it_leads_nowhere(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": "next=//evil.example"})
    assert answer.status_code in (200, 302, 308, 404)
    assert re.match(r"(http://localhost)?/(?!/)|$", answer.location or "")
    assert all(re.match(r"/(?![/\\])", form.action) for form in forms_of(answer.text))
    if answer.location:
        followed = client.get(answer.location)
        assert followed.status_code in (200, 302, 404)
        assert "evil" not in (followed.location or "").partition("?")[0]
