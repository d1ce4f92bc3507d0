"""The frame of a file: its months with their schemes and closings, who was merged into whom, the ledger as of which entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, ColumnElement, and_, case, false, func, literal, or_, select, text, type_coerce
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.exports import Wanted
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Agency, Entry, Month, MonthClosing, Scheme
from collabpoints.queries.own_records import kept_records


@dataclass(frozen=True, slots=True)
class Part:
    """A month of the file that has begun. `through_entry_id` where it is closed."""

    month_id: int
    month: CalendarMonth
    state: str
    scheme_id: int
    scheme: RuleBook
    through_entry_id: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What all tables of a file rest on; never without a month. `kept` maps a person's record that was merged into another
    to the one that is kept. `through_entry_id` is the ledger's newest entry."""

    agency_id: int
    agency_ko: str
    agency_en: str
    zone: ZoneInfo
    wanted: Wanted
    parts: tuple[Part, ...]
    kept: Mapping[int, int]
    through_entry_id: int
    today: date

    @property
    def scheme(self) -> RuleBook:
        """The scheme of the last month, by which the whole is ranked."""
        return self.parts[-1].scheme

    @property
    def scheme_id(self) -> int:
        return self.parts[-1].scheme_id

    @property
    def month_ids(self) -> tuple[int, ...]:
        return tuple(part.month_id for part in self.parts)

    @property
    def end(self) -> date:
        """The first day after the last month that has begun."""
        return self.parts[-1].month.shifted(1).first_day

    @property
    def has_closed(self) -> bool:
        return any(part.through_entry_id is not None for part in self.parts)

    @property
    def is_closed(self) -> bool:
        """Whether all months are there and closed: then the figures without a stage never move again."""
        return len(self.parts) == len(self.wanted.months) and all(
            one.through_entry_id is not None for one in self.parts
        )

    def as_now(self) -> "Frame":
        """The same as if no month were closed: all corrections counted where they belong."""
        return replace(self, parts=tuple(replace(part, through_entry_id=None) for part in self.parts))

    def person(self, column: Any) -> ColumnElement[int]:
        """The person of a column, by the record that is kept."""
        return case(self.kept, value=column, else_=column) if self.kept else type_coerce(column, BigInteger)

    def records(self, person_id: int) -> tuple[int, ...]:
        """All records that are this person."""
        own = self.kept.get(person_id, person_id)
        return (own, *sorted(merged for merged, kept in self.kept.items() if kept == own))

    def is_later(self) -> ColumnElement[bool]:
        """The condition that an entry came after its month had been closed."""
        closed = [
            and_(Entry.month_id == part.month_id, Entry.id > part.through_entry_id)
            for part in self.parts
            if part.through_entry_id is not None
        ]
        return or_(false(), *closed)

    def by_month(self, month_id: Any, value: Callable[[Part], Any]) -> ColumnElement[Any]:
        """A value that each month has of its own."""
        values = {part.month_id: value(part) for part in self.parts}
        if len({str(one) for one in values.values()}) == 1:
            only = next(iter(values.values()))
            return only if isinstance(only, ColumnElement) else literal(only)
        return case(values, value=month_id)


FOR_MANY_ROWS = (
    "SELECT set_config('enable_nestloop', 'off', true), set_config('enable_mergejoin', 'off', true),"
    " set_config('jit', 'off', true), set_config('work_mem', '32MB', true),"
    " set_config('max_parallel_workers_per_gather', '0', true)"
)
"""Until the transaction ends PostgreSQL joins by hashing: it takes the first of some (one's newest post) for few rows, and
joined row by row, or merged by the month alone, a year of ten thousand people took a minute. And it takes one core, not all: others wait for pages."""


def frame_of(session: Session, wanted: Wanted, agency_id: int, *, today: date) -> Frame:
    """The frame of a file, within a snapshot or unit of work that is open: what follows in it is planned for many rows.
    Raises Refused where none of its months has begun."""
    if dialect_of(session) == "postgresql":
        session.execute(text(FOR_MANY_ROWS))
    agency = session.execute(select(Agency).where(Agency.id == agency_id)).scalar_one()
    rows = session.execute(
        select(Month.id, Month.period, Month.state, Month.scheme_id, Scheme.text, MonthClosing.through_entry_id)
        .join(Scheme, Scheme.id == Month.scheme_id)
        .outerjoin(MonthClosing, and_(MonthClosing.month_id == Month.id, MonthClosing.state == "closed"))
        .where(Month.agency_id == agency_id, Month.period >= str(wanted.first), Month.period <= str(wanted.last))
        .order_by(Month.period)
    ).all()
    if not rows:
        raise Refused((Refusal.of(Code.EXPORT_WITHOUT_MONTHS, "first"),))
    books: dict[str, RuleBook] = {}
    parts = [
        Part(row.id, CalendarMonth.parse(row.period), row.state, row.scheme_id,
             books.setdefault(row.text, parse_scheme(row.text) if row.text not in books else books[row.text]),
             row.through_entry_id)
        for row in rows
    ]  # fmt: skip
    newest = session.execute(select(func.max(Entry.id)).where(Entry.agency_id == agency_id)).scalar_one()
    return Frame(agency.id, agency.name_ko, agency.name_en, ZoneInfo(agency.zone), wanted, tuple(parts),
                 kept_records(session, agency_id), newest or 0, today)  # fmt: skip
