"""Who helps whom (도움 준 부서 × 도움 받은 부서): of the notes between bureaus and departments, what may be shown.

The recipient of a note is the helper. Departments whose figures are told nowhere (docs/adr/0018) are left out of every
number. The others' are shown where three and more people stand on both sides, and where nobody can find out a small cell
from what is shown: not from rows, columns and sums, the tree's figures, or another map (docs/adr/0022).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from collabpoints.domain.flow_tables import Count, FlowTable, Place, shown_places, told_by_sums


class FlowLevel(StrEnum):
    """Between whom a flow is counted. Outward: a department to another bureau; inward: a bureau to a department of another."""

    BUREAU = "bureau"
    DEPARTMENT = "department"
    OUTWARD = "outward"
    INWARD = "inward"


Pair = tuple[int, int]
"""Sender and recipient, bureaus or departments."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Notes that stand, from one to another. `senders` and `recipients` are different people."""

    level: FlowLevel
    sender_id: int
    recipient_id: int
    notes: int
    senders: int
    recipients: int

    @property
    def pair(self) -> Pair:
        return self.sender_id, self.recipient_id


@dataclass(frozen=True, slots=True)
class Office:
    """A department with its bureau in the month; whether its figures may be told."""

    department_id: int
    bureau_id: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class BureauFlows:
    """What may be shown of a bureau: among its departments, from them to other bureaus, and from those to them."""

    among: Mapping[Pair, int]
    outward: Mapping[Pair, int]
    inward: Mapping[Pair, int]


_TWO = 2


class FlowMaps:
    """The maps of a month. `offices` are all departments with any flow, in an order that is always the same; so are rows
    and columns of the tables in which small cells are looked for. What departments that are told nowhere gave and got
    stands there too, together, and is never shown."""

    def __init__(self, flows: Iterable[Flow], offices: Sequence[Office]) -> None:
        self._offices = {office.department_id: office for office in offices}
        self._bureaus = list(dict.fromkeys(office.bureau_id for office in offices if office.is_shown))
        self._silent = frozenset(office.bureau_id for office in offices if not office.is_shown)
        self._wholes = {(flow.level, flow.pair): flow for flow in flows}
        self._parts: dict[tuple[FlowLevel, Pair], list[Flow]] = {}
        for (level, _pair), flow in sorted(self._wholes.items()):
            if level is FlowLevel.DEPARTMENT:
                for key in self._keys(flow):
                    self._parts.setdefault(key, []).append(flow)
        self._untold = [
            flow for flow in self._wholes.values() if flow.level is FlowLevel.DEPARTMENT and not self._is_told(flow)
        ]
        self.between: dict[Pair, int] = {}
        """Notes between bureaus, and within one, as far as they may be shown."""
        self.between = self._between(self._telling_blocks())

    def of_bureau(self, bureau_id: int) -> BureauFlows:
        """What may be shown of one bureau."""
        given, own = self._given(bureau_id).shown(), self._told_of(bureau_id)
        return BureauFlows(
            among={pair: notes for pair, notes in given.items() if pair[1] in own},
            outward={pair: notes for pair, notes in given.items() if pair[1] not in own},
            inward=self._got(bureau_id).shown(),
        )

    def _told_of(self, bureau_id: int) -> list[int]:
        return [one.department_id for one in self._offices.values() if one.is_shown and one.bureau_id == bureau_id]

    def _others(self, bureau_id: int) -> list[int]:
        return [one for one in self._bureaus if one != bureau_id]

    def _telling_blocks(self) -> frozenset[Pair]:
        """Where one who knew how many notes went from bureau to bureau would know a small part of them: these must not be
        found out, however many people they are of."""
        found: set[Pair] = set()
        for bureau_id in self._bureaus:
            others = self._others(bureau_id)
            if self._given(bureau_id).told_by_sums():
                found.update((bureau_id, other) for other in [*others, bureau_id])
            if self._got(bureau_id).told_by_sums():
                found.update((other, bureau_id) for other in others)
        return frozenset(found)

    def _between(self, telling: frozenset[Pair]) -> dict[Pair, int]:
        """A row for each bureau as sender, and two columns as recipient: of what crossed to it, and of what did not, for
        the tree tells these apart."""
        table = _Table(has_twins=True)
        sides = [frozenset({bureau_id}) for bureau_id in self._bureaus] + [self._silent]
        for row, senders in enumerate(sides):
            for column, recipients in enumerate(sides):
                if senders and recipients and len(senders | recipients) > 1:
                    table.places.add((row, 2 * column))
                if senders & recipients:
                    table.places.add((row, 2 * column + 1))
        number = {bureau_id: at for at, bureau_id in enumerate(self._bureaus)}
        for pair in product(self._bureaus, self._bureaus):
            if count := self._count(FlowLevel.BUREAU, pair):
                at = number[pair[0]], 2 * number[pair[1]] + (pair[0] == pair[1])
                table.put(at, pair, replace(count, is_silent=pair in telling))
        silent = len(self._bureaus)
        for flow in self._untold:
            one, other = self._offices[flow.sender_id], self._offices[flow.recipient_id]
            row = number[one.bureau_id] if one.is_shown else silent
            column = number[other.bureau_id] if other.is_shown else silent
            table.add_silent((row, 2 * column + (one.bureau_id == other.bureau_id)), flow)
        return table.shown()

    def _given(self, bureau_id: int) -> "_Table":
        """What the departments of a bureau gave: to one another, and to other bureaus."""
        own, others = self._told_of(bureau_id), self._others(bureau_id)
        table, silent_row, silent_column = _Table(), len(own), len(own) + len(others)
        for row, sender in enumerate(own):
            if self._silent:
                table.places.add((row, silent_column))
            for column, recipient in enumerate([*own, *others]):
                is_own = column < len(own)
                level, block = (FlowLevel.DEPARTMENT, bureau_id) if is_own else (FlowLevel.OUTWARD, recipient)
                table.places.add((row, column))
                table.put(
                    (row, column), (sender, recipient), self._part(level, (sender, recipient), (bureau_id, block))
                )
        if bureau_id in self._silent:
            table.places.update((silent_row, column) for column in range(len(own)))
        for flow in self._untold:
            if flow.sender_id in own and not self._offices[flow.recipient_id].is_shown:
                table.add_silent((own.index(flow.sender_id), silent_column), flow)
            elif flow.recipient_id in own and self._is_silent_in(flow.sender_id, bureau_id):
                table.add_silent((silent_row, own.index(flow.recipient_id)), flow)
        return table

    def _got(self, bureau_id: int) -> "_Table":
        """What the departments of a bureau got from other bureaus."""
        own, others = self._told_of(bureau_id), self._others(bureau_id)
        table, silent_row = _Table(), len(others)
        for column, recipient in enumerate(own):
            if self._silent - {bureau_id}:
                table.places.add((silent_row, column))
            for row, sender in enumerate(others):
                table.places.add((row, column))
                pair = (sender, recipient)
                table.put((row, column), pair, self._part(FlowLevel.INWARD, pair, (sender, bureau_id)))
        for flow in self._untold:
            giver = self._offices[flow.sender_id]
            if flow.recipient_id in own and not giver.is_shown and giver.bureau_id != bureau_id:
                table.add_silent((silent_row, own.index(flow.recipient_id)), flow)
        return table

    def _part(self, level: FlowLevel, pair: Pair, block: Pair) -> Count | None:
        """Part of what went from bureau to bureau: held where that is not shown, for the parts would tell it; and where it
        is all that can have come from beyond, for then the tree's figures tell from where a department's notes came."""
        count = self._count(level, pair)
        beyond = len(self._others(block[1])) + bool(self._silent - {block[1]})
        is_alone = block[0] != block[1] and beyond < _TWO
        # Who knew that a department's small part came from this bureau, and how much each department here gave there, would
        # know who of them gave it.
        is_telling = is_alone and level is FlowLevel.OUTWARD and self._has_small(block)
        return replace(count, is_held=is_alone or block not in self.between, is_silent=is_telling) if count else None

    def _has_small(self, block: Pair) -> bool:
        """Whether a part of what went from bureau to bureau, between two of their departments, must not be found out."""
        parts = self._parts.get((FlowLevel.BUREAU, block), [])
        return any(Count(one.notes, one.senders, one.recipients).is_small for one in parts if self._is_told(one))

    def _count(self, level: FlowLevel, pair: Pair) -> Count | None:
        """Of the departments that are shown; None where nothing went. Where others have a part in it, so many people are
        certain as are left when all of theirs are taken away."""
        parts = self._parts.get((level, pair), [])
        told = [one for one in parts if self._is_told(one)]
        if not told:
            return None
        senders, recipients = max(one.senders for one in told), max(one.recipients for one in told)
        whole = self._wholes.get((level, pair))
        if whole and whole.notes == sum(one.notes for one in parts):
            rest = [one for one in parts if not self._is_told(one)]
            senders = max(senders, whole.senders - sum(one.senders for one in rest))
            recipients = max(recipients, whole.recipients - sum(one.recipients for one in rest))
        return Count(sum(one.notes for one in told), senders, recipients)

    def _keys(self, flow: Flow) -> list[tuple[FlowLevel, Pair]]:
        """All of which a flow between two departments is a part."""
        sender, recipient = self._offices[flow.sender_id].bureau_id, self._offices[flow.recipient_id].bureau_id
        found = [(FlowLevel.BUREAU, (sender, recipient)), (FlowLevel.DEPARTMENT, flow.pair)]
        if sender != recipient:
            found.append((FlowLevel.OUTWARD, (flow.sender_id, recipient)))
            found.append((FlowLevel.INWARD, (sender, flow.recipient_id)))
        return found

    def _is_told(self, flow: Flow) -> bool:
        return self._offices[flow.sender_id].is_shown and self._offices[flow.recipient_id].is_shown

    def _is_silent_in(self, department_id: int, bureau_id: int) -> bool:
        office = self._offices[department_id]
        return not office.is_shown and office.bureau_id == bureau_id


class _Table:
    """A table while it is filled. `has_twins`: each two columns, from the first on, are of one and the same."""

    def __init__(self, *, has_twins: bool = False) -> None:
        self._has_twins = has_twins
        self.places: set[Place] = set()
        self._counts: dict[Place, Count] = {}
        self._pairs: dict[Place, Pair] = {}

    def put(self, at: Place, pair: Pair, count: Count | None) -> None:
        if count:
            self._counts[at], self._pairs[at] = count, pair

    def told_by_sums(self) -> bool:
        return bool(told_by_sums(self._table()))

    def add_silent(self, at: Place, flow: Flow) -> None:
        before = self._counts.get(at, Count(0, 0, 0))
        senders, recipients = max(before.senders, flow.senders), max(before.recipients, flow.recipients)
        self._counts[at] = Count(before.notes + flow.notes, senders, recipients, is_silent=True)

    def shown(self) -> dict[Pair, int]:
        return {self._pairs[at]: self._counts[at].notes for at in sorted(shown_places(self._table()))}

    def _table(self) -> FlowTable:
        twins = {at: (at[0], at[1] ^ 1) for at in self.places} if self._has_twins else {}
        return FlowTable(frozenset(self.places), self._counts, twins)
