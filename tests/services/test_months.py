"""Months begin, end, and hold what enters them."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.models import DepartmentPath, Month, MonthHeadcount, Scheme
from collabpoints.services.months import turn_months
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask) -> World:
    return a_world()


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    instant = datetime.fromisoformat(moment).astimezone(UTC)
    monkeypatch.setattr("collabpoints.services.months.database_now", lambda _session: instant)


def states() -> list[tuple[str, str]]:
    with reading() as session:
        return [(row.period, row.state) for row in session.scalars(select(Month).order_by(Month.period))]


def test_a_month_ends_when_it_is_over_in_seoul_and_the_next_begins(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, "2026-11-30T23:59:59+09:00")
    assert turn_months(world.agency_id) == 0
    assert states() == [("2026-11", "open")]
    at(monkeypatch, "2026-12-01T00:00:00+09:00")
    assert turn_months(world.agency_id) == 1
    assert states() == [("2026-11", "ended"), ("2026-12", "open")]


def test_twice_gives_the_same(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-12-01T00:00:00+09:00")
    turn_months(world.agency_id)
    assert turn_months(world.agency_id) == 0
    assert states() == [("2026-12", "open")]


def test_a_month_keeps_the_scheme_it_began_under(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-10T00:00:00+09:00")
    turn_months(world.agency_id)
    with reading() as session:
        month = session.scalars(select(Month)).one()
        assert (month.allowance, month.pair_cap) == (200, 2)
        assert session.get_one(Scheme, month.scheme_id).code == "directive-2016"


def test_when_a_month_ends_its_headcounts_stand(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-10T00:00:00+09:00")
    turn_months(world.agency_id)
    with reading() as session:
        assert session.scalars(select(MonthHeadcount)).all() == []
    at(monkeypatch, "2026-12-01T00:00:00+09:00")
    turn_months(world.agency_id)
    with reading() as session:
        rows = session.execute(
            select(DepartmentPath.home_id, MonthHeadcount.person_days)
            .join(Month, Month.id == MonthHeadcount.month_id)
            .join(DepartmentPath, DepartmentPath.id == MonthHeadcount.path_id)
            .where(Month.period == "2026-11")
        ).all()
    assert {tuple(row) for row in rows} == {(world.planning, 2 * 30), (world.welfare, 30), (world.roads, 2 * 30)}
