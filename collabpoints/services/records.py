"""Write access records (접속기록)."""

from collections.abc import Sequence
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
    subject_person_ids: Sequence[int] = (),
    subject: str = "",
    reason: str = "",
) -> None:
    """Afterwards it stands in the record, unalterable, who did what from where, whose data it was (a row for each of
    them, one row where nobody is named), and why."""
    with unit_of_work() as session:
        session.add_all(
            AccessRecord(
                agency_id=agency_id,
                actor_person_id=actor_person_id,
                role=role,
                address=address[:64],
                act=act[:60],
                subject_person_id=person_id,
                subject=subject[:200],
                reason=reason[:200],
                recorded_at=at,
            )
            for person_id in subject_person_ids or (None,)
        )
