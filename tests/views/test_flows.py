"""The maps of who helped whom: who sees which, and what they say."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.flows import Flow, FlowLevel
from collabpoints.domain.roles import Role
from collabpoints.models import AccessRecord
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.flows import a_month_of_flows
from tests.forms import submit

SignIn = Callable[[Colleague], FlaskClient]
MONTH = "2026-09"
ADDRESS = f"/flows/{MONTH}"


@dataclass(frozen=True)
class House:
    """Three bureaus (B1 to B3) with two departments each. In September ten notes went from each to each, of five people on
    both sides; the officer serves in the first, the head heads its first department."""

    agency_id: int
    offices: dict[int, int]
    officer: Colleague
    head: Colleague
    employee: Colleague


def flows_of(offices: dict[int, int], *, notes: int = 10, small: Iterable[tuple[int, int]] = ()) -> list[Flow]:
    sums: dict[tuple[FlowLevel, int, int], list[int]] = {}
    for sender, recipient in product(offices, offices):
        above, below = offices[sender], offices[recipient]
        keys = [(FlowLevel.DEPARTMENT, sender, recipient), (FlowLevel.BUREAU, above, below)]
        if above != below:
            keys += [(FlowLevel.OUTWARD, sender, below), (FlowLevel.INWARD, above, recipient)]
        for key in keys:
            sums.setdefault(key, []).append(1 if (sender, recipient) in small else notes)
    return [Flow(*key, sum(found), min(sum(found), 5), min(sum(found), 5)) for key, found in sums.items()]


@pytest.fixture
def house(app: Flask) -> House:
    agency_id = an_agency()
    offices = {}
    for number in range(1, 4):
        bureau = a_department(agency_id, f"{number}국", code=f"B{number}", level=1)
        for at in range(1, 3):
            offices[a_department(agency_id, f"{number}국{at}과", code=f"D{number}{at}", parent_id=bureau)] = bureau
    first = next(iter(offices))
    return House(
        agency_id,
        offices,
        officer=a_colleague(agency_id, "한아름", first, roles=(Role.OFFICER,)),
        head=a_colleague(agency_id, "홍길동", first, roles=(Role.DEPARTMENT_HEAD,)),
        employee=a_colleague(agency_id, "김민수", first),
    )


def a_map(house: House, period: str = MONTH, *, told: Iterable[int] | None = None, **flows: object) -> None:
    found = flows_of(house.offices, **flows)  # type: ignore[arg-type]
    a_month_of_flows(house.agency_id, period, found, told=house.offices if told is None else told, totals=(360, 240))


def test_the_officer_sees_the_map_of_bureaus(house: House, sign_in: SignIn) -> None:
    a_map(house)
    page = sign_in(house.officer).get(ADDRESS).text
    assert "2026년 9월에 메시지 360건 가운데 240건이 실·국을 넘었습니다." in page
    assert page.count(">40</td>") == 9


def test_the_newest_month_is_opened_first(house: House, sign_in: SignIn) -> None:
    a_map(house)
    assert sign_in(house.officer).get("/flows").location.endswith(ADDRESS)


def test_before_any_tree_has_grown_the_page_says_so(house: House, sign_in: SignIn) -> None:
    assert "하루 안에 여기에 그려집니다" in sign_in(house.officer).get("/flows").text


def test_the_officer_sees_the_map_of_any_bureau(house: House, sign_in: SignIn) -> None:
    a_map(house)
    page = sign_in(house.officer).get(f"{ADDRESS}/B3").text
    assert (page.count(">10</td>"), page.count(">20</td>")) == (4, 8)


def test_a_head_sees_the_map_of_the_bureau_where_he_heads_something(house: House, sign_in: SignIn) -> None:
    a_map(house)
    client = sign_in(house.head)
    assert f"{ADDRESS}/B1" in client.get(ADDRESS).text
    assert client.get(f"{ADDRESS}/B1").status_code == 200


def test_a_head_sees_no_map_of_another_bureau(house: House, sign_in: SignIn) -> None:
    a_map(house)
    client = sign_in(house.head)
    assert f"{ADDRESS}/B2" not in client.get(ADDRESS).text
    assert client.get(f"{ADDRESS}/B2").status_code == 404


def test_an_employee_sees_no_map(house: House, sign_in: SignIn) -> None:
    a_map(house)
    assert sign_in(house.employee).get(ADDRESS).status_code == 404


def test_what_is_no_span_and_no_bureau_is_absent(house: House, sign_in: SignIn) -> None:
    a_map(house)
    client = sign_in(house.officer)
    assert [client.get(address).status_code for address in ("/flows/yesterday", f"{ADDRESS}/D11", f"{ADDRESS}/no")] == [
        404
    ] * 3


def test_a_small_cell_is_blank(house: House, sign_in: SignIn) -> None:
    first, second = list(house.offices)[:2]
    a_map(house, small=[(first, second)])
    page = sign_in(house.officer).get(f"{ADDRESS}/B1").text
    assert ">1</td>" not in page
    assert page.count(">10</td>") == 0  # the other three of its round


def test_a_department_that_is_told_nowhere_has_no_row(house: House, sign_in: SignIn) -> None:
    a_map(house, told=list(house.offices)[1:])
    page = sign_in(house.officer).get(f"{ADDRESS}/B1").text
    assert "지도를 읽는 법" in page
    assert "1국1과" not in page


def test_a_quarter_adds_up_what_each_of_its_months_shows(house: House, sign_in: SignIn) -> None:
    for period in ("2026-07", "2026-08", MONTH):
        a_map(house, period)
    page = sign_in(house.officer).get("/flows/2026-Q3").text
    assert page.count(">120</td>") == 9
    assert "2026년 7월~2026년 9월에 메시지 1,080건 가운데 720건이" in page


def test_a_cell_that_one_month_leaves_blank_is_blank_in_the_quarter(house: House, sign_in: SignIn) -> None:
    a_map(house, "2026-07")
    a_map(house, "2026-08", notes=2)
    page = sign_in(house.officer).get("/flows/2026-Q3/B1").text
    assert "2026년 7월" in page
    assert ">12</td>" not in page


def test_one_bureau_is_told_as_two_lists(house: House, sign_in: SignIn) -> None:
    a_map(house)
    page = sign_in(house.officer).get(f"{ADDRESS}?of=B2").text
    assert "2국이 도운 곳" in page
    assert "2국을 도운 곳" in page


def test_a_look_is_recorded(house: House, sign_in: SignIn) -> None:
    a_map(house)
    sign_in(house.head).get(f"{ADDRESS}/B1")
    with reading() as session:
        assert session.scalars(select(AccessRecord.act)).all() == ["flows.bureau"]


def test_the_table_is_taken_for_a_reason_that_is_recorded(house: House, sign_in: SignIn) -> None:
    a_map(house)
    answer = submit(sign_in(house.officer), ADDRESS, action=f"{ADDRESS}/file", reason="간부회의 자료")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[:2] == [["도움 준 부서", "도움 받은 부서", "메시지"], ["1국", "1국", "40"]]
    assert len(rows) == 10
    with reading() as session:
        assert "간부회의 자료" in session.scalars(select(AccessRecord.reason)).all()


def test_without_a_reason_no_table_is_taken(house: House, sign_in: SignIn) -> None:
    a_map(house)
    answer = submit(sign_in(house.officer), ADDRESS, action=f"{ADDRESS}/file", reason=" ")
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_the_shares_of_the_months_stand_in_a_chart_and_a_table(house: House, sign_in: SignIn) -> None:
    a_map(house, "2026-08")
    a_map(house)
    page = sign_in(house.officer).get(ADDRESS).text
    assert page.count("67%") == 4


def test_a_month_whose_total_is_not_told_has_no_column(house: House, sign_in: SignIn) -> None:
    a_map(house, "2026-07")
    a_map(house)
    a_month_of_flows(house.agency_id, "2026-08", flows_of(house.offices), told=house.offices)
    page = sign_in(house.officer).get("/flows/2026-08").text
    assert "2026년 8월의 메시지입니다." in page
    assert "8월</text>" not in sign_in(house.officer).get(ADDRESS).text
