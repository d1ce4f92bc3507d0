"""Making one-time links: a sheet to print, or mail."""

import html
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, Outbox
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.passwords import GOOD, with_password
from tests.forms import submit


@pytest.fixture
def roads(app: Flask) -> int:
    return a_department(an_agency(), "도로과")


@pytest.fixture
def boss(sign_in: Callable[[Colleague], FlaskClient], roads: int) -> FlaskClient:
    return sign_in(with_password(a_colleague(1, "김관리", roads, roles=(Role.ADMINISTRATOR,))))


def addresses(page: str) -> list[str]:
    return [re.sub("<.*?>", "", found) for found in re.findall(r'slip__address">(.*?)</p>', html.unescape(page))]


def test_a_sheet_has_a_slip_for_everybody_without_a_password(boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "홍길동", roads, number="100777")
    a_colleague(1, "박서연", a_department(1, "복지과"))
    page = submit(boss, "/links").text
    assert len(addresses(page)) == 2
    assert "김관리</b>" not in page.split("<main")[1]
    assert page.index("도로과</h2>") < page.index("홍길동") < page.index("복지과</h2>") < page.index("박서연")
    assert "100777" in page


def test_a_department_gets_its_own_sheet(boss: FlaskClient, roads: int) -> None:
    welfare = a_department(1, "복지과")
    a_colleague(1, "홍길동", roads)
    a_colleague(1, "박서연", welfare)
    page = submit(boss, "/links", department=str(welfare)).text
    assert len(addresses(page)) == 1
    assert "홍길동" not in page


def test_an_address_on_a_slip_leads_to_a_password(app: Flask, boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "홍길동", roads)
    address = addresses(submit(boss, "/links").text)[0]
    assert address.startswith("http://localhost/password/first/")
    answer = submit(app.test_client(), address.removeprefix("http://localhost"), password=GOOD, again=GOOD)
    assert answer.status_code == 303


def test_one_who_forgot_gets_one_by_number(boss: FlaskClient, roads: int) -> None:
    hong = with_password(a_colleague(1, "홍길동", roads))
    page = submit(boss, "/links", action="/links/one", number=f" {hong.number} ").text
    assert len(addresses(page)) == 1
    assert "홍길동" in page


@pytest.mark.parametrize("number", ["", "0", "\x00", "가" * 1000, "%", "' OR 1=1"])
def test_a_number_of_nobody_is_said(boss: FlaskClient, number: str) -> None:
    answer = submit(boss, "/links", action="/links/one", number=number)
    assert answer.status_code == 422
    assert "그런 직원을 찾을 수 없습니다." in answer.text


@pytest.mark.parametrize("department", ["999", "x", "-1", "9" * 30])
def test_a_department_that_is_not_offered_makes_nothing(boss: FlaskClient, roads: int, department: str) -> None:
    a_colleague(1, "홍길동", roads)
    answer = submit(boss, "/links", department=department)
    assert answer.status_code == 422
    assert addresses(answer.text) == []


def test_with_nobody_waiting_the_sheet_says_so(boss: FlaskClient) -> None:
    assert "비밀번호가 없는 직원이 없습니다" in submit(boss, "/links").text


def test_by_mail_where_there_is_an_address(app: Flask, boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "홍길동", roads)
    config = app.config["COLLABPOINTS"]
    app.config["COLLABPOINTS"] = replace(config, smtp_url="smtp://localhost:25")
    try:
        page = submit(boss, "/links", is_by_mail="y").text
    finally:
        app.config["COLLABPOINTS"] = config
    assert addresses(page) == []
    assert "1명에게는 메일로" in page
    with unit_of_work() as session:
        assert len(session.scalars(select(Outbox)).all()) == 1


def test_without_a_mail_server_everybody_gets_a_slip(boss: FlaskClient, roads: int) -> None:
    a_colleague(1, "홍길동", roads)
    page = submit(boss, "/links", is_by_mail="y").text
    assert len(addresses(page)) == 1
    with unit_of_work() as session:
        assert session.scalars(select(Outbox)).all() == []


def test_making_links_stands_in_the_access_record(boss: FlaskClient) -> None:
    submit(boss, "/links")
    with unit_of_work() as session:
        assert session.scalars(select(AccessRecord.act).order_by(AccessRecord.id)).all() == ["links.page", "links.make"]
