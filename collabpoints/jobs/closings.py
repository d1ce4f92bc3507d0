"""Close the months that an officer has confirmed, the oldest first; a month whose books differ is stopped."""

from sqlalchemy.orm import Session

from collabpoints.domain.timetable import SEAL
from collabpoints.queries.closings import asked_closings
from collabpoints.services.closings import BooksDiffer, close_month_within, stop_closing
from collabpoints.services.job_runs import ask_for_run_within


def asked(agency_id: int) -> tuple[str, ...]:
    """The months that wait for their closing, the oldest first."""
    return asked_closings(agency_id)


def close(session: Session, agency_id: int, period: str) -> int:
    """The month is closed within the job's transaction (`services/closings.py`), and sealing is asked for: it looks for
    what is new as soon as this is committed, so that nothing is sealed while the month is locked."""
    rows = close_month_within(session, agency_id, period)
    ask_for_run_within(session, agency_id, SEAL.job)
    return rows


def stop(agency_id: int, period: str, fault: Exception) -> None:
    """After a closing that failed: where its books differ, the month says so and is left alone until it is asked for
    again. Any other fault passes, and the closing is tried again."""
    if isinstance(fault, BooksDiffer):
        stop_closing(agency_id, period, fault.differences)
