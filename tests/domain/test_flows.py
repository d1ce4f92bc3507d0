"""Who helps whom, as far as it may be shown. The attack: whatever is shown are sums of notes between two departments, so
whoever adds and subtracts pages gets at the linear combinations of what is shown, and at nothing else; and who knows that
no count is negative strikes out what must be zero.

What is proved here, for random worlds of up to 4 bureaus and 9 departments, some of which are told of nowhere, with exact
fractions over every pair of departments:

- taken are all maps (between bureaus, of each bureau inside, outward and inward), and of the tree's figures what each
  department that is shown got, what of it crossed, and what it gave; once with the agency's totals and those of all
  departments that are told nowhere, once without;
- told is no flow with fewer than three people on a side, at any level, and none of a department that is told nowhere,
  but for what the tree's figures tell by themselves;
- nor is told what a department that is told nowhere gave or got.

Not proved: how many different colleagues and departments somebody helped (no sums), ranks, what a running month tells
when it is looked at twice, and departments that changed their bureau within a month.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from collabpoints.domain import flow_tables, flows
from collabpoints.domain.flows import BureauFlows, Flow, FlowLevel, FlowMaps, Office

Pair = tuple[int, int]
Row = frozenset[Pair]
"""Pairs of departments, sender first, whose notes are added up."""


@dataclass(frozen=True)
class Thanks:
    """A note: department and number of its two people."""

    sender: Pair
    recipient: Pair


@dataclass
class World:
    """Departments from 1, and their notes. A bureau's id is 100 and more."""

    offices: list[Office]
    notes: list[Thanks]

    def bureau(self, department_id: int) -> int:
        return next(one.bureau_id for one in self.offices if one.department_id == department_id)

    def told(self) -> list[int]:
        return [one.department_id for one in self.offices if one.is_shown]

    def pairs(self) -> list[Pair]:
        every = [one.department_id for one in self.offices]
        return list(product(every, every))

    def crosses(self, pair: Pair) -> bool:
        return self.bureau(pair[0]) != self.bureau(pair[1])

    def notes_of(self, row: Iterable[Pair]) -> int:
        return sum((one.sender[0], one.recipient[0]) in row for one in self.notes)

    def is_small(self, row: Row) -> bool:
        own = [one for one in self.notes if (one.sender[0], one.recipient[0]) in row]
        return bool(own) and min(len({one.sender for one in own}), len({one.recipient for one in own})) < 3

    def cells(self) -> dict[tuple[FlowLevel, int, int], Row]:
        """By level and pair, of all departments."""
        found: dict[tuple[FlowLevel, int, int], set[Pair]] = {}
        for sender, recipient in self.pairs():
            above, below = self.bureau(sender), self.bureau(recipient)
            keys = [(FlowLevel.BUREAU, above, below), (FlowLevel.DEPARTMENT, sender, recipient)]
            if above != below:
                keys += [(FlowLevel.OUTWARD, sender, below), (FlowLevel.INWARD, above, recipient)]
            for key in keys:
                found.setdefault(key, set()).add((sender, recipient))
        return {key: frozenset(pairs) for key, pairs in found.items()}

    def told_part(self, row: Row) -> Row:
        return frozenset(pair for pair in row if set(pair) <= set(self.told()))

    def flows(self) -> list[Flow]:
        found = []
        for (level, sender, recipient), row in self.cells().items():
            own = [one for one in self.notes if (one.sender[0], one.recipient[0]) in row]
            if own:
                people = len({one.sender for one in own}), len({one.recipient for one in own})
                found.append(Flow(level, sender, recipient, len(own), *people))
        return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    homes = [100 + bureau for bureau, size in enumerate(sizes) for _one in range(size)][:9]
    silent = draw(st.integers(0, 3))
    offices = [Office(at, bureau, draw(st.integers(0, 9)) >= silent) for at, bureau in enumerate(homes, start=1)]
    notes = []
    for sender, recipient in product(range(1, len(homes) + 1), repeat=2):
        many = draw(st.sampled_from((0, 0, 0, 1, 1, 2, 4, 6)))
        few = draw(st.booleans())
        for number in range(many):
            notes.append(Thanks((sender, number % 2 if few else number), (recipient, number)))
    return World(offices, notes)


def tree_rows(world: World, *, has_totals: bool) -> list[Row]:
    """What the tree and the boards tell."""
    pairs, told = world.pairs(), world.told()
    found = []
    for one in told:
        found.append(frozenset(pair for pair in pairs if pair[0] == one))
        found.append(frozenset(pair for pair in pairs if pair[1] == one and world.crosses(pair)))
        found.append(frozenset(pair for pair in pairs if pair[1] == one and not world.crosses(pair)))
    if has_totals:
        found.append(frozenset(pairs))
        found.append(frozenset(pair for pair in pairs if world.crosses(pair)))
        found.append(frozenset(pair for pair in pairs if world.crosses(pair) and pair[1] not in told))
        # What follows by taking more away at once than `Knowledge` tries.
        found.append(frozenset(pair for pair in pairs if not world.crosses(pair) and pair[1] not in told))
        found.append(frozenset(pair for pair in pairs if pair[0] not in told))
    return [row for row in found if row]


def map_rows(world: World, maps: FlowMaps) -> list[Row]:
    """What the maps tell, each checked against the notes themselves."""
    cells, found = world.cells(), []

    def take(level: FlowLevel, told: Mapping[Pair, int]) -> None:
        for (sender, recipient), notes in told.items():
            row = world.told_part(cells[level, sender, recipient])
            assert notes == world.notes_of(row) > 0
            found.append(row)

    take(FlowLevel.BUREAU, maps.between)
    for bureau_id in sorted({one.bureau_id for one in world.offices}):
        own: BureauFlows = maps.of_bureau(bureau_id)
        take(FlowLevel.DEPARTMENT, own.among)
        take(FlowLevel.OUTWARD, own.outward)
        take(FlowLevel.INWARD, own.inward)
    return found


def secrets(world: World) -> dict[str, Row]:
    """What must not be found out."""
    told, pairs, found = set(world.told()), world.pairs(), {}
    silent = {one.department_id for one in world.offices} - told
    for (level, sender, recipient), row in world.cells().items():
        part = world.told_part(row)
        if world.is_small(part):
            found[f"{level} {sender} {recipient}"] = part
    for one in told:
        found[f"{one} to the silent"] = frozenset((one, other) for other in silent)
        found[f"the silent to {one}"] = frozenset((other, one) for other in silent)
    for bureau_id in sorted({one.bureau_id for one in world.offices}):
        own = {one for one in told if world.bureau(one) == bureau_id}
        found[f"{bureau_id} to the silent"] = frozenset(product(own, silent))
        found[f"the silent to {bureau_id}"] = frozenset(product(silent, own))
    for one in silent:
        found[f"{one} gave"] = frozenset(pair for pair in pairs if pair[0] == one)
        found[f"{one} got"] = frozenset(pair for pair in pairs if pair[1] == one)
        found[f"{one} gave to those told"] = frozenset((one, other) for other in told)
        found[f"{one} got from those told"] = frozenset((other, one) for other in told)
        for other in told:
            found[f"{one} to {other}"], found[f"{other} to {one}"] = (
                frozenset({(one, other)}),
                frozenset({(other, one)}),
            )
    return {name: row for name, row in found.items() if world.notes_of(row)}


Line = dict[Pair, Fraction]


class Knowledge:
    """All that follows from some sums, in exact fractions; a cell of a sum that is zero is known to be zero."""

    def __init__(self, world: World, rows: Iterable[Row]) -> None:
        self.basis: dict[Pair, Line] = {}
        known = sums = set(rows)
        for _step in range(3):
            sums = sums | {one - other for one in sums for other in known if other < one}
        self.zero = frozenset(pair for row in sums if not world.notes_of(row) for pair in row)
        for row in sorted(known, key=sorted):
            self._learn({pair: Fraction(1) for pair in row})

    def _rest(self, line: Line) -> Line:
        left = {pair: value for pair, value in line.items() if pair not in self.zero}
        for pivot in sorted(left):
            if left.get(pivot) and pivot in self.basis:
                factor = left[pivot]
                for pair, value in self.basis[pivot].items():
                    left[pair] = left.get(pair, Fraction(0)) - factor * value
        return {pair: value for pair, value in left.items() if value}

    def _learn(self, line: Line) -> None:
        rest = self._rest(line)
        while any(pair in self.basis for pair in rest):
            rest = self._rest(rest)
        if rest:
            pivot = min(rest)
            self.basis[pivot] = {pair: value / rest[pivot] for pair, value in rest.items()}

    def tells(self, row: Row) -> bool:
        rest = self._rest({pair: Fraction(1) for pair in row})
        while any(pair in self.basis for pair in rest):
            rest = self._rest(rest)
        return not rest


def found_out(world: World, maps: FlowMaps, *, has_totals: bool) -> set[str]:
    """Names of the secrets that the maps tell, together with the tree; not those that the tree tells by itself."""
    tree = tree_rows(world, has_totals=has_totals)
    before, after = Knowledge(world, tree), Knowledge(world, [*tree, *map_rows(world, maps)])
    return {name for name, row in secrets(world).items() if after.tells(row) and not before.tells(row)}


@settings(max_examples=80)
@given(worlds(), st.booleans())
def test_no_small_flow_is_found_out(world: World, has_totals: bool) -> None:
    assert not found_out(world, FlowMaps(world.flows(), world.offices), has_totals=has_totals)


def test_who_gave_a_small_part_to_the_only_other_bureau_is_not_found_out_by_what_the_rest_gave_at_home() -> None:
    # All that 1 gave went to 2, as one table shows, so that 5's only note from beyond could be nobody's but 2's.
    offices = [Office(at, 100 if at < 3 else 101, is_shown=True) for at in range(1, 7)]
    world = World(offices, [*a_flow(1, 2, 4), *a_flow(2, 5, 1), *a_flow(2, 6, 4)])
    assert not found_out(world, FlowMaps(world.flows(), world.offices), has_totals=False)


def a_flow(sender: int, recipient: int, many: int) -> list[Thanks]:
    """As many people as notes on both sides."""
    return [Thanks((sender, number), (recipient, number)) for number in range(many)]


def a_world(flows: Mapping[Pair, int], silent: int = 0) -> World:
    """Six departments in three bureaus: 1 and 2 in 100, 3 and 4 in 101, 5 and 6 in 102."""
    offices = [Office(at, 100 + (at - 1) // 2, at != silent) for at in range(1, 7)]
    return World(offices, [one for pair, many in flows.items() for one in a_flow(*pair, many)])


FULL: dict[Pair, int] = dict.fromkeys(product(range(1, 7), range(1, 7)), 4)


def maps_of(world: World) -> FlowMaps:
    return FlowMaps(world.flows(), world.offices)


def test_where_all_flows_are_large_all_are_shown() -> None:
    maps = maps_of(a_world(FULL))
    assert len(maps.between) == 9
    assert [len(cells) for cells in (maps.of_bureau(100).among, maps.of_bureau(100).outward)] == [4, 4]
    assert maps.of_bureau(100).inward == {(101, 1): 8, (101, 2): 8, (102, 1): 8, (102, 2): 8}


def test_a_small_flow_is_blank_with_the_smallest_round_about_it() -> None:
    maps = maps_of(a_world({**FULL, (1, 1): 1}))
    assert maps.of_bureau(100).among == {}
    assert len(maps.between) == 9


def test_a_department_that_is_told_nowhere_is_in_no_number() -> None:
    maps = maps_of(a_world(FULL, silent=2))
    assert not any(2 in pair for pair in maps.of_bureau(100).among)
    assert maps.between[101, 102] == 16


def test_a_blank_flow_between_bureaus_shows_none_of_its_parts() -> None:
    world = a_world({**FULL, (1, 3): 1, (1, 4): 0, (2, 3): 0, (2, 4): 0})
    maps = maps_of(world)
    assert (100, 101) not in maps.between
    assert not any(pair[1] == 101 for pair in maps.of_bureau(100).outward)
    assert not any(pair[0] == 100 for pair in maps.of_bureau(101).inward)


def test_where_there_are_two_bureaus_only_the_map_of_one_shows_nothing_from_beyond() -> None:
    world = a_world({pair: many for pair, many in FULL.items() if max(pair) <= 4})
    world.offices = world.offices[:4]
    maps = maps_of(world)
    assert len(maps.between) == 4
    assert not maps.of_bureau(100).outward
    assert not maps.of_bureau(100).inward


def without_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_tables._Rounds, "goes_through", lambda *_: True)


def with_parts_of_blank_flows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FlowMaps, "_part", lambda self, level, pair, block: self._count(level, pair))


def without_the_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows._Table, "add_silent", lambda *_: None)


PLANTED = [
    (without_rounds, a_world({**FULL, (1, 1): 1})),
    (with_parts_of_blank_flows, a_world({**FULL, (1, 3): 1, (1, 4): 0, (2, 3): 0, (2, 4): 0})),
    (without_the_silent, a_world(FULL, silent=2)),
]


@pytest.mark.parametrize(("plant", "world"), PLANTED)
def test_the_proof_sees_a_planted_fault(
    plant: Callable[[pytest.MonkeyPatch], None], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not found_out(world, maps_of(world), has_totals=True)
    plant(monkeypatch)
    assert found_out(world, maps_of(world), has_totals=True)
