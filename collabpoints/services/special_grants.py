"""Special points are proposed: by a department head, for a person or a department, with evidence; the proposer may withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import dialect_of, table_of, unit_of_work, upserting
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.form_ids import is_form_id
from collabpoints.domain.periods import today
from collabpoints.domain.special_points import MOST_FILES, judge_proposal
from collabpoints.domain.texts import cleaned
from collabpoints.formats.evidence_files import EvidenceFile, evidence_file
from collabpoints.models import Department, Evidence, SpecialGrant
from collabpoints.queries.special_deciders import department_as_receiver, person_as_receiver, proposing_department
from collabpoints.services.months import HeldMonth, hold_month_of_now


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, unjudged."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewSpecialGrant:
    """What one press of "propose" carries: for a person, or for a department (one of the two ids is None)."""

    form_id: str
    kind_code: str
    receiver_person_id: int | None
    receiver_department_id: int | None
    points: int
    reason: str
    uploads: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class _Press:
    """One press, its reason cleaned and its files read: what the steps below share."""

    agency_id: int
    proposer_person_id: int
    new: NewSpecialGrant
    files: tuple[EvidenceFile, ...]


def propose(*, agency_id: int, proposer_person_id: int, new: NewSpecialGrant) -> int:
    """The proposal waits for its decision, with its evidence; returns its id.

    The same form id with the same content answers with the first proposal; with other content Refused names
    FORM_ALREADY_USED. Raises Refused with every objection at once, NotFound for who heads no department.
    """
    if not is_form_id(new.form_id):
        raise Refused((Refusal.of(Code.FORM_ID_INVALID),))
    files, found = _read(new.uploads)
    press = _Press(agency_id, proposer_person_id, replace(new, reason=cleaned(new.reason)), files)
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        own_department_id = proposing_department(agency_id, proposer_person_id, day=today(month.instant, month.zone))
        if own_department_id is None:
            raise NotFound(f"person {proposer_person_id} heads no department")
        first = _first(session, press)
        if first is not None:
            return first
        department_id = _judge(press, month, found)
        grant_id = _claim(session, press, month, own_department_id, department_id)
        if grant_id is None:  # the same press arrived twice at once; the other one stands now
            first = _first(session, press)
            assert first is not None
            return first
        _keep(session, press, grant_id, month)
        return grant_id


def withdraw(grant_id: int, *, agency_id: int, person_id: int) -> None:
    """The proposer's own proposal waits no more. Raises NotFound unless it is his, Refused when it was decided."""
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        grant = held_grant(session, grant_id, agency_id)
        if grant.proposer_person_id != person_id:
            raise NotFound(f"special grant {grant_id}")
        must_wait(grant)
        settle(grant, "withdrawn", person_id, "", month)


def held_grant(session: Session, grant_id: int, agency_id: int) -> SpecialGrant:
    """The grant with its row locked, so that all who decide on it meet here. Raises NotFound."""
    grant = session.execute(
        select(SpecialGrant).where(SpecialGrant.id == grant_id, SpecialGrant.agency_id == agency_id).with_for_update()
    ).scalar_one_or_none()
    if grant is None:
        raise NotFound(f"special grant {grant_id}")
    return grant


def must_wait(grant: SpecialGrant) -> None:
    """Raises Refused unless the grant, whose row is held, still waits for its decision."""
    if grant.state != "proposed":
        raise Refused((Refusal.of(Code.SPECIAL_ALREADY_DECIDED),))


def settle(grant: SpecialGrant, state: str, person_id: int, reason: str, month: HeldMonth) -> None:
    """The grant is in this state from now on, by whom and why."""
    grant.state = state
    grant.decided_by_person_id = person_id
    grant.decided_at = month.instant
    grant.decision_reason = reason


def _read(uploads: Sequence[Upload]) -> tuple[tuple[EvidenceFile, ...], list[Refusal]]:
    if len(uploads) > MOST_FILES:
        return (), [Refusal.of(Code.EVIDENCE_TOO_MANY, "evidence", most=MOST_FILES)]
    files: list[EvidenceFile] = []
    found: list[Refusal] = []
    for upload in uploads:
        try:
            files.append(evidence_file(upload.name, upload.content))
        except Refused as refused:
            found += refused.refusals
    return tuple(files), found


def _judge(press: _Press, month: HeldMonth, found: Sequence[Refusal]) -> int:
    """The department for which the points will count. Raises Refused with what was found in the files and everything
    that the rules of the month's scheme object to."""
    new = press.new
    if new.receiver_person_id is not None:
        day = today(month.instant, month.zone)
        place = person_as_receiver(press.agency_id, new.receiver_person_id, day=day)
    else:
        place = department_as_receiver(press.agency_id, new.receiver_department_id or 0)
    judged = judge_proposal(
        month.scheme.special_kind(new.kind_code),
        place.receiver,
        proposer_person_id=press.proposer_person_id,
        points=new.points,
        reason=new.reason,
    )
    refusals = [*judged, *found]
    if place.department_id is None and place.receiver.is_there:
        refusals.append(Refusal.of(Code.RECEIVER_WITHOUT_POST, "receiver"))
    if refusals or place.department_id is None:
        raise Refused(tuple(refusals))
    return place.department_id


def _claim(session: Session, press: _Press, month: HeldMonth, own_department_id: int, department_id: int) -> int | None:
    """The new proposal's id, or None when the form was sent before. Waits for another press of the same form."""
    unique = ["agency_id", "form_id"]
    claim = upserting(dialect_of(session), SpecialGrant).on_conflict_do_nothing(index_elements=unique)
    new = press.new
    return session.execute(
        claim.returning(table_of(SpecialGrant).c.id),
        {
            "agency_id": press.agency_id,
            "form_id": new.form_id,
            "scheme_id": month.scheme_id,
            "kind_code": new.kind_code,
            "proposer_person_id": press.proposer_person_id,
            "proposer_department_id": own_department_id,
            "receiver_person_id": new.receiver_person_id,
            "receiver_department_id": department_id,
            "receiver_path_id": _path_in_force(session, department_id),
            "points": new.points,
            "reason": new.reason,
            "proposed_at": month.instant,
        },
    ).scalar_one_or_none()


def _path_in_force(session: Session, department_id: int) -> int | None:
    """Where the department stands in the tree now: its points stay there, wherever it moves."""
    return session.execute(select(Department.path_id).where(Department.id == department_id)).scalar_one()


def _first(session: Session, press: _Press) -> int | None:
    """The id of what this form proposed before, None when it was not sent yet. Raises Refused with FORM_ALREADY_USED
    when it carried something else then."""
    first = session.execute(
        select(SpecialGrant).where(SpecialGrant.agency_id == press.agency_id, SpecialGrant.form_id == press.new.form_id)
    ).scalar_one_or_none()
    if first is None:
        return None
    kept = session.execute(
        select(Evidence.name, Evidence.digest).where(Evidence.special_grant_id == first.id).order_by(Evidence.id)
    ).all()
    new = press.new
    is_same = (
        first.proposer_person_id == press.proposer_person_id
        and (first.kind_code, first.points, first.reason) == (new.kind_code, new.points, new.reason)
        and first.receiver_person_id == new.receiver_person_id
        and (new.receiver_person_id is not None or first.receiver_department_id == new.receiver_department_id)
        and [(row.name, row.digest) for row in kept] == [(file.name, file.digest) for file in press.files]
    )
    if not is_same:
        raise Refused((Refusal.of(Code.FORM_ALREADY_USED),))
    return first.id


def _keep(session: Session, press: _Press, grant_id: int, month: HeldMonth) -> None:
    session.add_all(
        Evidence(
            agency_id=press.agency_id,
            special_grant_id=grant_id,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            digest=file.digest,
            content=file.content,
            kept_at=month.instant,
        )
        for file in press.files
    )
