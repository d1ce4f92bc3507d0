"""The jobs of trees: each day those of what is not closed and at the first start, once those of what is confirmed."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from collabpoints.domain.spans import Span
from collabpoints.jobs import trees
from collabpoints.jobs.runner import Outcome, heed_asked, reconcile
from collabpoints.queries.trees import tree_of, tree_spans
from collabpoints.services import trees as tree_services
from collabpoints.services.boards import Frame
from collabpoints.services.months import turn_months
from collabpoints.services.trees import grow_span
from tests.factories.boards import close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World, a_world


@pytest.fixture
def world(app: Flask, monkeypatch: pytest.MonkeyPatch) -> World:
    """The agency's year begins in October, when its first note was sent; it is November."""
    turn_clock(monkeypatch, "2026-10-10T12:00:00+09:00")
    world = a_world()
    change_scheme(year_begins_in=10)
    world.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2026-11-10T12:00:00+09:00")
    return world


def close(world: World, *periods: str) -> None:
    at = datetime.fromisoformat("2026-12-10T12:00:00+09:00")
    for period in periods:
        close_by_hand(world.agency_id, period, world.hong.person_id, at)


def daily() -> list[tuple[str, str]]:
    return [(outcome.period, outcome.result) for outcome in reconcile() if outcome.job == "trees"]


def confirmed() -> list[Outcome]:
    return [outcome for outcome in heed_asked() if outcome.job == "confirmed_trees"]


def grown(world: World) -> dict[str, bool]:
    return {str(one.span): one.is_confirmed for one in tree_spans(world.agency_id)}


def test_the_first_start_grows_the_trees_of_all_that_is_not_closed_at_once(world: World) -> None:
    assert daily() == [("2026-11-10", "done")]
    assert grown(world) == {"2026-11": False, "2026-10": False, "2026-Q1": False, "2026-H1": False, "2026": False}


def test_they_grow_again_on_the_next_day_and_not_before(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert daily() == [("2026-11-10", "done")]
    assert daily() == []
    turn_clock(monkeypatch, "2026-11-12T00:05:00+09:00")
    assert daily() == [("2026-11-12", "done")]


def test_a_month_that_is_closed_has_its_confirmed_trees_within_seconds_and_once(world: World) -> None:
    daily()
    close(world, "2026-10")
    assert [(outcome.period, outcome.result) for outcome in confirmed()] == [("2026-10 to 2026-10", "done")]
    assert confirmed() == []
    assert grown(world)["2026-10"] is True


def test_after_its_months_are_closed_a_quarter_has_its_confirmed_trees(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for moment in ("2026-11-10", "2026-12-10", "2027-01-10"):
        turn_clock(monkeypatch, f"{moment}T12:00:00+09:00")
        reconcile()
    close(world, "2026-10", "2026-11", "2026-12")
    heed_asked()
    assert {span for span, is_confirmed in grown(world).items() if is_confirmed} == {
        "2026-10",
        "2026-11",
        "2026-12",
        "2026-Q1",
    }


def test_what_nobody_grew_while_it_ran_grows_once_it_is_confirmed(world: World) -> None:
    turn_months(world.agency_id)
    close(world, "2026-10")
    assert [outcome.result for outcome in confirmed()] == ["done"]


def test_a_day_that_was_missed_is_not_made_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    daily()
    turn_clock(monkeypatch, "2026-11-20T12:00:00+09:00")
    assert daily() == [("2026-11-20", "done")]


def test_a_span_that_cannot_grow_keeps_its_trees_holds_up_no_other_and_is_told_of(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily()
    turn_clock(monkeypatch, "2026-11-11T12:00:00+09:00")

    def but_november(agency_id: int, span: Span) -> int:
        if str(span) == "2026-11":
            raise RuntimeError("no room")
        return grow_span(agency_id, span)

    monkeypatch.setattr(trees, "grow_span", but_november)
    (outcome,) = [outcome for outcome in reconcile() if outcome.job == "trees"]
    assert (outcome.result, outcome.error) == ("failed", "Ungrown: 2026-11: RuntimeError")
    as_of = {str(one.span): one.as_of.day for one in tree_spans(world.agency_id)}
    assert as_of == {"2026-11": 10, "2026-10": 11, "2026-Q1": 11, "2026-H1": 11, "2026": 11}
    monkeypatch.setattr(trees, "grow_span", grow_span)
    assert daily() == [("2026-11-11", "done")]


def test_a_confirmed_tree_that_fails_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    daily()
    close(world, "2026-10")

    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError("no layout")

    with monkeypatch.context() as patch:
        patch.setattr("collabpoints.services.trees.agency_layout", broken)
        assert [outcome.result for outcome in confirmed()] == ["failed"]
    assert grown(world)["2026-10"] is False
    turn_clock(monkeypatch, "2026-11-10T12:05:00+09:00")
    assert [outcome.result for outcome in confirmed()] == ["done"]
    found = tree_of(world.agency_id, Span.parse("2026-10"))
    assert found is not None
    assert found.is_confirmed


def test_a_confirmed_tree_that_fails_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    daily()
    turn_clock(monkeypatch, "2026-12-10T12:00:00+09:00")
    reconcile()
    close(world, "2026-10", "2026-11")

    def but_october(session: Session, frame: Frame, *, instant: datetime) -> int:
        if str(frame.span) == "2026-10":
            raise RuntimeError("no room")
        return grow_frame(session, frame, instant=instant)

    grow_frame = tree_services._grow
    monkeypatch.setattr(tree_services, "_grow", but_october)
    assert [(outcome.period[:7], outcome.result) for outcome in confirmed()] == [("2026-10", "failed")]
    assert [(outcome.period[:7], outcome.result) for outcome in confirmed()] == [("2026-11", "done")]
    assert grown(world)["2026-11"] is True
