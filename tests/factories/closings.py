"""Months on their way to being closed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from collabpoints.db import unit_of_work
from collabpoints.domain.closing import Difference, as_lines
from collabpoints.domain.errors import Refused
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.jobs.runner import Outcome, heed_asked
from collabpoints.models import Month, MonthClosing, Scheme
from collabpoints.services.closings import ask_for_closing
from tests.factories.agencies import Colleague
from tests.factories.worlds import World


def close_month(agency_id: int, period: str, officer: Colleague) -> list[Outcome]:
    """The officer confirms the month and the jobs come around."""
    ask_for_closing(agency_id, period, actor_person_id=officer.person_id)
    return heed_asked()


def refusals_of(agency_id: int, period: str, officer: Colleague) -> list[str]:
    """Why the officer may not confirm the month now; nothing where he may (then it is asked for)."""
    try:
        ask_for_closing(agency_id, period, actor_person_id=officer.person_id)
    except Refused as refused:
        return [refusal.code.value for refusal in refused.refusals]
    return []


def month_scene(world: World, officer: Colleague) -> None:
    """Months of 2025 on every step of the way to being closed: June is, July was stopped, August is asked for, September
    ended."""
    zone, at = ZoneInfo("Asia/Seoul"), datetime(2025, 10, 20, tzinfo=UTC)
    ways = {"2025-06": "closed", "2025-07": "stopped", "2025-08": "asked", "2025-09": ""}
    with unit_of_work() as session:
        scheme_id = session.scalars(select(Scheme.id).where(Scheme.agency_id == world.agency_id)).first()
        for period, way in ways.items():
            own, is_closed = CalendarMonth.parse(period), way == "closed"
            month = Month(
                agency_id=world.agency_id, period=period, scheme_id=scheme_id, state="closed" if is_closed else "ended",
                starts_at=own.starts_at(zone), ends_at=own.ends_at(zone), allowance=200, pair_cap=2, ended_at=at,
                closed_at=at if is_closed else None,
            )  # fmt: skip
            session.add(month)
            session.flush()
            if way:
                session.add(
                    MonthClosing(
                        month_id=month.id, agency_id=world.agency_id, asked_by_person_id=officer.person_id, asked_at=at,
                        state=way, difference=_DIFFERENCE if way == "stopped" else "",
                        closed_at=at if is_closed else None, through_entry_id=0 if is_closed else None,
                        checksum="ab" * 32 if is_closed else "",
                    )
                )  # fmt: skip


_DIFFERENCE = as_lines(
    (
        Difference(
            "person totals", 12, 40_000, "; ".join(["month 3, person 7: spent off by +10 (ledger minus totals)"] * 3)
        ),
    )
)
