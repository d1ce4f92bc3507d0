"""우리 부서 as its head opens it: no list of zeros, no unspent points, nobody told apart."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import HeadView, Measure, Viewers
from collabpoints.models import AccessRecord
from collabpoints.services.accounts import choose_ranking
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import boards_of, newest_month
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world
from tests.views.test_board_explanations import Office, an_office, text_of

SignIn = Callable[[Colleague], FlaskClient]
ALLOWANCE = 777


def a_village(heads_see: HeadView = HeadView.THANKED, **fields: object) -> tuple[World, Office]:
    """Four of the office's five were thanked, each with 10 points; the fifth neither gave nor got anything."""
    world = a_world()
    rules = {
        "allowance": ALLOWANCE,
        "pair_cap": None,
        "ranking_viewers": Viewers.EVERYONE,
        "departments_ranked_by": Measure.RECEIVED,
        "persons_ranked_by": Measure.RECEIVED,
        "heads_see": heads_see,
    }
    change_scheme(**{**rules, **fields})
    office = an_office(world, "세정과")
    for one in reversed(office.people[:4]):
        world.send(world.kim, one)
    world.send(office.head, world.kim)
    world.send(world.hong, office.head)
    boards_of(world.agency_id)
    return world, office


@pytest.fixture
def village(app: Flask) -> tuple[World, Office]:
    return a_village()


def test_the_head_sees_the_sums_and_who_was_thanked_in_order_of_name(
    village: tuple[World, Office], sign_in: SignIn
) -> None:
    _world, office = village
    told = text_of(sign_in(office.head).get("/boards/department").text)
    assert "부서 2곳의 동료 2명에게서 50포인트를 받고, 10포인트를 전했습니다." in told
    shown = re.findall(r"세정과\S+ (?:주무관|과장)", told)
    assert shown == [*(f"세정과{n} 주무관" for n in range(4)), "세정과장 과장"]
    assert "이름 순서이며 순위가 아닙니다." in told


def test_nobody_with_nothing_and_nothing_unspent_stands_on_the_page(
    village: tuple[World, Office], sign_in: SignIn
) -> None:
    world, office = village
    page = sign_in(office.head).get("/boards/department").text
    assert office.people[4].name not in page
    for unspent in (ALLOWANCE, ALLOWANCE - 10, ALLOWANCE - 40):
        assert str(unspent) not in text_of(page)
    assert not re.search(r"잔여|남은|배정", text_of(page))
    assert not re.search(r">\s*0\s*<", page.partition("열두 달")[0])
    assert world.kim.name not in page


def test_where_the_scheme_shows_sums_only_nobody_is_named(app: Flask, sign_in: SignIn) -> None:
    _world, office = a_village(HeadView.DEPARTMENT)
    told = text_of(sign_in(office.head).get("/boards/department").text)
    assert "50포인트를 받고" in told
    assert "고마움을 받은 직원" not in told
    assert office.people[0].name not in told


def test_fewer_than_three_are_not_named(app: Flask, sign_in: SignIn) -> None:
    world = a_world()
    change_scheme(ranking_viewers=Viewers.EVERYONE, heads_see=HeadView.THANKED)
    office = an_office(world, "세정과")
    for one in office.people[:2]:
        world.send(world.kim, one)
    boards_of(world.agency_id)
    assert "고마움을 받은 직원" not in text_of(sign_in(office.head).get("/boards/department").text)


def test_who_opted_out_is_not_named_and_cannot_be_had_by_subtraction(
    village: tuple[World, Office], sign_in: SignIn
) -> None:
    _world, office = village
    choose_ranking(office.people[0].person_id, is_opted_out=True)
    told = text_of(sign_in(office.head).get("/boards/department").text)
    assert "고마움을 받은 직원" not in told
    assert "50포인트" not in told
    assert "부서의 숫자를 보이지 않습니다." in told


def test_the_look_stands_in_the_record_with_those_who_were_named(
    village: tuple[World, Office], sign_in: SignIn
) -> None:
    _world, office = village
    sign_in(office.head).get("/boards/department")
    with reading() as session:
        rows = session.execute(select(AccessRecord.act, AccessRecord.role, AccessRecord.subject_person_id)).all()
    assert {(row.act, row.role) for row in rows} == {("own_departments.page", "department_head")}
    named = {office.head.person_id, *(one.person_id for one in office.people[:4])}
    assert {row.subject_person_id for row in rows} == named


def test_the_head_of_a_bureau_chooses_among_the_departments_below(app: Flask, sign_in: SignIn) -> None:
    world = a_world()
    bureau = a_department(world.agency_id, "안전국", level=1)
    first, second = an_office(world, "세정과", bureau), an_office(world, "물과", bureau)
    chief = a_colleague(world.agency_id, "국장님", bureau, position="국장", roles=(Role.DEPARTMENT_HEAD,))
    world.send(world.kim, second.people[0])
    boards_of(world.agency_id)
    month = newest_month(world.agency_id)
    client = sign_in(chief)
    page = client.get("/boards/department").text
    for one in (first, second):
        assert f'href="/boards/{month}/department?department={one.department_id}"' in page
    told = text_of(client.get(f"/boards/{month}/department?department={second.department_id}").text)
    assert told.startswith("안전국 물과")


@pytest.mark.parametrize("asked", ["999999", "0", "x"])
def test_a_department_that_he_does_not_head_is_absent(
    village: tuple[World, Office], sign_in: SignIn, asked: str
) -> None:
    assert sign_in(village[1].head).get(f"/boards/department?department={asked}").status_code == 404


def test_another_department_is_absent_though_it_is_there(village: tuple[World, Office], sign_in: SignIn) -> None:
    world, office = village
    assert sign_in(office.head).get(f"/boards/department?department={world.welfare}").status_code == 404


def test_the_head_of_a_team_is_told_where_its_points_are_counted(app: Flask, sign_in: SignIn) -> None:
    world = a_world()
    team = a_department(world.agency_id, "민원팀", parent_id=world.welfare, level=3)
    head = a_colleague(world.agency_id, "팀장님", team, position="팀장", roles=(Role.DEPARTMENT_HEAD,))
    assert "팀의 포인트는 그 위의 과에 함께 셉니다." in text_of(sign_in(head).get("/boards/department").text)


def test_before_any_board_the_page_says_so_kindly(app: Flask, sign_in: SignIn) -> None:
    world = a_world()
    office = an_office(world, "세정과")
    assert "집계한 순위가 없습니다" in text_of(sign_in(office.head).get("/boards/department").text)


def test_a_span_without_anything_says_so_kindly(village: tuple[World, Office], sign_in: SignIn) -> None:
    world, office = village
    world_of_nothing = an_office(world, "새과")
    month = newest_month(world.agency_id)
    told = text_of(sign_in(world_of_nothing.head).get(f"/boards/{month}/department").text)
    assert "이 기간에는 부서에 모인 기록이 없습니다" in told
    assert sign_in(office.head).get("/boards/2026-13/department").status_code == 404
