"""A plan as a person reads it before agreeing: counts first, then the rows, at most a page of them each."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from collabpoints.domain.roles import STATUS_WORDS
from collabpoints.domain.staff import WantedPerson
from collabpoints.domain.staff_changes import (
    DepartmentAct,
    DepartmentChange,
    PersonChange,
    Plan,
    PresentPerson,
    status_of,
)
from collabpoints.domain.staff_columns import Column
from collabpoints.domain.staff_remarks import RemarkList

MOST_ROWS = 200
_WORDS = {status.value: word for word, status in STATUS_WORDS.items()}
_One = TypeVar("_One")


class Topic(StrEnum):
    """What a list of changes is about, in the order in which they are shown."""

    NEW = "new"
    RETURNED = "returned"
    MOVED = "moved"
    RENAMED = "renamed"
    CHANGED = "changed"
    LEFT = "left"
    DEPARTMENTS_OPENED = "departments_opened"
    DEPARTMENTS_REOPENED = "departments_reopened"
    DEPARTMENTS_RENAMED = "departments_renamed"
    DEPARTMENTS_MOVED = "departments_moved"
    DEPARTMENTS_CLOSED = "departments_closed"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One change: an employee number or department code, the name, how it was, how it will be, and from when."""

    code: str
    name: str
    before: str
    after: str
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class ChangeList:
    """The changes of one topic: how many, and the first 200 of them."""

    topic: Topic
    count: int
    rows: tuple[PreviewRow, ...]

    @property
    def unshown(self) -> int:
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class StaffPreview:
    """What a file would change, every topic in order. `digest` is what a confirmation names."""

    digest: str
    is_empty: bool
    is_reordered: bool
    serving: int
    lists: tuple[ChangeList, ...]
    remarks: tuple[RemarkList, ...] = ()

    def count(self, topic: Topic) -> int:
        return next(one.count for one in self.lists if one.topic is topic)


def preview_of(plan: Plan) -> StaffPreview:
    """The plan as it is shown."""

    def department(code: str) -> str:
        return plan.departments[code].name if code in plan.departments else plan.names_before.get(code, code)

    def changed(change: PersonChange) -> PreviewRow:
        return _changed(change, lambda code: plan.names_before.get(code, code), department)

    def new(one: WantedPerson) -> PreviewRow:
        return PreviewRow(one.number, one.name, "", _post(one, department), plan.start_of(one))

    def left(one: PresentPerson) -> PreviewRow:
        was = _words(plan.names_before.get(one.department_code, ""), one.position)
        return PreviewRow(one.number, one.name, was, "", plan.today)

    lists = (
        _listed(Topic.NEW, plan.new, new),
        _listed(Topic.RETURNED, plan.returned, changed),
        _listed(Topic.MOVED, plan.moved, changed),
        _listed(Topic.RENAMED, plan.renamed, changed),
        _listed(Topic.CHANGED, plan.changed, changed),
        _listed(Topic.LEFT, plan.left, left),
        *(_department_list(plan, act, department) for act in DepartmentAct),
    )
    return StaffPreview(plan.digest(), plan.is_empty, plan.is_reordered, plan.serving, lists, plan.remarks.lists())


def _listed(topic: Topic, changes: Sequence[_One], row: Callable[[_One], PreviewRow]) -> ChangeList:
    return ChangeList(topic, len(changes), tuple(row(change) for change in changes[:MOST_ROWS]))


def _department_list(plan: Plan, act: DepartmentAct, department: Callable[[str], str]) -> ChangeList:
    def row(change: DepartmentChange) -> PreviewRow:
        if act is DepartmentAct.MOVED:
            above = plan.names_before.get(change.parent_before, "")
            return PreviewRow(change.code, change.name, above, department(change.parent))
        before = "" if act is DepartmentAct.OPENED else change.name_before
        after = department(change.parent) if act in (DepartmentAct.OPENED, DepartmentAct.REOPENED) else change.name
        return PreviewRow(change.code, change.name, before, "" if act is DepartmentAct.CLOSED else after)

    changes = [change for change in plan.department_changes if change.act is act]
    return _listed(Topic(f"departments_{act.value}"), changes, row)


def _changed(change: PersonChange, name_before: Callable[[str], str], name_after: Callable[[str], str]) -> PreviewRow:
    """Only what differs, the same facts on both sides in the same order."""
    present, wanted = change.present, change.wanted
    pairs: Iterable[tuple[str, str | None]] = (
        (name_before(present.department_code), name_after(wanted.department_code)),
        (present.name, wanted.name),
        (present.rank, wanted.rank),
        (present.position, wanted.position),
        (present.duty, wanted.duty),
        (present.email, wanted.email),
        (present.phone, wanted.phone),
        (_WORDS.get(present.status, ""), _WORDS.get(status_of(wanted, present))),
        (present.employment, wanted.employment),
        (_joined(present.joined_on) or "", _joined(wanted.joined_on)),
    )
    different = [(old, new) for old, new in pairs if new is not None and new != old]
    before = " · ".join(old or "-" for old, _new in different)
    after = " · ".join(new or "-" for _old, new in different)
    return PreviewRow(wanted.number, wanted.name, before, after, change.starts_on)


def _post(one: WantedPerson, department: Callable[[str], str]) -> str:
    return _words(department(one.department_code), one.position or "")


def _joined(on: date | None) -> str | None:
    """A joining day with its name, since a day alone would be taken for that of the change."""
    return f"{Column.JOINED.value} {on.isoformat()}" if on else None


def _words(*words: str) -> str:
    return " ".join(word for word in words if word)
