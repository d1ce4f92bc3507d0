"""HR's file as rules see it: rows of cells in, the wanted directory out, or everything that is wrong with it at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import NamedTuple

from collabpoints.domain import staff_cells
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.roles import STATUS_WORDS, Status
from collabpoints.domain.staff_blocks import BlockAbove
from collabpoints.domain.staff_columns import LINES_ABOVE, Column, Heading, heading_of
from collabpoints.domain.staff_departments import DepartmentsRead, WantedDepartment
from collabpoints.domain.staff_remarks import Remark, RemarkKind, Remarks

MOST_SHOWN = 200
_MOST_HEADINGS = 12
_CACHED = (Column.DEPARTMENT_CODE, Column.DEPARTMENT_NAME, Column.PARENT_CODE, Column.TEAM_CODE, Column.TEAM_NAME,
           Column.RANK, Column.POSITION, Column.DUTY, Column.STATUS, Column.SINCE, Column.PLACE, Column.EMPLOYMENT,
           Column.JOINED)  # fmt: skip
_MASKED = "######-#######"
_OF_DEPARTMENTS = (Column.DEPARTMENT_CODE, Column.DEPARTMENT_NAME, Column.PARENT_CODE, Column.TEAM_CODE,
                   Column.TEAM_NAME, Column.PLACE)  # fmt: skip

Row = tuple[int, Sequence[str]]
"""A line's number as a spreadsheet shows it, and its cells as text."""


@dataclass(eq=False)
class FileRefused(Refused):
    """The file cannot be applied: `total` errors were found, of which the first 200 are carried."""

    total: int = 0


class WantedPerson(NamedTuple):
    """A person as the file has him. None: the file has no such column and leaves what is known as it is.

    `department_code` is that of the team where the row names one. `since`: first day in that department. `joined_on`: first
    day at the agency; like `since` it is None for an empty cell too, since everybody joined on some day.
    """

    line: int
    number: str
    name: str
    department_code: str
    rank: str | None
    position: str | None
    duty: str | None
    email: str | None
    phone: str | None
    status: str | None
    since: date | None
    employment: str | None
    joined_on: date | None

    def begins_on(self, today: date) -> date | None:
        """The first day of the post as far as the file says: its own, or that of joining where that is still to come."""
        is_to_come = self.joined_on is not None and self.joined_on > today
        return self.since or (self.joined_on if is_to_come else None)


@dataclass(frozen=True, slots=True)
class Directory:
    """What the file wants: people by number in the file's order, departments by code in the order of appearance.

    `is_placed`: whether the file itself gives the official order (직제순). `remarks`: what was understood on the way.
    `has_parents`: whether it says what stands above a department; otherwise that stays as it is known.
    """

    people: Mapping[str, WantedPerson]
    departments: Mapping[str, WantedDepartment]
    is_placed: bool
    remarks: Remarks = field(default_factory=Remarks)
    has_parents: bool = True


def read_directory(rows: Iterable[Row]) -> Directory:
    """The directory that a table wants. Raises FileRefused with everything that is wrong, by line, column and value."""
    remaining = iter(rows)
    above = list(islice((row for row in remaining if any(row[1])), LINES_ABOVE))
    if not above:
        raise FileRefused([Refusal.of(Code.FILE_EMPTY)], 1)
    heading = heading_of(above)
    if heading.refusals:
        raise FileRefused(heading.refusals, len(heading.refusals))
    reading = _Reading(heading)
    if heading.line > 1:
        reading.remarks.add(Remark(RemarkKind.HEADING, heading.line))
    if heading.unread:
        reading.remarks.add(Remark(RemarkKind.COLUMNS_UNREAD, heading.line, _listed(heading.unread)))
    for line, cells in chain((row for row in above if row[0] > heading.line), remaining):
        reading.take(line, cells)
    return reading.directory()


@dataclass(slots=True)
class _Reading:
    """The state of reading one file: what was found so far, and what was wrong. `broken`: numbers of rows with a wrong
    cell, and their lines."""

    heading: Heading
    people: dict[str, WantedPerson] = field(default_factory=dict)
    departments: DepartmentsRead = field(default_factory=DepartmentsRead)
    broken: dict[str, int] = field(default_factory=dict)
    wrong: list[Refusal] = field(default_factory=list)
    total_wrong: int = 0
    known: dict[tuple[Column, str], str] = field(default_factory=dict)
    days: dict[str, date | None] = field(default_factory=dict)
    remarks: Remarks = field(default_factory=Remarks)
    above: BlockAbove = field(default_factory=BlockAbove)

    def take(self, line: int, cells: Sequence[str]) -> None:
        """Take one row in; blank rows and lines of totals are passed over."""
        filled = [cell for cell in cells if cell and not cell.isspace()]
        if not filled:
            return
        if staff_cells.is_total(filled[0]) or self._is_nobody(filled, cells):
            self._refuse_resident_numbers(line, cells)
            self.remarks.add(Remark(RemarkKind.LINE_PASSED, line, staff_cells.shown(staff_cells.kept(filled[0]))))
            return
        self._refuse_resident_numbers(line, cells)
        wrong: set[Column] = set()
        raw = {column: cells[place] if place < len(cells) else "" for column, place in self.heading.places.items()}
        refusal, remark = self.above.fill(line, raw)
        if refusal:
            self._refuse(refusal)
            wrong.add(Column.TEAM_NAME)
        if remark:
            self.remarks.add(remark)
        cell = {column: self._cell(column, line, text, wrong) for column, text in raw.items()}
        # One wrong cell does not hide what the others of its row contradict: all errors are told at once.
        is_first = Column.NUMBER in wrong or self._is_first(line, cell[Column.NUMBER], is_whole=not wrong)
        code = "" if wrong.intersection(_OF_DEPARTMENTS) else self._department(line, cell)
        if is_first and code and not wrong:
            self._person(line, code, cell)

    def directory(self) -> Directory:
        """What was read. Raises FileRefused."""
        for refusal in self.departments.contradictions():
            self._refuse(refusal)
        if not self.people and not self.total_wrong:
            self._refuse(Refusal.of(Code.FILE_EMPTY))
        if self.total_wrong:
            raise FileRefused(self.wrong, self.total_wrong)
        is_placed = Column.PLACE in self.heading.places
        has_parents = Column.PARENT_CODE in self.heading.places
        return Directory(self.people, self.departments.wanted, is_placed, self.remarks, has_parents)

    def _cell(self, column: Column, line: int, raw: str, wrong: set[Column]) -> str:
        known = self.known.get((column, raw)) if column in _CACHED else None
        if known is not None:
            return known
        text = staff_cells.kept(raw)
        refusal = staff_cells.judge(column, line, raw, text)
        if refusal is not None:
            wrong.add(column)
            self._refuse(refusal)
        elif column in _CACHED:
            self.known[column, raw] = text
        return text

    def _is_first(self, line: int, number: str, *, is_whole: bool) -> bool:
        first = self.people[number].line if number in self.people else self.broken.get(number)
        if first is not None:
            self._refuse(Refusal.of(Code.NUMBER_TWICE, line=line, value=number, first_line=first))
            return False
        if not is_whole:
            self.broken[number] = line
        return True

    def _department(self, line: int, cell: Mapping[Column, str]) -> str:
        code, refusals = self.departments.take(line, cell)
        for refusal in refusals:
            self._refuse(refusal)
        return code

    def _person(self, line: int, code: str, cell: Mapping[Column, str]) -> None:
        number = cell[Column.NUMBER]
        since, joined_on = self._day(cell.get(Column.SINCE, "")), self._day(cell.get(Column.JOINED, ""))
        for column, on in ((Column.SINCE, since), (Column.JOINED, joined_on)):
            if on and staff_cells.is_serial(cell[column]):
                self.remarks.add(Remark(RemarkKind.SERIAL, line, cell[column], on.isoformat(), column.value))
        if since and joined_on and joined_on > since:
            joined = {"value": cell[Column.JOINED], "since": cell[Column.SINCE]}
            self._refuse(Refusal.of(Code.JOINED_AFTER_POST, line=line, **joined))
        self.people[number] = WantedPerson(
            line=line,
            number=number,
            name=cell[Column.NAME],
            department_code=code,
            rank=cell.get(Column.RANK),
            position=cell.get(Column.POSITION),
            duty=cell.get(Column.DUTY),
            email=cell.get(Column.EMAIL),
            phone=cell.get(Column.PHONE),
            status=self._status(cell),
            since=since,
            employment=cell.get(Column.EMPLOYMENT),
            joined_on=joined_on,
        )

    def _status(self, cell: Mapping[Column, str]) -> str | None:
        if Column.STATUS not in cell:
            return None
        return STATUS_WORDS.get(cell[Column.STATUS], Status.ACTIVE).value

    def _day(self, text: str) -> date | None:
        if text not in self.days:
            self.days[text] = staff_cells.day(text)
        return self.days[text]

    def _is_nobody(self, filled: Sequence[str], cells: Sequence[str]) -> bool:
        """Whether a line says one thing only, and neither a number nor a name: a group's heading, who made the file."""
        own = [self.heading.places[column] for column in (Column.NUMBER, Column.NAME)]
        return len(filled) == 1 and not any(place < len(cells) and cells[place].strip() for place in own)

    def _refuse_resident_numbers(self, line: int, cells: Sequence[str]) -> None:
        for place, cell in enumerate(cells):
            if staff_cells.holds_resident_number(cell):
                column = next(
                    (column.value for column, at in self.heading.places.items() if at == place), f"{place + 1}"
                )
                self._refuse(Refusal.of(Code.CELL_INVALID, line=line, column=column, value=_MASKED))

    def _refuse(self, refusal: Refusal) -> None:
        self.total_wrong += 1
        if len(self.wrong) < MOST_SHOWN:
            self.wrong.append(refusal)


def _listed(headings: Sequence[str]) -> str:
    """The first of them, as they are shown."""
    told = ", ".join(staff_cells.shown(one) for one in headings[:_MOST_HEADINGS])
    return told + (" …" if len(headings) > _MOST_HEADINGS else "")
