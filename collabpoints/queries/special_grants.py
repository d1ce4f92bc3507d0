"""Special points as people read them: the lists of who proposed, who decides, who received, and one proposal's page.

Who may see what: the proposer what he proposed; who approves its kind by its scheme, but for what is for himself; the
receiver what was approved; a department's head what was approved for his department and its people. Nothing else exists.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.special_points import Decider, Receiver, judge_decider
from collabpoints.models import (
    Department,
    DepartmentPath,
    Entry,
    Evidence,
    Person,
    Scheme,
    SpecialGrant,
)
from collabpoints.queries.positions import called, latest_position
from collabpoints.queries.special_deciders import approved_by, below, is_free_of

_PAGE = 20


@dataclass(frozen=True, slots=True)
class Party:
    """A person in the matter: the position is the latest, the department that of the proposal ("" for who decided)."""

    person_id: int
    name: str
    position: str
    department: str


@dataclass(frozen=True, slots=True)
class Reclaimed:
    """The counter-entry of a grant: who took its points away again, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SpecialGrantRow:
    """Special points, proposed or decided. `receiver` is None where they are for the department itself. `state`:
    proposed, approved, refused, withdrawn; approved ones that were `reclaimed` count no more."""

    id: int
    kind_ko: str
    kind_en: str
    points: int
    reason: str
    state: str
    proposer: Party
    receiver: Party | None
    receiver_department: str
    proposed_at: datetime
    decided_by: Party | None
    decided_at: datetime | None
    decision_reason: str
    reclaimed: Reclaimed | None


@dataclass(frozen=True, slots=True)
class SpecialGrants:
    """A page of grants, newest first. `older`: what to hand in as `before` for the next page, None at the end."""

    rows: tuple[SpecialGrantRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A file that proves a grant; `size` in bytes."""

    id: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class SpecialGrantPage:
    """One grant with its evidence, and what its reader may do with it now."""

    row: SpecialGrantRow
    evidence: tuple[EvidenceRow, ...]
    may_withdraw: bool
    may_decide: bool
    may_reclaim: bool


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it came."""

    name: str
    content: bytes


def proposed_by(person_id: int, *, before: int | None = None, limit: int = _PAGE) -> SpecialGrants:
    """What a person proposed, in every state."""
    return _page(SpecialGrant.proposer_person_id == person_id, before=before, limit=limit)


def received_by(person_id: int, *, before: int | None = None, limit: int = _PAGE) -> SpecialGrants:
    """The special points that a person was given, also those that were reclaimed."""
    mine = and_(SpecialGrant.receiver_person_id == person_id, SpecialGrant.state == "approved")
    return _page(mine, before=before, limit=limit)


def of_departments(agency_id: int, who: Decider, *, before: int | None = None, limit: int = _PAGE) -> SpecialGrants:
    """The special points of the departments that he heads, of what is below them and of their people."""
    theirs = and_(SpecialGrant.agency_id == agency_id, SpecialGrant.state == "approved", below(who))
    return _page(theirs, before=before, limit=limit)


def waiting_for(agency_id: int, who: Decider, *, before: int | None = None, limit: int = _PAGE) -> SpecialGrants:
    """The proposals that wait for his decision, the newest first."""
    return _page(and_(_decidable(agency_id, who), SpecialGrant.state == "proposed"), before=before, limit=limit)


def decided_of(agency_id: int, who: Decider, *, before: int | None = None, limit: int = _PAGE) -> SpecialGrants:
    """What was approved or refused of the kinds that he approves, by whomever."""
    done = SpecialGrant.state.in_(["approved", "refused"])
    return _page(and_(_decidable(agency_id, who), done), before=before, limit=limit)


def special_grant(grant_id: int, *, agency_id: int, who: Decider) -> SpecialGrantPage:
    """One grant, for its proposer or for who approves its kind (not what is for himself). Raises NotFound."""
    with reading() as session:
        found = session.execute(_rows().where(_visible(grant_id, agency_id, who))).one_or_none()
        if found is None:
            raise NotFound(f"special grant {grant_id}")
        evidence = session.execute(
            select(Evidence.id, Evidence.name, Evidence.media_type, Evidence.size)
            .where(Evidence.special_grant_id == grant_id)
            .order_by(Evidence.id)
        ).all()
    row = _as_row(found)
    receiver = Receiver(found.receiver_person_id, frozenset({found.receiver_department_id, found.home_id}), True)
    kind = parse_scheme(found.scheme).special_kind(found.kind_code)
    is_free = not judge_decider(who, receiver, proposer_person_id=row.proposer.person_id)
    decides = kind is not None and who.approves(kind) and is_free
    return SpecialGrantPage(
        row,
        tuple(EvidenceRow(*one) for one in evidence),
        may_withdraw=row.state == "proposed" and row.proposer.person_id == who.person_id,
        may_decide=row.state == "proposed" and decides,
        may_reclaim=row.state == "approved" and row.reclaimed is None and decides,
    )


def evidence_of(grant_id: int, evidence_id: int, *, agency_id: int, who: Decider) -> Download:
    """A file of a grant, for those who see the grant's page. Raises NotFound."""
    with reading() as session:
        row = session.execute(
            select(Evidence.name, Evidence.content)
            .join(SpecialGrant, SpecialGrant.id == Evidence.special_grant_id)
            .where(_visible(grant_id, agency_id, who), Evidence.id == evidence_id)
        ).one_or_none()
        if row is None:
            raise NotFound(f"evidence {evidence_id} of special grant {grant_id}")
        return Download(*row)


def _decidable(agency_id: int, who: Decider) -> ColumnElement[bool]:
    return and_(SpecialGrant.agency_id == agency_id, approved_by(agency_id, who), is_free_of(who))


def _visible(grant_id: int, agency_id: int, who: Decider) -> ColumnElement[bool]:
    not_for_him = or_(SpecialGrant.receiver_person_id.is_(None), SpecialGrant.receiver_person_id != who.person_id)
    return and_(
        SpecialGrant.id == grant_id,
        SpecialGrant.agency_id == agency_id,
        or_(SpecialGrant.proposer_person_id == who.person_id, and_(approved_by(agency_id, who), not_for_him)),
    )


def _page(which: ColumnElement[bool], *, before: int | None, limit: int) -> SpecialGrants:
    newest = _rows().where(which).order_by(SpecialGrant.id.desc()).limit(limit + 1)
    with reading() as session:
        found = session.execute(newest if before is None else newest.where(SpecialGrant.id < before)).all()
    rows = tuple(_as_row(row) for row in found)
    return SpecialGrants(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


_Proposer, _Receiver, _Decided, _By = aliased(Person), aliased(Person), aliased(Person), aliased(Person)
_ProposerPath, _ReceiverPath = aliased(DepartmentPath), aliased(DepartmentPath)
_ProposerPlace, _ReceiverPlace = aliased(Department), aliased(Department)
_Reclaim = aliased(Entry)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            SpecialGrant.id,
            SpecialGrant.kind_code,
            SpecialGrant.points,
            SpecialGrant.reason,
            SpecialGrant.state,
            SpecialGrant.proposed_at,
            SpecialGrant.decided_at,
            SpecialGrant.decision_reason,
            SpecialGrant.proposer_person_id,
            SpecialGrant.receiver_person_id,
            SpecialGrant.receiver_department_id,
            SpecialGrant.decided_by_person_id.label("decided_person_id"),
            Scheme.text.label("scheme"),
            _Proposer.name.label("proposer_name"),
            latest_position(SpecialGrant.proposer_person_id).label("proposer_position"),
            _ProposerPath.names.label("proposer_department"),
            _Receiver.name.label("receiver_name"),
            latest_position(SpecialGrant.receiver_person_id).label("receiver_position"),
            _ReceiverPath.names.label("receiver_department"),
            _ReceiverPlace.home_id,
            _Decided.name.label("decided_name"),
            latest_position(SpecialGrant.decided_by_person_id).label("decided_position"),
            called(_By).label("reclaimed_by"),
            _Reclaim.recorded_at.label("reclaimed_at"),
            _Reclaim.reason.label("reclaim_reason"),
        )
        .join(Scheme, Scheme.id == SpecialGrant.scheme_id)
        .join(_Proposer, _Proposer.id == SpecialGrant.proposer_person_id)
        .join(_ProposerPlace, _ProposerPlace.id == SpecialGrant.proposer_department_id)
        .outerjoin(_ProposerPath, _ProposerPath.id == _ProposerPlace.path_id)
        .outerjoin(_Receiver, _Receiver.id == SpecialGrant.receiver_person_id)
        .join(_ReceiverPlace, _ReceiverPlace.id == SpecialGrant.receiver_department_id)
        .outerjoin(_ReceiverPath, _ReceiverPath.id == _ReceiverPlace.path_id)
        .outerjoin(_Decided, _Decided.id == SpecialGrant.decided_by_person_id)
        .outerjoin(_Reclaim, and_(_Reclaim.special_grant_id == SpecialGrant.id, _Reclaim.kind == "reclaim"))
        .outerjoin(_By, _By.id == _Reclaim.actor_person_id)
    )


def _party(row: Any, which: str, department: str = "") -> Party | None:
    person_id = getattr(row, f"{which}_person_id")
    if person_id is None:
        return None
    return Party(person_id, getattr(row, f"{which}_name"), getattr(row, f"{which}_position") or "", department)


def _as_row(row: Any) -> SpecialGrantRow:
    kind = parse_scheme(row.scheme).special_kind(row.kind_code)
    proposer = _party(row, "proposer", row.proposer_department or "")
    assert proposer is not None
    return SpecialGrantRow(
        id=row.id,
        kind_ko=kind.name_ko if kind else row.kind_code,
        kind_en=kind.name_en if kind else row.kind_code,
        points=row.points,
        reason=row.reason,
        state=row.state,
        proposer=proposer,
        receiver=_party(row, "receiver", row.receiver_department or ""),
        receiver_department=row.receiver_department or "",
        proposed_at=row.proposed_at,
        decided_by=_party(row, "decided"),
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        reclaimed=Reclaimed(row.reclaimed_by, row.reclaimed_at, row.reclaim_reason) if row.reclaimed_at else None,
    )
