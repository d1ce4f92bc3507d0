"""The rule of ranks, without a database."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.ranking import (
    ORDERS,
    Order,
    Rule,
    Subject,
    crosses_at,
    measured,
    own_order,
    per_head,
    ranked,
    rule_of,
)
from collabpoints.domain.scheme_words import Level, Measure
from collabpoints.domain.schemes import WHOLE, Scheme, parse_scheme, preset_text
from tests.strategies.schemes import schemes

figures = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=20)


def ranks(*points: int) -> list[tuple[int, int | None]]:
    return list(ranked(points, lambda point: (point,)))


def test_equals_share_a_rank_and_the_next_one_counts_on() -> None:
    assert ranks(10, 20, 20, 30) == [(30, 1), (20, 2), (20, 2), (10, 4)]


def test_nobody_with_nothing_has_a_rank() -> None:
    assert ranks(0, 10, 0) == [(10, 1), (0, None), (0, None)]


def test_who_has_nothing_of_the_measure_has_no_rank_however_much_else() -> None:
    assert list(ranked([(0, 900)], lambda row: row)) == [((0, 900), None)]


def test_what_is_compared_next_parts_equals() -> None:
    assert list(ranked([(20, 1), (20, 3), (20, 3), (10, 9)], lambda row: row)) == [
        ((20, 3), 1),
        ((20, 3), 1),
        ((20, 1), 3),
        ((10, 9), 4),
    ]


@given(figures)
def test_a_rank_is_one_more_than_how_many_stand_higher(rows: list[tuple[int, int]]) -> None:
    for row, rank in ranked(rows, lambda one: one):
        assert rank == (sum(other > row for other in rows) + 1 if row[0] else None)


@given(figures)
def test_equals_keep_the_order_in_which_they_came(rows: list[tuple[int, int]]) -> None:
    numbered = list(enumerate(rows))
    places = [number for (number, _row), _rank in ranked(numbered, lambda one: one[1])]
    for one, other in itertools.pairwise(places):
        assert rows[one] > rows[other] or one < other


@given(st.integers(0, 10**12), st.integers(1, 10**6), st.integers(1, 366))
def test_per_head_is_rounded_down_to_a_ten_thousandth(figure: int, person_days: int, days: int) -> None:
    exactly = Fraction(figure) / Fraction(person_days, days)
    found = per_head(figure, person_days=person_days, days=days)
    assert found is not None
    assert found <= exactly < found + 1


def test_where_nobody_served_nothing_is_per_head() -> None:
    assert per_head(100, person_days=0, days=30) is None


@given(schemes(), st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))
def test_a_measure_is_in_ten_thousandths(scheme: Scheme, received: int, sent: int, special: int) -> None:
    score = scheme.score(received=received, sent=sent, special=special)
    found = {by: measured(by, received=received, sent=sent, score=score, notes=7) for by in Measure}
    assert found == {
        Measure.SCORE: score,
        Measure.RECEIVED: received * WHOLE,
        Measure.SENT: sent * WHOLE,
        Measure.NOTES: 7 * WHOLE,
    }


@given(schemes())
def test_every_scheme_has_a_rule_for_both_and_an_order_that_can_be_asked_for(scheme: Scheme) -> None:
    for subject in Subject:
        rule = rule_of(scheme, subject)
        assert rule.by not in rule.ties
        assert own_order(rule) in ORDERS[subject]


def test_gwangju_ranks_departments_per_head_and_parts_equals_by_received_then_sent() -> None:
    scheme = parse_scheme(preset_text("gwangju-namgu-2023"))
    rule = rule_of(scheme, Subject.DEPARTMENTS)
    assert rule.is_per_head
    assert own_order(rule) is Order.PER_HEAD
    assert rule.ties[:2] == (Measure.RECEIVED, Measure.SENT)


def test_persons_are_never_ranked_per_head() -> None:
    scheme = parse_scheme(preset_text("gwangju-namgu-2023"))
    assert not rule_of(scheme, Subject.PERSONS).is_per_head
    assert Order.PER_HEAD not in ORDERS[Subject.PERSONS]


def test_the_order_of_a_rule_is_its_measure_unless_it_is_per_head() -> None:
    assert {by: own_order(Rule(by, False, ())) for by in Measure} == {by: Order(by.value) for by in Measure}
    assert own_order(Rule(Measure.SENT, True, ())) is Order.PER_HEAD


@pytest.mark.parametrize(
    ("same", "border"),
    [(Level.TEAM, Level.DEPARTMENT), (Level.DEPARTMENT, Level.BUREAU), (Level.BUREAU, None)],
)
def test_points_cross_one_level_above_what_is_the_same(same: Level, border: Level | None) -> None:
    assert crosses_at(same) is border
