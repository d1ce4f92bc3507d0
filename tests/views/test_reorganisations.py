"""The officer's pages for reorganisations."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints import clock
from collabpoints.db import db
from collabpoints.domain.reorganisations import Act
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, Department, Reorganisation
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.reorganisations import a_draft
from tests.forms import submit


def a_day() -> date:
    return clock.now().date() + timedelta(days=30)


@pytest.fixture
def hong(app: Flask) -> Colleague:
    """The officer, in 도로과 of 건설국; there is also 하천과, with 김하천."""
    agency_id = an_agency()
    bureau = a_department(agency_id, "건설국", level=1, code="B1")
    roads = a_department(agency_id, "도로과", code="R1", parent_id=bureau)
    a_colleague(agency_id, "김하천", a_department(agency_id, "하천과", code="R2", parent_id=bureau), position="과장")
    return a_colleague(agency_id, "홍길동", roads, roles=(Role.OFFICER,))


@pytest.fixture
def officer(sign_in: Callable[[Colleague], FlaskClient], hong: Colleague) -> FlaskClient:
    return sign_in(hong)


def drafted(hong: Colleague, *steps: tuple[Act, str, dict[str, str]]) -> str:
    return f"/reorganisations/{a_draft(1, hong, *steps, day=a_day())}"


MERGE = (Act.MERGE, "R2", {"into_code": "R1"})


def test_from_an_empty_page_to_a_planned_reorganisation(officer: FlaskClient) -> None:
    begun = submit(officer, "/reorganisations", title="내년 조직개편", effective_on=a_day().isoformat())
    address = begun.location
    submit(officer, address, action=f"{address}/steps/merge", **{"merge-code": "R2", "merge-into_code": "R1"})
    submit(officer, address, action=f"{address}/steps/rename", **{"rename-code": "R1", "rename-name": "도로하천과"})
    page = officer.get(address).text
    assert "하천과를 도로과로 통합합니다." in page
    assert "도로과의 이름을 도로하천과로 바꿉니다." in page
    assert "소속이 바뀌는 직원: 1명" in page
    assert submit(officer, address, action=f"{address}/plan").status_code == 303
    assert "예약됨" in officer.get("/reorganisations").text


def test_each_side_says_what_happens_in_words(officer: FlaskClient, hong: Colleague) -> None:
    page = officer.get(drafted(hong, MERGE, (Act.OPEN, "R3", {"name": "항만과", "parent_code": "B1"}))).text
    before, after = page[page.index("two-trees") :].split("앞으로", 1)
    assert "도로과에 통합" in before
    assert "하천과 통합" in after
    assert "신설" in after


def test_a_contradiction_stands_beside_its_step_and_nothing_can_be_planned(
    officer: FlaskClient, hong: Colleague
) -> None:
    page = officer.get(drafted(hong, (Act.CLOSE, "R2", {}))).text
    assert "1단계: R2에 직원 1명이 남아 있어 폐지할 수 없습니다." in page
    assert "이대로 예약하기" not in page


def test_who_was_led_elsewhere_lets_the_department_close(officer: FlaskClient, hong: Colleague) -> None:
    address = drafted(hong, (Act.CLOSE, "R2", {}))
    rivers = db.session.execute(select(Department.id).where(Department.code == "R2")).scalar_one()
    people = f"{address}/people/{rivers}"
    page = officer.get(people).text
    kim = page.split('name="people" value="')[1].split('"')[0]
    assert submit(officer, people, people=[kim], to="R1").status_code == 303
    assert "갈 부서: 도로과 (R1)" in officer.get(people).text
    assert submit(officer, address, action=f"{address}/plan").status_code == 303


def test_what_was_typed_wrongly_stays_with_its_sentence(officer: FlaskClient, hong: Colleague) -> None:
    address = drafted(hong)
    answer = submit(officer, address, action=f"{address}/steps/open", **{"open-new_code": "", "open-name": "항만과"})
    assert answer.status_code == 422
    assert "부서코드를 적어 주세요." in answer.text
    assert 'value="항만과"' in answer.text


def test_nobody_chosen_is_told(officer: FlaskClient, hong: Colleague) -> None:
    address = drafted(hong, (Act.CLOSE, "R2", {}))
    rivers = db.session.execute(select(Department.id).where(Department.code == "R2")).scalar_one()
    answer = submit(officer, f"{address}/people/{rivers}", to="R1")
    assert (answer.status_code, "한 명 이상 골라 주세요" in answer.text) == (422, True)


def test_an_unknown_act_is_not_there(officer: FlaskClient, hong: Colleague) -> None:
    address = drafted(hong)
    token = {"csrf_token": officer.get(address).text.split('name="csrf_token" value="')[1].split('"')[0]}
    assert officer.post(f"{address}/steps/explode", data=token).status_code == 404


def test_a_plan_is_taken_back_changed_and_dropped(officer: FlaskClient, hong: Colleague) -> None:
    address = drafted(hong, MERGE)
    submit(officer, address, action=f"{address}/plan")
    submit(officer, address, action=f"{address}/draft")
    submit(officer, address, action=address, title="다른 이름")
    submit(officer, address, action=f"{address}/steps/1/remove")
    assert "적어 둔 단계가 없습니다" in officer.get(address).text
    submit(officer, address, action=f"{address}/drop")
    db.session.rollback()
    row = db.session.execute(select(Reorganisation)).scalar_one()
    assert (row.title, row.state) == ("다른 이름", "dropped")
    assert officer.get(address).status_code == 200


def test_who_is_shown_stands_in_the_record(officer: FlaskClient, hong: Colleague) -> None:
    officer.get(drafted(hong, MERGE))
    db.session.rollback()
    kim = select(AccessRecord.subject_person_id).where(AccessRecord.act == "reorganisations.see")
    assert db.session.scalars(kim).all() == [1]
