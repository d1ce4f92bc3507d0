"""Exports (내려받기): the table of a file, asked for within one snapshot and read in it (`db.snapshot`)."""

from datetime import date

from sqlalchemy.orm import Session

from collabpoints.db import reading
from collabpoints.domain.exports import Wanted, columns_of
from collabpoints.queries.export_controls import ledger_of_persons, proved
from collabpoints.queries.export_covers import cover_of
from collabpoints.queries.export_frames import Frame, frame_of
from collabpoints.queries.export_tables import Control, ControlTotals, CoverFacts, Table
from collabpoints.queries.export_totals import total_lines, total_rows

__all__ = ["Control", "ControlTotals", "CoverFacts", "Table", "table_of"]


def table_of(wanted: Wanted, agency_id: int, *, today: date) -> Table:
    """What stands in a file. `today` is the agency's day: where people serve now. Raises Refused where none of the months
    has begun, or where the lines do not come to what the ledger says."""
    with reading() as session:
        frame = frame_of(session, wanted, agency_id, today=today)
        return _totals(session, frame)


def _totals(session: Session, frame: Frame) -> Table:
    wanted = frame.wanted
    columns = columns_of(wanted, has_closed=frame.has_closed)
    who = frame.records(wanted.person_id)[:1] if wanted.person_id is not None else None
    lines = total_lines(session, frame, who=who)
    controls = proved(session, lines, ledger_of_persons(frame, lines), columns, wanted.language)
    return Table(
        columns, total_rows(frame, lines, columns), controls.rows, controls, cover_of(frame), frame.through_entry_id
    )
