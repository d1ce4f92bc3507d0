"""Keep what the machine found: a note waits for a reviewer."""

from collections.abc import Sequence

from sqlalchemy import text

from collabpoints.db import database_now, dialect_of, table_of, unit_of_work, upserting
from collabpoints.domain.note_flags import Found
from collabpoints.models import NoteFlag

_AT_ONCE = 500


def keep_flags(agency_id: int, found: Sequence[Found]) -> int:
    """Each of these stands as a flag, once a note and kind; one that is open says its newest detail, one that a reviewer
    has closed stays closed. Returns how many are new or were changed."""
    with unit_of_work() as session:
        flagged_at, flag = database_now(session), table_of(NoteFlag).c
        statement = upserting(dialect_of(session), NoteFlag)
        statement = statement.on_conflict_do_update(
            index_elements=["note_id", "kind"],
            index_where=text("reporter_person_id IS NULL"),
            set_={"detail": statement.excluded.detail},
            where=flag.review_id.is_(None) & (flag.detail != statement.excluded.detail),
        )
        kept = 0
        for start in range(0, len(found), _AT_ONCE):
            rows = [
                {
                    "agency_id": agency_id,
                    "note_id": one.note_id,
                    "kind": one.kind.value,
                    "detail": one.detail,
                    "flagged_at": flagged_at,
                }
                for one in found[start : start + _AT_ONCE]
            ]
            kept += len(session.connection().execute(statement.returning(flag.id), rows).all())
        return kept
