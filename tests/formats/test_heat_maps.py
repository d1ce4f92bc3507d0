"""Heat maps, as numbers and steps."""

import hypothesis.strategies as st
from hypothesis import given

from collabpoints.formats.heat_maps import STEPS, heat_map, ranges, step


@given(st.integers(1, 10_000), st.data())
def test_a_step_is_the_one_in_whose_range_the_value_lies(most: int, data: st.DataObject) -> None:
    value = data.draw(st.integers(1, most))
    low, high = ranges(most)[step(value, most) - 1]
    assert low <= value <= high


def test_the_largest_value_has_the_darkest_step() -> None:
    assert step(7, 7) == STEPS


def test_rows_are_who_helped_and_columns_whom() -> None:
    found = heat_map((1, 2), (), {(1, 2): 8})
    assert [[cell.value for cell in row.cells] for row in found.rows] == [[None, None], [8, None]]


def test_others_among_themselves_are_no_part_of_a_map() -> None:
    found = heat_map((1,), (2, 3), {(1, 2): 5, (3, 1): 4, (2, 3): 900})
    assert [(row.helper, [cell.value for cell in row.cells]) for row in found.rows] == [
        (1, [None, None, 4]),
        (2, [5]),
        (3, [None]),
    ]
    assert found.most == 5


def test_one_to_itself_is_marked() -> None:
    found = heat_map((1, 2), (), {(1, 1): 3})
    assert [[cell.is_own for cell in row.cells] for row in found.rows] == [[True, False], [False, True]]


def test_a_map_of_nothing_is_blank() -> None:
    assert [[(cell.value, cell.step) for cell in row.cells] for row in heat_map((1,), (), {}).rows] == [[(None, 0)]]
