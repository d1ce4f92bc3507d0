"""Exports (내려받기): ask for a file, have it made, hand it out, let it expire.

A small file is made while one waits, a large one behind the scenes. Either way its content stands in the database whole or
not at all, in one transaction with the row that says so: the host that made it may not be the one that hands it out.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from collabpoints.db import database_now, table_of, unit_of_work
from collabpoints.domain.errors import NotFound, Refused
from collabpoints.domain.exports import FileFormat, Scope, Wanted
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.roles import Role
from collabpoints.formats.export_covers import maker_words
from collabpoints.models import Export, ExportPiece
from collabpoints.queries.export_requests import content_of, maker_of, takes_long
from collabpoints.queries.jobs import frame
from collabpoints.services.downloads import TakenFile, Taker, judge_download, record_download_within
from collabpoints.services.export_files import MadeFile, Making, made_file
from collabpoints.services.notices import tell

_AFTER = timedelta(hours=1)
"""Content goes so long after its file has expired: whoever began to take it in time gets the whole."""

_GIVEN_UP_AFTER = timedelta(hours=1)
"""So long what passes (a full disk, a database that is away) is tried again; then whoever asked is told."""

MEDIA_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.CSV_CP949: "text/csv; charset=cp949",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, in which role (`officer`, `department_head`, `employee`), and why."""

    person_id: int
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Keeping:
    """The settings: files of at most so many lines are made at once; each is kept for so many days."""

    rows_at_once: int
    days: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A file on its way out. `content` is read while it goes, within the application's context."""

    name: str
    media_type: str
    size: int
    digest: str
    content: Iterator[bytes]


def ask(wanted: Wanted, agency_id: int, asker: Asker, keeping: Keeping, *, at: datetime) -> int:
    """Afterwards the file is ready where it is small, else it is asked for and will be made. Returns its id; where the same
    person waits for the same file already, that one's. Raises Refused: a reason that cannot stand, months that have not
    begun, lines that differ from the ledger."""
    refused = judge_download(asker.reason)
    if refused:
        raise Refused(refused)
    making = making_of(agency_id, asker.person_id, asker.role, wanted.language, at=at)
    small: AbstractContextManager[MadeFile | None] = nullcontext()
    if not takes_long(wanted, agency_id, keeping.rows_at_once):
        small = made_file(wanted, agency_id, making, at_most=keeping.rows_at_once)
    with small as made, unit_of_work() as session:
        if made is None and (waiting := _waiting(session, wanted, agency_id, asker)) is not None:
            return waiting
        expires_at = at + timedelta(days=keeping.days)
        return keep_within(session, wanted, agency_id, asker, made, at=at, expires_at=expires_at)


def keep_within(
    session: Session,
    wanted: Wanted,
    agency_id: int,
    asker: Asker,
    made: MadeFile | None,
    *,
    at: datetime,
    expires_at: datetime | None,
) -> int:
    """Part of an open unit of work: the row of an export stands, with its content where it is made already. Returns its
    id. `expires_at` None: it is kept (a submission)."""
    export = Export(
        agency_id=agency_id,
        asked_by_person_id=asker.person_id,
        role=asker.role,
        reason=asker.reason,
        asked_at=at,
        expires_at=expires_at,
        **_columns(wanted),
    )
    session.add(export)
    session.flush()
    if made is not None:
        fill_within(session, export.id, made)
    return export.id


def fill_within(session: Session, export_id: int, made: MadeFile) -> None:
    """Part of an open unit of work: an export that was asked for is ready, its content in pieces. Raises NotFound where
    it is not waited for any more."""
    agency_id = session.execute(
        update(Export)
        .where(Export.id == export_id, Export.state == "asked")
        .values(
            state="ready",
            rows=made.rows,
            done_rows=made.rows,
            losses=made.losses,
            file_name=made.name,
            digest=made.digest,
            companion=made.companion,
            through_entry_id=made.through_entry_id,
            fault="",
            ready_at=database_now(session),
        )
        .returning(Export.agency_id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if agency_id is None:
        raise NotFound
    for place, content in enumerate(made.pieces()):
        row = {"export_id": export_id, "place": place, "agency_id": agency_id, "content": content}
        session.execute(insert(table_of(ExportPiece)), [row])


def finish_within(session: Session, agency_id: int, export_id: int, made: MadeFile) -> int:
    """Part of an open unit of work: the file is ready, and who asked for it is told. Returns its rows."""
    fill_within(session, export_id, made)
    person_id = session.scalar(select(Export.asked_by_person_id).where(Export.id == export_id))
    if person_id is not None:
        now = database_now(session)
        tell(session, agency_id, [person_id], NoticeKind.EXPORT_READY, at=now, export_id=export_id)
    return made.rows


def note_progress(export_id: int, rows: int) -> None:
    """So many rows are written; a page shows it. Nothing for one that is not waited for."""
    with unit_of_work() as session:
        session.execute(
            update(Export)
            .where(Export.id == export_id, Export.state == "asked")
            .values(done_rows=rows)
            .execution_options(synchronize_session=False)
        )


def fail_within(session: Session, export_id: int, fault: str) -> None:
    """Part of an open unit of work: the file will not be made, and its row says of what."""
    session.execute(
        update(Export)
        .where(Export.id == export_id, Export.state == "asked")
        .values(state="failed", fault=fault[:200])
        .execution_options(synchronize_session=False)
    )


def note_fault(export_id: int, fault: str) -> None:
    """Making it failed of something that passes: the row says so, and it is tried again; after an hour it has failed."""
    with unit_of_work() as session:
        asked_at = session.scalar(select(Export.asked_at).where(Export.id == export_id, Export.state == "asked"))
        if asked_at is None:
            return
        is_over = database_now(session) - asked_at > _GIVEN_UP_AFTER
        session.execute(
            update(Export)
            .where(Export.id == export_id)
            .values(fault=fault[:200], done_rows=0, state="failed" if is_over else "asked")
            .execution_options(synchronize_session=False)
        )


def take(export_id: int, agency_id: int, taker: Taker, *, departments: Iterable[int] = ()) -> Taken:
    """Afterwards it stands in the record that this person took the file, and its content may be sent. A file is handed to
    who asked for it, in the same role; one that is kept (a submission) to every officer. `departments`: those whose files
    a head may take now.

    Raises NotFound for a file that is not there, not ready, expired, or not this person's.
    """
    with unit_of_work() as session:
        export = session.execute(
            select(Export).where(Export.id == export_id, Export.agency_id == agency_id, Export.state == "ready")
        ).scalar_one_or_none()
        if export is None or not _is_for(export, taker, departments, database_now(session)):
            raise NotFound
        taken = TakenFile(
            export.what, Scope(export.scope), export.department_id, export.first_period, export.last_period,
            export.file_format, export.rows, export.digest, export.id,
        )  # fmt: skip
        record_download_within(session, agency_id, taker, taken)
        size = session.scalar(
            select(func.sum(func.length(ExportPiece.content))).where(ExportPiece.export_id == export_id)
        )
        media_type = MEDIA_TYPES[FileFormat(export.file_format)]
        return Taken(export.file_name, media_type, int(size or 0), export.digest, content_of(export_id))


def expire_exports(agency_id: int, *, now: datetime) -> int:
    """Files whose days are over have no content any more; their rows stay. Returns how many."""
    with unit_of_work() as session:
        gone = session.scalars(
            update(Export)
            .where(Export.agency_id == agency_id, Export.state == "ready", Export.expires_at < now - _AFTER)
            .values(state="expired", companion="")
            .returning(Export.id)
            .execution_options(synchronize_session=False)
        ).all()
        session.execute(delete(ExportPiece).where(ExportPiece.export_id.in_(gone)))
        return len(gone)


def making_of(agency_id: int, person_id: int | None, role: str, language: str, *, at: datetime) -> Making:
    """What a file says of its making."""
    _since, zone, _now = frame(agency_id)
    if person_id is None:
        return Making(maker_words(role, "", "", "", language), at, zone)
    maker = maker_of(agency_id, person_id)
    return Making(maker_words(role, maker.name, maker.position, maker.department, language), at, zone)


def _is_for(export: Export, taker: Taker, departments: Iterable[int], now: datetime) -> bool:
    if export.expires_at is None:
        return taker.role == Role.OFFICER
    if now >= export.expires_at or (export.asked_by_person_id, export.role) != (taker.person_id, taker.role):
        return False
    return export.scope != Scope.DEPARTMENT or export.department_id in set(departments)


def _waiting(session: Session, wanted: Wanted, agency_id: int, asker: Asker) -> int | None:
    same = [getattr(Export, name) == value for name, value in _columns(wanted).items()]
    return session.scalars(
        select(Export.id)
        .where(
            Export.agency_id == agency_id,
            Export.asked_by_person_id == asker.person_id,
            Export.role == asker.role,
            Export.state == "asked",
            *same,
        )
        .order_by(Export.id)
        .limit(1)
    ).first()


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "scope": wanted.scope.value,
        "department_id": wanted.department_id,
        "what": wanted.what.value,
        "span": wanted.span,
        "first_period": str(wanted.first),
        "last_period": str(wanted.last),
        "file_format": wanted.file_format.value,
        "filters": str(wanted.filters),
        "language": wanted.language,
    }
