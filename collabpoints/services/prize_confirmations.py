"""Prizes are confirmed by name: the day, who gives them, the wording of the certificates, and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from collabpoints.db import database_now, unit_of_work
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.periods import Month, today
from collabpoints.domain.prizes import certificate_numbers, seats_of, too_many
from collabpoints.domain.ranking import Subject
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.scheme_words import Certificate
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.domain.texts import cleaned, judge_text
from collabpoints.models import Agency, PrizeProposal, PrizeWinner, Scheme
from collabpoints.queries.prize_winners import STANDING, in_order
from collabpoints.queries.special_deciders import heads_of
from collabpoints.services.notices import tell
from collabpoints.services.prize_proposals import held_proposal, note_change
from collabpoints.services.prize_standings import is_hidden
from collabpoints.services.prize_winners import Change, subject_of

LONGEST_NAME = 60
LONGEST_WORDING = 500
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class PrizeWords:
    """What the certificates say: the day, which kind, who gives it, the wording. `awarded_on` None: no day could be read."""

    awarded_on: date | None
    certificate: Certificate
    giver_title: str
    giver_name: str
    wording: str


def word_certificates(change: Change, words: PrizeWords) -> None:
    """The open proposal keeps these words, so that they can be looked at. Raises Refused for what they must not be, and as
    every change of a proposal does; it asks for no reason."""
    words = _cleaned(words)
    with unit_of_work() as session:
        proposal = held_proposal(session, change.proposal_id, change.agency_id, change.revision)
        now = database_now(session)
        if found := _judge_words(session, proposal, words, now):
            raise Refused(found)
        _keep(proposal, words)
        proposal.revision += 1


def confirm(change: Change, words: PrizeWords) -> None:
    """The prizes stand, by the officer's name: certificates are numbered on within the year, winners and the heads of
    winning departments are told. Never changed afterwards.

    Raises as every change of a proposal does, and Refused: nobody wins; somebody who opted out was not asked or has not
    answered; a tier has more winners than prizes and no reason says why; the officer is a winner himself; the words.
    """
    words = _cleaned(words)
    reason = cleaned(change.reason)
    with unit_of_work() as session:
        proposal = held_proposal(session, change.proposal_id, change.agency_id, change.revision)
        now = database_now(session)
        rows = session.scalars(
            select(PrizeWinner).where(PrizeWinner.proposal_id == proposal.id).order_by(*in_order())
        ).all()
        winners = [winner for winner in rows if winner.state in STANDING]
        found = [
            *_judge_words(session, proposal, words, now),
            *_judge_winners(session, rows, change.person_id),
            *_judge_tiers(session, proposal, winners, reason),
        ]
        if found:
            raise Refused(found)
        _keep(proposal, words)
        proposal.state, proposal.confirmed_at = "confirmed", now
        proposal.confirmed_by_person_id = change.person_id
        if words.certificate is not Certificate.NONE:
            _number(session, proposal, winners)
        note_change(session, proposal, "confirm", change.person_id, now, reason=reason)
        session.flush()
        for winner in winners:
            to = [winner.person_id] if winner.person_id else heads_of(winner.agency_id, winner.department_id or 0)
            tell(session, winner.agency_id, to, NoticeKind.PRIZE_WON, at=now, prize_winner_id=winner.id)


def _judge_words(session: Session, proposal: PrizeProposal, words: PrizeWords, now: datetime) -> tuple[Refusal, ...]:
    day = today(now, ZoneInfo(session.get_one(Agency, proposal.agency_id).zone))
    ends = Month.parse(proposal.last_period).shifted(1).first_day
    found: list[Refusal] = []
    if words.awarded_on is None or not ends <= words.awarded_on <= day + _YEAR:
        found.append(Refusal.of(Code.PRIZE_DAY_INVALID, "awarded_on", first=ends.isoformat()))
    for text, field, longest in (
        (words.giver_title, "giver_title", LONGEST_NAME),
        (words.giver_name, "giver_name", LONGEST_NAME),
        (words.wording, "wording", LONGEST_WORDING),
    ):
        if text:
            found += judge_text(text, minimum=1, maximum=longest, field=field)
    if words.certificate is not Certificate.NONE:
        if not words.giver_title:
            found.append(Refusal.of(Code.PRIZE_WORDS_MISSING, "giver_title"))
        if not words.wording:
            found.append(Refusal.of(Code.PRIZE_WORDS_MISSING, "wording"))
    return tuple(found)


def _judge_winners(session: Session, rows: Sequence[PrizeWinner], person_id: int) -> tuple[Refusal, ...]:
    unasked = [one for one in rows if one.state == "proposed" and is_hidden(session, one.person_id)]
    silent = [one for one in rows if one.state == "asked"]
    standing = [one for one in rows if one.state in STANDING]
    found = []
    if not standing:
        found.append(Refusal.of(Code.PRIZE_EMPTY))
    if unasked:
        found.append(Refusal.of(Code.PRIZE_UNASKED, people=len(unasked)))
    if silent:
        found.append(Refusal.of(Code.PRIZE_UNANSWERED, people=len(silent)))
    if any(one.person_id == person_id for one in standing):
        found.append(Refusal.of(Code.PRIZE_ONESELF))
    return tuple(found)


def _judge_tiers(
    session: Session, proposal: PrizeProposal, winners: Sequence[PrizeWinner], reason: str
) -> tuple[Refusal, ...]:
    """More winners than prizes in a tier want a reason; one that is given has to be fit."""
    scheme = parse_scheme(session.get_one(Scheme, proposal.scheme_id).text)
    length = Span.ending(proposal.span, Month.parse(proposal.last_period)).length
    full = [
        seats
        for subject in Subject
        for seats in too_many(
            seats_of(scheme, length, subject),
            [(winner.tier, winner.division) for winner in winners if subject_of(winner) is subject],
        )
    ]
    if full and not reason:
        names = ", ".join(dict.fromkeys(seats.name_ko for seats in full))
        return (Refusal.of(Code.PRIZE_TOO_MANY, "reason", tiers=names),)
    return judge_reason(reason, is_required=False)


def _cleaned(words: PrizeWords) -> PrizeWords:
    return replace(
        words,
        giver_title=_in_one_line(words.giver_title),
        giver_name=_in_one_line(words.giver_name),
        wording=cleaned(words.wording),
    )


def _in_one_line(words: str) -> str:
    return " ".join(cleaned(words).split())


def _keep(proposal: PrizeProposal, words: PrizeWords) -> None:
    proposal.awarded_on, proposal.certificate = words.awarded_on, words.certificate.value
    proposal.giver_title, proposal.giver_name = words.giver_title, words.giver_name
    proposal.wording = words.wording


def _number(session: Session, proposal: PrizeProposal, winners: Sequence[PrizeWinner]) -> None:
    """Two who confirm at once are numbered one after the other: they meet at the agency's row. Its key stays free, so that
    nothing that merely names the agency waits."""
    assert proposal.awarded_on is not None
    session.execute(select(Agency.id).where(Agency.id == proposal.agency_id).with_for_update(key_share=True))
    given = session.scalars(
        select(PrizeWinner.certificate_number).where(
            PrizeWinner.agency_id == proposal.agency_id,
            PrizeWinner.certificate_number.startswith(f"{proposal.awarded_on.year}-"),
        )
    ).all()
    numbers = certificate_numbers(proposal.awarded_on.year, given, len(winners))
    for winner, number in zip(winners, numbers, strict=True):
        winner.certificate_number = number
