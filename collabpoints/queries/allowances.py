"""What an employee may still give this month, and the scheme that says so."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, select

from collabpoints.db import database_now, reading
from collabpoints.domain.periods import Month as Period
from collabpoints.domain.schemes import AllowanceUnit, parse_scheme
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.models import Agency, Month, PersonMonthTotal, Scheme


@dataclass(frozen=True, slots=True)
class Allowance:
    """One's own allowance of the present month, in the scheme's unit. `notes_left`: how many notes with points it is
    still good for, at the scheme's smallest points."""

    period: str
    month_id: int | None
    scheme: RuleBook
    granted: int
    spent: int

    @property
    def unit(self) -> AllowanceUnit:
        return self.scheme.allowance_unit

    @property
    def remaining(self) -> int:
        return self.granted - self.spent

    @property
    def notes_left(self) -> int:
        return self.remaining // self.scheme.cost(self.scheme.points_allowed[0])


def allowance(agency_id: int, person_id: int) -> Allowance:
    """The person's allowance of the month of the database's present instant; a month that has not begun yet is read
    from the scheme that will hold in it. Raises LookupError when the agency has no scheme."""
    with reading() as session:
        now = database_now(session)
        row = (
            session.connection()
            .execute(_month_of(), {"agency": agency_id, "person": person_id, "now": now})
            .one_or_none()
        )
        if row is not None:
            granted = row.allowance if row.granted is None else row.granted
            return Allowance(row.period, row.id, parse_scheme(row.text), granted, row.spent or 0)
        coming = session.execute(
            select(Agency.zone, Scheme.text, Scheme.starts_in)
            .join(Scheme, Scheme.agency_id == Agency.id)
            .where(Agency.id == agency_id)
            .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        ).all()
        for zone, text, starts_in in coming:
            period = str(Period.of(now, ZoneInfo(zone)))
            if starts_in <= period:
                scheme = parse_scheme(text)
                return Allowance(period, None, scheme, scheme.allowance, 0)
        raise LookupError(f"agency {agency_id} has no scheme that holds now")


@cache
def _month_of() -> Select[*tuple[Any, ...]]:
    now = bindparam("now", type_=Month.starts_at.type)
    return (
        select(Month.id, Month.period, Month.allowance, Scheme.text, PersonMonthTotal.granted, PersonMonthTotal.spent)
        .join(Scheme, Scheme.id == Month.scheme_id)
        .outerjoin(
            PersonMonthTotal,
            and_(PersonMonthTotal.month_id == Month.id, PersonMonthTotal.person_id == bindparam("person")),
        )
        .where(Month.agency_id == bindparam("agency"), Month.starts_at <= now, Month.ends_at > now)
    )
