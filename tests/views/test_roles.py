"""The roles page."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, RoleGrant
from tests.factories.agencies import Colleague, a_colleague, a_department, a_session, an_agency
from tests.forms import submit


@pytest.fixture
def roads(app: Flask) -> int:
    return a_department(an_agency(), "도로과")


@pytest.fixture
def chief(roads: int) -> Colleague:
    return a_colleague(1, "김관리", roads, roles=(Role.ADMINISTRATOR,))


@pytest.fixture
def boss(sign_in: Callable[[Colleague], FlaskClient], chief: Colleague) -> FlaskClient:
    return sign_in(chief)


@pytest.fixture
def hong(roads: int) -> Colleague:
    return a_colleague(1, "홍길동", roads, position="도로과장")


def held() -> list[tuple[int, str]]:
    with unit_of_work() as session:
        rows = session.execute(
            select(RoleGrant.person_id, RoleGrant.role).where(RoleGrant.revoked_at.is_(None)).order_by(RoleGrant.id)
        )
        return [(row.person_id, row.role) for row in rows]


def test_a_person_is_found_by_number_and_gets_a_role(boss: FlaskClient, hong: Colleague) -> None:
    page = f"/roles?number={hong.number}"
    answer = submit(boss, page, action="/roles/grant", role="reviewer", reason="새 검토자")
    assert (answer.status_code, answer.location) == (303, "/roles")
    shown = boss.get("/roles").text
    assert "홍길동 도로과장님께 검토자 역할을 부여했습니다." in shown
    assert "새 검토자" in shown
    assert (hong.person_id, "reviewer") in held()


def test_a_number_of_nobody_is_said(boss: FlaskClient) -> None:
    answer = boss.get("/roles?number=000")
    assert answer.status_code == 404
    assert "그런 직원을 찾을 수 없습니다." in answer.text


def test_a_head_without_a_department_is_refused_and_the_reason_kept(boss: FlaskClient, hong: Colleague) -> None:
    page = f"/roles?number={hong.number}"
    answer = submit(boss, page, action="/roles/grant", role="department_head", reason="새 과장님")
    assert answer.status_code == 422
    assert "어느 부서의 장인지" in answer.text
    assert 'value="새 과장님"' in answer.text


@pytest.mark.parametrize("role", ["employee", "king", "", "\x00"])
def test_a_role_that_is_not_offered_is_not_granted(boss: FlaskClient, hong: Colleague, role: str) -> None:
    before = held()
    answer = submit(boss, f"/roles?number={hong.number}", action="/roles/grant", role=role, reason="까닭")
    assert answer.status_code == 422
    assert held() == before


def test_ticked_heads_are_confirmed_in_one_press(boss: FlaskClient, hong: Colleague, roads: int) -> None:
    works = a_department(1, "건설국")
    kim = a_colleague(1, "김국장", works, position="국장")
    heads = [f"{hong.person_id}-{roads}", f"{kim.person_id}-{works}"]
    submit(boss, "/roles", action="/roles/heads", head=heads, who="ticked")
    assert {(hong.person_id, "department_head"), (kim.person_id, "department_head")} <= set(held())
    assert "부서장 2명을 확인했습니다." in boss.get("/roles").text


def test_nobody_is_ticked_beforehand(boss: FlaskClient, hong: Colleague) -> None:
    submit(boss, "/roles", action="/roles/heads", who="ticked")
    assert (hong.person_id, "department_head") not in held()


def test_all_that_were_shown_are_confirmed_by_the_button_that_says_how_many(boss: FlaskClient, hong: Colleague) -> None:
    kim = a_colleague(1, "김국장", a_department(1, "건설국"), position="국장")
    assert "2명 모두 확인" in boss.get("/roles").text
    submit(boss, "/roles", action="/roles/heads", who="all")
    assert {(hong.person_id, "department_head"), (kim.person_id, "department_head")} <= set(held())


def test_what_the_system_did_is_worded_for_who_reads_it(boss: FlaskClient, hong: Colleague) -> None:
    submit(boss, "/roles", action="/roles/heads", who="all")
    assert "직위에 따라 부서장으로 확인" in boss.get("/roles").text
    submit(boss, "/roles", action="/language", language="en")
    assert "Confirmed as department head by position" in boss.get("/roles").text


@pytest.mark.parametrize("head", ["x", "1", "1-", "-1-1", "9" * 40 + "-1", "1-1; DROP TABLE", "１-１"])
def test_what_is_no_pair_confirms_nobody(boss: FlaskClient, hong: Colleague, head: str) -> None:
    assert submit(boss, "/roles", action="/roles/heads", head=[head]).status_code == 303
    assert len(held()) == 1


def test_a_role_is_taken_away_with_a_reason_and_ends_the_sessions(app: Flask, boss: FlaskClient, roads: int) -> None:
    kim = a_colleague(1, "김민수", roads, roles=(Role.REVIEWER,))
    other = app.test_client()
    with other.session_transaction() as cookie:
        cookie["_user_id"] = a_session(kim)
    assert other.get("/account").status_code == 200
    with unit_of_work() as session:
        grant_id = session.scalars(select(RoleGrant.id).where(RoleGrant.person_id == kim.person_id)).one()
    answer = submit(boss, f"/roles/{grant_id}/revoke", reason="담당이 바뀌었습니다")
    assert answer.location == "/roles"
    assert "담당이 바뀌었습니다" in boss.get("/roles").text
    assert (kim.person_id, "reviewer") not in held()
    assert other.get("/account").status_code == 302


def test_the_last_administrator_is_told_why_he_stays(boss: FlaskClient, chief: Colleague) -> None:
    answer = submit(boss, "/roles/1/revoke", reason="그만두고 싶습니다")
    assert answer.status_code == 422
    assert "마지막 관리자의 역할은 해제할 수 없습니다." in answer.text
    assert held() == [(chief.person_id, "administrator")]


def test_no_reason_no_change(boss: FlaskClient) -> None:
    answer = submit(boss, "/roles/1/revoke", reason=" ")
    assert answer.status_code == 422
    assert "사유를 적어 주세요." in answer.text


@pytest.mark.parametrize("grant", ["0", "999", "9223372036854775807", "9223372036854775808", "9" * 50, "-1", "x"])
def test_a_grant_that_is_none_is_not_found(boss: FlaskClient, grant: str) -> None:
    assert boss.get(f"/roles/{grant}/revoke").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "9" * 50, "２", "\x00"])
def test_any_page_of_the_history_is_a_page(boss: FlaskClient, page: str) -> None:
    assert boss.get("/roles", query_string={"page": page}).status_code == 200


def test_changes_stand_in_the_access_record(boss: FlaskClient, hong: Colleague) -> None:
    submit(boss, f"/roles?number={hong.number}", action="/roles/grant", role="officer", reason="까닭")
    with unit_of_work() as session:
        rows = session.execute(select(AccessRecord.act, AccessRecord.subject_person_id).order_by(AccessRecord.id)).all()
    assert list(dict.fromkeys(row.act for row in rows)) == ["roles.page", "roles.change"]
    assert ("roles.page", hong.person_id) in {(row.act, row.subject_person_id) for row in rows}


def test_who_was_given_a_reason_with_markup_sees_text(boss: FlaskClient, hong: Colleague) -> None:
    submit(boss, f"/roles?number={hong.number}", action="/roles/grant", role="officer", reason="<script>x</script>")
    assert "&lt;script&gt;x" in boss.get("/roles").text
