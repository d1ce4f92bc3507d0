"""Carry out the reorganisations whose day has begun; one that cannot be says so and waits for the officer."""

from sqlalchemy.orm import Session

from collabpoints.domain.errors import NotFound, Refused
from collabpoints.queries.reorganisations import due_reorganisations
from collabpoints.services.job_runs import NotBegun
from collabpoints.services.reorganisation_acts import carry_out_within
from collabpoints.services.reorganisations import keep_fault

REORGANISATIONS = "reorganisations"
"""The job's name; its periods are named `2026-12-01/3`, by day and id."""


def asked(agency_id: int) -> tuple[str, ...]:
    """The reorganisations that are due, the oldest first."""
    return due_reorganisations(agency_id)


def carry_out(session: Session, agency_id: int, period: str) -> int:
    """It is done within the job's transaction. One that somebody took back meanwhile is left alone, as if nobody had
    come: planned once more, it is due once more."""
    try:
        return carry_out_within(session, agency_id, _id(period))
    except NotFound:
        raise NotBegun(period) from None


def keep(agency_id: int, period: str, fault: Exception) -> None:
    """After one that contradicted the directory: the plan says of what and is left alone. Any other fault passes, and it is
    tried again."""
    if isinstance(fault, Refused):
        keep_fault(agency_id, _id(period), str(fault.refusals[0].code))


def _id(period: str) -> int:
    return int(period.partition("/")[2])
