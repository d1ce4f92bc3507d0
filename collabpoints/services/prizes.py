"""Prizes (시상): a proposal is opened from a span's confirmed boards, changed with reasons, confirmed or dropped.

The winners are changed in `prize_winners.py`, those who were asked answer in `prize_answers.py`, and
`prize_confirmations.py` confirms.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, dialect_of, table_of, unit_of_work, upserting
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.periods import today
from collabpoints.domain.prizes import Proposed, Winning, gives_prizes, propose, seats_of
from collabpoints.domain.ranking import Subject, rule_of
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.domain.texts import cleaned
from collabpoints.models import (
    Agency,
    Board,
    PrizeExclusion,
    PrizeProposal,
    PrizeWinner,
    Scheme,
)
from collabpoints.queries.prize_candidates import giver, left_out, ranked_departments, ranked_persons
from collabpoints.services.prize_proposals import held_proposal, note_change
from collabpoints.services.prize_standings import add_standing, ask, figure_of, is_hidden, standing_of


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a proposal is made of: the span's boards by subject, and the scheme that judged them."""

    boards: Mapping[Subject, Board]
    scheme: RuleBook
    span: Span


def open_proposal(agency_id: int, name: str, *, person_id: int) -> int:
    """The prizes that the scheme proposes for a span stand open; returns the proposal's id. Those who opted out of rankings
    are asked first. `name` is the span's `full_name`.

    Raises Refused where one of the span's two boards is not confirmed, the scheme gives no prizes for such spans, or the
    span has prizes that were not dropped.
    """
    provisional = Refused((Refusal.of(Code.PRIZE_BOARD_PROVISIONAL, "span"),))
    try:
        span = Span.named(name)
    except ValueError as fault:
        raise provisional from fault
    with unit_of_work() as session:
        boards = _confirmed_boards(session, agency_id, span)
        if len(boards) != len(Subject):
            raise provisional
        persons = boards[Subject.PERSONS]
        scheme = parse_scheme(session.get_one(Scheme, persons.scheme_id).text)
        if not gives_prizes(scheme, span.length):
            raise Refused((Refusal.of(Code.PRIZE_NONE_FOR_SPAN, "span"),))
        now = database_now(session)
        proposal = _claim(session, persons, scheme, person_id, now)
        _fill(session, proposal, _Basis(boards, scheme, span), now)
        note_change(session, proposal, "open", person_id, now)
        return proposal.id


def drop(proposal_id: int, *, agency_id: int, person_id: int, revision: int, reason: str) -> None:
    """The proposal is given up, and the span may have another one. NotFound for none; Refused when it is open no longer,
    was changed since `revision` was read, or without a reason."""
    reason = cleaned(reason)
    with unit_of_work() as session:
        proposal = held_proposal(session, proposal_id, agency_id, revision)
        if refusals := judge_reason(reason):
            raise Refused(refusals)
        proposal.state = "dropped"
        note_change(session, proposal, "drop", person_id, database_now(session), reason=reason)


def _confirmed_boards(session: Session, agency_id: int, span: Span) -> Mapping[Subject, Board]:
    of_span = (Board.agency_id == agency_id, Board.span == str(span), Board.last_period == str(span.last))
    found = session.scalars(select(Board).where(*of_span, Board.state == "confirmed"))
    return {Subject(board.subject): board for board in found}


def _claim(session: Session, board: Board, scheme: RuleBook, person_id: int, now: datetime) -> PrizeProposal:
    """The new proposal. Waits for another one of the span that is just being opened; Refused when there is one."""
    from_head = giver(board.agency_id)
    proposal_id = session.execute(
        upserting(dialect_of(session), PrizeProposal).on_conflict_do_nothing().returning(table_of(PrizeProposal).c.id),
        {
            "agency_id": board.agency_id,
            "span": board.span,
            "first_period": board.first_period,
            "last_period": board.last_period,
            "scheme_id": board.scheme_id,
            "state": "open",
            "revision": 1,
            "opened_by_person_id": person_id,
            "opened_at": now,
            "certificate": scheme.certificate.value,
            "giver_title": from_head.title,
            "giver_name": from_head.name,
            "wording": scheme.certificate_wording,
        },
    ).scalar_one_or_none()
    if proposal_id is None:
        raise Refused((Refusal.of(Code.PRIZE_ALREADY_OPEN, "span"),))
    return session.get_one(PrizeProposal, proposal_id)


def _fill(session: Session, proposal: PrizeProposal, basis: _Basis, now: datetime) -> None:
    zone = ZoneInfo(session.get_one(Agency, proposal.agency_id).zone)
    scheme, span = basis.scheme, basis.span
    of_persons, of_departments = (basis.boards[subject].id for subject in Subject)
    out = left_out(proposal.agency_id, of_persons, scheme, span, day=today(now, zone), zone=zone)
    persons = propose(ranked_persons(of_persons), seats_of(scheme, span.length, Subject.PERSONS), out)
    departments = propose(ranked_departments(of_departments), seats_of(scheme, span.length, Subject.DEPARTMENTS), {})
    _take_in(session, proposal, basis, Subject.PERSONS, persons.winners)
    _take_in(session, proposal, basis, Subject.DEPARTMENTS, departments.winners)
    _leave_out(session, proposal, persons)
    for winner in session.scalars(select(PrizeWinner).where(PrizeWinner.proposal_id == proposal.id)).all():
        if is_hidden(session, winner.person_id):
            ask(session, winner, now)


def _take_in(
    session: Session, proposal: PrizeProposal, basis: _Basis, subject: Subject, winners: Sequence[Winning]
) -> None:
    seats = {one.tier: one for one in seats_of(basis.scheme, basis.span.length, subject)}
    rule = rule_of(basis.scheme, subject)
    for winning in winners:
        standing = standing_of(session, basis.boards[subject].id, subject, winning.id)
        assert standing is not None, "who is ranked has a row"
        add_standing(session, proposal, seats[winning.tier], standing, figure_of(standing, rule), origin="scheme")


def _leave_out(session: Session, proposal: PrizeProposal, proposed: Proposed) -> None:
    rows = [
        {
            "proposal_id": proposal.id,
            "person_id": one.id,
            "agency_id": proposal.agency_id,
            "why": one.why.value,
            "rank": one.rank,
        }
        for one in proposed.left_out
    ]
    if rows:
        session.execute(insert(table_of(PrizeExclusion)), rows)
