"""What a file would change: the wanted directory beside the present one, people by employee number only.

When a changed appointment begins:
- new or moved: on the file's date (발령일) where that lies behind the latest appointment, else on the day of the import;
  a date in the future is kept, and the old appointment ends there. Who is new or returns without such a date begins on
  his joining day (임용일) where that is still to come.
- same department with another rank, position or duty: likewise. That date alone changes nothing.
What was to begin on or after that day is replaced, so a cancelled move simply disappears.
Whoever is missing from the file has left on the day of the import; a department that is missing closes that day, even
if somebody's move out of it lies in the future.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from collabpoints.domain.roles import Status
from collabpoints.domain.staff import Directory, WantedPerson
from collabpoints.domain.staff_departments import Placed, WantedDepartment, orders_of, placed
from collabpoints.domain.staff_hints import Known, named_parents, same_names, same_persons
from collabpoints.domain.staff_remarks import Remarks


class PresentPerson(NamedTuple):
    """An employee as the database has him, with his latest primary appointment ("" and None where there is none)."""

    employee_id: int
    person_id: int
    number: str
    name: str
    email: str
    phone: str
    status: str
    left_on: date | None
    department_code: str
    rank: str
    position: str
    duty: str
    starts_on: date | None
    employment: str
    joined_on: date | None


class PresentDepartment(NamedTuple):
    """A department as the database has it."""

    id: int
    code: str
    name: str
    parent_code: str
    level: int
    official_order: int
    is_open: bool


class PersonChange(NamedTuple):
    """One person's change. `starts_on`: first day of a new appointment; None: his appointment stays."""

    present: PresentPerson
    wanted: WantedPerson
    starts_on: date | None


class DepartmentAct(StrEnum):
    OPENED = "opened"
    REOPENED = "reopened"
    RENAMED = "renamed"
    MOVED = "moved"
    CLOSED = "closed"


class DepartmentChange(NamedTuple):
    """One act on one department, with its name before and after, and the code above it before and after."""

    act: DepartmentAct
    code: str
    name_before: str
    name: str
    parent_before: str
    parent: str


@dataclass(slots=True)
class Plan:
    """Everything that applying a file does, on `today`. Each person stands in one list only: returned before moved
    before renamed before changed. `departments`: the wanted ones with their names; `places`: their levels and order;
    `names_before`: the names that codes have now."""

    today: date
    names_before: Mapping[str, str]
    departments: Mapping[str, WantedDepartment]
    places: Mapping[str, Placed]
    department_changes: list[DepartmentChange]
    is_reordered: bool
    serving: int = 0
    new: list[WantedPerson] = field(default_factory=list)
    returned: list[PersonChange] = field(default_factory=list)
    moved: list[PersonChange] = field(default_factory=list)
    renamed: list[PersonChange] = field(default_factory=list)
    changed: list[PersonChange] = field(default_factory=list)
    left: list[PresentPerson] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)

    @property
    def concerned(self) -> frozenset[int]:
        """The person ids of all whom the file changes and who have been here before, for the access record."""
        changes = (*self.returned, *self.moved, *self.renamed, *self.changed)
        return frozenset({change.present.person_id for change in changes} | {one.person_id for one in self.left})

    @property
    def is_empty(self) -> bool:
        """Whether the file changes nothing at all."""
        people = (self.new, self.returned, self.moved, self.renamed, self.changed, self.left)
        return not (self.is_reordered or self.department_changes or any(people))

    def removes_too_many(self, percent: int) -> bool:
        """Whether more than this share of those who serve would leave. Nobody serving: never."""
        return len(self.left) * 100 > self.serving * percent

    def start_of(self, person: WantedPerson) -> date:
        """The first day of a new person's appointment."""
        return person.begins_on(self.today) or self.today

    def digest(self) -> str:
        """The same for the same changes only: a confirmation names it, so that nothing else is applied."""
        sha = hashlib.sha256(repr((self.today, self.serving, self.is_reordered)).encode())
        for part in (
            self.department_changes,
            self.new,
            self.returned,
            self.moved,
            self.renamed,
            self.changed,
            self.left,
        ):
            sha.update(f"/{len(part)}".encode())
            for change in part:
                sha.update(repr(change).encode())
        return sha.hexdigest()


def compare(
    directory: Directory,
    *,
    departments: Mapping[str, PresentDepartment],
    people: Iterable[PresentPerson],
    agency_name: str,
    today: date,
) -> Plan:
    """What applying the file today would change. `departments`: all that ever were, by code; `people`: everybody who
    ever served, once each, read once and not kept."""
    plan = _department_plan(directory, departments, agency_name, today)
    met: set[str] = set()
    others: list[Known] = []
    for present in people:
        wanted = directory.people.get(present.number)
        plan.serving += present.left_on is None
        if wanted is not None:
            met.add(present.number)
            _sort_in(plan, present, wanted)
        elif present.left_on is None:
            plan.left.append(present)
        if wanted is None:
            others.append(Known(present.number, present.name, present.email, present.phone))
    plan.new = [wanted for number, wanted in directory.people.items() if number not in met]
    plan.remarks = directory.remarks.with_more(
        (
            *named_parents(directory.departments, plan.departments),
            *same_names(directory.people, plan.departments),
            *same_persons(directory.people, plan.new, others),
        )
    )
    return plan


def _sort_in(plan: Plan, present: PresentPerson, wanted: WantedPerson) -> None:
    is_elsewhere = present.department_code != wanted.department_code
    is_other_post = any(
        new is not None and new != old
        for new, old in (
            (wanted.rank, present.rank),
            (wanted.position, present.position),
            (wanted.duty, present.duty),
        )
    )
    if present.left_on is not None:
        begin = _start(present.left_on, wanted.begins_on(plan.today), plan.today, is_end=True)
        plan.returned.append(PersonChange(present, wanted, begin))
        return
    start = None
    if is_elsewhere or is_other_post or present.starts_on is None:
        start = _start(present.starts_on, wanted.since, plan.today)
    change = PersonChange(present, wanted, start)
    if is_elsewhere:
        plan.moved.append(change)
    elif present.name != wanted.name:
        plan.renamed.append(change)
    elif start is not None or _is_other_line(present, wanted):
        plan.changed.append(change)


def _start(latest: date | None, since: date | None, today: date, *, is_end: bool = False) -> date:
    """`latest`: when the latest appointment began (the file's date must lie behind it), or ended (`is_end`)."""
    if since is None or (latest is not None and (since < latest or (since == latest and not is_end))):
        return today
    return since


def _is_other_line(present: PresentPerson, wanted: WantedPerson) -> bool:
    return any(
        new is not None and new != old
        for new, old in (
            (wanted.email, present.email),
            (wanted.phone, present.phone),
            (wanted.status, present.status),
            (wanted.employment, present.employment),
            (wanted.joined_on, present.joined_on),
        )
    )


def status_of(wanted: WantedPerson, present: PresentPerson | None = None) -> str:
    """The status afterwards: the file's; without such a column what it was; somebody new or returned is active."""
    if wanted.status is not None:
        return wanted.status
    return present.status if present is not None and present.left_on is None else Status.ACTIVE.value


def _department_plan(
    directory: Directory, present: Mapping[str, PresentDepartment], agency_name: str, today: date
) -> Plan:
    written = directory.departments if directory.has_parents else _under_known(directory.departments, present)
    wanted = _named(written, present, agency_name)
    if directory.is_placed:
        orders = orders_of(wanted)
    else:
        orders = {code: present[code].official_order for code in wanted if code in present}
    places = placed(wanted, orders)
    changes = [change for code in places for change in _department_changes(wanted[code], present.get(code))]
    closed = (one for code, one in present.items() if one.is_open and code not in wanted)
    changes += [
        DepartmentChange(DepartmentAct.CLOSED, one.code, one.name, one.name, one.parent_code, one.parent_code)
        for one in closed
    ]
    is_reordered = any(
        code in present and (present[code].level, present[code].official_order) != place
        for code, place in places.items()
    )
    names_before = {code: one.name for code, one in present.items()}
    return Plan(today, names_before, wanted, places, changes, is_reordered)


def _under_known(
    departments: Mapping[str, WantedDepartment], present: Mapping[str, PresentDepartment]
) -> dict[str, WantedDepartment]:
    """The departments of a file that does not say what stands above them: those that are open stay where they are, and what
    stands above them stays too."""
    found = dict(departments)
    for code, one in departments.items():
        above = present[code].parent_code if code in present and present[code].is_open and not one.is_team else ""
        if above:
            found[code] = one._replace(parent_code=above)
        while above in present and above not in found:
            known = present[above]
            found[above] = WantedDepartment(above, known.name, known.parent_code, False, None, one.line)
            above = known.parent_code
    return found


def _named(
    departments: Mapping[str, WantedDepartment], present: Mapping[str, PresentDepartment], agency_name: str
) -> dict[str, WantedDepartment]:
    """Codes that appear only as parents get a name: the only top the agency's, others the one they had, or their code."""
    tops = [code for code, one in departments.items() if not one.parent_code]
    return {
        code: one
        if one.name
        else one._replace(name=agency_name if tops == [code] else present[code].name if code in present else code)
        for code, one in departments.items()
    }


def _department_changes(wanted: WantedDepartment, present: PresentDepartment | None) -> list[DepartmentChange]:
    def change(act: DepartmentAct) -> DepartmentChange:
        before = (present.name, present.parent_code) if present else ("", "")
        return DepartmentChange(act, wanted.code, before[0], wanted.name, before[1], wanted.parent_code)

    if present is None:
        return [change(DepartmentAct.OPENED)]
    acts = []
    if not present.is_open:
        acts.append(DepartmentAct.REOPENED)
    if present.name != wanted.name:
        acts.append(DepartmentAct.RENAMED)
    if present.parent_code != wanted.parent_code:
        acts.append(DepartmentAct.MOVED)
    return [change(act) for act in acts]
