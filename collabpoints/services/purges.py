"""Delete records that outlived their term, a sealed segment at a time; its seal stays in the chain (docs/adr/0028)."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from collabpoints.db import database_now, patiently, unit_of_work
from collabpoints.models import PurgedSegment
from collabpoints.queries.purges import Outlived


class NotOutlived(Exception):
    """What was to be deleted is younger than its term, or not all there. Nothing was deleted."""


def purge_segment(agency_id: int, one: Outlived, term: timedelta) -> bool:
    """Afterwards the rows of this segment are gone, all of them, and it stands written that they outlived their term; False
    where somebody else did so meanwhile. Raises NotOutlived; the database refuses what is younger than a year by itself."""
    with unit_of_work() as session, patiently(session, minutes=10):
        now, table = database_now(session), one.sealed.table
        key = (agency_id, one.sealed.name, one.segment)
        if session.get(PurgedSegment, key):
            return False
        own = (table.c.agency_id == agency_id, table.c.id.between(one.first_id, one.last_id))
        youngest = session.scalar(select(func.max(table.c.recorded_at)).where(*own))
        if youngest is None or max(youngest, one.sealed_at) + term > now:
            raise NotOutlived(f"{one.sealed.name} segment {one.segment}")
        # First the row with the segment's key: of two at once the second fails here and has deleted nothing.
        session.add(
            PurgedSegment(
                agency_id=agency_id, sealed_table=one.sealed.name, segment=one.segment, rows=one.rows, purged_at=now
            )
        )
        session.flush()
        gone = len(session.execute(delete(table).where(*own).returning(table.c.id)).all())
        if gone != one.rows:
            raise NotOutlived(f"{one.sealed.name} segment {one.segment}: {gone} rows of {one.rows}")
        return True
