"""Orders that come as a file: shown line by line, all of them carried out or none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from collabpoints import clock
from collabpoints.db import db
from collabpoints.domain.roles import Role
from collabpoints.models import Employee, StaffImport, StaffOrder
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.forms import submit
from tests.views.test_people_import import upload

HEADING = "사번,성명,발령구분,발령일,부서코드,직위"
LATER = (clock.now() + timedelta(days=40)).date().isoformat()
NOW = (clock.now() - timedelta(days=2)).date().isoformat()


@pytest.fixture
def boss(app: Flask, sign_in: Callable[[Colleague], FlaskClient]) -> FlaskClient:
    agency_id = an_agency()
    roads = a_department(agency_id, "도로과", code="R1")
    a_department(agency_id, "복지과", code="W1")
    a_colleague(agency_id, "홍길동", roads, number="100")
    a_colleague(agency_id, "김민수", roads, number="200")
    return sign_in(a_colleague(agency_id, "김관리", roads, number="900", roles=(Role.ADMINISTRATOR,)))


def orders(*lines: str) -> bytes:
    return "\n".join((HEADING, *lines)).encode()


def placed() -> dict[str, str]:
    db.session.rollback()
    rows = db.session.execute(
        select(Employee.number, StaffOrder.act, StaffOrder.state).join(
            Employee, Employee.person_id == StaffOrder.person_id
        )
    )
    return {number: f"{act} {state}" for number, act, state in rows}


def test_a_file_of_orders_is_shown_and_then_stands(boss: FlaskClient) -> None:
    sent = upload(boss, orders(f"100,홍길동,전보,{NOW},W1,팀장", f"200,김민수,휴직,{LATER},,"))
    assert sent.location.endswith("/orders")
    page = boss.get(sent.location).text
    assert "홍길동 주무관" in page
    assert "2번째 줄 홍길동 주무관: 전보" in page
    for change in ("부터 소속: 복지과", "새 부서의 합계에 들어갑니다: 복지과", "메시지를 받을 수 없습니다. 동료에게는"):
        assert change in page, change
    assert placed() == {}
    assert submit(boss, sent.location).status_code == 303
    assert placed() == {"100": "transfer done", "200": "leave planned"}
    assert "발령 1건을 반영했고, 1건을 예약했습니다." in boss.get("/people/import").text


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"999,누구,휴직,{LATER},,", "3번째 줄 누구: 그런 직원을 찾을 수 없습니다."),
        (f"200,김만수,휴직,{LATER},,", "3번째 줄 김만수: 사번의 성명이 명부와 다릅니다"),
        (f"200,김민수,전보,{LATER},Z9,", "3번째 줄 김민수: 그런 부서를 찾을 수 없습니다."),
        (f"200,김민수,복직,{LATER},,", "3번째 줄 김민수: "),
    ],
)
def test_one_line_that_cannot_be_keeps_all_away(boss: FlaskClient, line: str, why: str) -> None:
    answer = upload(boss, orders(f"100,홍길동,전보,{NOW},W1,", line))
    assert (answer.status_code, why in answer.text) == (422, True)
    db.session.rollback()
    assert (placed(), db.session.scalar(select(func.count(StaffImport.id)))) == ({}, 0)


def test_what_was_not_shown_is_not_done(boss: FlaskClient) -> None:
    address = upload(boss, orders(f"100,홍길동,전보,{NOW},W1,")).location
    assert submit(boss, address, digest="0" * 64).status_code == 422
    assert placed() == {}


def test_a_file_of_orders_is_no_directory(boss: FlaskClient) -> None:
    address = upload(boss, orders(f"100,홍길동,휴직,{LATER},,")).location
    assert boss.get(address.removesuffix("/orders")).status_code == 422
    assert boss.get(address).status_code == 200
