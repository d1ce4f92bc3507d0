"""Partners: with whom one had notes lately, either way."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all

from collabpoints.domain.periods import Month as Period
from collabpoints.models import Month, PairMonthTotal
from collabpoints.prepared import Line, Prepared

_MONTHS = 12
MOST = 40


def partners(line: Line, person_id: int, day: date) -> list[int]:
    """Persons to or from whom one had notes in the last year, the newest month first, then the more notes in it, then by
    id; at most `MOST`."""
    since = str(Period(day.year, day.month).shifted(-_MONTHS))
    together = Counter[tuple[str, int]]()
    for period, other, notes in _PAIRS.rows(line, {"oneself": person_id, "since": since}):
        together[period, other] += notes
    newest = sorted(together, key=lambda pair: (pair[0], together[pair], -pair[1]), reverse=True)
    return list(dict.fromkeys(other for _period, other in newest))[:MOST]


def _pairs(_database: str) -> Select[*tuple[Any, ...]]:
    ends = (
        (PairMonthTotal.sender_person_id, PairMonthTotal.recipient_person_id),
        (PairMonthTotal.recipient_person_id, PairMonthTotal.sender_person_id),
    )
    both = union_all(
        *(
            select(Month.period, other.label("other"), PairMonthTotal.notes)
            .join(Month, Month.id == PairMonthTotal.month_id)
            .where(oneself == bindparam("oneself"), PairMonthTotal.notes > 0, Month.period >= bindparam("since"))
            for oneself, other in ends
        )
    )
    return select(both.subquery())


_PAIRS = Prepared(_pairs)
