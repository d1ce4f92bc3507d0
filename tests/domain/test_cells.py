"""Small cells. The attack: whatever is shown are sums, so whoever adds and subtracts pages gets at the linear combinations
of what is shown, and at nothing else.

What is proved here, for random worlds of up to 9 people and 4 departments, and years of 3 or 4 months cut into longer spans
(spans that cross too), with people who move, who opt out, who are named on some boards and not on others:

- with boards that name a few, no combination of shown rows of departments, totals of months and persons' rows holds one
  or two people's figures, but for what the persons' rows themselves say;
- with boards that name everybody, none holds one or two of those whom no board around the month names;
- a person who subtracts his own figures as well gets at nobody else's alone.

Not proved, since they are no sums: how many different colleagues and departments were helped, ranks, and what a provisional
board tells when it is looked at twice while its month goes on.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from collabpoints.domain.cells import Cell, Sheet, is_thin, may_tell, may_tell_together, shown

Atom = tuple[int, int, str]
"""A person in a department in a month: what is to be guessed."""
Row = dict[Atom, int]


@dataclass
class World:
    """Who has something where and when, which spans have boards, whom each names, and who is shown."""

    atoms: frozenset[Atom]
    spans: dict[int, frozenset[str]]
    named: dict[int, frozenset[int]]
    everybody: frozenset[int]
    thin: frozenset[tuple[int, int]]

    def open_atoms(self) -> frozenset[Atom]:
        """Those of people whom a board around the month names."""
        return frozenset(
            atom
            for atom in self.atoms
            if any(atom[2] in self.spans[board] and atom[0] in self.named[board] for board in self.spans)
        )

    def sheets(self) -> list[Sheet]:
        departments = {
            board: frozenset(atom[1] for atom in self.atoms if atom[2] in span) for board, span in self.spans.items()
        }
        return [
            Sheet(
                board_id=board,
                is_month=len(span) == 1,
                periods=span,
                departments=departments[board],
                thin=frozenset(one for one in departments[board] if (board, one) in self.thin),
                names_everybody=board in self.everybody,
            )
            for board, span in self.spans.items()
        ]

    def cells(self) -> list[Cell]:
        found = []
        open_atoms = self.open_atoms()
        for department, period in sorted({atom[1:] for atom in self.atoms}):
            people = [atom for atom in self.atoms if atom[1:] == (department, period)]
            unnamed = sorted(atom[0] for atom in people if atom not in open_atoms)
            found.append(Cell(department, period, len(people), frozenset(unnamed[:3])))
        return found

    def persons_rows(self) -> list[Row]:
        return [
            {atom: 1 for atom in self.atoms if atom[0] == person and atom[2] in self.spans[board]}
            for board, people in self.named.items()
            for person in people
        ]

    def rows(self) -> list[Row]:
        """Everything that is shown."""
        seen = shown(self.sheets(), self.cells())
        departments = [
            {atom: 1 for atom in self.atoms if atom[1] == one and atom[2] in self.spans[board]}
            for board, of_board in seen.departments.items()
            for one in of_board
        ]
        totals = [{atom: 1 for atom in self.atoms if atom[2] == period} for period in seen.totals]
        return [*departments, *totals, *self.persons_rows()]


FAMILIES = [
    [["01"], ["02"], ["03"], ["01", "02", "03"]],
    [["01"], ["02"], ["03"], ["04"], ["01", "02"], ["03", "04"], ["01", "02", "03", "04"]],
    [["01"], ["02"], ["03"], ["04"], ["01", "02", "03"], ["01", "02", "03", "04"]],
    [["01"], ["02"], ["03"], ["04"], ["01", "02"], ["02", "03", "04"], ["03", "04"]],
]
"""Months in quarters and a year; the last one's years begin in another month from some day on, so that spans cross."""


@st.composite
def worlds(draw: st.DrawFn, *, names_everybody: bool) -> World:
    family = draw(st.sampled_from(FAMILIES))
    spans = {board: frozenset(f"2026-{month}" for month in span) for board, span in enumerate(family, start=1)}
    periods = sorted({period for span in spans.values() for period in span})
    homes = draw(st.lists(st.integers(1, 3), min_size=3, max_size=9))
    atoms = {
        (person, home, period)
        for person, home in enumerate(homes, start=1)
        for period in draw(st.sets(st.sampled_from(periods), min_size=1))
    }
    atoms |= draw(
        st.sets(st.tuples(st.integers(1, len(homes)), st.integers(1, 4), st.sampled_from(periods)), max_size=4)
    )
    opted_out = draw(st.sets(st.integers(1, len(homes)), max_size=5))
    named = {}
    for board, span in spans.items():
        present = sorted({atom[0] for atom in atoms if atom[2] in span} - opted_out)
        chosen = (
            draw(st.sets(st.sampled_from(present), max_size=len(present) if names_everybody else 2))
            if present
            else set()
        )
        named[board] = frozenset(set(present) - chosen if names_everybody and draw(st.booleans()) else chosen)
    thin = draw(st.sets(st.tuples(st.sampled_from(sorted(spans)), st.integers(1, 4)), max_size=2))
    return World(frozenset(atoms), spans, named, frozenset(spans) if names_everybody else frozenset(), frozenset(thin))


def rank(rows: list[Row]) -> int:
    """How many of the rows are independent, in exact fractions."""
    left = [{atom: Fraction(value) for atom, value in row.items()} for row in rows if row]
    found = 0
    while left:
        pivot = left.pop()
        found += 1
        at, value = next(iter(pivot.items()))
        reduced = []
        for row in left:
            factor = row.get(at, Fraction(0)) / value
            if factor:
                row = {
                    atom: row.get(atom, Fraction(0)) - factor * pivot.get(atom, Fraction(0))
                    for atom in row.keys() | pivot.keys()
                }
                row = {atom: one for atom, one in row.items() if one}
            if row:
                reduced.append(row)
        left = reduced
    return found


def within(rows: list[Row], atoms: frozenset[Atom]) -> list[Row]:
    return [{atom: value for atom, value in row.items() if atom in atoms} for row in rows]


def combinations_within(rows: list[Row], people: tuple[int, ...], atoms: frozenset[Atom]) -> int:
    """How many independent combinations of the rows hold nobody among `atoms` but these people."""
    others = frozenset(atom for atom in atoms if atom[0] not in people)
    return rank(within(rows, atoms)) - rank(within(rows, others))


def people_of(world: World) -> list[int]:
    return sorted({atom[0] for atom in world.atoms})


@settings(max_examples=60)
@given(worlds(names_everybody=False))
def test_no_sum_of_one_or_two_people_can_be_had_where_boards_name_a_few(world: World) -> None:
    rows, said = world.rows(), world.persons_rows()
    for pair in combinations(people_of(world), 2):
        assert combinations_within(rows, pair, world.atoms) == combinations_within(said, pair, world.atoms), pair


@settings(max_examples=60)
@given(worlds(names_everybody=True))
def test_no_sum_of_one_or_two_unnamed_people_can_be_had_where_boards_name_everybody(world: World) -> None:
    unnamed = world.atoms - world.open_atoms()
    rows = within(world.rows(), unnamed)
    for pair in combinations(sorted({atom[0] for atom in unnamed}), 2):
        assert combinations_within(rows, pair, unnamed) == 0, pair
    for person in {atom[0] for atom in unnamed}:
        assert combinations_within(rows, (person,), unnamed) == 0, person


def a_sheet(board_id: int, *periods: str, thin: tuple[int, ...] = (), names_everybody: bool = False) -> Sheet:
    return Sheet(
        board_id=board_id,
        is_month=len(periods) == 1,
        periods=frozenset(periods),
        departments=frozenset({1, 2}),
        thin=frozenset(thin),
        names_everybody=names_everybody,
    )


def a_cell(department_id: int, period: str, *unnamed: int) -> Cell:
    return Cell(department_id, period, max(len(unnamed), 1), frozenset(unnamed))


def test_a_department_of_three_is_shown() -> None:
    assert shown([a_sheet(1, "2026-01")], [a_cell(1, "2026-01", 1, 2, 3)]).departments[1] == {1, 2}


def test_a_department_of_two_is_not_shown_and_neither_is_the_next_smallest_beside_the_total() -> None:
    cells = [a_cell(1, "2026-01", 1, 2), a_cell(2, "2026-01", 3, 4, 5)]
    found = shown([a_sheet(1, "2026-01")], cells)
    assert found.departments[1] == frozenset()
    assert found.totals == {"2026-01"}


def test_the_total_of_two_people_is_not_shown() -> None:
    assert shown([a_sheet(1, "2026-01")], [a_cell(1, "2026-01", 1, 2)]).totals == frozenset()


def test_a_department_with_a_headcount_below_three_is_not_shown_though_three_took_part() -> None:
    found = shown([a_sheet(1, "2026-01", thin=(1,))], [a_cell(1, "2026-01", 1, 2, 3)])
    assert found.departments[1] == {2}


def test_who_is_named_everywhere_leaves_no_cell() -> None:
    assert shown([a_sheet(1, "2026-01", names_everybody=True)], [a_cell(1, "2026-01")]).departments[1] == {1, 2}


def test_a_department_of_people_among_the_first_ten_is_not_shown() -> None:
    assert shown([a_sheet(1, "2026-01")], [a_cell(1, "2026-01")]).departments[1] == {2}


def test_a_quarter_is_hidden_with_the_only_month_that_is() -> None:
    sheets = [a_sheet(1, "2026-01"), a_sheet(2, "2026-02"), a_sheet(3, "2026-01", "2026-02")]
    found = shown(sheets, [a_cell(1, "2026-01", 1, 2, 3), a_cell(1, "2026-02", 1, 2)])
    assert [1 in found.departments[board] for board in (1, 2, 3)] == [True, False, False]


def test_a_quarter_is_shown_when_its_hidden_months_hold_three_together() -> None:
    sheets = [a_sheet(1, "2026-01"), a_sheet(2, "2026-02"), a_sheet(3, "2026-01", "2026-02")]
    found = shown(sheets, [a_cell(1, "2026-01", 1, 2), a_cell(1, "2026-02", 2, 3)])
    assert [1 in found.departments[board] for board in (1, 2, 3)] == [False, False, True]


def test_spans_that_cross_show_no_more_than_their_months() -> None:
    sheets = [a_sheet(number, f"2026-0{number}") for number in (1, 2, 3)]
    sheets += [a_sheet(4, "2026-01", "2026-02"), a_sheet(5, "2026-02", "2026-03")]
    cells = [a_cell(1, "2026-01", 1), a_cell(1, "2026-02", 2, 3), a_cell(1, "2026-03", 4)]
    found = shown(sheets, cells)
    assert not any(1 in departments for departments in found.departments.values())


def test_a_span_with_a_month_that_has_no_board_is_not_shown() -> None:
    found = shown([a_sheet(1, "2026-01"), a_sheet(2, "2026-01", "2026-02")], [a_cell(1, "2026-01", 1, 2, 3)])
    assert found.departments[2] == frozenset()


def test_a_headcount_is_thin_below_three_on_average() -> None:
    assert is_thin(89, 30)
    assert not is_thin(90, 30)


@settings(max_examples=60)
@given(worlds(names_everybody=False), st.integers(1, 9))
def test_who_subtracts_his_own_figures_too_gets_at_nobody_elses_alone(world: World, own: int) -> None:
    mine: list[Row] = [{atom: 1} for atom in world.atoms if atom[0] == own]
    for person in people_of(world):
        if person != own:
            known = combinations_within([*world.persons_rows(), *mine], (person,), world.atoms)
            assert combinations_within([*world.rows(), *mine], (person,), world.atoms) == known


@pytest.mark.parametrize(("people", "may"), [(0, True), (1, False), (2, False), (3, True)])
def test_figures_of_one_or_two_people_are_not_told(people: int, may: bool) -> None:
    assert may_tell(people) is may


@pytest.mark.parametrize(
    ("cells", "may"), [([], True), ([0, 0], True), ([2], False), ([3], False), ([1, 1], False), ([1, 0, 2], True)]
)
def test_hidden_cells_are_told_together_only_of_three_people_in_two_of_them(cells: list[int], may: bool) -> None:
    assert may_tell_together(cells) is may
