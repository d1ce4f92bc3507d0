"""순위 설명 as heads, the officer and colleagues open it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collabpoints.db import reading, unit_of_work
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_words import Measure, Viewers
from collabpoints.models import AccessRecord, Department, DepartmentStanding
from collabpoints.services.accounts import choose_ranking
from collabpoints.services.corrections import Correction, counter, held_note
from collabpoints.services.months import hold_month_of_now, turn_months
from tests.factories.agencies import Colleague, a_colleague, a_department
from tests.factories.boards import boards_of, close_by_hand, newest_month
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world
from tests.forms import submit

SignIn = Callable[[Colleague], FlaskClient]
NO_FIGURES = "몇 사람의 숫자가 드러나지 않도록 부서의 숫자를 보이지 않습니다."


@dataclass(frozen=True)
class Office:
    """A department that got points, its head and its people."""

    department_id: int
    head: Colleague
    people: tuple[Colleague, ...]


@dataclass(frozen=True)
class City:
    """Two departments: taxes got 20 points for each of its five, water 10; both gave 10 for each. An officer."""

    world: World
    taxes: Office
    water: Office
    officer: Colleague

    @property
    def month(self) -> str:
        return str(newest_month(self.world.agency_id))

    def address(self, office: Office, span: str = "") -> str:
        return f"/boards/{span or self.month}/departments/{office.department_id}/explanation"


def an_office(world: World, name: str, parent_id: int | None = None) -> Office:
    department_id = a_department(world.agency_id, name, parent_id=parent_id)
    head = a_colleague(world.agency_id, f"{name}장", department_id, position="과장", roles=(Role.DEPARTMENT_HEAD,))
    people = tuple(a_colleague(world.agency_id, f"{name}{n}", department_id) for n in range(5))
    return Office(department_id, head, people)


def a_city(**fields: object) -> City:
    """A city with a scheme of its own, and boards."""
    world = a_world()
    rules = {
        "points_allowed": (10, 20),
        "pair_cap": None,
        "ranking_viewers": Viewers.EVERYONE,
        "departments_ranked_by": Measure.SCORE,
        "persons_ranked_by": Measure.SCORE,
        "sent_basis_points": 5000,
    }
    change_scheme(**{**rules, **fields})
    bureau = a_department(world.agency_id, "안전국", level=1)
    taxes, water = an_office(world, "세정과", bureau), an_office(world, "물과", bureau)
    for one, other in zip(taxes.people, water.people, strict=True):
        world.send(one, other)
        world.send(other, one, points=20)
    officer = a_colleague(world.agency_id, "담당자", world.roads, roles=(Role.OFFICER,))
    boards_of(world.agency_id)
    return City(world, taxes, water, officer)


@pytest.fixture
def city(app: Flask) -> City:
    return a_city()


def text_of(page: str) -> str:
    """What stands in the main part, without marks."""
    main = page.partition('<main id="main"')[2].partition(">")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_the_head_reads_the_arithmetic_line_by_line(city: City, sign_in: SignIn) -> None:
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert "안전국 물과 순위 설명" in told
    assert "받은 포인트 50 × 100% 50 보낸 포인트 100 × 50% 50 합산 포인트 50 + 50 100" in told
    assert "2위 순위를 매긴 값은 100포인트입니다. 다음 순위(1위)까지 25포인트입니다." in told
    assert "평균 6.0명입니다." in told
    assert "원장의 기록을 다시 더한 값과 맞습니다." in told
    assert "같은 순위가 있으면 그 수만큼 다음 순위를 건너뜁니다(1, 2, 2, 4)." in told


def test_the_first_place_is_told_no_distance_and_nobody_who_is_behind(city: City, sign_in: SignIn) -> None:
    told = text_of(sign_in(city.taxes.head).get(city.address(city.taxes)).text)
    assert "1위 순위를 매긴 값은 125포인트입니다." in told
    assert "다음 순위(" not in told
    assert "물과" not in told


def test_those_who_share_a_rank_are_told_how_many_they_are(app: Flask, sign_in: SignIn) -> None:
    city = a_city(sent_basis_points=10_000)
    told = text_of(sign_in(city.taxes.head).get(city.address(city.taxes)).text)
    assert "1위 같은 순위인 부서가 1곳 더 있습니다." in told


def test_equals_that_a_tie_rule_parts_are_told_so(app: Flask, sign_in: SignIn) -> None:
    city = a_city(sent_basis_points=10_000, departments_ties=(Measure.RECEIVED,))
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert "다음 순위(1위)와 값은 같고, 같을 때 비교하는 순서에서 갈렸습니다." in told


def test_per_head_is_told_with_the_days_that_people_served(app: Flask, sign_in: SignIn) -> None:
    city = a_city(is_per_head=True)
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert re.search(r"1인당 100 × (\d+)일 ÷ (\d+)명·일 16.6666", told)
    assert "다음 순위(1위)까지 1인당 4.1667포인트입니다." in told


def test_notes_are_counted_where_the_scheme_ranks_by_them(app: Flask, sign_in: SignIn) -> None:
    city = a_city(departments_ranked_by=Measure.NOTES)
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert "순위를 매긴 값은 메시지 5건입니다." in told


def test_its_own_people_may_read_it_and_no_record_is_owed(city: City, sign_in: SignIn) -> None:
    assert sign_in(city.water.people[0]).get(city.address(city.water)).status_code == 200
    assert records(city) == []


def test_the_officer_reads_it_on_the_record(city: City, sign_in: SignIn) -> None:
    assert sign_in(city.officer).get(city.address(city.water)).status_code == 200
    assert records(city) == [("officer", "board_explanations.department")]


def test_the_head_of_the_bureau_reads_the_departments_below(city: City, sign_in: SignIn) -> None:
    with reading() as session:
        bureau = session.scalars(select(Department.id).where(Department.name == "안전국")).one()
    chief = a_colleague(city.world.agency_id, "국장님", bureau, position="국장", roles=(Role.DEPARTMENT_HEAD,))
    assert sign_in(chief).get(city.address(city.taxes)).status_code == 200


@pytest.mark.parametrize("is_head", [True, False])
def test_other_departments_heads_and_people_find_nothing(city: City, sign_in: SignIn, is_head: bool) -> None:
    reader = city.taxes.head if is_head else city.taxes.people[0]
    assert sign_in(reader).get(city.address(city.water)).status_code == 404


def test_where_only_heads_see_the_ranking_its_own_people_do_not_read_it(app: Flask, sign_in: SignIn) -> None:
    city = a_city(ranking_viewers=Viewers.LEADS_AND_HR)
    assert sign_in(city.water.people[0]).get(city.address(city.water)).status_code == 404
    assert sign_in(city.water.people[0]).get(f"/boards/{city.month}/persons/me/explanation").status_code == 404


def test_the_head_of_a_small_cell_reads_words_and_the_officer_figures(city: City, sign_in: SignIn) -> None:
    choose_ranking(city.water.people[0].person_id, is_opted_out=True)
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert NO_FIGURES in told
    assert "2위" in told
    assert not re.search(r"\d포인트|×|÷", told)
    told = text_of(sign_in(city.officer).get(city.address(city.water)).text)
    assert "순위를 매긴 값은 100포인트입니다." in told
    assert "운영 담당자에게만 보이는 숫자입니다." in told


def test_no_distance_is_told_to_a_department_whose_figures_are_hidden(city: City, sign_in: SignIn) -> None:
    choose_ranking(city.taxes.people[0].person_id, is_opted_out=True)
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert "다음 순위(" not in told


def test_a_longer_span_is_told_month_by_month(city: City, sign_in: SignIn) -> None:
    year = city.month[:4]
    told = text_of(sign_in(city.water.head).get(city.address(city.water, year)).text)
    assert re.search(r"월별 계산 .* 합계 50 100 100 \d+ ÷ \d+ = 6.0", told)


def test_a_confirmed_standing_shows_its_checksum_and_what_was_corrected_since(
    city: City, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, month = city.world, city.month
    note_id = world.send(city.taxes.people[0], city.water.people[1]).note_ids[0]
    after = Period.parse(month).shifted(1).first_day + timedelta(days=8)
    instant = turn_clock(monkeypatch, f"{after}T10:00:00+09:00")
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, month, city.officer.person_id, instant)
    with unit_of_work() as session:
        held = hold_month_of_now(session, world.agency_id)
        row = held_note(session, note_id, world.agency_id)
        counter(session, held, row, Correction(note_id, "reclaim", city.officer.person_id, reason="겹쳐 보냄"))
        row.withdrawn, row.withdrawn_at = "reclaimed", held.instant
    told = text_of(sign_in(city.water.head).get(city.address(city.water, month)).text)
    assert "확정 당시 이후 정정 정정 후 받은 포인트 60 −10 50 보낸 포인트 100 0 100" in told
    assert re.search(r"확정된 순위표의 확인값 [0-9a-f]{64}", told)
    assert "원장의 기록을 다시 더한 값과 맞습니다." in told


def test_a_board_that_is_not_the_ledgers_says_so(city: City, sign_in: SignIn) -> None:
    with unit_of_work() as session:
        session.execute(
            update(DepartmentStanding)
            .where(DepartmentStanding.department_id == city.water.department_id)
            .values(received_points=DepartmentStanding.received_points + 1)
        )
    told = text_of(sign_in(city.water.head).get(city.address(city.water)).text)
    assert "이 순위를 집계한 뒤 원장이 바뀌었습니다." in told


def test_everybody_reads_the_explanation_of_his_own_place(city: City, sign_in: SignIn) -> None:
    told = text_of(sign_in(city.water.people[2]).get(f"/boards/{city.month}/persons/me/explanation").text)
    assert "내 순위 설명" in told
    assert "받은 포인트 10 × 100% 10 보낸 포인트 20 × 50% 10 합산 포인트 10 + 10 20" in told
    assert "6위 같은 순위인 직원이 4명 더 있습니다." in told
    assert "다음 순위(1위)까지 5포인트입니다." in told
    assert "세정과" not in told


def test_the_goal_is_never_the_figure_of_somebody_who_opted_out(city: City, sign_in: SignIn) -> None:
    for one in city.taxes.people:
        choose_ranking(one.person_id, is_opted_out=True)
    told = text_of(sign_in(city.water.people[2]).get(f"/boards/{city.month}/persons/me/explanation").text)
    assert "6위" in told
    assert "다음 순위(" not in told


def test_who_has_nothing_is_told_so_kindly(city: City, sign_in: SignIn) -> None:
    told = text_of(sign_in(city.world.choi).get(f"/boards/{city.month}/persons/me/explanation").text)
    assert "이 기간에는 포인트로 남은 기록이 없습니다" in told
    assert "0위" not in told


@pytest.mark.parametrize("span", ["2026-13", "2024-01", "ten", "2024"])
def test_what_is_no_span_or_has_no_board_is_absent(city: City, sign_in: SignIn, span: str) -> None:
    client = sign_in(city.officer)
    assert client.get(city.address(city.water, span)).status_code == 404
    assert client.get(f"/boards/{span}/persons/me/explanation").status_code == 404


def test_the_page_is_there_in_english(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.water.head)
    submit(client, city.address(city.water), action="/language", language="en")
    assert "How it was worked out" in client.get(city.address(city.water)).text


def records(city: City) -> list[tuple[str, str]]:
    with reading() as session:
        rows = session.execute(
            select(AccessRecord.role, AccessRecord.act).where(AccessRecord.agency_id == city.world.agency_id)
        ).all()
    return [(row.role, row.act) for row in rows]
