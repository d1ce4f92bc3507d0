"""Heat maps: tables whose cells are shaded by how much is in them, in five quiet steps; the number stands in each cell.

Blank cells say nothing: neither that there is nothing, nor that there is something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = 5
Pair = tuple[int, int]
"""Who got help, who helped."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`value` None: blank. `step` from 1, the palest; 0 of a blank cell. `is_own`: the row is the column."""

    value: int | None
    step: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Who helped, and by column whom. Rows of others have cells for the first columns only."""

    helper: int
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`columns` are `own` ones first, then others; so are the rows. `most` is the largest value that is shown, 0 of none."""

    columns: tuple[int, ...]
    own: int
    rows: tuple[HeatRow, ...]
    most: int


def heat_map(own: Sequence[int], others: Sequence[int], values: Mapping[Pair, int]) -> HeatMap:
    """The map of some among themselves and, both ways, with others; these among themselves are no part of it."""
    every = (*own, *others)
    seen = {pair for pair in values if set(pair) <= set(every) and set(pair) & set(own)}
    most = max((values[pair] for pair in seen), default=0)
    rows = tuple(
        HeatRow(helper, tuple(_cell(values.get((helped, helper)), most, is_own=helped == helper) for helped in columns))
        for helper in every
        for columns in [every if helper in own else tuple(own)]
    )
    return HeatMap(every, len(own), rows, most)


def step(value: int, most: int) -> int:
    """From 1 to STEPS: the steps are narrow where values are small, for most of them are."""
    return next(at for at in range(1, STEPS + 1) if at * at * most >= STEPS * STEPS * value)


def ranges(most: int) -> tuple[tuple[int, int], ...]:
    """What the steps stand for, from and to; those that no value can have are left out as (n, n - 1)."""
    ends = [at * at * most // (STEPS * STEPS) for at in range(STEPS + 1)]
    return tuple((low + 1, high) for low, high in pairwise(ends))


def _cell(value: int | None, most: int, *, is_own: bool) -> HeatCell:
    return HeatCell(value, step(value, most) if value else 0, is_own)
