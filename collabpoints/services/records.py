"""Write access records (접속기록)."""

from datetime import datetime

from collabpoints.db import unit_of_work
from collabpoints.models import AccessRecord


def record_access(
    *,
    agency_id: int,
    actor_person_id: int | None,
    role: str,
    address: str,
    act: str,
    at: datetime,
    subject_person_id: int | None = None,
    subject: str = "",
    reason: str = "",
) -> None:
    """Afterwards it stands in the record, unalterable, who did what from where, whose data it was, and why."""
    with unit_of_work() as session:
        session.add(
            AccessRecord(
                agency_id=agency_id,
                actor_person_id=actor_person_id,
                role=role,
                address=address[:64],
                act=act[:60],
                subject_person_id=subject_person_id,
                subject=subject[:200],
                reason=reason[:200],
                recorded_at=at,
            )
        )
