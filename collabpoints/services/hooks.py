"""The messenger's hook: a message in the outbox for each new notice."""

from collections.abc import Sequence

from collabpoints.db import database_now, dialect_of, unit_of_work, upserting
from collabpoints.models import Outbox
from collabpoints.queries.hooks import Untold

_UNIQUE = ("agency_id", "kind", "person_id", "for_day", "subject_id")


def plan_hooks(agency_id: int, notices: Sequence[Untold]) -> None:
    """A message waits for each of these notices, at once; for one that has a message already nothing happens."""
    with unit_of_work() as session:
        now = database_now(session)
        statement = upserting(dialect_of(session), Outbox).on_conflict_do_nothing(index_elements=_UNIQUE)
        session.execute(
            statement,
            [
                {
                    "agency_id": agency_id,
                    "kind": "hook",
                    "person_id": notice.person_id,
                    "for_day": notice.at.date(),
                    "subject_id": notice.notice_id,
                    "due_at": now,
                    "tries": 0,
                    "last_error": "",
                    "created_at": now,
                }
                for notice in notices
            ],
        )
