"""Somebody who opted out of rankings answers whether a prize is welcome. Until then nobody but the officer sees him."""

from sqlalchemy import select

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.models import PrizeWinner
from collabpoints.services.prize_proposals import held_proposal, note_change


def answer(winner_id: int, *, agency_id: int, person_id: int, agrees: bool) -> None:
    """The person agrees to the prize, or declines it. Who agreed may still decline until the prizes are confirmed; who
    declined is not asked again.

    NotFound unless it is his prize and he was asked. Refused with PRIZE_ANSWERED where there is nothing to answer (any more).
    """
    with unit_of_work() as session:
        mine = (PrizeWinner.id == winner_id, PrizeWinner.agency_id == agency_id, PrizeWinner.person_id == person_id)
        proposal_id = session.scalar(select(PrizeWinner.proposal_id).where(*mine))
        if proposal_id is None:
            raise NotFound(f"prize winner {winner_id}")
        try:
            proposal = held_proposal(session, proposal_id, agency_id)
        except Refused as refused:
            raise Refused((Refusal.of(Code.PRIZE_ANSWERED),)) from refused
        winner = session.execute(
            select(PrizeWinner).where(*mine).execution_options(populate_existing=True)
        ).scalar_one()
        if winner.state != "asked" and (agrees or winner.state != "agreed"):
            raise Refused((Refusal.of(Code.PRIZE_ANSWERED),))
        winner.state = "agreed" if agrees else "declined"
        act = "agree" if agrees else "decline"
        note_change(session, proposal, act, person_id, database_now(session), winner_id=winner.id)
