"""The daily deletion of records of looks and downloads that outlived their term (docs/adr/0028)."""

from typing import TYPE_CHECKING

import structlog
from flask import current_app

from collabpoints.jobs.seals import Broken
from collabpoints.queries.purges import outlived, term_of_records
from collabpoints.queries.seals import SealVerification, segment_fault
from collabpoints.services.purges import purge_segment

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("jobs")


def purge_records(agency_id: int) -> int:
    """Afterwards no sealed segment stands whose rows all outlived the term; returns how many rows went, each segment in a
    transaction of its own. Raises Broken where a segment is not what was sealed: what shows an edit is not deleted."""
    config: Config = current_app.config["COLLABPOINTS"]
    term = term_of_records(agency_id, config.record_years)
    rows = 0
    for one in outlived(agency_id, term):
        fault = segment_fault(agency_id, one.sealed, one.segment)
        if fault:
            raise Broken(SealVerification(1, one.rows, (fault,)))
        if purge_segment(agency_id, one, term):
            rows += one.rows
            log.info("purged", table=one.sealed.name, segment=one.segment, rows=one.rows)
    return rows
