"""What leaves compressed, and what never does."""

import gzip
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

SHEET = "/static/css/base.css"
ASKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture
def visitor(sqlite_app: Flask) -> FlaskClient:
    return sqlite_app.test_client()


@pytest.mark.parametrize("name", ["css/base.css", "js/site.js", "icons.svg"])
def test_sheets_scripts_and_drawings_leave_compressed(visitor: FlaskClient, name: str) -> None:
    with visitor.get(f"/static/{name}", headers=ASKED) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        folder = visitor.application.static_folder
        assert folder
        assert gzip.decompress(answer.data) == (Path(folder) / name).read_bytes()


@pytest.mark.parametrize("asked", [{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip;q=0"}])
def test_who_cannot_read_that_gets_it_as_it_is(visitor: FlaskClient, asked: dict[str, str]) -> None:
    with visitor.get(SHEET, headers=asked) as answer:
        assert "Content-Encoding" not in answer.headers
        assert b"{" in answer.data


def test_what_keeps_answers_for_others_is_told_that_there_are_two(visitor: FlaskClient) -> None:
    for asked in ({}, ASKED):
        with visitor.get(SHEET, headers=asked) as answer:
            assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize(("told", "asked"), [("Last-Modified", "If-Modified-Since"), ("ETag", "If-None-Match")])
def test_who_has_it_already_is_told_so(visitor: FlaskClient, told: str, asked: str) -> None:
    with visitor.get(SHEET, headers=ASKED) as answer:
        known = answer.headers[told]
    with visitor.get(SHEET, headers={**ASKED, asked: known}) as answer:
        assert (answer.status_code, answer.data) == (304, b"")


def test_a_part_of_a_file_is_the_part_that_was_asked_for(visitor: FlaskClient) -> None:
    with visitor.get(SHEET, headers={**ASKED, "Range": "bytes=0-9"}) as answer:
        assert (answer.status_code, len(answer.data)) == (206, 10)
        assert "Content-Encoding" not in answer.headers


def test_a_picture_that_is_compressed_already_is_left_alone(visitor: FlaskClient, tmp_path: Path) -> None:
    visitor.application.static_folder, folder = str(tmp_path), visitor.application.static_folder
    try:
        (tmp_path / "a.woff2").write_bytes(b"wOF2" * 100)
        with visitor.get("/static/a.woff2", headers=ASKED) as answer:
            assert "Content-Encoding" not in answer.headers
    finally:
        visitor.application.static_folder = folder


def test_no_page_leaves_compressed(client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers=ASKED)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_the_picture_of_a_tree_leaves_compressed(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/trees/2026-11.svg", headers=ASKED):
        answer = sqlite_app.process_response(Response("<svg/>" * 100, mimetype="image/svg+xml"))
    assert gzip.decompress(answer.data) == b"<svg/>" * 100
