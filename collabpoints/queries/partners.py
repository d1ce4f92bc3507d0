"""Partners: with whom one had notes lately, either way."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, bindparam, select, union_all

from collabpoints.domain.periods import Month as Period
from collabpoints.models import Employee, Month, PairMonthTotal
from collabpoints.prepared import Prepared, Step

_MONTHS = 12
MOST = 40


def asking_for_partners(person_id: int, day: date) -> Step:
    """What is asked of the database; `partners` reads the answer."""
    return _PAIRS, [{"oneself": person_id, "since": str(Period(day.year, day.month).shifted(-_MONTHS))}]


def partners(rows: Sequence[Any]) -> dict[int, int | None]:
    """Persons to or from whom one had notes in the last year, the newest month first, then the more notes in it, then by
    id; at most `MOST`. With each the employee who serves under his name now, or None."""
    together = Counter[tuple[str, int]]()
    serving: dict[int, int | None] = {}
    for period, other, notes, employee_id in rows:
        together[period, other] += notes
        serving[other] = employee_id
    newest = sorted(together, key=lambda pair: (pair[0], together[pair], -pair[1]), reverse=True)
    return {other: serving[other] for other in list(dict.fromkeys(other for _period, other in newest))[:MOST]}


def _pairs(_database: str) -> Select[*tuple[Any, ...]]:
    ends = (
        (PairMonthTotal.sender_person_id, PairMonthTotal.recipient_person_id),
        (PairMonthTotal.recipient_person_id, PairMonthTotal.sender_person_id),
    )
    both = union_all(
        *(
            select(Month.period, other.label("other"), PairMonthTotal.notes, Employee.id)
            .join(Month, Month.id == PairMonthTotal.month_id)
            .outerjoin(Employee, and_(Employee.person_id == other, Employee.left_on.is_(None)))
            .where(oneself == bindparam("oneself"), PairMonthTotal.notes > 0, Month.period >= bindparam("since"))
            for oneself, other in ends
        )
    )
    return select(both.subquery())


_PAIRS = Prepared(_pairs)
