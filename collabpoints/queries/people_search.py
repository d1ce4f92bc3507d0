"""Walk through what a query's lookups find, in the index's stored order, by range scans only.

The rows of all lookups, one after the other, make one long list; a place in it (`start`) is all that a page needs to go
on from. A person stands in it once for each lookup and term that finds him: who reads the list drops the repeats.
Several lookups are asked in one statement: the first rows of each, so that a page costs one question and not twelve.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, literal_column, select, union_all

from collabpoints.domain.people_search import DepartmentName, Kind, Lookup, NumberRange, TermRange, Terms
from collabpoints.prepared import Line, Prepared, Step
from collabpoints.queries import people_scans
from collabpoints.queries.people_scans import Scan, Shape

_TOGETHER = 25
_PROBE = 1000
_NO_WAY = 1_000_000  # what was not counted is not taken
_SHAPES = 256
"""Statements kept: people type a few dozen shapes of queries, and who tries them all must not fill the memory."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the list: its place in it, the lookup (by its place in the plan) and scan that found it."""

    place: int
    lookup: int
    scan: Scan
    term: str
    employee_id: int


def walk(asked: "Asked", *, start: int) -> Iterator[list[Found]]:
    """The rows from place `start` on, a few at a time; nothing is read before it is asked for."""
    passed = 0
    for at, scan in enumerate(asked.scans):
        skipped = asked.length(at, most=start - passed)
        passed += skipped
        if passed < start:
            continue
        while True:
            some = asked.rows(at, skipped)
            if some:
                yield [Found(passed + n, at, scan, term, of) for n, (_at, term, of) in enumerate(some)]
            passed += len(some)
            skipped += len(some)
            if len(some) < _TOGETHER:
                break


def among(line: Line, agency_id: int, lookups: Sequence[Lookup], person_ids: Sequence[int], *, day: date) -> list[int]:
    """The employees whom a lookup finds among these persons (at most 40), in the order of the persons."""
    if not person_ids:
        return []
    scans = tuple(
        lookup if isinstance(lookup, NumberRange | DepartmentName) else lookup.ranges[0] for lookup in lookups
    )
    values = {"agency": agency_id, "day": day, **people_scans.filled(people_scans.PERSONS, person_ids)}
    for n, scan in enumerate(scans):
        values.update(people_scans.values_of(scan, n, line.dialect.name))
    found = {row.person_id: row.id for row in _among(tuple(map(people_scans.shape_of, scans))).rows(line, values)}
    return [found[person_id] for person_id in person_ids if person_id in found]


def terms_by_employee(line: Line, employee_ids: Sequence[int]) -> dict[int, frozenset[tuple[Kind, str]]]:
    """The stored terms of these employees."""
    found: dict[int, set[tuple[Kind, str]]] = {}
    rest = iter(employee_ids)
    while some := list(islice(rest, people_scans.MOST)):
        for row in _STORED.rows(line, people_scans.filled(people_scans.EMPLOYEES, some)):
            found.setdefault(row.employee_id, set()).add((Kind(row.kind), row.term))
    return {employee_id: frozenset(terms) for employee_id, terms in found.items()}


@dataclass(slots=True)
class Asked:
    """What a search has asked of the database: `first` holds the first rows of scans, by the scan's place."""

    line: Line
    common: dict[str, Any]
    scans: tuple[Scan, ...]
    first: dict[int, list[Any]] = field(default_factory=dict)

    @classmethod
    def about(cls, line: Line, agency_id: int, lookups: Sequence[Lookup], day: date) -> "Asked":
        """The narrowest scan of each lookup, of which nothing is read yet."""
        return cls(line, {"agency": agency_id, "day": day}, _narrowest(line, agency_id, lookups))

    def everybody(self) -> set[int] | None:
        """All employees whom the lookups find; None when there are more than the first rows tell."""
        for at in range(len(self.scans)):
            if len(self.rows(at, 0)) == _TOGETHER:
                return None
        return {row.employee_id for rows in self.first.values() for row in rows}

    def rows(self, at: int, skipped: int) -> list[Any]:
        """The next rows of a scan: its place, the term, the employee's id."""
        if skipped:
            statement = _next(people_scans.shape_of(self.scans[at]), _TOGETHER)
            return list(statement.rows(self.line, {**self._values([at]), "skipped": skipped}))
        if at not in self.first:
            statement, values = self.asking_for_first(at)
            self.keep(statement.many(self.line, values), at)
        return self.first[at]

    def length(self, at: int, *, most: int) -> int:
        """How many rows a scan has, counted up to `most`."""
        if most <= 0:
            return 0
        statement = _counts((people_scans.shape_of(self.scans[at]),))
        return int(statement.rows(self.line, {**self._values([at]), "most": most})[0].found)

    def _group(self, at: int) -> list[int]:
        """The scans that are asked together: those up to the departments, then the departments and what follows. The
        departments are read through, so that they are asked only when the names have not filled the page."""
        following = range(at + 1, len(self.scans))
        end = next((n for n in following if isinstance(self.scans[n], DepartmentName)), len(self.scans))
        return list(range(at, end))

    def asking_for_first(self, at: int = 0) -> Step:
        """What `rows` asks when it needs the first rows of this scan; `keep` takes the answer."""
        group = self._group(at)
        return _first(tuple(people_scans.shape_of(self.scans[at]) for at in group), _TOGETHER), [self._values(group)]

    def keep(self, found: Sequence[Any], at: int = 0) -> None:
        """These are the first rows of this scan and of those that are asked with it."""
        group = self._group(at)
        self.first.update((at, []) for at in group)
        for row in found:
            self.first[group[row.at]].append(row)

    def _values(self, group: list[int]) -> Mapping[str, Any]:
        values = dict(self.common)
        for n, at in enumerate(group):
            values.update(people_scans.values_of(self.scans[at], n, self.line.dialect.name))
        return values


def _narrowest(line: Line, agency_id: int, lookups: Sequence[Lookup]) -> tuple[Scan, ...]:
    """One scan for each lookup: of several ranges that find the same people, that with the fewest terms to look at."""
    ways = [lookup.ranges if isinstance(lookup, Terms) else () for lookup in lookups]
    open_ = [scan for ranges in ways if len(ranges) > 1 for scan in ranges if not people_scans.is_behind(scan)]
    costs = _costs(line, agency_id, open_)
    # Looking behind each first letter is dearer to try than the others: only where they are all wide.
    last = [
        scan
        for ranges in ways
        for scan in ranges
        if people_scans.is_behind(scan) and all(costs[way] >= _PROBE for way in ranges if way in costs)
    ]
    costs |= _costs(line, agency_id, last)
    return tuple(
        lookup
        if isinstance(lookup, NumberRange | DepartmentName)
        else min(ranges, key=lambda scan: costs.get(scan, _NO_WAY))
        for lookup, ranges in zip(lookups, ways, strict=True)
    )


def _costs(line: Line, agency_id: int, ranges: Sequence[TermRange]) -> dict[TermRange, int]:
    """What looking at the terms of each range costs, counted up to a measure."""
    if not ranges:
        return {}
    values: dict[str, Any] = {"agency": agency_id, "most": _PROBE}
    for n, scan in enumerate(ranges):
        values.update(people_scans.width_values(scan, n))
    counted = _width_counts(tuple(map(people_scans.is_behind, ranges))).rows(line, values)
    found = {row.at: row.found for row in counted}
    return {scan: found[n] * people_scans.weight(scan) for n, scan in enumerate(ranges)}


@lru_cache(_SHAPES)
def _first(shapes: tuple[Shape, ...], together: int) -> Prepared:
    """The first rows of each of these scans."""

    def statement(database: str) -> Select[*tuple[Any, ...]]:
        parts = [people_scans.rows(shape, n, database).limit(_written(together)) for n, shape in enumerate(shapes)]
        return _joined(*parts)

    return Prepared(statement)


@lru_cache(_SHAPES)
def _next(shape: Shape, together: int) -> Prepared:
    """Rows of one scan behind the first `skipped`."""
    return Prepared(
        lambda database: (
            people_scans.rows(shape, 0, database).offset(people_scans.number("skipped")).limit(_written(together))
        )
    )


@lru_cache(_SHAPES)
def _counts(shapes: tuple[Shape, ...]) -> Prepared:
    return Prepared(
        lambda database: _joined(*(_count(people_scans.rows(shape, n, database), n) for n, shape in enumerate(shapes)))
    )


@lru_cache(_SHAPES)
def _width_counts(ways: tuple[bool, ...]) -> Prepared:
    return Prepared(
        lambda database: _joined(
            *(_count(people_scans.width(n, database, is_behind=is_behind), n) for n, is_behind in enumerate(ways))
        )
    )


@lru_cache(_SHAPES)
def _among(shapes: tuple[Shape, ...]) -> Prepared:
    return Prepared(lambda database: people_scans.finding(shapes, database))


_STORED = Prepared(lambda _database: people_scans.stored_terms())


def _count(rows: Select[*tuple[Any, ...]], n: int) -> Select[*tuple[Any, ...]]:
    counted = rows.limit(people_scans.number("most")).subquery()
    return select(literal_column(str(n), Integer).label("at"), func.count().label("found")).select_from(counted)


def _joined(*parts: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The rows of all parts in one statement; within a part they keep their order."""
    if len(parts) == 1:
        return parts[0]
    return select(union_all(*(select(part.subquery()) for part in parts)).subquery())


def _written(limit: int) -> ColumnElement[int]:
    # It stands in the text: PostgreSQL plans for a few rows then, and for a tenth of all where it is a parameter.
    return literal_column(str(limit), Integer)
