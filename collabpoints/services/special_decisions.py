"""Special points are decided: approved into the ledger, refused, or reclaimed by a counter-entry.

Each act holds the grant's row first, so that two who decide at once meet there: one outcome stands, the other is told.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.periods import today
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.special_points import Receiver, judge_decider, judge_receiver
from collabpoints.domain.texts import cleaned
from collabpoints.models import Entry, Month, Scheme, SpecialGrant
from collabpoints.queries.special_deciders import decider, department_as_receiver, heads_of, person_as_receiver
from collabpoints.services.ledger import Booking
from collabpoints.services.months import HeldMonth, hold_month, hold_month_of_now
from collabpoints.services.notices import tell
from collabpoints.services.special_entries import SpecialMovement, write_special_entry
from collabpoints.services.special_grants import held_grant, must_wait, settle


def approve(grant_id: int, *, agency_id: int, person_id: int, reason: str = "") -> None:
    """The points stand in the ledger of the present month, and receiver and proposer are told.

    Raises NotFound for who does not approve this kind, Refused: his own proposal, for himself, for a department of his
    own; decided already; a receiver who is gone; a month that has ended.
    """
    reason = cleaned(reason)
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        grant = held_grant(session, grant_id, agency_id)
        receiver = _receiver(grant, month)
        found = [*_judge_decider(session, grant, receiver, person_id), *judge_reason(reason, is_required=False)]
        must_wait(grant)
        found += judge_receiver(receiver)
        if not month.is_open:
            found.append(Refusal.of(Code.SPECIAL_MONTH_ENDED))
        if found:
            raise Refused(tuple(found))
        settle(grant, "approved", person_id, reason, month)
        session.flush()
        booking = Booking(agency_id, month.id, month.id, month.allowance, month.pair_cap, month.instant)
        write_special_entry(session.connection(), booking, _movement(grant, grant.points, person_id, reason))
        _tell(session, grant, _receivers(grant), NoticeKind.SPECIAL_GRANTED, month)
        _tell(session, grant, [grant.proposer_person_id], NoticeKind.SPECIAL_DECIDED, month)


def refuse(grant_id: int, *, agency_id: int, person_id: int, reason: str) -> None:
    """The proposal is refused for this reason, and its proposer is told. Raises as `approve` does, but asks nothing of
    the receiver or the month."""
    reason = cleaned(reason)
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        grant = held_grant(session, grant_id, agency_id)
        found = [*_judge_decider(session, grant, _receiver(grant, month), person_id), *judge_reason(reason)]
        must_wait(grant)
        if found:
            raise Refused(tuple(found))
        settle(grant, "refused", person_id, reason, month)
        session.flush()
        _tell(session, grant, [grant.proposer_person_id], NoticeKind.SPECIAL_DECIDED, month)


def reclaim(grant_id: int, *, agency_id: int, person_id: int, reason: str) -> None:
    """Approved special points are taken away again by a counter-entry in the month that they belong to. The grant stays
    approved, as it was decided; its entry is countered. Receiver and proposer are told.

    Raises as `refuse` does, and SPECIAL_NOTHING_TO_RECLAIM for what does not stand in the ledger (any more).
    """
    reason = cleaned(reason)
    with unit_of_work() as session:
        month = hold_month_of_now(session, agency_id)
        grant = held_grant(session, grant_id, agency_id)
        found = [*_judge_decider(session, grant, _receiver(grant, month), person_id), *judge_reason(reason)]
        entry = session.scalars(
            select(Entry).where(Entry.special_grant_id == grant.id).order_by(Entry.id.desc()).limit(1)
        ).one_or_none()
        if entry is None or entry.points <= 0:
            raise Refused((Refusal.of(Code.SPECIAL_NOTHING_TO_RECLAIM),))
        if found:
            raise Refused(tuple(found))
        hold_month(session, entry.month_id)
        own = session.get_one(Month, entry.month_id)
        booking = Booking(agency_id, own.id, month.id, own.allowance, own.pair_cap, month.instant)
        movement = _movement(grant, -entry.points, person_id, reason)
        write_special_entry(session.connection(), booking, replace(movement, counters=entry.id))
        _tell(session, grant, [*_receivers(grant), grant.proposer_person_id], NoticeKind.RECLAIMED, month)


def _receiver(grant: SpecialGrant, month: HeldMonth) -> Receiver:
    """The receiver as of now, with the department of the proposal: that is where the points count."""
    of_department = department_as_receiver(grant.agency_id, grant.receiver_department_id).receiver
    if grant.receiver_person_id is None:
        return of_department
    day = today(month.instant, month.zone)
    person = person_as_receiver(grant.agency_id, grant.receiver_person_id, day=day).receiver
    return replace(person, department_ids=of_department.department_ids)


def _judge_decider(session: Session, grant: SpecialGrant, receiver: Receiver, person_id: int) -> tuple[Refusal, ...]:
    """Why he may not decide on it himself. Raises NotFound for who does not approve this kind by the grant's scheme."""
    who = decider(grant.agency_id, person_id)
    kind = parse_scheme(session.get_one(Scheme, grant.scheme_id).text).special_kind(grant.kind_code)
    if kind is None or not who.approves(kind):
        raise NotFound(f"special grant {grant.id}")
    return judge_decider(who, receiver, proposer_person_id=grant.proposer_person_id)


def _movement(grant: SpecialGrant, points: int, person_id: int, reason: str) -> SpecialMovement:
    return SpecialMovement(
        special_grant_id=grant.id,
        receiver_person_id=grant.receiver_person_id,
        receiver_department_id=grant.receiver_department_id,
        points=points,
        actor_person_id=person_id,
        reason=reason,
    )


def _receivers(grant: SpecialGrant) -> Sequence[int]:
    """Who is told for the receiver: the person, or the heads of the department."""
    if grant.receiver_person_id is not None:
        return [grant.receiver_person_id]
    return heads_of(grant.agency_id, grant.receiver_department_id)


def _tell(session: Session, grant: SpecialGrant, person_ids: Sequence[int], kind: NoticeKind, month: HeldMonth) -> None:
    tell(session, grant.agency_id, person_ids, kind, at=month.instant, special_grant_id=grant.id)
