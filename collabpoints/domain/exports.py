"""Exports (내려받기): what may stand in a file, of whom, of which months, in which form; what its columns are.

A file never says what somebody has left to give, and a head's file names only who was thanked, without what they gave:
the allowance less that would be the rest (promises, Dignity).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any
from urllib.parse import parse_qsl, urlencode

from collabpoints.domain.export_columns import (
    DEPARTMENT,
    FIGURES,
    HEADS,
    LISTED,
    PERSON,
    PLACE,
    RANK,
    STAGES,
    THANKED_FIGURES,
    Column,
    Kind,
    at,
)
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Order
from collabpoints.domain.spans import Span

__all__ = ["FIGURES", "STAGES", "THANKED_FIGURES", "Column", "Kind", "at"]


class What(StrEnum):
    """What the lines of a file are: totals of persons, totals of departments, notes, special points, reclaims, prizes."""

    TOTALS = "totals"
    DEPARTMENTS = "departments"
    NOTES = "notes"
    SPECIAL_GRANTS = "special_grants"
    RECLAIMS = "reclaims"
    PRIZES = "prizes"


class Scope(StrEnum):
    """Whose: the whole agency's (of it one department's, where `department_id` is named), as its officer sees it; a
    department's and what is below it, as its head sees it; one's own."""

    AGENCY = "agency"
    DEPARTMENT = "department"
    OWN = "own"


class FileFormat(StrEnum):
    """CSV as UTF-8 with a BOM, CSV as CP949, or XLSX."""

    CSV = "csv"
    CSV_CP949 = "csv_cp949"
    XLSX = "xlsx"

    @property
    def suffix(self) -> str:
        """How the file's name ends, without the dot."""
        return "xlsx" if self is FileFormat.XLSX else "csv"


class Only(StrEnum):
    """Which lines. Of totals: who gave or got anything (the default), everybody who served in these months as well, who
    has a rank, or whose figures were corrected after a closing. Of notes, the default is all that stand; `everyone`
    has the withdrawn ones as well."""

    SOMETHING = "something"
    EVERYONE = "everyone"
    RANKED = "ranked"
    CORRECTED = "corrected"


ORDERED_BY = (Order.SCORE, Order.RECEIVED, Order.SENT, Order.NOTES, Order.PER_HEAD)
"""By what else files have ranks; per head for departments only."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page filtered by. `order`: ranks by another figure than the scheme's. `is_by_rank`: lines by rank, not in
    official order (직제순, 직급순). `division`: the departments (the people who serve in them) of one division, from 1; 0
    those of none. `is_monthly`: a line for each month. `has_corrections`: with what was corrected since, and what it
    comes to. `kind`: special points of one kind, by its code."""

    only: Only = Only.SOMETHING
    order: Order | None = None
    is_by_rank: bool = False
    division: int | None = None
    is_monthly: bool = False
    has_corrections: bool = True
    kind: str = ""

    def __post_init__(self) -> None:
        if self.order is not None and self.order not in ORDERED_BY:
            raise ValueError(f"files have no ranks by {self.order}")

    def __str__(self) -> str:
        """The canonical text: what differs from the default, as the query of an address, at most 400 letters; "" for
        nothing."""
        own = ((field.name, getattr(self, field.name), field.default) for field in fields(self))
        return urlencode([(name, _spelled(value)) for name, value, default in own if value != default])

    @classmethod
    def parse(cls, text: str) -> "Filters":
        """What `str()` of it was this text. Raises ValueError for anything else."""
        found = {}
        for name, value in parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text)):
            if name not in _READ:
                raise ValueError(f"not a filter: {name!r}")
            found[name] = _READ[name](value)
        made = cls(**found)
        if str(made) != text or len(text) > LONGEST_FILTERS:
            raise ValueError(f"not the canonical text of filters: {text!r}")
        return made


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that somebody wants. `span` as in domain/spans.py, "" where two months were named; `first` and `last` are
    its months in either case, both included. `department_id` narrows AGENCY and is whose file a DEPARTMENT one is;
    `person_id` is whose an OWN one is. `language`: "ko" or "en"."""

    what: What
    scope: Scope
    department_id: int | None
    person_id: int | None
    span: str
    first: Month
    last: Month
    file_format: FileFormat
    filters: Filters = Filters()
    language: str = "ko"

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"months backwards: {self.first} to {self.last}")
        if self.span and Span.ending(self.span, self.last).first != self.first:
            raise ValueError(f"{self.span!r} does not begin in {self.first} and end in {self.last}")
        if self.scope is Scope.DEPARTMENT and self.department_id is None:
            raise ValueError("the file of a department names it")
        if self.scope is Scope.OWN and self.person_id is None:
            raise ValueError("somebody's own file names him")
        if self.filters.order is Order.PER_HEAD and self.what is not What.DEPARTMENTS:
            raise ValueError("only departments have ranks per head")
        if self.what not in WHATS[self.scope]:
            raise ValueError(f"{self.what} is not for {self.scope}")

    @property
    def months(self) -> tuple[Month, ...]:
        """Its calendar months, in order."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return tuple(self.first.shifted(ahead) for ahead in range(count))

    @property
    def length(self) -> Span | None:
        """The span it is of; None for a run of months that is none."""
        return Span.ending(self.span, self.last) if self.span else None


WHATS = {
    Scope.AGENCY: tuple(What),
    Scope.DEPARTMENT: (What.TOTALS, What.DEPARTMENTS),
    Scope.OWN: (What.TOTALS, What.NOTES),
}
"""What there is for whom."""

LONGEST_FILTERS = 400
MOST_MONTHS = 240
"""A file is of at most so many months."""


def span_of(span: Span) -> tuple[str, Month, Month]:
    """`span`, `first` and `last` of a Wanted, of a span."""
    return str(span), span.first, span.last


def columns_of(wanted: Wanted, *, has_closed: bool = True) -> tuple[Column, ...]:
    """The columns of a file, in order. `has_closed`: a month in it is closed, so that there may be corrections since.
    One's own file has no rank: who sees ranks is the scheme's to say, on the board."""
    if wanted.what in LISTED:
        return LISTED[wanted.what]
    months = (Column("period"),) if wanted.filters.is_monthly else ()
    who = PERSON if wanted.what is What.TOTALS else DEPARTMENT
    is_told = wanted.what is What.DEPARTMENTS or wanted.scope is not Scope.DEPARTMENT
    figures = FIGURES if is_told else THANKED_FIGURES
    ranks = (RANK,) if wanted.scope is Scope.AGENCY or wanted.what is What.DEPARTMENTS else ()
    heads = HEADS if wanted.what is What.DEPARTMENTS and not wanted.filters.is_monthly else ()
    later = STAGES if has_closed and wanted.filters.has_corrections else ()
    return (PLACE, *months, *who, *figures, *heads, *ranks, *(at(stage, one) for stage in later for one in figures))


def _spelled(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(f"neither 0 nor 1: {text!r}")
    return text == "1"


_READ: Mapping[str, Callable[[str], Any]] = {
    "only": Only,
    "order": Order,
    "is_by_rank": _flag,
    "division": int,
    "is_monthly": _flag,
    "has_corrections": _flag,
    "kind": str,
}
