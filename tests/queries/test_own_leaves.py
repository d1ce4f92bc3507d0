"""Which marks of a tree are one's own, held against a count by hand."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from collabpoints.db import reading
from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Viewers
from collabpoints.domain.spans import Span
from collabpoints.domain.tree_layouts import agency_layout, bureau_layout, department_layout
from collabpoints.domain.tree_leaves import marks_of
from collabpoints.domain.trees import Growth, Layout, LimbKind
from collabpoints.models import DepartmentPath, Entry, Note
from collabpoints.queries.own_leaves import own_leaves
from collabpoints.queries.trees import Branch, GrownTree, Root, tree_of
from collabpoints.services.months import turn_months
from collabpoints.services.note_changes import give_back, take_back
from collabpoints.services.trees import grow_span
from tests.factories.agencies import Colleague, a_colleague, a_department, an_agency
from tests.factories.boards import close_by_hand
from tests.factories.clocks import turn_clock
from tests.factories.schemes import change_scheme
from tests.factories.worlds import World


@dataclass(frozen=True)
class Hall:
    """Two bureaus: in one planning (with Hong and Lim) and welfare (with Kim), in the other roads (with Park and Choi)."""

    world: World
    bureaus: tuple[int, int]

    @property
    def departments(self) -> tuple[int, ...]:
        return (self.world.planning, self.world.welfare, self.world.roads)

    def send(self, sender: Colleague, recipient: Colleague, points: int = 10) -> int:
        return self.world.send(sender, recipient, points=points).note_ids[0]


@pytest.fixture
def hall(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Hall:
    turn_clock(monkeypatch, "2026-10-14T10:00:00+09:00")
    agency_id = an_agency(scheme="cheongyang-2022")
    first, second = (a_department(agency_id, name, level=1) for name in ("기획실", "건설국"))
    planning = a_department(agency_id, "기획담당관", parent_id=first)
    welfare = a_department(agency_id, "복지정책과", parent_id=first)
    roads = a_department(agency_id, "도로과", parent_id=second)
    people = [
        a_colleague(agency_id, name, where)
        for name, where in (("홍길동", planning), ("임꺽정", planning), ("김민수", welfare), ("박서연", roads), ("최은영", roads))
    ]  # fmt: skip
    return Hall(World(agency_id, planning, welfare, roads, *people), (first, second))


def growths(hall: Hall, hidden: int | None = None) -> list[Growth]:
    """What stands, counted note by note."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    with reading() as session:
        bureaus = {
            row.id: row.bureau_id for row in session.execute(select(DepartmentPath.id, DepartmentPath.bureau_id))
        }
        for note in session.scalars(select(Note).where(Note.withdrawn.is_(None))):
            found[note.recipient_department_id]["received"] += 1
            is_crossed = bureaus[note.sender_path_id] != bureaus[note.recipient_path_id]
            found[note.recipient_department_id]["crossed"] += is_crossed
    bureau_of = dict(zip(hall.departments, (hall.bureaus[0], hall.bureaus[0], hall.bureaus[1]), strict=True))
    return [
        Growth(one, bureau_of[one], 2, 0, 0, 0, False)
        if one == hidden
        else Growth(one, bureau_of[one], 2, found[one]["received"], found[one]["crossed"], 0)
        for one in hall.departments
    ]


def a_tree(hall: Hall, layout: Layout, root: int = 0, *, span: str = "2026-10", leaf_notes: int = 1) -> GrownTree:
    """A tree as of now, as it is read."""
    with reading() as session:
        through = session.execute(select(func.max(Entry.id))).scalar_one()
    return GrownTree(
        id=1,
        agency_id=hall.world.agency_id,
        span=Span.parse(span),
        root=Root(root, 0, "", "", "", ""),
        is_confirmed=False,
        first_period=str(Span.parse(span).first),
        through_entry_id=through,
        as_of=datetime.now(UTC),
        month=Month(2026, 10),
        people=6,
        figures=None,
        layout=replace(layout, leaf_notes=leaf_notes),
        branches=tuple(Branch(limb, "", "", "") for limb in layout.limbs),
        checksum="",
    )


def place_of(tree: GrownTree, department_id: int) -> int:
    return next(
        limb.place
        for limb in tree.layout.limbs
        if limb.department_id == department_id and limb.kind is LimbKind.DEPARTMENT
    )


def test_a_leaf_is_counted_among_those_of_its_own_bureau_and_a_blossom_among_those_that_crossed(hall: Hall) -> None:
    world = hall.world
    hall.send(world.lim, world.kim)  # leaf 0 of welfare
    hall.send(world.park, world.kim)  # blossom 0 of welfare: mark 3, after three leaves
    hall.send(world.hong, world.kim)  # leaf 1
    hall.send(world.hong, world.kim)  # leaf 2
    hall.send(world.hong, world.park)  # blossom 0 of roads, which has no leaves
    hall.send(world.kim, world.hong)
    tree = a_tree(hall, agency_layout(growths(hall)))
    own = own_leaves(tree, world.hong.person_id)
    welfare, roads, planning = (place_of(tree, one) for one in (world.welfare, world.roads, world.planning))
    assert own.sent == {welfare: frozenset({1, 2}), roads: frozenset({0})}
    assert own.received == {planning: frozenset({0})}
    assert own_leaves(tree, world.park.person_id).sent == {welfare: frozenset({3})}
    assert own_leaves(tree, world.choi.person_id).sent == {}


def test_where_a_leaf_stands_for_two_notes_so_does_mine(hall: Hall) -> None:
    world = hall.world
    for sender in (world.lim, world.lim, world.hong, world.lim, world.hong):
        hall.send(sender, world.kim)
    tree = a_tree(hall, agency_layout(growths(hall)), leaf_notes=2)
    assert own_leaves(tree, world.hong.person_id).sent == {place_of(tree, world.welfare): frozenset({1, 2})}


def test_a_note_that_was_taken_back_before_the_tree_grew_counts_for_nothing(hall: Hall) -> None:
    world = hall.world
    cancelled = [hall.send(world.lim, world.kim), hall.send(world.hong, world.kim)]
    hall.send(world.hong, world.kim)
    take_back(cancelled[0], agency_id=world.agency_id, person_id=world.lim.person_id)
    take_back(cancelled[1], agency_id=world.agency_id, person_id=world.hong.person_id)
    tree = a_tree(hall, agency_layout(growths(hall)))
    assert own_leaves(tree, world.hong.person_id).sent == {place_of(tree, world.welfare): frozenset({0})}


def test_what_came_after_the_tree_grew_changes_no_leaf_of_it(hall: Hall) -> None:
    world = hall.world
    first = hall.send(world.lim, world.kim)
    hall.send(world.hong, world.kim)
    tree = a_tree(hall, agency_layout(growths(hall)))
    take_back(first, agency_id=world.agency_id, person_id=world.lim.person_id)
    hall.send(world.hong, world.kim)
    assert own_leaves(tree, world.hong.person_id).sent == {place_of(tree, world.welfare): frozenset({1})}


def test_thanks_alone_is_a_leaf_too(hall: Hall) -> None:
    world = hall.world
    hall.send(world.lim, world.kim, points=0)
    hall.send(world.hong, world.kim, points=0)
    tree = a_tree(hall, agency_layout(growths(hall)))
    assert own_leaves(tree, world.hong.person_id).sent == {place_of(tree, world.welfare): frozenset({1})}


def test_a_note_of_another_month_is_no_leaf_of_this_one_but_of_the_year(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = hall.world
    hall.send(world.lim, world.kim)
    hall.send(world.hong, world.kim)
    turn_clock(monkeypatch, "2026-11-02T10:00:00+09:00")
    hall.send(world.hong, world.kim)
    year = a_tree(hall, agency_layout(growths(hall)), span="2026")
    welfare = place_of(year, world.welfare)
    assert own_leaves(year, world.hong.person_id).sent == {welfare: frozenset({1, 2})}
    november = replace(year, span=Span.parse("2026-11"), first_period="2026-11")
    assert own_leaves(november, world.hong.person_id).sent == {welfare: frozenset({0})}


def test_a_correction_after_the_month_was_closed_moves_no_leaf(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    world = hall.world
    first = hall.send(world.lim, world.kim)
    hall.send(world.hong, world.kim)
    layout = agency_layout(growths(hall))
    now = turn_clock(monkeypatch, "2026-11-02T10:00:00+09:00")
    hall.send(world.hong, world.kim)
    turn_months(world.agency_id)
    close_by_hand(world.agency_id, "2026-10", world.hong.person_id, now)
    give_back(first, agency_id=world.agency_id, person_id=world.kim.person_id)
    october, november = (a_tree(hall, layout, span=span) for span in ("2026-10", "2026-11"))
    assert own_leaves(october, world.hong.person_id).sent == {place_of(october, world.welfare): frozenset({1})}
    assert own_leaves(november, world.hong.person_id).sent == {place_of(november, world.welfare): frozenset({0})}


def test_a_hidden_department_is_marked_without_a_number(hall: Hall) -> None:
    world = hall.world
    hall.send(world.hong, world.park)
    tree = a_tree(hall, agency_layout(growths(hall, hidden=world.roads)))
    assert own_leaves(tree, world.hong.person_id).sent == {place_of(tree, world.roads): frozenset()}


def test_in_a_departments_tree_leaves_are_found_bough_by_bough(hall: Hall) -> None:
    world = hall.world
    for sender in [world.lim] * 9 + [world.hong] + [world.park] * 2:
        hall.send(sender, world.kim)
    welfare = next(one for one in growths(hall) if one.department_id == world.welfare)
    tree = a_tree(hall, department_layout(welfare), world.welfare)
    kept = [(limb.received or 0) - (limb.crossed or 0) for limb in tree.layout.limbs]
    assert sum(kept) == 10
    last = max(place for place, notes in enumerate(kept, start=1) if notes)
    assert own_leaves(tree, world.hong.person_id).sent == {last: frozenset({kept[last - 1] - 1})}
    marks = own_leaves(tree, world.lim.person_id).sent
    assert sum(len(numbers) for numbers in marks.values()) == 9
    blossoms = own_leaves(tree, world.park.person_id).sent
    carried = {limb.place: (limb.received or 0, limb.crossed or 0) for limb in tree.layout.limbs}
    assert sum(len(numbers) for numbers in blossoms.values()) == 2
    assert all(carried[place][0] - carried[place][1] <= min(numbers) for place, numbers in blossoms.items())


def test_a_bureaus_tree_has_the_leaves_of_its_departments_alone(hall: Hall) -> None:
    world = hall.world
    hall.send(world.hong, world.kim)
    hall.send(world.hong, world.park)
    of_bureau = [one for one in growths(hall) if one.bureau_id == hall.bureaus[0]]
    tree = a_tree(hall, bureau_layout(of_bureau), hall.bureaus[0])
    assert own_leaves(tree, world.hong.person_id).sent == {place_of(tree, world.welfare): frozenset({0})}


def test_of_several_departments_on_one_limb_the_limb_alone_is_marked(hall: Hall) -> None:
    world = hall.world
    hall.send(world.hong, world.kim)
    layout = agency_layout(growths(hall))
    others = tuple(
        replace(limb, kind=LimbKind.OTHERS, department_id=None) if limb.department_id == world.welfare else limb
        for limb in layout.limbs
    )
    place = next(limb.place for limb in layout.limbs if limb.department_id == world.welfare)
    tree = a_tree(hall, replace(layout, limbs=others))
    # Without boards nothing is shown of any department: the note hangs where the figures are not told.
    silent = replace(
        tree, layout=replace(tree.layout, limbs=tuple(replace(limb, received=None) for limb in tree.layout.limbs))
    )
    assert own_leaves(silent, world.hong.person_id).sent == {place: frozenset()}
    assert own_leaves(tree, world.hong.person_id).sent == {}


def test_in_grown_trees_the_leaves_of_all_senders_together_are_all_leaves_there_are(hall: Hall) -> None:
    world = hall.world
    change_scheme(ranking_viewers=Viewers.EVERYONE)
    people = [a_colleague(world.agency_id, f"가람{number}", hall.departments[number % 3]) for number in range(15)]
    for step in (1, 4, 7):
        for at, sender in enumerate(people):
            hall.send(sender, people[(at + step) % 15], points=10 if at % 4 else 0)
    cancelled = hall.send(people[0], people[7])
    take_back(cancelled, agency_id=world.agency_id, person_id=people[0].person_id)
    grow_span(world.agency_id, Span.parse("2026-10"))
    for root_id in (0, hall.bureaus[0], world.welfare):
        grown = tree_of(world.agency_id, Span.parse("2026-10"), root_id)
        assert grown is not None
        for each in (1, 3):
            tree = replace(grown, layout=replace(grown.layout, leaf_notes=each))
            expected = {
                limb.place: frozenset(range(sum(marks_of(limb, each))))
                for limb in tree.layout.limbs
                if limb.received and limb.kind is not LimbKind.BUREAU
            }
            assert expected
            for end in ("sent", "received"):
                seen: dict[int, frozenset[int]] = defaultdict(frozenset)
                for person in people:
                    for place, numbers in getattr(own_leaves(tree, person.person_id), end).items():
                        seen[place] |= numbers
                assert dict(seen) == expected
