"""What is unusual in the records of looks and downloads: three rules that fit in a sentence each, and no scores.

They point, they do not judge: somebody who prepared a committee on a Saturday shows up here, and the review says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from collabpoints.domain.workdays import is_workday

FIRST_HOUR, LAST_HOUR = 7, 20
"""Office hours, generously: from seven in the morning until eight in the evening of a working day."""

TIMES = 3
"""So many times a role's usual day is far above it,"""
FEWEST_PERSONS, FEWEST_FILES = 50, 5
"""and at least so many: three instead of one is no news."""


class Unusual(StrEnum):
    """Why a line is shown."""

    HOURS = "hours"
    PERSONS = "persons"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class RecordDay:
    """What one person (None: a command of the operator) did in one role on one day: how many visits and downloads, whose
    data by how many persons, and how many of the visits and downloads by the hour of the agency's clock."""

    actor_person_id: int | None
    role: str
    day: date
    visits: int
    persons: int
    files: int
    hours: tuple[tuple[int, int], ...]

    @property
    def at_odd_hours(self) -> int:
        """How many visits and downloads outside of office hours."""
        if not is_workday(self.day):
            return sum(count for _hour, count in self.hours)
        return sum(count for hour, count in self.hours if not FIRST_HOUR <= hour < LAST_HOUR)


@dataclass(frozen=True, slots=True)
class Finding:
    """One unusual day of somebody. `count`: visits at odd hours, persons or files; `usual`: of that role, 0 for hours."""

    kind: Unusual
    day: RecordDay
    count: int
    usual: int


def findings(days: Sequence[RecordDay], around: Iterable[RecordDay]) -> list[Finding]:
    """The unusual of these days, newest first, measured by the days around them (these among them).

    A role's usual day is the median of the days on which somebody looked, or took files, in that role.
    """
    persons, files = _usual(around)
    found = []
    for day in days:
        if day.at_odd_hours:
            found.append(Finding(Unusual.HOURS, day, day.at_odd_hours, 0))
        if day.persons >= FEWEST_PERSONS and day.persons > TIMES * persons[day.role]:
            found.append(Finding(Unusual.PERSONS, day, day.persons, persons[day.role]))
        if day.files >= FEWEST_FILES and day.files > TIMES * files[day.role]:
            found.append(Finding(Unusual.FILES, day, day.files, files[day.role]))
    return sorted(
        found, key=lambda one: (-one.day.day.toordinal(), one.kind, one.day.actor_person_id or 0, one.day.role)
    )


def _usual(around: Iterable[RecordDay]) -> tuple[dict[str, int], dict[str, int]]:
    persons: defaultdict[str, list[int]] = defaultdict(list)
    files: defaultdict[str, list[int]] = defaultdict(list)
    for day in around:
        if day.persons:
            persons[day.role].append(day.persons)
        if day.files:
            files[day.role].append(day.files)
    return _medians(persons), _medians(files)


def _medians(by_role: dict[str, list[int]]) -> dict[str, int]:
    return defaultdict(int, {role: int(median(counts)) for role, counts in by_role.items()})
