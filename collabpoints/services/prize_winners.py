"""The winners of an open proposal are changed by the officer: added, moved to another tier, taken out, asked. Each with a
reason and the revision that he has read (Change); nobody decides on a prize of his own."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.periods import Month
from collabpoints.domain.prizes import Seats, seats_of
from collabpoints.domain.ranking import Subject, rule_of
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.domain.texts import cleaned
from collabpoints.models import Board, PrizeProposal, PrizeWinner, Scheme
from collabpoints.services.prize_proposals import held_proposal, note_change
from collabpoints.services.prize_standings import Ranked, add_standing, ask, figure_of, is_hidden, standing_of

_IN = ("proposed", "asked", "agreed")


@dataclass(frozen=True, slots=True)
class Change:
    """An officer's change of a proposal: which one, the revision that he has read, who he is, why."""

    proposal_id: int
    agency_id: int
    revision: int
    person_id: int
    reason: str


def add_winner(change: Change, subject: Subject, id_: int, tier: int) -> int:
    """A person or a department of the span's board stands among the winners of that tier; one who opted out of rankings is
    asked first. Returns the winner's id. One who was taken out before stands again.

    NotFound for no such proposal. Refused when it is open no longer or was changed meanwhile, without a reason, for a
    tier that the span has not, for who has no standing, is proposed already or declined, and for oneself.
    """
    with unit_of_work() as session:
        proposal = held_proposal(session, change.proposal_id, change.agency_id, change.revision)
        scheme = parse_scheme(session.get_one(Scheme, proposal.scheme_id).text)
        seats = _seats(proposal, scheme, subject, tier)
        standing = _standing(session, proposal, subject, id_)
        before = _before(session, proposal, subject, id_)
        found = [*judge_reason(cleaned(change.reason)), *_judge(change, subject, id_, before)]
        if seats is None:
            found.append(Refusal.of(Code.PRIZE_TIER_UNKNOWN, "tier"))
        if standing is None:
            found.append(Refusal.of(Code.PRIZE_NO_STANDING, "number" if subject is Subject.PERSONS else "department"))
        if found or seats is None or standing is None:
            raise Refused(found)
        if before is None:
            figure = figure_of(standing, rule_of(scheme, subject))
            winner = add_standing(session, proposal, seats, standing, figure, origin="officer")
        else:
            winner = _again(before, seats)
        now = database_now(session)
        if is_hidden(session, winner.person_id):
            ask(session, winner, now)
        _note(session, proposal, change, "add", winner)
        return winner.id


def move_winner(change: Change, winner_id: int, tier: int) -> None:
    """The winner stands in that tier. Raises as `add_winner` does; PRIZE_NOT_PROPOSED for one who was taken out."""
    with unit_of_work() as session:
        proposal, winner = _held(session, change, winner_id)
        scheme = parse_scheme(session.get_one(Scheme, proposal.scheme_id).text)
        seats = _seats(proposal, scheme, subject_of(winner), tier)
        found = [*judge_reason(cleaned(change.reason)), *_judge_in(winner), *_judge_self(change, winner.person_id)]
        if seats is None:
            found.append(Refusal.of(Code.PRIZE_TIER_UNKNOWN, "tier"))
        elif seats.tier == winner.tier:
            found.append(Refusal.of(Code.PRIZE_TIER_SAME, "tier"))
        if found or seats is None:
            raise Refused(found)
        winner.tier, winner.tier_ko, winner.tier_en = seats.tier, seats.name_ko, seats.name_en
        _note(session, proposal, change, "move", winner)


def remove_winner(change: Change, winner_id: int) -> None:
    """The winner is taken out. Raises as `move_winner` does; oneself one may take out."""
    with unit_of_work() as session:
        proposal, winner = _held(session, change, winner_id)
        if found := [*judge_reason(cleaned(change.reason)), *_judge_in(winner)]:
            raise Refused(found)
        winner.state = "removed"
        _note(session, proposal, change, "remove", winner)


def ask_winner(change: Change, winner_id: int) -> None:
    """Somebody who opted out of rankings since the proposal was opened is asked. Needs no reason; otherwise raises as
    `move_winner` does, and PRIZE_NOT_HIDDEN for whom there is nothing to ask."""
    with unit_of_work() as session:
        proposal, winner = _held(session, change, winner_id)
        if winner.state != "proposed" or not is_hidden(session, winner.person_id):
            raise Refused((Refusal.of(Code.PRIZE_NOT_HIDDEN),))
        ask(session, winner, database_now(session))
        _note(session, proposal, change, "ask", winner)


def subject_of(winner: PrizeWinner) -> Subject:
    """Whether the winner is a person or a department."""
    return Subject.PERSONS if winner.person_id is not None else Subject.DEPARTMENTS


def _held(session: Session, change: Change, winner_id: int) -> tuple[PrizeProposal, PrizeWinner]:
    proposal = held_proposal(session, change.proposal_id, change.agency_id, change.revision)
    winner = session.get(PrizeWinner, winner_id)
    if winner is None or winner.proposal_id != proposal.id:
        raise NotFound(f"prize winner {winner_id}")
    return proposal, winner


def _seats(proposal: PrizeProposal, scheme: RuleBook, subject: Subject, tier: int) -> Seats | None:
    length = Span.ending(proposal.span, Month.parse(proposal.last_period)).length
    return next((seats for seats in seats_of(scheme, length, subject) if seats.tier == tier), None)


def _standing(session: Session, proposal: PrizeProposal, subject: Subject, id_: int) -> Ranked | None:
    board_id = session.execute(
        select(Board.id).where(
            Board.agency_id == proposal.agency_id,
            Board.span == proposal.span,
            Board.last_period == proposal.last_period,
            Board.subject == subject.value,
        )
    ).scalar_one()
    return standing_of(session, board_id, subject, id_)


def _before(session: Session, proposal: PrizeProposal, subject: Subject, id_: int) -> PrizeWinner | None:
    whose = PrizeWinner.person_id if subject is Subject.PERSONS else PrizeWinner.department_id
    return session.execute(
        select(PrizeWinner).where(PrizeWinner.proposal_id == proposal.id, whose == id_)
    ).scalar_one_or_none()


def _judge(change: Change, subject: Subject, id_: int, before: PrizeWinner | None) -> tuple[Refusal, ...]:
    field = "number" if subject is Subject.PERSONS else "department"
    if before is not None and before.state in _IN:
        return (Refusal.of(Code.PRIZE_ALREADY_PROPOSED, field),)
    if before is not None and before.state == "declined":
        return (Refusal.of(Code.PRIZE_DECLINED, field),)
    return _judge_self(change, id_ if subject is Subject.PERSONS else None)


def _judge_self(change: Change, person_id: int | None) -> tuple[Refusal, ...]:
    return (Refusal.of(Code.PRIZE_ONESELF),) if person_id == change.person_id else ()


def _judge_in(winner: PrizeWinner) -> tuple[Refusal, ...]:
    return () if winner.state in _IN else (Refusal.of(Code.PRIZE_NOT_PROPOSED),)


def _again(winner: PrizeWinner, seats: Seats) -> PrizeWinner:
    winner.tier, winner.tier_ko, winner.tier_en = seats.tier, seats.name_ko, seats.name_en
    winner.origin, winner.state = "officer", "proposed"
    return winner


def _note(session: Session, proposal: PrizeProposal, change: Change, act: str, winner: PrizeWinner) -> None:
    reason = cleaned(change.reason)
    note_change(session, proposal, act, change.person_id, database_now(session), winner_id=winner.id, reason=reason)
