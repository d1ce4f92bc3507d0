"""A proposal of prizes while it is changed: whatever changes it holds its row first, so that two changes meet there. Each
counts the revision up and is kept with who and why; an officer's change names the revision that he has read."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.models import PrizeChange, PrizeProposal


def held_proposal(session: Session, proposal_id: int, agency_id: int, revision: int | None = None) -> PrizeProposal:
    """The open proposal with its row locked. NotFound for none, Refused where it is open no longer or was changed since
    `revision` was read (None: by somebody who has not read it)."""
    proposal = session.execute(
        select(PrizeProposal)
        .where(PrizeProposal.id == proposal_id, PrizeProposal.agency_id == agency_id)
        .with_for_update()
    ).scalar_one_or_none()
    if proposal is None:
        raise NotFound(f"prize proposal {proposal_id}")
    if proposal.state != "open":
        raise Refused((Refusal.of(Code.PRIZE_CLOSED),))
    if revision is not None and revision != proposal.revision:
        raise Refused((Refusal.of(Code.PRIZE_CHANGED),))
    return proposal


def note_change(
    session: Session,
    proposal: PrizeProposal,
    act: str,
    person_id: int,
    at: datetime,
    *,
    winner_id: int | None = None,
    reason: str = "",
) -> None:
    """The held proposal has one revision more, and it stands who did what, when and why."""
    if act != "open":
        proposal.revision += 1
    session.add(
        PrizeChange(
            agency_id=proposal.agency_id,
            proposal_id=proposal.id,
            winner_id=winner_id,
            act=act,
            actor_person_id=person_id,
            reason=reason,
            changed_at=at,
        )
    )
