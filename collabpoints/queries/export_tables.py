"""What a file is made of: its columns, one statement for its lines, its control totals, the facts of its cover."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select

from collabpoints.domain.exports import Column


@dataclass(frozen=True, slots=True)
class Control:
    """The sum of a column over all lines, as the ledger gives it: whole points or notes, scores in ten-thousandths."""

    column: Column
    total: int


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """How many lines there are, and what their figures come to, added up from the ledger and not from the lines."""

    rows: int
    figures: tuple[Control, ...] = ()

    def of(self, key: str) -> int:
        """The total of a column. Raises KeyError for one without."""
        return {one.column.key: one.total for one in self.figures}[key]


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What the cover says of the content, in the language of the file. `lines`: what and its value, in order (agency,
    title, months, their states, schemes with weights and what points are used for, rule of ranks, filters; a submission's
    number, recipient, purpose). `warnings`: sentences that have to stand out (provisional months; a purpose beyond the
    scheme's). Who made it, when, how many lines, control totals and checksum are added by who writes the file."""

    agency: str
    title: str
    span: str
    lines: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file's content, true of the snapshot in which it was asked for and to be read in that same one.

    `statement` selects exactly `columns`, in their order and under their keys, with the words of the file's language:
    texts ("" and never null), whole numbers, scores in ten-thousandths, dates, aware instants. It is in a total order
    and needs no parameters of its reader. `controls` were proved equal to the sums of the lines. `through_entry_id`:
    the ledger as of that entry.
    """

    columns: tuple[Column, ...]
    statement: Select[*tuple[Any, ...]]
    count: int
    controls: ControlTotals
    cover: CoverFacts
    through_entry_id: int
