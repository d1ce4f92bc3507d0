"""Small cells of a table of two ways: which cells may be shown to somebody who knows the sum of every row and column.

He knows besides that all counts are whole and none is negative; he does not know which of the blank cells are zero, for
zeros are blank too. Any table with the same sums and the same shown cells comes from any other by rounds: one note more in
a blank cell, one less in the same row, one more in that column, and so on until the round is closed. So a small cell cannot
be found out if a round of blank cells goes through it that takes away only where something is (docs/adr/0022).
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from collabpoints.domain.cells import LEAST

Place = tuple[int, int]
"""Row and column, each counted from 0."""
_ROW, _COLUMN = 0, 1


@dataclass(frozen=True, slots=True)
class Count:
    """The notes of a cell that has any, and at least how many people sent and got them. `is_silent`: they are of people who
    are told of nowhere. `is_held`: not to be shown, whatever it holds."""

    notes: int
    senders: int
    recipients: int
    is_silent: bool = False
    is_held: bool = False

    @property
    def is_small(self) -> bool:
        """Whether it must not be found out."""
        return self.is_silent or min(self.senders, self.recipients) < LEAST


@dataclass(frozen=True, slots=True)
class FlowTable:
    """`places` are all cells that there can be, `counts` those of them with any notes. `twins`: cells that are two only for
    the sums' sake; what they hold together must not be found out either."""

    places: frozenset[Place]
    counts: Mapping[Place, Count]
    twins: Mapping[Place, Place] = field(default_factory=dict)


def shown_places(table: FlowTable) -> frozenset[Place]:
    """The cells that may be shown: those of three and more people on both sides, but for the ones that must be blank so
    that no small cell can be found out and no rest of a row or column is that of one or two people. The smallest become
    blank first, of equal ones those that stand first."""
    shown = {at for at, one in table.counts.items() if not one.is_small and not one.is_held}
    for line in _lines(table):
        _widen_rest(table, shown, line)
    rounds = _Rounds(table, shown)
    small = [at for at, one in table.counts.items() if one.is_small]
    for at in sorted(small, key=lambda at: (table.counts[at].notes, at)):
        if not rounds.goes_through(at):
            rounds.blank(rounds.cheapest(at))
    return frozenset(shown)


def told_by_sums(table: FlowTable) -> frozenset[Place]:
    """The small cells through which no round goes though nothing is shown: who knows the sums knows them. Not those whose
    row or column is nothing else."""
    rounds = _Rounds(table, set())
    small = (at for at, one in table.counts.items() if one.is_small and not rounds.is_alone(at))
    return frozenset(at for at in small if not rounds.goes_through(at))


def _lines(table: FlowTable) -> list[tuple[int, list[Place]]]:
    """The counted cells of each row, then of each column, each with its kind."""
    own: dict[Place, list[Place]] = {}
    for at in sorted(table.counts):
        for kind in (_ROW, _COLUMN):
            own.setdefault((kind, at[kind]), []).append(at)
    return [(node[0], own[node]) for node in sorted(own)]


def _widen_rest(table: FlowTable, shown: set[Place], line: tuple[int, list[Place]]) -> None:
    """What is left of a line when its shown cells are taken away is nothing, or that of three and more people."""
    kind, cells = line
    rest = [table.counts[at] for at in cells if at not in shown]
    left = [at for at in cells if at in shown]
    if rest and left and not _is_wide(rest, kind):
        shown.remove(min(left, key=lambda at: (table.counts[at].notes, at)))


def _is_wide(rest: Iterable[Count], kind: int) -> bool:
    """In a row the same people may have sent all the cells, while each is got by others; in a column it is the other way."""
    cells = list(rest)
    senders, recipients = [one.senders for one in cells], [one.recipients for one in cells]
    same, different = (senders, recipients) if kind == _ROW else (recipients, senders)
    return max(same) >= LEAST and sum(different) >= LEAST


class _Rounds:
    """The rounds of blank cells of a table, while more and more of its `shown` cells become blank.

    From a row one goes on by a cell that becomes more, from a column by one that becomes less: by one with notes.
    """

    def __init__(self, table: FlowTable, shown: set[Place]) -> None:
        self._table, self._shown = table, shown
        self._sizes = Counter((kind, at[kind]) for at in table.places for kind in (_ROW, _COLUMN))
        self._next: dict[Place, int] = {}  # by row or column, the bits of the columns or rows to which one may go on
        for at in table.places - shown:
            self._open(at)

    def _open(self, at: Place) -> None:
        row, column = at
        self._next[_ROW, row] = self._next.get((_ROW, row), 0) | 1 << column
        if at in self._table.counts:
            self._next[_COLUMN, column] = self._next.get((_COLUMN, column), 0) | 1 << row

    def blank(self, cells: Iterable[Place]) -> None:
        """These are shown no longer."""
        for at in cells:
            self._shown.discard(at)
            self._open(at)

    def is_alone(self, at: Place) -> bool:
        """Whether it is all that there can be of its row or its column."""
        return any(self._sizes[kind, at[kind]] == 1 for kind in (_ROW, _COLUMN))

    def goes_through(self, at: Place) -> bool:
        """Whether a round goes through the blank cell, in which it becomes less or more, and not through its twin."""
        row, column = (_ROW, at[_ROW]), (_COLUMN, at[_COLUMN])
        without = self._with_twin(at)
        return self._leads(without, row, column) or self._leads(without, column, row)

    def _with_twin(self, at: Place) -> set[Place]:
        return {at, self._table.twins.get(at, at)}

    def _leads(self, without: set[Place], begin: Place, end: Place) -> bool:
        """Whether one comes from a row to a column, or back, without these cells."""
        seen, queue = {begin}, [begin]
        while queue:
            kind, number = queue.pop()
            following = self._next.get((kind, number), 0)
            for at in without:
                if at[kind] == number:
                    following &= ~(1 << at[1 - kind])
            if end[0] != kind and following >> end[1] & 1:
                return True
            while following:
                bit = following & -following
                following ^= bit
                found = (1 - kind, bit.bit_length() - 1)
                if found not in seen:
                    seen.add(found)
                    queue.append(found)
        return False

    def cheapest(self, at: Place) -> set[Place]:
        """The shown cells that must be blank for a round to go through this one, with as few notes as can be. All where there
        can be no round; none where its row or column alone tells it whatever is shown."""
        if self.is_alone(at):
            return set()
        row, column = (_ROW, at[_ROW]), (_COLUMN, at[_COLUMN])
        for without in (self._with_twin(at), {at}):
            ways = (self._path(without, row, column), self._path(without, column, row))
            if found := [way for way in ways if way]:
                return set(min(found)[1]) & self._shown
        return set(self._shown)

    def _path(self, without: set[Place], begin: Place, end: Place) -> tuple[int, tuple[Place, ...]] | None:
        """The cheapest way from a row to a column or back, if shown cells are gone through too: its notes, its cells."""
        queue: list[tuple[int, tuple[Place, ...], Place]] = [(0, (), begin)]
        done: set[Place] = set()
        while queue:
            cost, path, node = heapq.heappop(queue)
            if node == end:
                return cost, path
            if node in done:
                continue
            done.add(node)
            for at in self._cells_from(node):
                following = (1 - node[0], at[1 - node[0]])
                if at not in without and following not in done:
                    price = self._table.counts[at].notes if at in self._shown else 0
                    heapq.heappush(queue, (cost + price, (*path, at), following))
        return None

    def _cells_from(self, node: Place) -> list[Place]:
        kind, number = node
        cells = self._table.places if kind == _ROW else self._table.counts
        return sorted(at for at in cells if at[kind] == number)
