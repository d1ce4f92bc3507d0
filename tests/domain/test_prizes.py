"""Who a scheme proposes for its tiers."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.prizes import (
    LeftOut,
    Proposed,
    Seats,
    Standing,
    certificate_numbers,
    gives_prizes,
    propose,
    seats_of,
    too_many,
)
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Span
from collabpoints.domain.schemes import Scheme, Tier, parse_scheme, preset_text

CHEONAN = (Seats(1, "최우수", "First", 1), Seats(2, "우수", "Second", 1), Seats(3, "장려", "Third", 2))
"""As Cheonan gives them: one, one, two."""


def board(*ranks: int, division: int = 0, first_id: int = 1) -> list[Standing]:
    return [Standing(first_id + place, rank, division) for place, rank in enumerate(ranks)]


def tiers(proposed: Proposed) -> list[tuple[int, int]]:
    return [(winner.id, winner.tier) for winner in proposed.winners]


def test_the_tiers_go_down_the_board() -> None:
    assert tiers(propose(board(1, 2, 3, 4, 5), CHEONAN, {})) == [(1, 1), (2, 2), (3, 3), (4, 3)]


def test_equals_share_the_tier_of_their_first_place_and_take_as_many_places_as_they_are() -> None:
    assert tiers(propose(board(1, 1, 3, 4, 5), CHEONAN, {})) == [(1, 1), (2, 1), (3, 3), (4, 3)]


def test_equals_at_the_last_place_are_all_proposed() -> None:
    assert tiers(propose(board(1, 2, 3, 4, 4, 4, 7), CHEONAN, {})) == [(1, 1), (2, 2), (3, 3), (4, 3), (5, 3), (6, 3)]


def test_who_is_left_out_takes_no_place_and_is_named_with_the_rule() -> None:
    proposed = propose(board(1, 2, 3, 4, 5), CHEONAN, {1: LeftOut.ROLE, 5: LeftOut.LEFT})
    assert tiers(proposed) == [(2, 1), (3, 2), (4, 3)]
    assert [(one.id, one.rank, one.why) for one in proposed.left_out] == [(1, 1, LeftOut.ROLE), (5, 5, LeftOut.LEFT)]


def test_who_would_not_have_won_anyway_is_not_named() -> None:
    assert propose(board(1, 2, 3, 4, 5), CHEONAN, {5: LeftOut.RANK}).left_out == ()


def test_a_board_shorter_than_the_tiers_leaves_prizes_over() -> None:
    assert tiers(propose(board(1), CHEONAN, {})) == [(1, 1)]
    assert propose([], CHEONAN, {}) == Proposed((), ())


def test_each_division_has_every_tier() -> None:
    rows = [*board(1, 2, 3, division=1), *board(1, 2, division=2, first_id=11)]
    assert tiers(propose(rows, CHEONAN[:2], {})) == [(1, 1), (2, 2), (11, 1), (12, 2)]


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Standing], list[Seats], dict[int, LeftOut]]:
    rows: list[Standing] = []
    for division in range(draw(st.integers(1, 3))):
        rank = 1
        for equals in draw(st.lists(st.integers(1, 4), max_size=6)):
            rows += [Standing(len(rows) + 1 + more, rank, division) for more in range(equals)]
            rank += equals
    counts = draw(st.lists(st.integers(1, 4), max_size=4))
    seats = [Seats(tier, f"상 {tier}", f"Prize {tier}", count) for tier, count in enumerate(counts, start=1)]
    out = draw(st.dictionaries(st.integers(1, len(rows) or 1), st.sampled_from(LeftOut)))
    return rows, seats, out


@given(worlds())
def test_nobody_below_wins_a_higher_tier_and_equals_win_the_same(
    world: tuple[list[Standing], list[Seats], dict[int, LeftOut]],
) -> None:
    proposed = propose(*world)
    for one in proposed.winners:
        for other in proposed.winners:
            if one.division == other.division:
                assert (one.rank <= other.rank) == (one.tier <= other.tier) or one.tier == other.tier
                assert one.rank != other.rank or one.tier == other.tier


@given(worlds())
def test_nobody_who_is_left_out_wins_and_nobody_else_above_the_last_winner_is_passed_over(
    world: tuple[list[Standing], list[Seats], dict[int, LeftOut]],
) -> None:
    rows, _seats, out = world
    proposed = propose(*world)
    won, named = {one.id for one in proposed.winners}, {one.id for one in proposed.left_out}
    assert not won & out.keys()
    assert named <= out.keys()
    for division in {row.division for row in rows}:
        lowest = max((one.rank for one in proposed.winners if one.division == division), default=0)
        above = {row.id for row in rows if row.division == division and row.rank <= lowest}
        assert above <= won | named


@given(worlds())
def test_the_prizes_of_a_division_are_given_out_and_grow_only_by_equals_at_the_edge(
    world: tuple[list[Standing], list[Seats], dict[int, LeftOut]],
) -> None:
    rows, seats, out = world
    proposed = propose(*world)
    prizes = sum(one.count for one in seats)
    for division in {row.division for row in rows}:
        fit = [row for row in rows if row.division == division and row.id not in out]
        won = [one for one in proposed.winners if one.division == division]
        assert len(won) >= min(prizes, len(fit))
        if won:
            last = Counter(one.rank for one in won)[won[-1].rank]
            assert len(won) - last < prizes


@given(worlds())
def test_only_ties_fill_a_tier_beyond_its_prizes(
    world: tuple[list[Standing], list[Seats], dict[int, LeftOut]],
) -> None:
    proposed = propose(*world)
    over = {one.tier for one in too_many(world[1], [(one.tier, one.division) for one in proposed.winners])}
    shared = Counter((one.division, one.rank) for one in proposed.winners)
    assert over <= {one.tier for one in proposed.winners if shared[one.division, one.rank] > 1}


def test_a_tier_with_more_winners_than_prizes_is_named_for_any_division() -> None:
    assert too_many(CHEONAN, [(1, 1), (1, 2), (3, 1), (3, 1)]) == ()
    assert too_many(CHEONAN, [(1, 1), (1, 1), (3, 2)]) == (CHEONAN[0],)
    assert too_many(CHEONAN, [(9, 0)]) == (Seats(9, "", "", 0),)


@pytest.fixture(scope="module")
def scheme() -> Scheme:
    return replace(
        parse_scheme(preset_text("directive-2016")),
        prize_spans=frozenset({Span.QUARTER}),
        tiers=(
            Tier(Span.YEAR, "올해의 직원", "Of the year", 1, 0),
            Tier(Span.QUARTER, "최우수", "First", 1, 0),
            Tier(Span.QUARTER, "우수 부서", "Departments", 0, 2),
        ),
    )


def test_the_tiers_of_a_span_keep_their_place_in_the_scheme(scheme: Scheme) -> None:
    assert seats_of(scheme, Span.QUARTER, Subject.PERSONS) == (Seats(2, "최우수", "First", 1),)
    assert seats_of(scheme, Span.QUARTER, Subject.DEPARTMENTS) == (Seats(3, "우수 부서", "Departments", 2),)


def test_prizes_are_given_for_the_spans_that_the_scheme_names_and_has_tiers_for(scheme: Scheme) -> None:
    assert gives_prizes(scheme, Span.QUARTER)
    assert not gives_prizes(scheme, Span.YEAR), "the scheme has a tier of the year, but gives no prizes for years"
    assert not gives_prizes(replace(scheme, prize_spans=frozenset(Span)), Span.MONTH), "no tier is of a month"


@pytest.mark.parametrize(
    ("given_numbers", "expected"),
    [
        ([], ("2026-1", "2026-2")),
        (["2026-9", "2026-16", "2025-40"], ("2026-17", "2026-18")),
        (["", "2026-x", "20260-3"], ("2026-1", "2026-2")),
    ],
)
def test_certificates_are_numbered_on_within_the_year(given_numbers: list[str], expected: tuple[str, ...]) -> None:
    assert certificate_numbers(2026, given_numbers, 2) == expected
