"""Every code of a department leads to its page and nowhere else."""

from urllib.parse import unquote

import pytest
from flask import Flask, url_for
from werkzeug.routing import Map, Rule

from collabpoints.views.codes import CodeConverter

CODES = (
    "B1",
    "A/1",
    "/",
    "a//b",
    ".",
    "..",
    "1.2",
    "x.svg",
    "x.csv",
    "..svg",
    "poster",
    "file",
    "~",
    "~2F",
    "%2F",
    "%",
    "한글 코드",
    "a\\b",
    "?x=1#y",
    '">',
)


@pytest.fixture
def ways() -> Map:
    """Addresses as those of trees and flows are."""
    rules = [
        Rule("/trees/<span>/poster", endpoint="poster"),
        Rule("/trees/<span>/<code:code>", endpoint="page"),
        Rule("/trees/<span>/<code:code>.svg", endpoint="picture"),
        Rule("/trees/<span>/<code:code>.csv", endpoint="table"),
    ]
    return Map(rules, converters={"code": CodeConverter}, merge_slashes=True)


@pytest.mark.parametrize("endpoint", ["page", "picture", "table"])
@pytest.mark.parametrize("code", CODES)
def test_a_code_is_one_part_of_its_address(ways: Map, code: str, endpoint: str) -> None:
    bound = ways.bind("localhost")
    address = bound.build(endpoint, {"span": "2026-10", "code": code})
    assert bound.match(unquote(address)) == (endpoint, {"span": "2026-10", "code": code})
    assert unquote(address).split("/")[3] not in (".", "..")


def test_a_plain_code_stands_as_it_is(ways: Map) -> None:
    assert ways.bind("localhost").build("page", {"span": "2026-10", "code": "D1.2-a"}) == "/trees/2026-10/D1.2-a"


@pytest.mark.parametrize(
    "endpoint", ["trees.root", "trees.root_picture", "trees.root_table", "flows.bureau", "flows.take_bureau"]
)
def test_the_pages_of_departments_take_codes(sqlite_app: Flask, endpoint: str) -> None:
    with sqlite_app.test_request_context():
        assert "A~2F1" in url_for(endpoint, span="2026-10", code="A/1")
