"""Make the files that are too large to be made while somebody waits for the page.

The long part (read in one snapshot, written beside the database) comes before the job's transaction, which then takes the
content, the finished row and the notice at once: who dies half-way leaves nothing but the wish, and it is met later.
"""

import errno
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy.orm import Session

from collabpoints.domain.errors import NotFound, Refused
from collabpoints.queries.export_requests import ExportRequest, export_request, waiting_exports
from collabpoints.queries.job_runs import resting
from collabpoints.queries.jobs import frame
from collabpoints.queries.submission_files import tables_of
from collabpoints.services.export_files import made_file
from collabpoints.services.exports import fail_within, finish_within, making_of, note_fault, note_progress
from collabpoints.services.job_runs import ErrandEffect, NotBegun

EXPORTS = "exports"
"""The errand's name; its periods are ids of exports."""

_TOLD_EVERY = 1.0
"""Seconds between two words about how far it is."""


def asked(agency_id: int) -> tuple[str, ...]:
    """The files that wait, the oldest first; one that failed within the last minute does not stand before the others."""
    tired = resting(agency_id, [EXPORTS])
    names = map(str, waiting_exports(agency_id))
    return tuple(name for name in names if (EXPORTS, name) not in tired)


@contextmanager
def made(agency_id: int, name: str) -> Iterator[ErrandEffect]:
    """The file is written, outside of any transaction; answers with the effect that keeps it, or that says why there will
    be none: a rule that refuses today refuses tomorrow."""
    request = _waiting(agency_id, name)
    _since, _zone, now = frame(agency_id)
    making = making_of(agency_id, request.asked_by_person_id, request.role, request.wanted.language, at=now)
    try:
        tables, progress = tables_of(request.id), _teller(request.id)
        with made_file(request.wanted, agency_id, making, tables=tables, progress=progress) as file:
            assert file is not None

            def keep_file(session: Session, agency_id: int, _asked: str) -> int:
                try:
                    return finish_within(session, agency_id, request.id, file)
                except NotFound:  # nobody waits for it any more
                    raise NotBegun(name) from None

            yield keep_file
    except Refused as fault:
        code = str(fault.refusals[0].code)

        def say_why(session: Session, _agency_id: int, _asked: str) -> int:
            fail_within(session, request.id, code)
            return 0

        yield say_why


def keep(_agency_id: int, name: str, fault: Exception) -> None:
    """After one that failed of something that passes: its row says so, and it is tried again."""
    if not isinstance(fault, NotBegun):
        is_full = isinstance(fault, OSError) and fault.errno in (errno.ENOSPC, errno.EDQUOT)
        note_fault(int(name), "disk_full" if is_full else "unknown")


def _waiting(agency_id: int, name: str) -> ExportRequest:
    try:
        request = export_request(agency_id, int(name))
    except NotFound:
        raise NotBegun(name) from None
    if request.state != "asked":
        raise NotBegun(name)
    return request


def _teller(export_id: int) -> Callable[[int], None]:
    """Tells how far it is, once a second, in a context of its own: the snapshot that is read stays open meanwhile."""
    told_at = time.monotonic()

    def tell(rows: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= _TOLD_EVERY:
            with current_app.app_context():
                note_progress(export_id, rows)
            told_at = time.monotonic()

    return tell
