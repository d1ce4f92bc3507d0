"""A row of a confirmed board among the winners of a proposal. Part of an open unit of work that holds the proposal."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.prizes import Seats
from collabpoints.domain.ranking import Rule, Subject, measured
from collabpoints.models import DepartmentStanding, Person, PersonStanding, PrizeProposal, PrizeWinner
from collabpoints.services.notices import tell

Ranked = PersonStanding | DepartmentStanding


def add_standing(
    session: Session, proposal: PrizeProposal, seats: Seats, standing: Ranked, figure: int, *, origin: str
) -> PrizeWinner:
    """A row of the board stands among the winners of this tier; somebody who opted out of rankings is yet to answer."""
    winner = PrizeWinner(
        agency_id=proposal.agency_id,
        proposal_id=proposal.id,
        tier=seats.tier,
        tier_ko=seats.name_ko,
        tier_en=seats.name_en,
        path_id=standing.path_id,
        rank=standing.rank,
        figure=figure,
        origin=origin,
        state="proposed",
    )
    if isinstance(standing, PersonStanding):
        winner.person_id, winner.division = standing.person_id, 0
    else:
        winner.department_id, winner.division = standing.department_id, standing.division
    session.add(winner)
    session.flush()
    return winner


def is_hidden(session: Session, person_id: int | None) -> bool:
    """Whether the person does not want to appear in rankings."""
    if person_id is None:
        return False
    return session.execute(select(Person.is_opted_out).where(Person.id == person_id)).scalar_one()


def ask(session: Session, winner: PrizeWinner, at: datetime) -> None:
    """The winner is asked whether the prize is welcome, and told so."""
    assert winner.person_id is not None
    winner.state = "asked"
    session.flush()
    tell(session, winner.agency_id, [winner.person_id], NoticeKind.PRIZE_ASKED, at=at, prize_winner_id=winner.id)


def figure_of(standing: Ranked, rule: Rule) -> int:
    """By what the board ranked this row, in ten-thousandths of a point or of a note."""
    if isinstance(standing, DepartmentStanding) and rule.is_per_head:
        return standing.per_head or 0
    return measured(
        rule.by,
        received=standing.received_points,
        sent=standing.sent_points,
        score=standing.score,
        notes=standing.received_notes,
    )


def standing_of(session: Session, board_id: int, subject: Subject, id_: int) -> Ranked | None:
    """The row of a board; None for somebody without any."""
    if subject is Subject.PERSONS:
        return session.get(PersonStanding, (board_id, id_))
    return session.get(DepartmentStanding, (board_id, id_))
