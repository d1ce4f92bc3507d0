"""How a tree grows from departments and their figures (domain/tree_layouts.py)."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collabpoints.domain.tree_layouts import MOST_LIMBS, agency_layout, bureau_layout, department_layout
from collabpoints.domain.tree_leaves import MOST_MARKS, leaf_notes_for, mark_number, marks_of
from collabpoints.domain.tree_strokes import point_on
from collabpoints.domain.trees import GROUND, HEIGHT, WIDTH, Growth, Layout, Limb, LimbKind
from tests.factories.growths import agency_of, growth


@st.composite
def agencies(draw: st.DrawFn) -> list[Growth]:
    """Departments of some bureaus, in order; some without notes, some that are not shown."""
    found: list[Growth] = []
    for bureau in range(1, draw(st.integers(1, 6)) + 1):
        for _department in range(draw(st.integers(1, 7))):
            received = draw(st.integers(0, 400))
            is_shown = draw(st.booleans()) or received > 300
            found.append(
                growth(
                    100 + len(found),
                    bureau,
                    people=draw(st.integers(1, 300)),
                    received=received if is_shown else 0,
                    crossed=draw(st.integers(0, received)) if is_shown else 0,
                    sent=draw(st.integers(0, 400)) if is_shown else 0,
                    is_shown=is_shown,
                )
            )
    return found


def branches(layout: Layout) -> list[Limb]:
    return [limb for limb in layout.limbs if limb.kind is not LimbKind.BUREAU]


@settings(max_examples=25, deadline=None)
@given(agencies())
def test_the_figures_of_the_limbs_are_those_of_the_departments(growths: list[Growth]) -> None:
    layout = agency_layout(growths)

    shown = [one for one in growths if one.is_shown]
    told = [limb for limb in branches(layout) if limb.received is not None]
    assert sum(limb.received or 0 for limb in told) == sum(one.received for one in shown)
    assert sum(limb.crossed or 0 for limb in told) == sum(one.crossed for one in shown)
    assert sum(limb.sent or 0 for limb in told) == sum(one.sent for one in shown)
    assert sum(limb.people for limb in branches(layout)) == sum(one.people for one in growths)


@settings(max_examples=25, deadline=None)
@given(agencies())
def test_a_bureau_is_the_sum_of_what_its_branches_tell(growths: list[Growth]) -> None:
    layout = agency_layout(growths)

    for bureau in layout.limbs:
        if bureau.kind is LimbKind.BUREAU:
            own = [limb for limb in layout.limbs if limb.parent == bureau.place]
            told = [limb.received for limb in own if limb.received is not None]
            assert bureau.received == (sum(told) if told else None)
            assert bureau.people == sum(limb.people for limb in own)


@settings(max_examples=25, deadline=None)
@given(agencies())
def test_no_branch_is_ever_bare(growths: list[Growth]) -> None:
    assert all(limb.crown > 0 for limb in branches(agency_layout(growths)))


@settings(max_examples=25, deadline=None)
@given(agencies(), st.integers(60, 100))
def test_everything_stays_in_the_picture_crowns_above_the_ground_and_roots_below(
    growths: list[Growth], scale: int
) -> None:
    for limb in agency_layout(growths, scale=scale).limbs:
        x, y = limb.stroke.to_x, limb.stroke.to_y
        assert limb.crown <= x <= WIDTH - limb.crown
        assert limb.crown <= y < GROUND - limb.crown
        assert limb.root is not None
        assert 0 <= limb.root.to_x <= WIDTH
        assert GROUND < limb.root.to_y < HEIGHT


@settings(max_examples=15, deadline=None)
@given(agencies())
def test_the_same_departments_grow_the_same_tree(growths: list[Growth]) -> None:
    assert agency_layout(growths) == agency_layout(list(growths))


@settings(max_examples=15, deadline=None)
@given(agencies())
def test_a_branch_grows_out_of_its_bureau_s_limb(growths: list[Growth]) -> None:
    layout = agency_layout(growths)
    places = {limb.place: limb for limb in layout.limbs}

    for limb in layout.limbs:
        if limb.parent is not None:
            main = places[limb.parent].stroke
            start = limb.stroke.from_x, limb.stroke.from_y
            assert min(math.dist(start, point_on(main, at / 200)) for at in range(201)) < 3


def test_more_notes_make_a_thicker_branch_and_more_people_more_foliage() -> None:
    few, many = growth(1, 1, people=10, received=4), growth(2, 1, people=40, received=90)

    thin, thick = branches(agency_layout([few, many]))

    assert thin.stroke.from_width < thick.stroke.from_width
    assert thin.crown < thick.crown


def test_foliage_does_not_ask_for_notes() -> None:
    bare = branches(agency_layout([growth(1, 1, people=20, received=0), growth(2, 1, people=20, received=200)]))

    assert bare[0].crown == bare[1].crown


def test_what_is_not_shown_tells_no_figure_but_has_foliage() -> None:
    layout = agency_layout([growth(1, 1, people=12, received=8), growth(2, 1, people=2, is_shown=False)])

    hidden = next(limb for limb in layout.limbs if limb.department_id == 2)
    assert (hidden.received, hidden.crossed, hidden.sent) == (None, None, None)
    assert hidden.crown > 0


def test_all_that_is_not_shown_is_one_limb_where_its_sum_may_be_told() -> None:
    growths = [growth(1, 1, people=12, received=8), growth(2, 1, people=2, is_shown=False)]

    together = agency_layout(growths, small=growth(0, 0, people=2, received=5, crossed=1, sent=3)).limbs[-1]

    assert together.kind is LimbKind.SMALL
    assert (together.departments, together.received, together.crossed, together.sent) == (1, 5, 1, 3)


@pytest.mark.parametrize(("people", "departments", "bureaus"), [(30, 4, 2), (1_200, 60, 12), (40_000, 900, 30)])
def test_a_picture_has_at_most_four_hundred_limbs(people: int, departments: int, bureaus: int) -> None:
    layout = agency_layout(agency_of(people, departments, bureaus))

    assert len(layout.limbs) <= MOST_LIMBS
    assert len(layout.limbs) + sum(limb.root is not None for limb in layout.limbs) <= 400
    assert {limb.kind for limb in layout.limbs} >= {LimbKind.BUREAU, LimbKind.DEPARTMENT}


def test_the_smallest_departments_of_a_large_bureau_stand_together_with_their_sum() -> None:
    layout = agency_layout(agency_of(40_000, 900, 30))

    others = [limb for limb in layout.limbs if limb.kind is LimbKind.OTHERS]
    drawn = [limb for limb in layout.limbs if limb.kind is LimbKind.DEPARTMENT]
    assert len(others) >= 30
    assert sum(limb.departments for limb in others) + len(drawn) == 900
    assert max(limb.departments for limb in others) > 1


def test_small_departments_that_are_not_shown_stand_apart_from_those_that_are() -> None:
    growths = [
        growth(at, 1, people=3, is_shown=False) if at % 2 else growth(at, 1, people=3, received=at)
        for at in range(1, 260)
    ]

    others = [limb for limb in bureau_layout(growths).limbs if limb.kind is LimbKind.OTHERS]

    assert [limb.received is None for limb in others] == [False, True]


def test_a_department_s_tree_shares_its_notes_among_its_boughs() -> None:
    layout = department_layout(growth(7, 1, people=17, received=34, crossed=9, sent=25))

    assert {limb.kind for limb in layout.limbs} == {LimbKind.BOUGH}
    assert sum(limb.received or 0 for limb in layout.limbs) == 34
    assert sum(limb.crossed or 0 for limb in layout.limbs) == 9
    assert sum(limb.sent or 0 for limb in layout.limbs) == 25


def test_a_small_tree_stands_on_the_same_ground_as_a_large_one() -> None:
    growths = agency_of(300, 12, 4)
    small, large = agency_layout(growths, scale=80), agency_layout(growths)

    assert small.trunk < large.trunk
    assert min(limb.stroke.to_y for limb in small.limbs) > min(limb.stroke.to_y for limb in large.limbs)


def test_nobody_at_all_makes_a_tree_without_limbs() -> None:
    assert agency_layout([]).limbs == ()
    assert bureau_layout([]).limbs == ()


@given(st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 50_000)), max_size=40))
def test_a_leaf_stands_for_so_many_notes_that_all_can_be_drawn(notes: list[tuple[int, int]]) -> None:
    growths = [growth(at, 1, received=kept + crossed, crossed=crossed) for at, (kept, crossed) in enumerate(notes)]

    each = leaf_notes_for(growths)

    marks = sum(-(-one.crossed // each) - (-(one.received - one.crossed) // each) for one in growths)
    assert marks <= max(MOST_MARKS, 2 * len(growths))
    assert str(each).strip("0") in {"1", "2", "5"}


def test_each_note_has_its_leaf_or_blossom() -> None:
    (limb,) = bureau_layout([growth(1, 1, received=7, crossed=3)]).limbs

    assert marks_of(limb, 2) == (2, 2)
    assert [mark_number(limb, 2, is_crossed=False, rank=rank) for rank in range(4)] == [0, 0, 1, 1]
    assert [mark_number(limb, 2, is_crossed=True, rank=rank) for rank in range(3)] == [2, 2, 3]
