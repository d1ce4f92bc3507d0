"""The departments of HR's file: which there are, what stands above which, their levels, order and paths."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.staff_cells import LONGEST, shown
from collabpoints.domain.staff_columns import Column

TOP, BUREAU, DEPARTMENT, TEAM = range(4)
LONGEST_PATH = 400
DEEPEST = 8


class WantedDepartment(NamedTuple):
    """A department as the file has it. `name` is "" where the code appears only as a parent; `line` where it first does.

    `place` is its 직제순, None where the file gives none.
    """

    code: str
    name: str
    parent_code: str
    is_team: bool
    place: int | None
    line: int


class Placed(NamedTuple):
    """A department's level and its place in the official order (from 1, parents before children)."""

    level: int
    order: int


@dataclass(slots=True)
class DepartmentsRead:
    """The departments found so far, by code in the order of appearance."""

    wanted: dict[str, WantedDepartment] = field(default_factory=dict)
    seen: dict[tuple[str, str, str, str, str, str], str] = field(default_factory=dict)

    def take(self, line: int, cell: Mapping[Column, str]) -> tuple[str, list[Refusal]]:
        """Take a row's department and team in; answers with the code where its person serves, and contradictions."""
        code, name = cell[Column.DEPARTMENT_CODE], cell[Column.DEPARTMENT_NAME]
        parent, place = cell.get(Column.PARENT_CODE, ""), cell.get(Column.PLACE, "")
        team_code, team_name = cell.get(Column.TEAM_CODE, ""), cell.get(Column.TEAM_NAME, "")
        key = (code, name, parent, place, team_code, team_name)
        if key in self.seen:
            return self.seen[key], []
        order = int(place) if place else None
        is_team = bool(team_code or team_name) and team_code != code
        if parent == code:
            parent = ""  # some systems write the top as its own parent
        refusals = self._add(WantedDepartment(code, name, parent, False, order, line))
        serving = code
        if is_team:
            serving = team_code or f"{code}/{team_name}"
            refusals += self._add(WantedDepartment(serving, team_name, code, True, order, line))
            refusals += _team_refusals(serving, team_name, line)
        if not refusals:
            self.seen[key] = serving
        return serving, refusals

    def contradictions(self) -> Iterator[Refusal]:
        """Once all rows are in: add the codes that appear only as parents; loops, and paths that are too deep or long."""
        for department in list(self.wanted.values()):
            parent = department.parent_code
            if parent and parent not in self.wanted:
                self.wanted[parent] = WantedDepartment(parent, "", "", False, None, department.line)
        for department in self.wanted.values():
            above = list(_above(department, self.wanted))
            if above and above[-1].code == department.code:
                yield Refusal.of(Code.DEPARTMENT_LOOP, value=shown(department.code))
            elif len(above) > DEEPEST:
                yield Refusal.of(
                    Code.CELL_INVALID,
                    line=department.line,
                    column=Column.PARENT_CODE.value,
                    value=shown(department.parent_code),
                )
            elif sum(len(one.name or one.code) + 1 for one in (department, *above)) > LONGEST_PATH:
                yield Refusal.of(
                    Code.CELL_LONG,
                    line=department.line,
                    column=Column.DEPARTMENT_NAME.value,
                    maximum=LONGEST_PATH,
                    value=shown(department.name),
                )

    def _add(self, new: WantedDepartment) -> list[Refusal]:
        old = self.wanted.get(new.code)
        if old is None:
            self.wanted[new.code] = new
            return []
        if new.place is not None and (old.place is None or new.place < old.place):
            self.wanted[new.code] = old._replace(place=new.place)
        name = Column.TEAM_NAME if new.is_team else Column.DEPARTMENT_NAME
        different = [
            column
            for column, is_same in (
                (name, old.name == new.name),
                (Column.PARENT_CODE, old.parent_code == new.parent_code and old.is_team == new.is_team),
            )
            if not is_same
        ]
        return [
            Refusal.of(
                Code.DEPARTMENT_CONTRADICTS,
                line=new.line,
                first_line=old.line,
                column=column.value,
                value=shown(new.code),
            )
            for column in different
        ]


def orders_of(departments: Mapping[str, WantedDepartment]) -> dict[str, int]:
    """The 직제순 of every department that has one, or below which one has; the smallest counts."""
    orders: dict[str, int] = {}
    for department in departments.values():
        if department.place is None:
            continue
        for one in (department, *_above(department, departments)):
            orders[one.code] = min(department.place, orders.get(one.code, department.place))
    return orders


def placed(departments: Mapping[str, WantedDepartment], orders: Mapping[str, int]) -> dict[str, Placed]:
    """Level and official order of every department, walking the tree from its tops, siblings by `orders` (smallest
    first; those without one last, as they appear). `departments` has no loops.

    A single top with others below it is the agency itself (level 0); several tops are bureaus, or departments when
    nothing is below any. Teams are level 3, and nothing else is.
    """
    below: dict[str, list[str]] = {}
    for department in departments.values():
        below.setdefault(department.parent_code, []).append(department.code)
    tops = below.get("", [])
    is_tree = any(code in below for code in tops)
    level = DEPARTMENT if not is_tree else TOP if len(tops) == 1 else BUREAU
    found: dict[str, Placed] = {}
    after_all = max(orders.values(), default=0) + 1
    waiting = [(code, level) for code in _siblings(tops, orders, after_all)]
    while waiting:
        code, level = waiting.pop()
        found[code] = Placed(TEAM if departments[code].is_team else min(level, DEPARTMENT), len(found) + 1)
        waiting += [(child, level + 1) for child in _siblings(below.get(code, []), orders, after_all)]
    return found


def _siblings(codes: list[str], orders: Mapping[str, int], after_all: int) -> list[str]:
    # Reversed, because what is appended last is taken first.
    return sorted(codes, key=lambda code: orders.get(code, after_all))[::-1] if codes else []


def _above(department: WantedDepartment, departments: Mapping[str, WantedDepartment]) -> Iterator[WantedDepartment]:
    """What stands above, nearest first; ends at the top, where the walk comes round, or beyond the deepest tree."""
    parent = departments.get(department.parent_code)
    for _step in range(DEEPEST + 2):
        if parent is None:
            return
        yield parent
        if parent.code == department.code:
            return
        parent = departments.get(parent.parent_code)


def _team_refusals(code: str, name: str, line: int) -> list[Refusal]:
    if not name:
        return [Refusal.of(Code.CELL_MISSING, line=line, column=Column.TEAM_NAME.value)]
    if len(code) > LONGEST[Column.TEAM_CODE]:
        maximum = LONGEST[Column.TEAM_CODE]
        return [
            Refusal.of(Code.CELL_LONG, line=line, column=Column.TEAM_NAME.value, value=shown(name), maximum=maximum)
        ]
    return []
