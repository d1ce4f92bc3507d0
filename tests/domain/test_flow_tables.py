"""Small cells of one table of two ways, proved by trying all tables there can be."""

from collections.abc import Callable, Iterator
from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from collabpoints.domain import flow_tables
from collabpoints.domain.flow_tables import Count, FlowTable, Place, shown_places


@st.composite
def tables(draw: st.DrawFn) -> FlowTable:
    """Up to three rows and four columns, with places that cannot be."""
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    places = frozenset(at for at in product(range(rows), range(columns)) if draw(st.integers(0, 7)))
    counts = {}
    for at in sorted(places):
        notes = draw(st.sampled_from((0, 0, 1, 1, 2, 3, 3, 4)))
        if notes:
            people = st.integers(1, notes)
            counts[at] = Count(notes, draw(people), draw(people), draw(st.integers(0, 9)) == 0)
    return FlowTable(places, counts)


def alike(table: FlowTable, shown: frozenset[Place]) -> Iterator[dict[Place, int]]:
    """All tables that a reader cannot tell from this one: the same sums, the same shown cells."""
    blank = sorted(table.places - shown)
    left: dict[Place, int] = {}
    for at in blank:
        notes = table.counts[at].notes if at in table.counts else 0
        for line in lines(at):
            left[line] = left.get(line, 0) + notes
    yield from filled(blank, left, {})


def filled(blank: list[Place], left: dict[Place, int], found: dict[Place, int]) -> Iterator[dict[Place, int]]:
    if not blank:
        if not any(left.values()):
            yield dict(found)
        return
    at, *others = blank
    ends = [line for line in lines(at) if not any(line in lines(other) for other in others)]
    for notes in range(min(left[line] for line in lines(at)) + 1):
        if all(left[line] == notes for line in ends):
            after = {line: rest - notes * (line in lines(at)) for line, rest in left.items()}
            yield from filled(others, after, {**found, at: notes})


def lines(at: Place) -> tuple[Place, Place]:
    return (0, at[0]), (1, at[1])


def told(table: FlowTable, shown: frozenset[Place]) -> set[Place]:
    """The blank cells with notes that hold the same number in every table that it may be."""
    sought = {at for at in table.counts if at not in shown}
    for other in alike(table, shown):
        sought -= {at for at in sought if other[at] != table.counts[at].notes}
        if not sought:
            break
    return sought


def found_out(table: FlowTable, shown: frozenset[Place]) -> set[Place]:
    """The small cells that are shown, or told by what is shown; not those that the sums tell by themselves."""
    small = {at for at, one in table.counts.items() if one.is_small}
    return (small & shown) | (small & told(table, shown) - told(table, frozenset()))


@settings(max_examples=150)
@given(tables())
def test_no_small_cell_is_found_out(table: FlowTable) -> None:
    assert not found_out(table, shown_places(table))


@settings(max_examples=150)
@given(tables())
def test_the_rest_of_a_line_of_which_something_is_shown_is_that_of_three_people(table: FlowTable) -> None:
    shown = shown_places(table)
    for line in {line for at in shown for line in lines(at)}:
        own = [at for at in table.counts if line in lines(at)]
        rest = [table.counts[at] for at in own if at not in shown]
        if rest:
            assert sum(one.senders for one in rest) >= 3
            assert sum(one.recipients for one in rest) >= 3


def a_table(*rows: tuple[int, ...]) -> FlowTable:
    """As many people as notes on both sides."""
    counts = {
        (row, column): Count(notes, notes, notes)
        for row, cells in enumerate(rows)
        for column, notes in enumerate(cells)
        if notes
    }
    places = frozenset((row, column) for row, cells in enumerate(rows) for column in range(len(cells)))
    return FlowTable(places, counts)


def test_a_table_of_large_cells_is_shown_whole() -> None:
    assert len(shown_places(a_table((4, 5), (6, 3)))) == 4


def test_a_cell_of_two_people_on_either_side_is_not_shown() -> None:
    places = frozenset({(0, 0), (0, 1)})
    counts = {(0, 0): Count(9, 2, 5), (0, 1): Count(9, 5, 2)}
    assert shown_places(FlowTable(places, counts)) == frozenset()


def test_a_held_cell_is_not_shown_and_is_not_looked_after() -> None:
    table = a_table((4, 5), (6, 3))
    held = FlowTable(table.places, {**table.counts, (0, 0): Count(4, 4, 4, is_held=True)})
    assert shown_places(held) == table.counts.keys() - {(0, 0)}


def test_the_smallest_become_blank_beside_a_small_cell() -> None:
    table = a_table((1, 5, 9, 9), (4, 6, 9, 9), (9, 9, 9, 9))
    assert table.counts.keys() - shown_places(table) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_blank_cells_that_may_be_zero_hide_a_small_one_as_well_as_others_do() -> None:
    table = a_table((1, 0, 9, 9), (0, 4, 9, 9), (9, 9, 9, 9))
    hidden = table.counts.keys() - shown_places(table)
    assert (1, 1) in hidden
    assert not found_out(table, shown_places(table))


def test_a_small_cell_that_its_column_tells_by_itself_takes_nothing_with_it() -> None:
    table = FlowTable(frozenset({(0, 0), (0, 1), (0, 2)}), {(0, 0): Count(1, 1, 1), (0, 2): Count(9, 9, 9)})
    assert shown_places(table) == frozenset()  # the rest of the row is one person's
    wide = FlowTable(table.places, {**table.counts, (0, 1): Count(3, 3, 3), (0, 2): Count(9, 9, 9)})
    assert shown_places(wide) == {(0, 2)}


def shown_with_two_blanks_in_a_line(table: FlowTable) -> frozenset[Place]:
    """The classic rule: no line has only one blank cell."""
    shown = {at for at, one in table.counts.items() if not one.is_small}
    for _turn in range(9):
        for line in sorted({line for at in table.places for line in lines(at)}):
            blank = [at for at in table.places if line in lines(at) and at not in shown]
            left = sorted((at for at in shown if line in lines(at)), key=lambda at: (table.counts[at].notes, at))
            if len(blank) == 1 and left:
                shown.remove(left[0])
    return frozenset(shown)


CHAIN = FlowTable(
    # Two squares of blank cells, and one small cell between them: two blanks in its row, two in its column at least.
    frozenset(product(range(4), range(4))),
    {
        at: Count(notes, notes, notes)
        for at, notes in {
            **dict.fromkeys(product(range(4), range(4)), 9),
            (0, 0): 1, (0, 1): 2, (1, 0): 2, (1, 1): 1,
            (2, 2): 1, (2, 3): 2, (3, 2): 2, (3, 3): 1,
            (1, 2): 2,
        }.items()
    },
)  # fmt: skip


def test_a_cell_that_bridges_two_groups_of_blank_cells_is_not_found_out() -> None:
    assert not found_out(CHAIN, shown_places(CHAIN))


def test_the_classic_rule_of_two_blanks_in_a_line_tells_the_bridge() -> None:
    assert found_out(CHAIN, shown_with_two_blanks_in_a_line(CHAIN)) == {(1, 2)}


@pytest.mark.parametrize(
    ("name", "fault"),
    [("goes_through", lambda *_: True), ("cheapest", lambda *_: set()), ("_path", lambda *_: (0, ()))],
)
def test_the_proof_sees_a_table_whose_rounds_are_not_looked_for(
    name: str, fault: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    table = a_table((1, 5, 9, 9), (4, 6, 9, 9), (9, 9, 9, 9))
    monkeypatch.setattr(flow_tables._Rounds, name, fault)
    assert found_out(table, shown_places(table)) == {(0, 0)}


def test_the_proof_sees_rounds_that_take_away_where_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the one note shown, the first row and column have no other: the blank cells there are known to be zero."""
    table = a_table((4, 0, 0), (0, 0, 1))
    open_cell = flow_tables._Rounds._open

    def carelessly(self: flow_tables._Rounds, at: Place) -> None:
        open_cell(self, at)
        self._next[1, at[1]] = self._next.get((1, at[1]), 0) | 1 << at[0]

    monkeypatch.setattr(flow_tables._Rounds, "_open", carelessly)
    assert found_out(table, shown_places(table)) == {(1, 2)}
