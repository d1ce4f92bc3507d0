"""Prizes (시상): who a scheme proposes for its tiers, from the ranks of a confirmed board.

The tiers are laid over the places one after the other, the highest first: of 최우수 1, 우수 1, 장려 2 the first place is the
최우수, the third and the fourth are 장려. Those who are left out take no place; the next ones move up. Equals all stand in the
tier of their first place, and take as many places as they are: nobody is put below his equal by a machine, and the prizes
do not grow in number. Where a tier so holds more than it has prizes the officer chooses, with a reason (docs/adr/0019).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Span
from collabpoints.domain.schemes import Scheme


class LeftOut(StrEnum):
    """By which rule somebody is left out of prizes; of several the first that holds is named."""

    LEFT = "left"  # serves no more
    ROLE = "role"  # holds, or held during the span, a role without prizes
    RANK = "rank"  # has, or had during the span, a rank without prizes
    RECENT = "recent"  # won a prize not long ago


@dataclass(frozen=True, slots=True)
class Seats:
    """How many prizes a tier has for one kind of winner. `tier` is its place among the scheme's tiers, from 1."""

    tier: int
    name_ko: str
    name_en: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of a confirmed board: a person or a department, with its rank in its division."""

    id: int
    rank: int
    division: int = 0


@dataclass(frozen=True, slots=True)
class Winning:
    """Somebody who is proposed for a tier."""

    id: int
    rank: int
    division: int
    tier: int


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who would have won by rank and is left out."""

    id: int
    rank: int
    why: LeftOut


@dataclass(frozen=True, slots=True)
class Proposed:
    """Winners tier by tier within each division, and those who were left out on the way, both in the board's order."""

    winners: tuple[Winning, ...]
    left_out: tuple[Missing, ...]


def seats_of(scheme: Scheme, length: Span, subject: Subject) -> tuple[Seats, ...]:
    """The tiers of spans of this length that have prizes for persons or for departments, the highest first."""
    counted = (
        Seats(
            place,
            tier.name_ko,
            tier.name_en,
            tier.persons if subject is Subject.PERSONS else tier.departments,
        )
        for place, tier in enumerate(scheme.tiers, start=1)
        if tier.span is length
    )
    return tuple(seats for seats in counted if seats.count)


def gives_prizes(scheme: Scheme, length: Span) -> bool:
    """Whether the scheme gives any prize for spans of this length."""
    return length in scheme.prize_spans and any(seats_of(scheme, length, subject) for subject in Subject)


def propose(standings: Iterable[Standing], seats: Sequence[Seats], left_out: Mapping[int, LeftOut]) -> Proposed:
    """Who wins by rank. `standings` are the ranked rows, division by division in the board's order: equals are neighbours."""
    winners: list[Winning] = []
    missing: list[Missing] = []
    places = [one.tier for one in seats for _ in range(one.count)]
    for _division, rows in groupby(standings, key=lambda row: row.division):
        for row, tier in _seated(rows, places, left_out):
            if tier is None:
                missing.append(Missing(row.id, row.rank, left_out[row.id]))
            else:
                winners.append(Winning(row.id, row.rank, row.division, tier))
    return Proposed(tuple(winners), tuple(missing))


def too_many(seats: Sequence[Seats], held: Iterable[tuple[int, int]]) -> tuple[Seats, ...]:
    """The tiers in which a division has more winners than prizes. `held` names tier and division of each winner; a tier
    that has no prizes for this kind of winner at all is one of them, with a count of 0 and no name."""
    counts = {one.tier: one.count for one in seats}
    taken: dict[tuple[int, int], int] = {}
    for place in held:
        taken[place] = taken.get(place, 0) + 1
    full = {tier for (tier, _division), number in taken.items() if number > counts.get(tier, 0)}
    known = [one for one in seats if one.tier in full]
    return (*known, *(Seats(tier, "", "", 0) for tier in sorted(full - counts.keys())))


def _seated(
    rows: Iterable[Standing], places: Sequence[int], left_out: Mapping[int, LeftOut]
) -> Iterator[tuple[Standing, int | None]]:
    """Each row of a division down to the last place, with its tier; None for who is left out."""
    taken = 0
    for _rank, equals in groupby(rows, key=lambda row: row.rank):
        if taken >= len(places):
            return
        tier = places[taken]
        for row in equals:
            if row.id in left_out:
                yield row, None
            else:
                taken += 1
                yield row, tier


def certificate_numbers(year: int, given: Iterable[str], count: int) -> tuple[str, ...]:
    """The next numbers of certificates of that year, going on after the highest that was given: `2026-17`, `2026-18`."""
    numbers = (number.partition("-") for number in given)
    highest = max((int(rest) for of, _dash, rest in numbers if of == str(year) and rest.isdecimal()), default=0)
    return tuple(f"{year}-{highest + ahead}" for ahead in range(1, count + 1))
