"""Spans (기간): months, quarters, half-years and years for which standings add up.

A year may begin in any month (`year_begins_in` of the scheme); quarters and half-years are counted from it, and a year is
named after the calendar year in which it begins. Spelled `2026-11`, `2026-Q4`, `2026-H2`, `2026`.
"""

import re
from dataclasses import dataclass
from datetime import date

from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Span as Length

_SPELLED = re.compile(r"(20[0-9]{2})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])))?", re.ASCII)
_TO = " to "
MONTHS_OF = {Length.MONTH: 1, Length.QUARTER: 3, Length.HALF_YEAR: 6, Length.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Span:
    """A run of calendar months. `year` and `number` are how it is counted: the third quarter of the year 2026."""

    length: Length
    year: int
    number: int
    first: Month

    @classmethod
    def parse(cls, text: str, year_begins_in: int = 1) -> "Span":
        """The span spelled so. Raises ValueError for anything else."""
        found = _SPELLED.fullmatch(text)
        if found is None:
            raise ValueError(f"not a span written as 2026-11, 2026-Q4, 2026-H2 or 2026: {text!r}")
        year, month, quarter, half = int(found[1]), found[2], found[3], found[4]
        if month:
            return cls(Length.MONTH, year, int(month), Month(year, int(month)))
        length = Length.QUARTER if quarter else Length.HALF_YEAR if half else Length.YEAR
        number = int(quarter or half or 1)
        return cls(length, year, number, Month(year, year_begins_in).shifted((number - 1) * MONTHS_OF[length]))

    @classmethod
    def ending(cls, text: str, last: Month) -> "Span":
        """The span spelled so whose last month is known, whenever its year began. Raises ValueError."""
        counted = cls.parse(text)
        begins = last.shifted(1 - MONTHS_OF[counted.length] * counted.number)
        return cls.parse(text, begins.month)

    @classmethod
    def of(cls, month: Month, length: Length, year_begins_in: int = 1) -> "Span":
        """The span of that length in which a month lies."""
        if length is Length.MONTH:
            return cls(length, month.year, month.month, month)
        since = (month.month - year_begins_in) % 12
        number = since // MONTHS_OF[length] + 1
        first = month.shifted(-(since % MONTHS_OF[length]))
        return cls(length, month.shifted(-since).year, number, first)

    @classmethod
    def named(cls, name: str) -> "Span":
        """The span of that `full_name`. Raises ValueError."""
        text, _to, last = name.partition(_TO)
        return cls.ending(text, Month.parse(last))

    @property
    def full_name(self) -> str:
        """Spelled with its last month: `2026-Q4 to 2026-12`. The same spelling may mean other months once a scheme lets
        the year begin in another one."""
        return f"{self}{_TO}{self.last}"

    def __str__(self) -> str:
        if self.length is Length.MONTH:
            return str(self.first)
        marks = {Length.QUARTER: f"-Q{self.number}", Length.HALF_YEAR: f"-H{self.number}", Length.YEAR: ""}
        return f"{self.year:04d}{marks[self.length]}"

    @property
    def months(self) -> tuple[Month, ...]:
        """Its months, in order."""
        return tuple(self.first.shifted(ahead) for ahead in range(MONTHS_OF[self.length]))

    @property
    def last(self) -> Month:
        return self.first.shifted(MONTHS_OF[self.length] - 1)

    @property
    def first_day(self) -> date:
        return self.first.first_day

    @property
    def end_day(self) -> date:
        """The first day that no longer belongs to it."""
        return self.last.shifted(1).first_day

    @property
    def days(self) -> int:
        return (self.end_day - self.first_day).days

    def shifted(self, spans: int, year_begins_in: int = 1) -> "Span":
        """The span of the same length so many later (earlier when negative)."""
        return Span.of(self.first.shifted(spans * MONTHS_OF[self.length]), self.length, year_begins_in)


def is_spelled(text: str) -> bool:
    """Whether the text spells a span."""
    return _SPELLED.fullmatch(text) is not None


def spans_around(month: Month, year_begins_in: int = 1) -> tuple[Span, ...]:
    """The month itself, and the quarter, half-year and year in which it lies."""
    return tuple(Span.of(month, length, year_begins_in) for length in Length)
