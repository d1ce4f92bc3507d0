"""A proposal of prizes as the officer reads it: tiers with their winners, who was left out and why, what was changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.prizes import LeftOut, Seats, gives_prizes, seats_of, too_many
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.models import (
    Board,
    DepartmentPath,
    Person,
    PersonStanding,
    PrizeChange,
    PrizeExclusion,
    PrizeProposal,
    PrizeWinner,
)
from collabpoints.queries.boards import boards
from collabpoints.queries.positions import called, latest_position
from collabpoints.queries.prize_heads import Official, ProposalHead, heads
from collabpoints.queries.prize_winners import Winner, winners

_OUT = ("removed", "declined")


@dataclass(frozen=True, slots=True)
class PrizeSpan:
    """A span for which the scheme gives prizes. `is_confirmed`: both its boards are, so that a proposal may be opened;
    `standing`: the proposal that was, None before."""

    span: Span
    is_confirmed: bool
    standing: ProposalHead | None


@dataclass(frozen=True, slots=True)
class TierOf:
    """A tier for persons or for departments: how many prizes it has (in each division), and who is in it."""

    subject: Subject
    seats: Seats
    winners: tuple[Winner, ...]

    @property
    def is_overfull(self) -> bool:
        """Whether a division has more winners in it than there are prizes: mostly equals of the board."""
        return bool(too_many([self.seats], [(winner.tier, winner.division) for winner in self.winners]))


@dataclass(frozen=True, slots=True)
class Excluded:
    """Who would have won by rank and was left out, and by which rule."""

    person_id: int
    name: str
    position: str
    department: str
    rank: int
    why: LeftOut


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of a proposal. `act` as in models/prizes.py; `about` is the winner's name with the position, "" where it is about none."""

    at: datetime
    act: str
    by: Official
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """A proposal with all that the officer decides by: `all` are its winners in whatever state."""

    head: ProposalHead
    tiers: tuple[TierOf, ...]
    all: tuple[Winner, ...]
    left_out: tuple[Excluded, ...]
    changes: tuple[Changed, ...]

    @property
    def winners(self) -> tuple[Winner, ...]:
        """Everybody in the tiers, in the order of lists and of numbers."""
        return tuple(winner for winner in self.all if winner.state not in _OUT)

    @property
    def out(self) -> tuple[Winner, ...]:
        """Who was taken out or declined."""
        return tuple(winner for winner in self.all if winner.state in _OUT)


def prize_spans(agency_id: int) -> tuple[PrizeSpan, ...]:
    """The spans that have boards and prizes, the newest first."""
    confirmed = {board.span.full_name for board in boards(agency_id, Subject.DEPARTMENTS) if board.is_confirmed}
    standing = {head.span.full_name: head for head in proposals(agency_id) if head.state != "dropped"}
    return tuple(
        PrizeSpan(
            board.span, board.is_confirmed and board.span.full_name in confirmed, standing.get(board.span.full_name)
        )
        for board in boards(agency_id, Subject.PERSONS)
        if gives_prizes(board.scheme, board.span.length)
    )


def proposals(agency_id: int) -> tuple[ProposalHead, ...]:
    """All proposals of an agency, the newest span first."""
    return heads(PrizeProposal.agency_id == agency_id)


def proposal(proposal_id: int, *, agency_id: int) -> ProposalPage:
    """A proposal, for the officer. Raises NotFound."""
    with reading() as session:
        found = heads(PrizeProposal.id == proposal_id, PrizeProposal.agency_id == agency_id)
        if not found:
            raise NotFound(f"prize proposal {proposal_id}")
        (head,) = found
        of_it = winners(PrizeWinner.proposal_id == proposal_id)
        excluded = session.execute(_excluded(head)).all()
        changes = session.execute(_changes(proposal_id)).all()
    return ProposalPage(
        head=head,
        tiers=_tiers(head, of_it),
        all=of_it,
        left_out=tuple(
            Excluded(one.id, one.name, one.position or "", one.names, one.rank, LeftOut(one.why)) for one in excluded
        ),
        changes=tuple(
            Changed(one.changed_at, one.act, Official(one.by_name, one.by_position or ""), one.about or "", one.reason)
            for one in changes
        ),
    )


def _tiers(head: ProposalHead, of_it: tuple[Winner, ...]) -> tuple[TierOf, ...]:
    """The tiers of the scheme, also those that nobody is in."""
    return tuple(
        TierOf(
            subject,
            seats,
            tuple(one for one in of_it if (one.subject, one.tier) == (subject, seats.tier) and one.state not in _OUT),
        )
        for subject in Subject
        for seats in seats_of(head.scheme, head.span.length, subject)
    )


def _excluded(head: ProposalHead) -> Select[*tuple[Any, ...]]:
    """Those left out, with the department of the board in which they were ranked."""
    of_span = and_(
        Board.agency_id == head.agency_id,
        Board.span == str(head.span),
        Board.last_period == str(head.span.last),
        Board.subject == Subject.PERSONS.value,
    )
    return (
        select(
            Person.id,
            Person.name,
            latest_position(Person.id).label("position"),
            DepartmentPath.names,
            PrizeExclusion.rank,
            PrizeExclusion.why,
        )
        .join(Person, Person.id == PrizeExclusion.person_id)
        .join(Board, of_span)
        .join(PersonStanding, and_(PersonStanding.board_id == Board.id, PersonStanding.person_id == Person.id))
        .join(DepartmentPath, DepartmentPath.id == PersonStanding.path_id)
        .where(PrizeExclusion.proposal_id == head.id)
        .order_by(PrizeExclusion.rank, PersonStanding.place)
    )


_By, _About, _AboutPath = aliased(Person), aliased(Person), aliased(DepartmentPath)


def _changes(proposal_id: int) -> Select[*tuple[Any, ...]]:
    """What was done, the first thing first."""
    return (
        select(
            PrizeChange.changed_at,
            PrizeChange.act,
            PrizeChange.reason,
            _By.name.label("by_name"),
            latest_position(_By.id).label("by_position"),
            func.coalesce(called(_About), _AboutPath.names).label("about"),
        )
        .join(_By, _By.id == PrizeChange.actor_person_id)
        .outerjoin(PrizeWinner, PrizeWinner.id == PrizeChange.winner_id)
        .outerjoin(_About, _About.id == PrizeWinner.person_id)
        .outerjoin(_AboutPath, _AboutPath.id == PrizeWinner.path_id)
        .where(PrizeChange.proposal_id == proposal_id)
        .order_by(PrizeChange.id)
    )
