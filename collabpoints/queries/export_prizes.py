"""Prizes in a file: the confirmed winners of spans that lie within its months."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Select, case, cast, func, literal, select
from sqlalchemy.orm import Session, aliased

from collabpoints.domain.exports import Column
from collabpoints.domain.periods import Month as CalendarMonth
from collabpoints.domain.schemes import parse_scheme
from collabpoints.domain.spans import Span
from collabpoints.formats.spans import span_in
from collabpoints.models import Department, DepartmentPath, PrizeProposal, PrizeWinner, Scheme
from collabpoints.queries.export_frames import Frame
from collabpoints.queries.export_parties import End, is_below, parties
from collabpoints.queries.prize_winners import STANDING, in_order


def prize_lines(frame: Frame) -> CTE:
    """The winners of the file: `winner_id`."""
    path = aliased(DepartmentPath)
    within = [is_below(path, frame.wanted.department_id)] if frame.wanted.department_id is not None else []
    return (
        select(PrizeWinner.id.label("winner_id"))
        .join(PrizeProposal, PrizeProposal.id == PrizeWinner.proposal_id)
        .join(path, path.id == PrizeWinner.path_id)
        .where(
            PrizeProposal.agency_id == frame.agency_id,
            PrizeProposal.state == "confirmed",
            PrizeProposal.first_period >= str(frame.wanted.first),
            PrizeProposal.last_period <= str(frame.wanted.last),
            PrizeWinner.state.in_(STANDING),
            *within,
        )
        .cte("lines")
    )


def prize_rows(session: Session, frame: Frame, lines: CTE, columns: Sequence[Column]) -> Select[*tuple[Any, ...]]:
    """The statement of the file: span by span, tier by tier, as the list of winners has them."""
    winner = End(frame, "winner", parties(frame), PrizeWinner.person_id, PrizeWinner.path_id)
    named = winner.columns
    order: tuple[ColumnElement[Any], ...] = (PrizeProposal.last_period.expression, PrizeProposal.first_period.desc(), PrizeProposal.id.expression,
             *in_order())  # fmt: skip
    spans, divisions = _words(session, frame)
    found: dict[str, Any] = {
        "place": func.row_number().over(order_by=order),
        "span": spans,
        "tier": PrizeWinner.tier_en if frame.wanted.language == "en" else PrizeWinner.tier_ko,
        "division": divisions,
        "department_then": named["winner_department"],
        "number": named["winner_number"],
        "position": named["winner_position"],
        "name": case((PrizeWinner.person_id.is_(None), func.coalesce(Department.name, "")), else_=named["winner_name"]),
        "rank": PrizeWinner.rank,
        "figure": cast(PrizeWinner.figure, BigInteger),
        "certificate_number": PrizeWinner.certificate_number,
        "awarded_on": PrizeProposal.awarded_on,
    }
    statement = (
        select(*(found[one.key].label(one.key) for one in columns))
        .select_from(lines)
        .join(PrizeWinner, PrizeWinner.id == lines.c.winner_id)
        .join(PrizeProposal, PrizeProposal.id == PrizeWinner.proposal_id)
        .outerjoin(Department, Department.id == PrizeWinner.department_id)
        .order_by(*order)
    )
    made: Select[*tuple[Any, ...]] = winner.joined(statement)
    return made


def _words(session: Session, frame: Frame) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """How each proposal's span is called, and the divisions of its scheme."""
    rows = session.execute(
        select(PrizeProposal.id, PrizeProposal.span, PrizeProposal.last_period, Scheme.text)
        .join(Scheme, Scheme.id == PrizeProposal.scheme_id)
        .where(
            PrizeProposal.agency_id == frame.agency_id,
            PrizeProposal.state == "confirmed",
            PrizeProposal.first_period >= str(frame.wanted.first),
            PrizeProposal.last_period <= str(frame.wanted.last),
        )
        .order_by(PrizeProposal.id)
    ).all()
    language = frame.wanted.language
    spans = {row.id: span_in(Span.ending(row.span, CalendarMonth.parse(row.last_period)), language) for row in rows}
    divisions: list[tuple[ColumnElement[bool], str]] = [
        (
            (PrizeProposal.id == row.id) & (PrizeWinner.division == place),
            one.name_en if language == "en" else one.name_ko,
        )
        for row in rows
        for place, one in enumerate(parse_scheme(row.text).divisions, start=1)
    ]
    return (
        case(spans, value=PrizeProposal.id, else_="") if spans else literal(""),
        case(*divisions, else_="") if divisions else literal(""),
    )
