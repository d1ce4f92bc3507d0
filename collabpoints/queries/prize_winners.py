"""Winners of prizes: as everybody reads the confirmed ones, and as somebody who was asked reads his own.

Names and positions are today's, departments those of the frozen board. Of those who opted out of rankings everybody sees
the ones who agreed to this prize; the place of the others stays empty.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from collabpoints.db import reading
from collabpoints.domain.errors import NotFound
from collabpoints.domain.notices import NoticeKind
from collabpoints.domain.ranking import Subject
from collabpoints.models import DepartmentPath, Notice, Person, PrizeProposal, PrizeWinner
from collabpoints.queries.positions import latest_position
from collabpoints.queries.prize_heads import ProposalHead, heads

STANDING = ("proposed", "agreed")
"""The states of a winner who stands when the prizes are confirmed."""

_PAGE = 12


@dataclass(frozen=True, slots=True)
class Winner:
    """A person, or a department (`person_id` None; then `name` is its path and `position` empty). `figure` is by what the
    board ranks, in ten-thousandths. `state` as in models/prizes.py; `is_hidden`: opted out of rankings and has not agreed
    to this prize."""

    id: int
    proposal_id: int
    tier: int
    tier_ko: str
    tier_en: str
    division: int
    person_id: int | None
    department_id: int | None
    name: str
    position: str
    department: str
    rank: int | None
    figure: int
    origin: str
    state: str
    certificate_number: str
    is_hidden: bool

    @property
    def subject(self) -> Subject:
        return Subject.DEPARTMENTS if self.person_id is None else Subject.PERSONS


@dataclass(frozen=True, slots=True)
class PrizesOf:
    """Confirmed prizes of a span as everybody reads them. `has_gap`: the place of somebody is left empty."""

    head: ProposalHead
    winners: tuple[Winner, ...]
    has_gap: bool


@dataclass(frozen=True, slots=True)
class PastPrizes:
    """A page of confirmed prizes, the newest first. `older`: what to hand in as `before` for the next page."""

    rows: tuple[PrizesOf, ...]
    older: int | None


def in_order() -> tuple[ColumnElement[Any], ...]:
    """Winners tier by tier, persons before departments, as the board ranks them: the order of lists and of numbers."""
    return (
        PrizeWinner.tier.expression,
        PrizeWinner.person_id.is_(None),
        PrizeWinner.division.expression,
        PrizeWinner.rank.is_(None),
        PrizeWinner.rank.expression,
        PrizeWinner.id.expression,
    )


def winners(*wanted: ColumnElement[bool]) -> tuple[Winner, ...]:
    """The winners of this WHERE, proposal by proposal in their order, in whatever state."""
    statement = (
        select(
            PrizeWinner,
            Person.name,
            Person.is_opted_out,
            DepartmentPath.names,
            latest_position(PrizeWinner.person_id).label("position"),
        )
        .join(DepartmentPath, DepartmentPath.id == PrizeWinner.path_id)
        .outerjoin(Person, Person.id == PrizeWinner.person_id)
        .where(*wanted)
        .order_by(PrizeWinner.proposal_id, *in_order())
    )
    with reading() as session:
        return tuple(_winner(row) for row in session.execute(statement))


def asked(winner_id: int, *, person_id: int) -> tuple[ProposalHead, Winner]:
    """The prize about which this person was asked. Raises NotFound for anybody else."""
    was_asked = select(Notice.id).where(
        Notice.prize_winner_id == PrizeWinner.id,
        Notice.person_id == person_id,
        Notice.kind == NoticeKind.PRIZE_ASKED.value,
    )
    found = winners(PrizeWinner.id == winner_id, PrizeWinner.person_id == person_id, was_asked.exists())
    if not found:
        raise NotFound(f"prize winner {winner_id}")
    return heads(PrizeProposal.id == found[0].proposal_id)[0], found[0]


def past(agency_id: int, *, before: int | None = None, limit: int = _PAGE) -> PastPrizes:
    """Confirmed prizes as everybody may read them, those opened last first."""
    wanted = [PrizeProposal.agency_id == agency_id, PrizeProposal.state == "confirmed"]
    if before is not None:
        wanted.append(PrizeProposal.id < before)
    with reading() as session:
        ids = session.scalars(
            select(PrizeProposal.id).where(*wanted).order_by(PrizeProposal.id.desc()).limit(limit + 1)
        ).all()
    shown = {head.id: head for head in heads(PrizeProposal.id.in_(ids[:limit]))}
    won = winners(PrizeWinner.proposal_id.in_(ids[:limit]), PrizeWinner.state.in_(STANDING))
    prizes = tuple(
        PrizesOf(
            shown[id_],
            tuple(one for one in won if one.proposal_id == id_ and not one.is_hidden),
            any(one.proposal_id == id_ and one.is_hidden for one in won),
        )
        for id_ in ids[:limit]
    )
    return PastPrizes(prizes, ids[limit - 1] if len(ids) > limit else None)


def _winner(row: Any) -> Winner:
    one: PrizeWinner = row.PrizeWinner
    return Winner(
        id=one.id,
        proposal_id=one.proposal_id,
        tier=one.tier,
        tier_ko=one.tier_ko,
        tier_en=one.tier_en,
        division=one.division,
        person_id=one.person_id,
        department_id=one.department_id,
        name=row.name or row.names,
        position=row.position or "",
        department=row.names if one.person_id is not None else "",
        rank=one.rank,
        figure=one.figure,
        origin=one.origin,
        state=one.state,
        certificate_number=one.certificate_number,
        is_hidden=bool(row.is_opted_out) and one.state != "agreed",
    )
