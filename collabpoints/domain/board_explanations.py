"""순위 설명: the arithmetic behind a standing, month by month, and how far the next place up is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from collabpoints.domain.periods import Month
from collabpoints.domain.schemes import WHOLE


@dataclass(frozen=True, slots=True)
class MonthSums:
    """What somebody gave and got in a month by the ledger, and the weights that the month's scheme gives to it (10000 is
    100 %)."""

    month: Month
    received_points: int = 0
    sent_points: int = 0
    special_points: int = 0
    received_notes: int = 0
    sent_notes: int = 0
    received_weight: int = WHOLE
    sent_weight: int = 0

    @property
    def score(self) -> int:
        """In ten-thousandths of a point."""
        return (
            self.received_points * self.received_weight
            + self.sent_points * self.sent_weight
            + self.special_points * WHOLE
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """The same for a whole span."""

    received_points: int
    sent_points: int
    special_points: int
    received_notes: int
    sent_notes: int
    score: int


@dataclass(frozen=True, slots=True)
class MonthHeads:
    """How many days all people of a department served together in a month, and the days that these are of."""

    month: Month
    person_days: int
    days: int


@dataclass(frozen=True, slots=True)
class Above:
    """A place above: its rank and its measure, in ten-thousandths."""

    rank: int
    measure: int


def sums_of(months: Sequence[MonthSums]) -> Sums:
    """The months added up."""
    return Sums(
        sum(month.received_points for month in months),
        sum(month.sent_points for month in months),
        sum(month.special_points for month in months),
        sum(month.received_notes for month in months),
        sum(month.sent_notes for month in months),
        sum(month.score for month in months),
    )


def next_up(rank: int | None, places: Iterable[Above]) -> Above | None:
    """The nearest of the places that are above a rank; None for the first and for who has no rank."""
    if rank is None:
        return None
    return max((place for place in places if place.rank < rank), key=lambda place: place.rank, default=None)
