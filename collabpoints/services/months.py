"""Months: begin them, hold them while something is written, end them.

Sends hold a shared lock on the month's row, ending and closing an exclusive one: so a published board and the ledger
cannot differ (promises, "Late send against closing"). On SQLite the one writer holds everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, unit_of_work, upserting
from collabpoints.domain import periods
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.models import Agency, Month, Scheme
from collabpoints.prepared import Prepared, line_of
from collabpoints.services.headcounts import keep_headcounts
from collabpoints.services.official_orders import keep_official_order


@dataclass(frozen=True, slots=True)
class HeldMonth:
    """A month whose row this unit of work holds (shared), and the one instant by which it writes, read afterwards."""

    id: int
    period: str
    is_open: bool
    zone: ZoneInfo
    scheme_id: int
    scheme: RuleBook
    allowance: int
    pair_cap: int | None
    instant: datetime


def hold_month_of_now(session: Session, agency_id: int) -> HeldMonth:
    """The month of the database's present instant (promise 8), held shared; begun if it had not begun yet.

    The instant is read after the lock is held. If midnight of the 1st passed while waiting, the next month is held.
    """
    newest = _held(session, agency_id, None)
    if newest is not None:
        instant = database_now(session)
        if newest.starts_at <= instant < newest.ends_at:
            return _as_held(newest, instant)
    while True:
        zone = ZoneInfo(session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one())
        begin_month(session, agency_id, periods.Month.of(database_now(session), zone), zone)
        found = _held(session, agency_id, periods.Month.of(database_now(session), zone))
        if found is None:
            continue  # midnight passed between the two statements
        instant = database_now(session)
        if found.starts_at <= instant < found.ends_at:
            return _as_held(found, instant)


def hold_month(session: Session, month_id: int) -> None:
    """Hold a past month's row shared, for a correction that belongs to it."""
    session.execute(select(Month.id).where(Month.id == month_id).with_for_update(read=True))


def begin_month(session: Session, agency_id: int, period: periods.Month, zone: ZoneInfo) -> None:
    """Afterwards the month has its row, under the scheme that holds in it. A month that has one stays as it is.

    Raises LookupError when the agency has no scheme that had started by then.
    """
    scheme = session.execute(
        select(Scheme)
        .where(Scheme.agency_id == agency_id, Scheme.starts_in <= str(period))
        .order_by(Scheme.starts_in.desc(), Scheme.revision.desc())
        .limit(1)
    ).scalar_one_or_none()
    if scheme is None:
        raise LookupError(f"the agency has no scheme that holds in {period}")
    rules = parse_scheme(scheme.text)
    session.execute(
        upserting(dialect_of(session), Month)
        .values(
            agency_id=agency_id,
            period=str(period),
            scheme_id=scheme.id,
            state="open",
            starts_at=period.starts_at(zone),
            ends_at=period.ends_at(zone),
            allowance=rules.allowance,
            pair_cap=rules.pair_cap,
        )
        .on_conflict_do_nothing(index_elements=["agency_id", "period"])
    )


def turn_months(agency_id: int) -> int:
    """Afterwards the present month has its row and every open month that is over has ended: no note enters it any more,
    and its headcounts stand as they are now.

    By the database's clock; twice or late gives the same. Returns how many months ended.
    """
    with unit_of_work() as session:
        return turn_months_within(session, agency_id)


def turn_months_within(session: Session, agency_id: int) -> int:
    """The same as `turn_months`, inside a unit of work that is open already (the job's own row commits with it)."""
    zone = ZoneInfo(session.execute(select(Agency.zone).where(Agency.id == agency_id)).scalar_one())
    over = _over(session, agency_id)
    now = database_now(session)
    for month in over:
        month.state = "ended"
        month.ended_at = now
        keep_headcounts(session, month)
        keep_official_order(session, month)
    session.flush()
    begin_month(session, agency_id, periods.Month.of(now, zone), zone)
    return len(over)


def _over(session: Session, agency_id: int) -> Sequence[Month]:
    """The open months whose end has come, oldest first, each held by this transaction alone."""
    return session.scalars(
        select(Month)
        .where(Month.agency_id == agency_id, Month.state == "open", Month.ends_at <= database_now(session))
        .order_by(Month.period)
        .with_for_update()
    ).all()


def _held(session: Session, agency_id: int, period: periods.Month | None) -> Any | None:
    """The month's row held shared (the newest when no period is named), the agency's zone and the scheme's text."""
    line = line_of(session.connection())
    if period is None:
        return _NEWEST_MONTH.one(line, {"agency": agency_id})
    return _MONTH_NAMED.one(line, {"agency": agency_id, "period": str(period)})


def _month() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Month.id,
            Month.period,
            Month.state,
            Month.starts_at,
            Month.ends_at,
            Month.scheme_id,
            Month.allowance,
            Month.pair_cap,
            Agency.zone,
            Scheme.text.label("scheme"),
        )
        .join(Agency, Agency.id == Month.agency_id)
        .join(Scheme, Scheme.id == Month.scheme_id)
        .where(Month.agency_id == bindparam("agency"))
        .with_for_update(read=True, of=Month)
    )


_NEWEST_MONTH = Prepared(lambda _database: _month().order_by(Month.period.desc()).limit(1))
_MONTH_NAMED = Prepared(lambda _database: _month().where(Month.period == bindparam("period")))


def _as_held(row: Any, instant: datetime) -> HeldMonth:
    return HeldMonth(
        id=row.id,
        period=row.period,
        is_open=row.state == "open",
        zone=ZoneInfo(row.zone),
        scheme_id=row.scheme_id,
        scheme=parse_scheme(row.scheme),
        allowance=row.allowance,
        pair_cap=row.pair_cap,
        instant=instant,
    )
