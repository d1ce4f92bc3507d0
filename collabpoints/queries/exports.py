"""Exports (내려받기): the table of a file, asked for within one snapshot and read in it (`db.snapshot`)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collabpoints.db import snapshot
from collabpoints.domain.exports import Column, Filters, Kind, Scope, Wanted, What, columns_of
from collabpoints.queries.export_controls import (
    ledger_of_departments,
    ledger_of_persons,
    proved,
)
from collabpoints.queries.export_covers import cover_of
from collabpoints.queries.export_departments import department_lines, department_rows
from collabpoints.queries.export_frames import Frame, frame_of
from collabpoints.queries.export_heads import homes_told, persons_told
from collabpoints.queries.export_lines import kept_lines
from collabpoints.queries.export_listings import (
    Listing,
    grants_listing,
    notes_listing,
    reclaims_listing,
    unlisted_notes,
)
from collabpoints.queries.export_prizes import prize_lines, prize_rows
from collabpoints.queries.export_tables import Control, ControlTotals, CoverFacts, Table
from collabpoints.queries.export_totals import total_lines, total_rows

__all__ = ["Control", "ControlTotals", "CoverFacts", "Table", "table_of"]

_LISTINGS = {What.NOTES: notes_listing, What.SPECIAL_GRANTS: grants_listing, What.RECLAIMS: reclaims_listing}


def table_of(wanted: Wanted, agency_id: int, *, today: date) -> Table:
    """What stands in a file. `today` is the agency's day: where people serve now.

    Of what a head may filter by, nothing would tell months or corrections of few people from one another, so his file has
    none of it. Raises Refused where none of the months has begun, where a scheme does not show a head what he asks for, or
    where the lines do not come to what the ledger says.
    """
    if wanted.scope is Scope.DEPARTMENT:
        wanted = replace(wanted, filters=Filters(is_by_rank=wanted.filters.is_by_rank, has_corrections=False))
    with snapshot() as session:  # lines and proof are of one moment, whoever asks
        frame = frame_of(session, wanted, agency_id, today=today)
        columns = columns_of(wanted, has_closed=frame.has_closed)
        if wanted.what is What.TOTALS:
            return _totals(session, frame, columns)
        if wanted.what is What.DEPARTMENTS:
            return _departments(session, frame, columns)
        if wanted.what is What.PRIZES:
            return _prizes(session, frame, columns)
        return _listed(session, frame, columns)


def _totals(session: Session, frame: Frame, columns: Sequence[Column]) -> Table:
    wanted = frame.wanted
    who: Sequence[int] | None = None
    if wanted.scope is Scope.OWN and wanted.person_id is not None:
        who = frame.records(wanted.person_id)[:1]
    elif wanted.scope is Scope.DEPARTMENT:
        who = persons_told(session, frame)
    lines = kept_lines(session, total_lines(session, frame, who=who))
    controls = proved(session, lines, ledger_of_persons(frame, lines), columns, wanted.language)
    statement = total_rows(frame, lines, columns)
    return Table(tuple(columns), statement, controls.rows, controls, cover_of(session, frame), frame.through_entry_id)


def _departments(session: Session, frame: Frame, columns: Sequence[Column]) -> Table:
    homes = homes_told(session, frame) if frame.wanted.scope is Scope.DEPARTMENT else None
    lines = kept_lines(session, department_lines(session, frame, homes=homes))
    controls = proved(session, lines, ledger_of_departments(frame, lines), columns, frame.wanted.language)
    statement = department_rows(frame, lines, columns)
    return Table(tuple(columns), statement, controls.rows, controls, cover_of(session, frame), frame.through_entry_id)


def _prizes(session: Session, frame: Frame, columns: Sequence[Column]) -> Table:
    lines = prize_lines(frame)
    rows = session.execute(select(func.count()).select_from(lines)).scalar_one()
    statement = prize_rows(session, frame, lines, columns)
    controls, cover = ControlTotals(rows), cover_of(session, frame)
    return Table(tuple(columns), statement, rows, controls, cover, frame.through_entry_id)


def _listed(session: Session, frame: Frame, columns: Sequence[Column]) -> Table:
    listing: Listing = _LISTINGS[frame.wanted.what](frame, columns)
    points = [one for one in columns if one == Column("points", Kind.NUMBER)]
    controls = proved(session, listing.lines, listing.ledger, points, frame.wanted.language)
    unlisted = None
    if frame.wanted.what is What.NOTES and frame.wanted.scope is Scope.AGENCY and frame.wanted.department_id is None:
        notes, worth = session.execute(unlisted_notes(frame)).one()
        unlisted = (notes, int(worth))
    cover = cover_of(session, frame, unlisted=unlisted)
    return Table(tuple(columns), listing.statement, controls.rows, controls, cover, frame.through_entry_id)
