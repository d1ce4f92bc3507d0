"""Write that a file left the house (내려받기 기록): in the visit that hands it out, before its first byte."""

from dataclasses import dataclass
from io import BufferedRandom

from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.exports import Scope, Wanted
from collabpoints.domain.reasons import judge_reason
from collabpoints.formats.export_csv import Progress
from collabpoints.models import DownloadRecord
from collabpoints.services.export_files import Making, made_file

LONGEST_REASON = 200
"""Code points that fit into a record."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes a file, in which role, from where, why. A command: nobody, `operator`, `command`."""

    person_id: int | None
    role: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenFile:
    """Which file: `what` as an export names it, or the endpoint that made it on the spot. Months as `2026-11`, or ""."""

    what: str
    scope: Scope
    department_id: int | None = None
    first_period: str = ""
    last_period: str = ""
    file_format: str = ""
    rows: int | None = None
    digest: str = ""
    export_id: int | None = None


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was written into somebody's file; `companion` is its cover as text."""

    rows: int
    digest: str
    losses: int
    companion: str


def take_out(
    wanted: Wanted,
    agency_id: int,
    making: Making,
    *,
    taker: Taker,
    into: BufferedRandom,
    progress: Progress | None = None,
) -> TakenOut:
    """Afterwards the file holds what is wanted, and the record says that it was taken. Raises what `made_file` raises, and
    Refused for a reason that cannot stand in the record; then nothing is recorded, and the file holds nothing of use."""
    refused = judge_download(taker.reason)
    if refused:
        raise Refused(refused)
    with made_file(wanted, agency_id, making, into=into, progress=progress) as made, unit_of_work() as session:
        assert made is not None
        taken = TakenFile(
            wanted.what, wanted.scope, wanted.department_id, str(wanted.first), str(wanted.last), wanted.file_format,
            made.rows, made.digest,
        )  # fmt: skip
        record_download_within(session, agency_id, taker, taken)
        return TakenOut(made.rows, made.digest, made.losses, made.companion)


def record_download(agency_id: int, taker: Taker, taken: TakenFile) -> None:
    """Afterwards it stands in the record, unalterable, who took which file, and why."""
    with unit_of_work() as session:
        record_download_within(session, agency_id, taker, taken)


def record_download_within(session: Session, agency_id: int, taker: Taker, taken: TakenFile) -> None:
    """The same as part of an open unit of work."""
    session.add(
        DownloadRecord(
            agency_id=agency_id,
            export_id=taken.export_id,
            actor_person_id=taker.person_id,
            role=taker.role,
            address=taker.address[:64],
            what=taken.what[:60],
            scope=taken.scope,
            department_id=taken.department_id,
            first_period=taken.first_period,
            last_period=taken.last_period,
            file_format=taken.file_format,
            rows=taken.rows,
            digest=taken.digest,
            reason=taker.reason[:LONGEST_REASON],
            recorded_at=database_now(session),
        )
    )


def judge_download(reason: str, *, field: str = "reason") -> tuple[Refusal, ...]:
    """What is wrong with a cleaned reason; empty when it may stand in the record."""
    if len(reason) > LONGEST_REASON:
        return (Refusal.of(Code.TEXT_LONG, field, maximum=LONGEST_REASON, length=len(reason)),)
    return judge_reason(reason, field=field)
