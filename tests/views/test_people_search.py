from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from collabpoints.db import unit_of_work
from collabpoints.services.search_terms import refresh_terms
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency

SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def browser(app: Flask, sign_in: SignIn) -> FlaskClient:
    """Signed in as 나주임 of 총무과; 홍길동 serves at 예산담당관, 박서준 beside me, 최지우 is on leave."""
    agency_id = an_agency()
    general, budget = a_department(agency_id, "총무과"), a_department(agency_id, "예산담당관")
    me = a_colleague(agency_id, "나주임", general, number="20100001")
    a_colleague(agency_id, "홍길동", budget, number="20002004", duty="예산 편성")
    a_colleague(agency_id, "박서준", general)
    a_colleague(agency_id, "최지우", general, status="leave")
    with unit_of_work() as session:
        refresh_terms(session, agency_id)
    return sign_in(me)


def _search(browser: FlaskClient, q: str, **more: str) -> TestResponse:
    return browser.get("/people/search", query_string={"q": q, **more})


def test_a_hit_tells_what_one_chooses_by_and_nothing_more(browser: FlaskClient) -> None:
    assert _search(browser, "ㅎㄱㄷ").json == {
        "hits": [
            {
                "number": "20002004",
                "name": "홍길동",
                "position": "주무관",
                "department": "예산담당관",
                "duty": "예산 편성",
                "extension": "2004",
                "note": "",
                "thanks": "",
            }
        ],
        "more": False,
        "next": 1,
    }


def test_names_leave_as_names(browser: FlaskClient) -> None:
    assert "홍길동" in _search(browser, "홍").text


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("나주임", "자신에게는 보낼 수 없습니다. 다른 동료를 골라 주세요."),
        ("박서준", "같은 부서 동료에게는 포인트를 보낼 수 없습니다. 고마운 마음만 전할 수 있습니다."),
        ("최지우", "지금은 받을 수 없습니다."),
    ],
)
def test_why_points_cannot_go_is_said_beside_the_hit(browser: FlaskClient, query: str, note: str) -> None:
    answer = _search(browser, query).json
    assert answer is not None
    assert [hit["note"] for hit in answer["hits"]] == [note]


def test_of_leave_nothing_is_told(browser: FlaskClient) -> None:
    said = _search(browser, "최지우").text
    assert "leave" not in said
    assert "휴직" not in said


@pytest.mark.parametrize("offset", ["-1", "x", "1e3", "９", "9" * 30, "999999999", "\0"])
def test_an_offset_that_is_none_breaks_nothing(browser: FlaskClient, offset: str) -> None:
    assert _search(browser, "홍길동", offset=offset).status_code == 200


@pytest.mark.parametrize("query", ["", "\0", "홍\0", "%", "🎉", "ㄱ" * 2000])
def test_a_hostile_query_is_an_empty_answer(browser: FlaskClient, query: str) -> None:
    assert _search(browser, query).json == {"hits": [], "more": False, "next": 0}


def test_bytes_that_are_no_text_are_an_empty_answer(browser: FlaskClient) -> None:
    assert browser.get("/people/search?q=%ED%A0%80%FF").json == {"hits": [], "more": False, "next": 0}


def test_a_search_is_kept_nowhere(browser: FlaskClient) -> None:
    assert _search(browser, "홍").headers["Cache-Control"] == "no-store"


def test_who_is_not_signed_in_finds_nobody(client: FlaskClient, app: Flask) -> None:
    assert _search(client, "홍길동").status_code == 302
