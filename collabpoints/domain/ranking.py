"""Ranking: by what the standings are ordered, how ties are broken, who has a rank.

Equals share a rank and the next one counts on (1, 2, 2, 4). Whose measure is 0 has no rank. The SQL that ranks many
(services/boards.py) is tested against `ranked`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from collabpoints.domain.scheme_words import Level, Measure
from collabpoints.domain.schemes import WHOLE, Scheme

Row = TypeVar("Row")


class Subject(StrEnum):
    """Of whom a leaderboard is."""

    PERSONS = "persons"
    DEPARTMENTS = "departments"


class Order(StrEnum):
    """By what a board may be looked at: the scheme's own measures, per head for departments, and what else it shows.
    Only the scheme's own order gives the ranks that count."""

    SCORE = "score"
    RECEIVED = "received"
    SENT = "sent"
    NOTES = "notes"
    COLLEAGUES = "colleagues"
    DEPARTMENTS = "departments"
    PER_HEAD = "per_head"


@dataclass(frozen=True, slots=True)
class Rule:
    """By which measure a board is ranked, whether per head, and what is compared next among equals. The next comparison
    is always of sums, never per head."""

    by: Measure
    is_per_head: bool
    ties: tuple[Measure, ...]


ORDERS = {
    Subject.PERSONS: tuple(order for order in Order if order is not Order.PER_HEAD),
    Subject.DEPARTMENTS: tuple(Order),
}
"""By what boards of each subject may be looked at, the scheme's own order among them."""


def rule_of(scheme: Scheme, subject: Subject) -> Rule:
    """The rule of a scheme for its persons or its departments."""
    if subject is Subject.PERSONS:
        return Rule(scheme.persons_ranked_by, False, scheme.persons_ties)
    return Rule(scheme.departments_ranked_by, scheme.is_per_head, scheme.departments_ties)


def own_order(rule: Rule) -> Order:
    """The order in which a board stands by the scheme's rule."""
    return Order.PER_HEAD if rule.is_per_head else Order(rule.by.value)


def measured(by: Measure, *, received: int, sent: int, score: int, notes: int) -> int:
    """A measure in ten-thousandths of a point or of a note; `score` is in ten-thousandths already."""
    return {Measure.SCORE: score, Measure.RECEIVED: received * WHOLE, Measure.SENT: sent * WHOLE,
            Measure.NOTES: notes * WHOLE}[by]  # fmt: skip


def per_head(figure: int, *, person_days: int, days: int) -> int | None:
    """A figure in ten-thousandths for each head of the average headcount (person_days / days), rounded down to a
    ten-thousandth; None where nobody served."""
    return figure * days // person_days if person_days else None


def ranked(rows: Sequence[Row], key: Callable[[Row], tuple[int, ...]]) -> Iterator[tuple[Row, int | None]]:
    """The rows with their ranks, the highest first; equals keep the order in which they came. `key` begins with the
    measure."""
    rank, before = 0, None
    for place, row in enumerate(sorted(rows, key=key, reverse=True), start=1):
        own = key(row)
        if own != before:
            rank, before = place, own
        yield row, rank if own[0] > 0 else None


def crosses_at(same_level: Level) -> Level | None:
    """Between what points cross, one level above the scheme's "same": departments where teams are the same, bureaus where
    departments are; None where bureaus are, since above them is only the agency."""
    return {Level.TEAM: Level.DEPARTMENT, Level.DEPARTMENT: Level.BUREAU, Level.BUREAU: None}[same_level]
