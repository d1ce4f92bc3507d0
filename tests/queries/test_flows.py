"""The maps of who helped whom, read from the flows of trees."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete

from collabpoints.db import unit_of_work
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.spans import Span
from collabpoints.models import ShownCell
from collabpoints.queries.flows import bureau_map, crossed_months, flow_map, headed_bureaus
from tests.factories.agencies import a_colleague, a_department, an_agency
from tests.factories.flows import a_month_of_flows, flows_between
from tests.factories.groves import a_grove

TODAY = date(2026, 10, 20)


@dataclass(frozen=True)
class House:
    """Three bureaus (B1 to B3) with two departments each: five notes from each to each in a month that has flows."""

    agency_id: int
    offices: dict[int, int]

    def month(self, period: str, *, totals: tuple[int, int] | None = (180, 120)) -> None:
        a_month_of_flows(self.agency_id, period, flows_between(self.offices), told=self.offices, totals=totals)


@pytest.fixture
def house(app: Flask) -> House:
    agency_id, offices = an_agency(), {}
    for number in range(1, 4):
        bureau = a_department(agency_id, f"{number}국", code=f"B{number}", level=1)
        for at in range(1, 3):
            offices[a_department(agency_id, f"{number}국{at}과", parent_id=bureau)] = bureau
    return House(agency_id, offices)


def test_bureaus_and_departments_stand_in_official_order(house: House) -> None:
    house.month("2026-09")
    shown = flow_map(house.agency_id, Span.parse("2026-09"), today=TODAY)
    own = bureau_map(house.agency_id, Span.parse("2026-09"), "B2", today=TODAY)
    assert shown
    assert own
    assert [one.name for one in shown.bureaus] == ["1국", "2국", "3국"]
    assert [one.name for one in (*own.departments, *own.others)] == ["2국1과", "2국2과", "1국", "3국"]


def test_a_department_that_is_no_longer_told_of_leaves_the_maps_at_once(house: House) -> None:
    house.month("2026-09")
    gone, bureau_id = next(iter(house.offices.items()))
    with unit_of_work() as session:
        session.execute(delete(ShownCell).where(ShownCell.department_id == gone))
    own = bureau_map(house.agency_id, Span.parse("2026-09"), "B1", today=TODAY)
    shown = flow_map(house.agency_id, Span.parse("2026-09"), today=TODAY)
    assert own
    assert shown
    assert gone not in {one.department_id for one in own.departments}
    assert not any(gone in pair for pair in own.flows.among)
    assert all(notes < 20 for pair, notes in shown.cells.items() if bureau_id in pair)


def test_a_month_that_goes_on_is_left_out_where_others_have_ended(house: House) -> None:
    for period in ("2026-09", "2026-10"):
        house.month(period)
    year = flow_map(house.agency_id, Span.parse("2026"), today=TODAY)
    running = flow_map(house.agency_id, Span.parse("2026-10"), today=TODAY)
    assert year
    assert running
    assert (year.months, running.months) == ((Month(2026, 9),), (Month(2026, 10),))


def test_there_is_no_map_without_a_tree(house: House) -> None:
    assert flow_map(house.agency_id, Span.parse("2026-09"), today=TODAY) is None
    assert bureau_map(house.agency_id, Span.parse("2026-09"), "B1", today=TODAY) is None


def test_the_shares_are_of_the_months_whose_totals_are_told_the_oldest_first(house: House) -> None:
    house.month("2026-09")
    house.month("2026-08", totals=None)
    house.month("2026-07")
    found = crossed_months(house.agency_id, Month(2026, 9))
    assert [(str(one.month), one.notes, one.crossed) for one in found] == [("2026-07", 180, 120), ("2026-09", 180, 120)]


def test_a_head_of_a_team_heads_something_in_its_bureau(house: House) -> None:
    office = next(iter(house.offices))
    team = a_department(house.agency_id, "일팀", parent_id=office, level=3)
    head = a_colleague(house.agency_id, "홍길동", team, roles=(Role.DEPARTMENT_HEAD,))
    assert headed_bureaus(house.agency_id, head.person_id) == {"B1"}


def test_who_heads_nothing_heads_nothing_in_any_bureau(house: House) -> None:
    nobody = a_colleague(house.agency_id, "홍길동", next(iter(house.offices)))
    assert headed_bureaus(house.agency_id, nobody.person_id) == frozenset()


def test_a_tree_that_grew_of_notes_has_a_map(app: Flask) -> None:
    """Six notes went from 건설국 to 기획담당관, from at least three to three; the archives are told of nowhere."""
    grove = a_grove()
    shown = flow_map(grove.world.agency_id, grove.span, today=grove.span.end_day)
    assert shown
    assert [one.name for one in shown.bureaus] == ["기획실", "건설국"]
    assert set(shown.cells.values()) <= {6}
