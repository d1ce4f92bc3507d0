"""Departments from which trees grow, without a database."""

import random

from collabpoints.domain.trees import Growth


def growth(
    department_id: int,
    bureau_id: int,
    *,
    people: int = 10,
    received: int = 0,
    crossed: int = 0,
    sent: int = 0,
    is_shown: bool = True,
) -> Growth:
    """A department in a span."""
    return Growth(department_id, bureau_id, people, received, crossed, sent, is_shown)


def agency_of(people: int, departments: int, bureaus: int, *, notes_per_head: float = 1.5) -> list[Growth]:
    """So many people in departments of different sizes, always the same ones, in official order."""
    chance = random.Random(departments)
    weights = [chance.uniform(0.4, 2.2) for _department in range(departments)]
    found = []
    for number, weight in enumerate(weights):
        size = max(3, round(people * weight / sum(weights)))
        received = round(size * notes_per_head * chance.uniform(0, 2))
        crossed = round(received * chance.uniform(0.1, 0.6))
        sent = round(size * notes_per_head * chance.uniform(0, 2))
        found.append(
            growth(
                100 + number,
                1 + number * bureaus // departments,
                people=size,
                received=received,
                crossed=crossed,
                sent=sent,
            )
        )
    return found
