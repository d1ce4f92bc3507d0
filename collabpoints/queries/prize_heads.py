"""Proposals of prizes without their winners: which span, in which state, by whom, what the certificates say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from collabpoints.db import reading
from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Certificate
from collabpoints.domain.schemes import Scheme as RuleBook
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.models import Person, PrizeProposal, Scheme
from collabpoints.queries.positions import latest_position


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody who acted, with the latest position."""

    name: str
    position: str


@dataclass(frozen=True, slots=True)
class ProposalHead:
    """A proposal without its winners. `state`: open, confirmed or dropped. The words are those of the certificates."""

    id: int
    agency_id: int
    span: Span
    state: str
    revision: int
    scheme: RuleBook
    opened_by: Official
    opened_at: datetime
    confirmed_by: Official | None
    confirmed_at: datetime | None
    awarded_on: date | None
    certificate: Certificate
    giver_title: str
    giver_name: str
    wording: str


def heads(*wanted: ColumnElement[bool], limit: int | None = None) -> tuple[ProposalHead, ...]:
    """The proposals of this WHERE, the newest span first; of one span the one that was opened last."""
    with reading() as session:
        rows = session.execute(
            _heads()
            .where(*wanted)
            .order_by(PrizeProposal.last_period.desc(), PrizeProposal.first_period.desc(), PrizeProposal.id.desc())
            .limit(limit)
        ).all()
    return tuple(_head(row) for row in rows)


_Opener, _Confirmer = aliased(Person), aliased(Person)


def _heads() -> Select[*tuple[Any, ...]]:
    return (
        select(
            PrizeProposal,
            Scheme.text.label("scheme"),
            _Opener.name.label("opener_name"),
            latest_position(_Opener.id).label("opener_position"),
            _Confirmer.name.label("confirmer_name"),
            latest_position(_Confirmer.id).label("confirmer_position"),
        )
        .join(Scheme, Scheme.id == PrizeProposal.scheme_id)
        .join(_Opener, _Opener.id == PrizeProposal.opened_by_person_id)
        .outerjoin(_Confirmer, _Confirmer.id == PrizeProposal.confirmed_by_person_id)
    )


def _head(row: Any) -> ProposalHead:
    one: PrizeProposal = row.PrizeProposal
    return ProposalHead(
        id=one.id,
        agency_id=one.agency_id,
        span=Span.ending(one.span, Month.parse(one.last_period)),
        state=one.state,
        revision=one.revision,
        scheme=parse_scheme(row.scheme),
        opened_by=Official(row.opener_name, row.opener_position or ""),
        opened_at=one.opened_at,
        confirmed_by=Official(row.confirmer_name, row.confirmer_position or "") if row.confirmer_name else None,
        confirmed_at=one.confirmed_at,
        awarded_on=one.awarded_on,
        certificate=Certificate(one.certificate),
        giver_title=one.giver_title,
        giver_name=one.giver_name,
        wording=one.wording,
    )
