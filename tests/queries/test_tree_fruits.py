"""Fruit: the 우수자 of a span, and on which limb they hang."""

import pytest
from flask import Flask

from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.spans import Span
from collabpoints.queries.tree_fruits import fruit_places, fruits_of
from collabpoints.queries.trees import GrownTree, tree_of
from collabpoints.services.accounts import choose_ranking
from tests.factories.clocks import turn_clock
from tests.factories.groves import Grove, a_grove
from tests.factories.prizes import a_ranked_world, hide
from tests.factories.schemes import change_scheme


@pytest.fixture
def grove(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Grove:
    turn_clock(monkeypatch, "2026-11-20T12:00:00+09:00")
    return a_grove()


def tree(grove: Grove, root: int = 0) -> GrownTree:
    found = tree_of(grove.world.agency_id, grove.span, root)
    assert found is not None
    return found


def place(grown: GrownTree, name: str) -> int:
    return next(one.limb.place for one in grown.branches if one.name == name)


def test_before_prizes_are_confirmed_it_is_who_stands_first_on_the_board(grove: Grove) -> None:
    found = fruits_of(grove.world.agency_id, grove.span)
    assert not found.are_prizes
    assert {fruit.rank for fruit in found.fruits} <= {1, 2, 3}
    assert {fruit.name for fruit in found.fruits} == {one.name for one in grove.planning[:3]}
    assert {(fruit.position, fruit.department) for fruit in found.fruits} == {("주무관", "기획실 기획담당관")}


def test_it_hangs_on_the_branch_of_the_department_in_each_tree(grove: Grove) -> None:
    found = fruits_of(grove.world.agency_id, grove.span)
    grown = tree(grove)
    assert fruit_places(grown, found) == ((place(grown, "기획담당관"), 3),)
    own = tree(grove, grove.world.planning)
    assert [count for _place, count in fruit_places(own, found)] == [1, 1, 1]
    assert fruit_places(tree(grove, grove.world.roads), found) == ()


def test_who_opted_out_leaves_a_gap(grove: Grove) -> None:
    choose_ranking(grove.planning[0].person_id, is_opted_out=True)
    found = fruits_of(grove.world.agency_id, grove.span)
    assert found.has_gap
    assert grove.planning[0].name not in {fruit.name for fruit in found.fruits}
    assert len(found.fruits) == 2


def test_where_not_everybody_may_see_the_ranking_there_is_no_fruit_of_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-11-20T12:00:00+09:00")
    monkeypatch.setattr("tests.factories.groves.change_scheme", for_the_officer)
    found = a_grove()
    assert fruits_of(found.world.agency_id, found.span).fruits == ()


def for_the_officer(*of: int, **fields: object) -> None:
    change_scheme(*of, **fields, ranking_viewers=Viewers.LEADS_AND_HR)


def test_confirmed_prizes_are_the_fruit_and_who_opts_out_afterwards_leaves_a_gap(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_clock(monkeypatch, "2026-10-05T10:00:00+09:00")
    prizes = a_ranked_world(monkeypatch)
    span = Span.parse(prizes.period)
    proposal_id = prizes.open()
    assert not fruits_of(prizes.agency_id, span).are_prizes
    prizes.confirm(proposal_id, by=prizes.yu)
    before = fruits_of(prizes.agency_id, span)
    assert [(one.name, one.department_id, one.tier_ko) for one in before.fruits] == [
        ("김민수", prizes.world.welfare, "최우수"),
        ("박서연", prizes.world.roads, "우수"),
    ]
    assert (before.are_prizes, before.has_gap) == (True, False)
    hide(prizes.world.kim)
    after = fruits_of(prizes.agency_id, span)
    assert ([one.name for one in after.fruits], after.has_gap) == (["박서연"], True)
