"""Levels, order and what stands above what."""

from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.staff_departments import (
    BUREAU,
    DEPARTMENT,
    TEAM,
    TOP,
    Placed,
    WantedDepartment,
    orders_of,
    placed,
)


def tree(*departments: tuple[str, str], teams: tuple[str, ...] = (), **places: int) -> dict[str, WantedDepartment]:
    """Departments from (code, code above)."""
    return {
        code: WantedDepartment(code, code, parent, code in teams, places.get(code), 2) for code, parent in departments
    }


def test_a_single_top_is_the_agency() -> None:
    found = placed(tree(("a", "top"), ("aa", "a"), ("top", "")), {})
    assert found == {"top": Placed(TOP, 1), "a": Placed(BUREAU, 2), "aa": Placed(DEPARTMENT, 3)}


def test_several_tops_are_bureaus() -> None:
    found = placed(tree(("a", ""), ("b", ""), ("bb", "b")), {})
    assert [place.level for place in found.values()] == [BUREAU, BUREAU, DEPARTMENT]


def test_without_a_tree_all_are_departments() -> None:
    assert {place.level for place in placed(tree(("a", ""), ("b", "")), {}).values()} == {DEPARTMENT}


def test_only_teams_are_of_the_third_level() -> None:
    wanted = tree(("a", "top"), ("aa", "a"), ("aaa", "aa"), ("t", "aaa"), ("top", ""), teams=("t",))
    found = placed(wanted, {})
    assert (found["aaa"].level, found["t"].level) == (DEPARTMENT, TEAM)


def test_the_order_is_the_trees_and_siblings_stand_as_they_appear() -> None:
    wanted = tree(("a", "top"), ("b", "top"), ("bb", "b"), ("aa", "a"), ("top", ""))
    assert list(placed(wanted, {})) == ["top", "a", "aa", "b", "bb"]


def test_the_official_order_comes_before_appearance() -> None:
    wanted = tree(("a", "top"), ("b", "top"), ("bb", "b"), ("aa", "a"), ("top", ""), aa=9, bb=3)
    assert list(placed(wanted, orders_of(wanted))) == ["top", "b", "bb", "a", "aa"]


@given(st.permutations(range(8)), st.lists(st.integers(-1, 6), min_size=8, max_size=8))
def test_parents_come_before_children_and_everybody_once(order: list[int], above: list[int]) -> None:
    departments = [(f"d{place}", f"d{above[place]}" if 0 <= above[place] < place else "") for place in range(8)]
    found = list(placed(tree(*(departments[place] for place in order)), {}))
    assert sorted(found) == sorted(code for code, _parent in departments)
    assert all(found.index(parent) < found.index(code) for code, parent in departments if parent)
