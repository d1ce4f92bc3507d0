"""A chosen rule set starts with a month that has not begun; what has begun keeps its rules."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from collabpoints.db import reading
from collabpoints.domain.roles import Role
from collabpoints.domain.schemes import SchemeFault, preset_text
from collabpoints.models import Month, Scheme
from collabpoints.queries.allowances import allowance
from collabpoints.services.months import turn_months
from collabpoints.services.scheme_drafts import Starting, start_draft, write_draft
from collabpoints.services.schemes import choose_scheme
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    at(monkeypatch, "2026-11-10T12:00:00+09:00")
    return a_world(scheme="directive-2016")


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    instant = datetime.fromisoformat(moment).astimezone(UTC)
    for module in ("services.months", "services.scheme_months", "queries.allowances"):
        monkeypatch.setattr(f"collabpoints.{module}.database_now", lambda _session: instant)


def books() -> list[tuple[str, str]]:
    with reading() as session:
        return [(row.code, row.starts_in) for row in session.scalars(select(Scheme).order_by(Scheme.starts_in))]


def test_what_holds_already_stays(world: World) -> None:
    assert choose_scheme(world.agency_id, "directive-2016") is None
    assert books() == [("directive-2016", "2026-01")]


def test_what_people_started_is_not_overruled_by_a_setting(world: World) -> None:
    text = preset_text("cheonan-2019")
    draft = write_draft(world.agency_id, person_id=world.hong.person_id, starts_in="2026-12", text=text)
    start_draft(world.agency_id, Starting(draft, 1, world.kim.person_id, frozenset({Role.OFFICER})))
    assert choose_scheme(world.agency_id, "directive-2016") is None
    assert books() == [("directive-2016", "2026-01"), ("cheonan-2019", "2026-12")]


def test_another_starts_with_the_next_month(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    turn_months(world.agency_id)
    assert choose_scheme(world.agency_id, "chungnam-2015") == "2026-12"
    assert allowance(world.agency_id, world.hong.person_id).granted == 200
    at(monkeypatch, "2026-12-01T00:00:00+09:00")
    turn_months(world.agency_id)
    left = allowance(world.agency_id, world.hong.person_id)
    assert (left.granted, left.unit) == (30, "notes")
    with reading() as session:
        rows = session.execute(select(Month.period, Month.allowance, Month.pair_cap).order_by(Month.period)).all()
    assert [tuple(row) for row in rows] == [("2026-11", 200, 2), ("2026-12", 30, None)]


def test_where_no_month_has_begun_it_starts_with_the_present_one(world: World) -> None:
    assert choose_scheme(world.agency_id, "chungnam-2015") == "2026-11"
    assert allowance(world.agency_id, world.hong.person_id).granted == 30


def test_a_choice_taken_back_before_it_starts_leaves_no_trace(world: World) -> None:
    turn_months(world.agency_id)
    choose_scheme(world.agency_id, "chungnam-2015")
    assert choose_scheme(world.agency_id, "directive-2016") == "2026-01"
    assert books() == [("directive-2016", "2026-01")]


def test_an_unknown_name_is_refused_with_those_there_are(world: World) -> None:
    with pytest.raises(SchemeFault, match="chungnam-2015"):
        choose_scheme(world.agency_id, "nowhere-1999")
