"""What steps make of a tree of departments, and what contradicts itself."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collabpoints.domain.errors import Code
from collabpoints.domain.reorganisation_trees import Mark, side_by_side
from collabpoints.domain.reorganisations import Act, Move, Reorganised, Step, reorganised
from collabpoints.domain.staff_changes import PresentDepartment

# 하늘도: 기획실 (정책과 with 1팀, 예산과), 건설국 (도로과, 하천과); 옛과 is closed.
TREE = (
    ("0", "하늘도", "", 0, True),
    ("B1", "기획실", "0", 1, True),
    ("D1", "정책과", "B1", 2, True),
    ("T1", "1팀", "D1", 3, True),
    ("D2", "예산과", "B1", 2, True),
    ("B2", "건설국", "0", 1, True),
    ("D3", "도로과", "B2", 2, True),
    ("D4", "하천과", "B2", 2, True),
    ("X9", "옛과", "B2", 2, False),
)
SERVING = {"D1": 2, "T1": 3, "D2": 4, "D3": 5, "D4": 1}


def present() -> tuple[PresentDepartment, ...]:
    return tuple(
        PresentDepartment(at, code, name, parent, level, at, is_open)
        for at, (code, name, parent, level, is_open) in enumerate(TREE, start=1)
    )


def take(*steps: tuple[Act, str, dict[str, str]], moves: Sequence[Move] = ()) -> Reorganised:
    numbered = [Step(at, act, code, **more) for at, (act, code, more) in enumerate(steps, start=1)]
    return reorganised(present(), numbered, serving=SERVING, moves=moves)


def opened(code: str, name: str, parent: str, **more: str) -> tuple[Act, str, dict[str, str]]:
    return (Act.OPEN, code, {"name": name, "parent_code": parent, **more})


def merged(code: str, into: str) -> tuple[Act, str, dict[str, str]]:
    return (Act.MERGE, code, {"into_code": into})


def codes(found: Reorganised) -> list[tuple[Code, str]]:
    return [(refusal.code, refusal.field) for refusal in found.refusals]


def test_what_is_opened_hangs_last_below_its_parent() -> None:
    found = take(opened("D5", "교통과", "B2"))
    assert (codes(found), found.opened) == ([], ("D5",))
    assert list(found.after.places()) == ["0", "B1", "D1", "T1", "D2", "B2", "D3", "D4", "D5"]


def test_what_is_opened_in_front_of_another_stands_there() -> None:
    assert list(take(opened("D5", "교통과", "B2", before_code="D4")).after.places())[-3:] == ["D3", "D5", "D4"]


def test_what_is_opened_below_a_department_is_a_team() -> None:
    assert take(opened("T5", "2팀", "D3")).after.branches["T5"].is_team


def test_a_team_that_moves_below_a_bureau_becomes_a_department() -> None:
    found = take((Act.MOVE, "T1", {"parent_code": "B2"}))
    assert not found.after.branches["T1"].is_team
    assert found.after.places()["T1"].level == 2


def test_a_department_keeps_its_people_through_another_name() -> None:
    found = take((Act.RENAME, "D3", {"name": "미래도로과"}))
    assert (found.after.branches["D3"].name, found.heirs, found.closed) == ("미래도로과", {}, ())


def test_who_is_merged_away_twice_goes_where_the_last_one_leads() -> None:
    found = take(merged("D4", "D3"), merged("D3", "D2"))
    assert found.heirs == {"D4": "D2", "D3": "D2"}
    assert set(found.closed) == {"D3", "D4"}


def test_what_hung_below_hangs_below_the_heir() -> None:
    assert take(merged("D1", "D2")).after.branches["T1"].parent_code == "D2"


def test_a_split_opens_the_new_one_beside_the_old() -> None:
    split = (Act.SPLIT, "D3", {"into_code": "D5", "name": "도로관리과"})
    found = take(split, moves=[Move(7, "D3", "D5")])
    assert (codes(found), found.destinations) == ([], {7: "D5"})
    assert list(found.after.places())[-3:] == ["D3", "D5", "D4"]


def test_one_with_destinations_for_all_its_people_may_be_closed() -> None:
    assert codes(take((Act.CLOSE, "D4", {}), moves=[Move(7, "D4", "D3")])) == []


def test_a_destination_that_is_merged_away_leads_on() -> None:
    assert take(merged("D3", "D2"), moves=[Move(7, "D4", "D3")]).destinations == {7: "D2"}


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ([], Code.REORGANISATION_EMPTY),
        ([opened("D3", "교통과", "B2")], Code.REORGANISATION_CODE_TWICE),
        ([opened("X9", "교통과", "B2")], Code.REORGANISATION_CODE_TWICE),
        ([opened("D5", "교통과", "B9")], Code.REORGANISATION_UNKNOWN),
        ([(Act.CLOSE, "X9", {})], Code.REORGANISATION_UNKNOWN),
        ([(Act.CLOSE, "D3", {})], Code.REORGANISATION_PEOPLE_STAY),
        ([(Act.CLOSE, "B1", {})], Code.REORGANISATION_BELOW_STAYS),
        ([(Act.CLOSE, "0", {})], Code.REORGANISATION_TOP),
        ([merged("0", "B1")], Code.REORGANISATION_TOP),
        ([(Act.MOVE, "0", {"parent_code": "B1"})], Code.REORGANISATION_TOP),
        ([(Act.RENAME, "D3", {"name": "도로과"})], Code.REORGANISATION_SAME),
        ([(Act.MOVE, "D3", {"parent_code": "B2"})], Code.REORGANISATION_SAME),
        ([merged("D3", "D3")], Code.REORGANISATION_SAME),
        ([(Act.MOVE, "B1", {"parent_code": "D1"})], Code.REORGANISATION_LOOP),
        ([(Act.MOVE, "B1", {"parent_code": "B1"})], Code.REORGANISATION_LOOP),
        ([merged("D1", "T1")], Code.REORGANISATION_LOOP),
        ([opened("T5", "2팀", "T1")], Code.REORGANISATION_BELOW_TEAM),
        ([(Act.RENAME, "B1", {"name": "가" * 100}), (Act.RENAME, "D1", {"name": "가" * 300})],
         Code.REORGANISATION_TOO_DEEP),
        ([(Act.SPLIT, "D3", {"into_code": "D5", "name": "도로관리과"})], Code.REORGANISATION_NOBODY_GOES),
        ([(Act.SPLIT, "D3", {"into_code": "X9", "name": "도로관리과"})], Code.REORGANISATION_CODE_TWICE),
        ([(Act.SPLIT, "D3", {"into_code": "D5"})], Code.REORGANISATION_UNKNOWN),
    ],
)  # fmt: skip
def test_a_contradiction_names_its_step(steps: list[tuple[Act, str, dict[str, str]]], code: Code) -> None:
    assert codes(take(*steps)) == [(code, f"step-{len(steps)}" if steps else "")]


def test_a_chain_of_nine_is_too_deep() -> None:
    chain = [opened(f"N{at}", f"{at}", f"N{at - 1}" if at else "B2", before_code="") for at in range(10)]
    assert codes(take(*chain))[0][0] in (Code.REORGANISATION_BELOW_TEAM, Code.REORGANISATION_TOO_DEEP)


def test_all_contradictions_are_told_at_once() -> None:
    found = take((Act.CLOSE, "D3", {}), opened("D4", "x", "B2"), (Act.RENAME, "D9", {"name": "x"}))
    assert codes(found) == [
        (Code.REORGANISATION_PEOPLE_STAY, "step-1"),
        (Code.REORGANISATION_CODE_TWICE, "step-2"),
        (Code.REORGANISATION_UNKNOWN, "step-3"),
    ]


def test_a_destination_that_is_not_there_afterwards_is_lost() -> None:
    found = take((Act.CLOSE, "D4", {}), moves=[Move(7, "D4", "D4x")])
    assert codes(found) == [(Code.REORGANISATION_MOVE_LOST, "moves")]


def test_side_by_side_each_change_stands_on_both_sides() -> None:
    found = take(
        merged("D4", "D3"), (Act.RENAME, "D3", {"name": "도로하천과"}), (Act.MOVE, "D2", {"parent_code": "B2"})
    )
    before, after = side_by_side(found.before, found.after, found.heirs, SERVING, {**SERVING, "D3": 6})
    left = {line.code: line.told for line in before}
    right = {line.code: line.told for line in after}
    assert left["D4"] == ((Mark.MERGED_AWAY, "도로하천과"),)
    assert left["D3"] == ((Mark.RENAMED, "도로하천과"),)
    assert right["D3"] == ((Mark.RENAMED, "도로과"), (Mark.MERGED, "하천과"))
    assert (left["D2"], right["D2"]) == (((Mark.MOVED, "건설국"),), ((Mark.MOVED, "기획실"),))


def test_a_bureau_in_which_nothing_changes_is_one_line() -> None:
    found = take((Act.RENAME, "D3", {"name": "미래도로과"}))
    before, _after = side_by_side(found.before, found.after, found.heirs, SERVING, SERVING)
    assert [(line.code, line.folded) for line in before] == [("0", 0), ("B1", 3), ("B2", 0), ("D3", 0), ("D4", 0)]


_CODES = st.sampled_from([row[0] for row in TREE] + ["N1", "N2"])
_STEPS = st.lists(
    st.builds(
        Step,
        place=st.integers(1, 9),
        act=st.sampled_from(Act),
        code=_CODES,
        name=st.sampled_from(["가과", "나과", "도로과"]),
        parent_code=_CODES,
        into_code=_CODES,
        before_code=st.one_of(st.just(""), _CODES),
    ),
    max_size=8,
)
_MOVES = st.lists(st.builds(Move, st.integers(1, 4), st.sampled_from(["D3", "D4"]), _CODES), max_size=4,
                  unique_by=lambda move: move.employee_id)  # fmt: skip


@given(_STEPS, _MOVES)
def test_whatever_the_steps_nobody_is_lost_and_the_tree_is_one(steps: list[Step], moves: list[Move]) -> None:
    found = reorganised(present(), steps, serving=SERVING, moves=moves)
    after = found.after
    assert sorted(after.order) == sorted(after.branches)
    assert sorted(after.places()) == sorted(after.branches)  # every one is reached from the top: no loops
    assert all(branch.parent_code in after.branches for branch in after.branches.values() if branch.code != "0")
    assert all(heir in after.branches for heir in found.heirs.values())
    assert all(code in after.branches for code in found.destinations.values())
    stranded = [code for code in found.closed if code not in found.heirs and SERVING.get(code)]
    assert all(SERVING[code] <= sum(move.from_code == code for move in moves) for code in stranded)
