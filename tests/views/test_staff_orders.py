"""The pages of staff orders: found, shown before it is done, done as shown."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from collabpoints import clock
from collabpoints.db import reading
from collabpoints.domain.periods import today
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, Appointment, Employee, Person
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.worlds import World, a_world
from tests.forms import forms_of

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # services and queries are asked on both


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def hr(world: World, sign_in: Callable[[Colleague], FlaskClient]) -> FlaskClient:
    return sign_in(a_colleague(world.agency_id, "오인사", world.welfare, roles=(Role.OFFICER,)))


def a_day(days: int = 0) -> str:
    return (today(clock.now(), ZoneInfo("Asia/Seoul")) + timedelta(days=days)).isoformat()


def address(colleague: Colleague, act: str = "") -> str:
    return f"/staff/{colleague.person_id}" + (f"/{act}" if act else "")


def press(client: FlaskClient, page: TestResponse, button: str, **typed: str) -> TestResponse:
    """Fill in the page's form for an order and press one of its buttons."""
    form = next(form for form in forms_of(page.text) if form.method == "post" and "/staff/" in form.action)
    return client.post(form.action, data={**form.fields, **typed, "action": button})


def shown(client: FlaskClient, colleague: Colleague, act: str, **typed: str) -> TestResponse:
    """The confirmation page."""
    return press(client, client.get(address(colleague, act)), "preview", **typed)


def posts_in(department_id: int) -> int:
    with reading() as session:
        return len(session.scalars(select(Appointment).where(Appointment.department_id == department_id)).all())


def test_a_person_is_found_by_name_and_by_number(hr: FlaskClient, world: World) -> None:
    assert address(world.hong) in hr.get("/staff?q=홍길").text
    assert address(world.hong) in hr.get(f"/staff?q={world.hong.number}").text


def test_who_left_is_found_too(hr: FlaskClient, world: World) -> None:
    gone = a_colleague(world.agency_id, "나갔던", world.roads, status="left")
    assert address(gone) in hr.get("/staff?q=나갔던").text


def test_nobody_found_is_a_sentence(hr: FlaskClient) -> None:
    assert "그런 이름이나 사번이 없습니다" in hr.get("/staff?q=없는사람").text


@pytest.mark.parametrize("typed", ["%", "_", "\x00", "홍\u202e", "'; --", "a" * 3000])
def test_whatever_is_looked_for_finds_a_page(hr: FlaskClient, typed: str) -> None:
    assert hr.get("/staff", query_string={"q": typed}).status_code == 200


def test_the_look_at_a_person_is_recorded(hr: FlaskClient, world: World) -> None:
    hr.get(address(world.hong))
    with reading() as session:
        row = session.scalars(select(AccessRecord).where(AccessRecord.act == "staff.page")).one()
    assert (row.role, row.subject_person_id) == ("officer", world.hong.person_id)


def test_the_page_of_a_person_offers_what_is_possible(hr: FlaskClient, world: World) -> None:
    page = hr.get(address(world.choi)).text  # on leave
    assert address(world.choi, "return") in page
    assert address(world.choi, "leave") not in page


def test_what_changes_is_shown_before_anything_is_done(hr: FlaskClient, world: World) -> None:
    page = shown(hr, world.hong, "transfer", department=str(world.roads))
    assert page.status_code == 200
    assert "도로과 (7급 주무관)" in page.text
    assert "이달의 배정과 이미 보낸 것은 그대로입니다." in page.text
    assert posts_in(world.roads) == 2  # Park's and Choi's


def test_what_was_shown_is_done_when_it_is_confirmed(hr: FlaskClient, world: World) -> None:
    answer = press(hr, shown(hr, world.hong, "transfer", department=str(world.roads)), "confirm")
    assert (answer.status_code, answer.location) == (303, address(world.hong))
    assert posts_in(world.roads) == 3
    assert f'<time datetime="{a_day(-1)}">' in hr.get(address(world.hong)).text  # the last day of the post before


def test_a_day_to_come_is_planned_and_can_be_dropped(hr: FlaskClient, world: World) -> None:
    press(hr, shown(hr, world.hong, "leave", effective_on=a_day(9)), "confirm")
    page = hr.get("/staff").text
    assert "휴직" in page
    drop = next(form.action for form in forms_of(page) if form.action.endswith("/drop"))
    token = forms_of(page)[-1].fields["csrf_token"]
    assert hr.post(drop, data={"csrf_token": token}).status_code == 303
    assert "예정된 발령이 없습니다." in hr.get("/staff").text


def test_what_changed_meanwhile_is_shown_anew(hr: FlaskClient, world: World) -> None:
    page = shown(hr, world.hong, "transfer", department=str(world.roads))
    press(hr, shown(hr, world.hong, "leave"), "confirm")
    answer = press(hr, page, "confirm")
    assert answer.status_code == 422
    assert "확인하는 사이에 명부가 바뀌었습니다" in answer.text
    assert posts_in(world.roads) == 2


def test_nothing_typed_is_lost_where_the_order_is_refused(hr: FlaskClient, world: World) -> None:
    answer = shown(hr, world.hong, "transfer", position="팀장", document="인사-7")
    assert answer.status_code == 422
    assert "그런 부서를 찾을 수 없습니다." in answer.text
    assert 'value="팀장"' in answer.text
    assert 'value="인사-7"' in answer.text


def test_one_may_go_back_and_correct(hr: FlaskClient, world: World) -> None:
    page = shown(hr, world.hong, "transfer", department=str(world.roads), duty="도로 보수")
    assert 'value="도로 보수"' in press(hr, page, "edit").text


@pytest.mark.parametrize("typed", ["", "내일", "2026-13-01", "0000-00-00", "99999-01-01"])
def test_what_is_no_day_is_a_sentence(hr: FlaskClient, world: World, typed: str) -> None:
    answer = shown(hr, world.hong, "leave", effective_on=typed)
    assert answer.status_code == 422
    assert "날짜를 2026-12-01처럼 적어 주세요." in answer.text


@pytest.mark.parametrize(
    "typed",
    [
        {"department": "９"},
        {"department": "-1"},
        {"department": "1" * 40},
        {"rank": "\x00"},
        {"duty": "가" * 201},
        {"until_on": "언젠가"},
    ],
)
def test_hostile_values_are_refused_with_a_sentence(hr: FlaskClient, world: World, typed: dict[str, str]) -> None:
    assert shown(hr, world.hong, "second", **typed).status_code in (200, 422)


def test_leave_says_what_colleagues_are_told(hr: FlaskClient, world: World) -> None:
    assert "지금은 받을 수 없습니다" in shown(hr, world.hong, "leave").text


def test_a_role_that_ends_and_one_that_stays_are_named(hr: FlaskClient, world: World) -> None:
    head = a_colleague(
        world.agency_id, "이부장", world.planning, position="과장", roles=(Role.DEPARTMENT_HEAD, Role.REVIEWER)
    )
    page = shown(hr, head, "transfer", department=str(world.roads)).text
    assert "끝나는 역할: 부서장 (기획담당관)" in page
    assert "그대로인 역할: 검토자" in page
    assert "모든 기기에서 로그아웃됩니다" in page


def test_a_merge_is_asked_twice(hr: FlaskClient, world: World) -> None:
    world.send(world.hong, world.kim)
    page = shown(hr, world.hong, "merge", other=world.kim.number)
    assert "두 기록 사이에 오간 메시지가 있습니다." in page.text
    refused = press(hr, page, "confirm")
    assert refused.status_code == 422
    assert "되돌릴 수 없는 일입니다" in refused.text
    assert press(hr, page, "confirm", is_same="y", is_final="y").status_code == 303
    with reading() as session:
        assert session.get_one(Person, world.kim.person_id).merged_into_person_id == world.hong.person_id


def test_the_page_of_a_merged_record_leads_to_the_kept_one(hr: FlaskClient, world: World) -> None:
    press(hr, shown(hr, world.hong, "merge", other=world.kim.number), "confirm", is_same="y", is_final="y")
    page = hr.get(address(world.kim))
    assert page.status_code == 200
    assert f'href="{address(world.hong)}"' in page.text
    assert hr.get(address(world.kim, "leave")).status_code == 404


def test_hired_again_under_a_new_number(hr: FlaskClient, world: World) -> None:
    gone = a_colleague(world.agency_id, "돌아온", world.roads, status="left")
    page = shown(hr, gone, "rehire", department=str(world.welfare), number="R-77")
    assert "로그인 아이디: R-77" in page.text
    press(hr, page, "confirm")
    with reading() as session:
        row = session.scalars(select(Employee).where(Employee.number == "R-77")).one()
    assert row.person_id == gone.person_id


def test_a_person_of_nowhere_is_not_found(hr: FlaskClient) -> None:
    assert hr.get("/staff/999999").status_code == 404
    assert hr.get("/staff/999999/leave").status_code == 404
