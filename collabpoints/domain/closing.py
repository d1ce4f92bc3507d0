"""Closing (확정): from which day a month may be confirmed, and how a difference in its books is told."""

from dataclasses import dataclass
from datetime import date, timedelta

from collabpoints.domain.periods import Month
from collabpoints.domain.workdays import next_workday

_NEXT_DAY = timedelta(days=1)


def may_be_confirmed_from(period: Month, workdays: int) -> date:
    """The first day on which the month may be confirmed: the one after so many working days have passed since its end;
    with 0 the day after its last."""
    day = period.shifted(1).first_day
    for _passed in range(workdays):
        day = next_workday(day) + _NEXT_DAY
    return day


@dataclass(frozen=True, slots=True)
class Difference:
    """A check of a month's books that found rows which differ: its name, how many of how many, the first in words."""

    check: str
    differing: int
    rows: int
    shown: str

    def __str__(self) -> str:
        return f"{self.check}: {self.differing} of {self.rows} differ: {self.shown}"


def as_lines(differences: tuple[Difference, ...]) -> str:
    """A line for each difference, its parts between tabs: what stands in the month's closing."""
    return "\n".join(f"{one.check}\t{one.differing}\t{one.rows}\t{one.shown}" for one in differences)


def of_lines(lines: str) -> tuple[Difference, ...]:
    """The differences that `as_lines` wrote."""
    parts = (line.split("\t", 3) for line in lines.split("\n") if line)
    return tuple(Difference(check, int(differing), int(rows), shown) for check, differing, rows, shown in parts)
