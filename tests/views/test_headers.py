"""What every answer carries, whatever it answers."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from collabpoints.app import create_app
from tests.conftest import a_config
from tests.factories.bodies import a_large_field

PINNED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-NONCE'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

ANSWERS: dict[str, Callable[[FlaskClient], TestResponse]] = {
    "a page": lambda client: client.get("/sign-in"),
    "a redirect": lambda client: client.get("/"),
    "not found": lambda client: client.get("/nothing"),
    "wrong method": lambda client: client.post("/health/live"),
    "a form without its token": lambda client: client.post("/language", data={"language": "en"}),
    "too large": lambda client: client.post("/language", **a_large_field("language", 3_000_000)),
    "a foreign name": lambda client: client.get("/", headers={"Host": "elsewhere.example"}),
    "a static file": lambda client: client.get("/static/css/base.css"),
    "a versioned static file": lambda client: client.get("/static/css/base.css?v=1"),
    "a missing static file": lambda client: client.get("/static/nothing.css?v=1"),
    "a way out of the static folder": lambda client: client.get("/static/../app.py"),
    "health": lambda client: client.get("/health/live"),
    "not ready": lambda client: client.get("/health/ready"),
}


def _answer(client: FlaskClient, name: str) -> TestResponse:
    answer = ANSWERS[name](client)
    answer.close()  # the file behind it
    return answer


@pytest.mark.parametrize("answer", ANSWERS)
def test_every_answer_carries_the_pinned_headers(client: FlaskClient, answer: str) -> None:
    headers = _answer(client, answer).headers
    assert {name: headers.getlist(name) for name in PINNED} == {name: [value] for name, value in PINNED.items()}
    policies = headers.getlist("Content-Security-Policy")
    assert [re.sub(r"'nonce-[\w-]{24}'", "'nonce-NONCE'", policy) for policy in policies] == [POLICY]
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("answer", [name for name in ANSWERS if "static" not in name])
def test_nothing_but_static_files_is_kept(client: FlaskClient, answer: str) -> None:
    assert _answer(client, answer).headers["Cache-Control"] == "no-store"


def test_a_versioned_static_file_is_kept_for_a_year(client: FlaskClient) -> None:
    kept = _answer(client, "a versioned static file").headers["Cache-Control"]
    assert kept == "public, max-age=31536000, immutable"


def test_an_unversioned_static_file_is_asked_for_again_and_answered_in_a_word(client: FlaskClient) -> None:
    first = _answer(client, "a static file")
    assert first.headers["Cache-Control"] == "no-cache"
    with client.get("/static/css/base.css", headers={"If-None-Match": first.headers["ETag"]}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_missing_static_file_is_not_kept_as_missing(client: FlaskClient) -> None:
    missing = client.get("/static/nothing.css?v=1")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-cache")


def test_each_answer_has_a_nonce_of_its_own(client: FlaskClient) -> None:
    first, second = (client.get("/sign-in").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_a_page_has_no_inline_style_or_script(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)


def test_https_is_pinned_where_the_site_has_it() -> None:
    config = replace(a_config("sqlite:////nowhere/at/all/data.sqlite3"), public_url="https://thanks.haneul.example")
    app: Flask = create_app(config)
    answer = app.test_client().get("/health/live", base_url="https://thanks.haneul.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
