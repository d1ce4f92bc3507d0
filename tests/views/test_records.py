"""The privacy officer reads who looked at whose data and what was taken, signs by name, and reads what changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints import clock
from collabpoints.db import reading
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord, RecordReview
from collabpoints.services.roles import grant_role
from tests.factories.agencies import Colleague, a_colleague
from tests.factories.records import a_download, a_look
from tests.factories.worlds import World, a_world
from tests.forms import submit

SEOUL = ZoneInfo("Asia/Seoul")
SignIn = Callable[[Colleague], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


@pytest.fixture
def guard(world: World) -> Colleague:
    return a_colleague(world.agency_id, "보호자", world.roads, position="사무관", roles=(Role.PRIVACY_OFFICER,))


@pytest.fixture
def desk(guard: Colleague, sign_in: SignIn) -> FlaskClient:
    return sign_in(guard)


def noon(days_ago: int, hour: int = 12) -> datetime:
    return clock.now().astimezone(SEOUL).replace(hour=hour, minute=0, second=0, microsecond=0) - timedelta(
        days=days_ago
    )


def day(days_ago: int) -> str:
    return noon(days_ago).date().isoformat()


def page(desk: FlaskClient, address: str = "/records") -> str:
    answer = desk.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def reviews() -> list[tuple[str, str, int, int, str]]:
    with reading() as session:
        rows = session.scalars(select(RecordReview).order_by(RecordReview.id))
        return [(str(row.first_day), str(row.last_day), row.looks, row.downloads, row.remark) for row in rows]


def test_downloads_stand_with_their_reasons_and_looks_with_their_persons(world: World, desk: FlaskClient) -> None:
    a_download(world.agency_id, noon(3), actor=world.lim.person_id, reason="심사위원회 자료")
    a_look(world.agency_id, noon(3), actor=world.lim.person_id, whose=(world.kim.person_id, world.park.person_id))
    shown = page(desk)
    assert "기획담당관 임꺽정 주무관" in shown
    assert "심사위원회 자료" in shown
    assert "복지정책과 김민수 주무관" in page(desk, "/records/looks")


def test_a_look_at_night_is_shown_with_the_reason_why(world: World, desk: FlaskClient) -> None:
    a_look(world.agency_id, noon(2, hour=3), actor=world.lim.person_id)
    assert "근무 시간이 아닌 때에 1번 보거나 내려받았습니다." in page(desk)


def test_far_more_people_than_the_roles_usual_day_are_shown(world: World, desk: FlaskClient) -> None:
    whose = tuple(a_colleague(world.agency_id, f"많은이{at}", world.roads).person_id for at in range(50))
    for ago in range(3, 9):
        a_look(world.agency_id, noon(ago), actor=world.lim.person_id, whose=whose[:2])
    assert "명의 정보를 보았습니다" not in page(desk)
    a_look(world.agency_id, noon(2), actor=world.lim.person_id, whose=whose)
    assert "하루에 50명의 정보를 보았습니다. 이 역할은 보통 하루에 2명입니다." in page(desk)


def test_the_officer_signs_by_name_for_days_that_are_over(world: World, desk: FlaskClient, guard: Colleague) -> None:
    a_look(world.agency_id, noon(3), actor=world.lim.person_id, whose=(world.kim.person_id, world.park.person_id))
    a_download(world.agency_id, noon(2), actor=world.lim.person_id)
    answer = submit(desk, "/records", action="/records/reviews", remark="위원회 준비였습니다.")
    assert answer.status_code == 303
    assert reviews() == [(day(3), day(1), 1, 1, "위원회 준비였습니다.")]
    shown = page(desk)
    assert "도로과 보호자 사무관" in shown
    assert "위원회 준비였습니다." in shown
    assert "다음 점검은" in shown


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (3, 0, "다 지난 날만 점검할 수 있습니다."),
        (2, 3, "첫날과 마지막 날을 순서대로 적어 주세요."),
        (500, 1, "첫날과 마지막 날을 순서대로 적어 주세요."),
    ],
)
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_other_days_are_not_signed_for(desk: FlaskClient, first: int, last: int, said: str) -> None:
    answer = submit(desk, "/records", action="/records/reviews", first=day(first), last=day(last), remark="제 의견")
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert reviews() == []


def test_who_alone_took_files_is_not_the_one_who_signs(world: World, desk: FlaskClient, guard: Colleague) -> None:
    a_download(world.agency_id, noon(2), actor=guard.person_id)
    answer = submit(desk, "/records", action="/records/reviews", remark="")
    assert answer.status_code == 422
    assert "다른 개인정보 보호책임자에게" in answer.get_data(as_text=True)
    a_download(world.agency_id, noon(2), actor=world.lim.person_id)
    assert submit(desk, "/records", action="/records/reviews", remark="").status_code == 303


def test_what_is_narrowed_cannot_be_signed_for(world: World, desk: FlaskClient) -> None:
    a_look(world.agency_id, noon(2), actor=world.lim.person_id)
    assert "살펴보았음을 서명" in page(desk)
    assert "살펴보았음을 서명" not in page(desk, f"/records?number={world.lim.number}")


def test_rows_are_narrowed_by_person_act_and_days(world: World, desk: FlaskClient) -> None:
    a_look(world.agency_id, noon(5), actor=world.lim.person_id, act="roles.page", whose=(world.kim.person_id,))
    a_look(world.agency_id, noon(2), actor=world.hong.person_id, act="links.page", whose=(world.park.person_id,))
    assert "홍길동" not in page(desk, f"/records/looks?number={world.lim.number}")
    assert "홍길동" in page(desk, f"/records/looks?number={world.park.number}")
    assert "임꺽정" not in page(desk, "/records/looks?act=links.page")
    assert "임꺽정" not in page(desk, f"/records/looks?first={day(3)}&last={day(1)}")


def test_long_lists_go_on_on_a_next_page(world: World, desk: FlaskClient) -> None:
    for at in range(51):
        a_look(world.agency_id, noon(2), actor=world.lim.person_id, act=f"a.{at:02d}")
    first = page(desk, "/records/looks")
    assert "before=2" in first
    assert page(desk, "/records/looks?before=2").count("<time") == 1


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "query", ["first=gestern", "first=2026-13-40&last=x", "before=x", "act=%00", "number=%E3%85%A4"]
)
def test_bad_addresses_are_no_faults(desk: FlaskClient, query: str) -> None:
    for address in ("/records", "/records/looks", "/records/changes"):
        assert desk.get(f"{address}?{query}").status_code in (200, 404)


def test_looking_at_the_records_is_a_look_too(world: World, desk: FlaskClient, guard: Colleague) -> None:
    a_look(world.agency_id, noon(2), actor=world.lim.person_id, whose=(world.kim.person_id,))
    page(desk, "/records/looks")
    with reading() as session:
        mine = select(AccessRecord.act, AccessRecord.subject_person_id).where(
            AccessRecord.actor_person_id == guard.person_id
        )
        assert {tuple(row) for row in session.execute(mine)} == {
            ("records.looks", world.lim.person_id),
            ("records.looks", world.kim.person_id),
        }


def test_a_role_that_was_given_reads_as_a_sentence(world: World, desk: FlaskClient) -> None:
    grant_role(
        world.agency_id, world.kim.person_id, Role.REVIEWER, department_id=None, granted_by=world.lim.person_id,
        reason="담당자 교체", now=clock.now(),
    )  # fmt: skip
    shown = page(desk, "/records/changes?topic=rights")
    assert "기획담당관 임꺽정 주무관이 복지정책과 김민수 주무관에게 검토자 역할을 부여했습니다." in shown
    assert "담당자 교체" in shown
    assert "임꺽정" not in page(desk, "/records/changes?topic=closings")


def test_acts_that_are_called_alike_can_be_told_apart_in_the_choice(world: World, desk: FlaskClient) -> None:
    for act in ("records.page", "records.looks", "roles.page"):
        a_look(world.agency_id, noon(2), actor=world.lim.person_id, act=act)
    page = desk.get("/records").text
    assert "(records.looks)" in page
    assert "(roles.page)" not in page
