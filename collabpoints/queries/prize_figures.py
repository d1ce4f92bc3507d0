"""What a span's confirmed boards say in three numbers, for the slide of the staff meeting."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from collabpoints.db import reading
from collabpoints.domain import periods
from collabpoints.domain.ranking import Subject
from collabpoints.domain.spans import Span
from collabpoints.models import Board, DepartmentStanding, Month, PersonStanding
from collabpoints.queries.board_cells import months_with_total


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """Notes with points (None where that total would betray a small cell), how many people received any, how many
    departments received any."""

    notes: int | None
    thanked: int
    departments: int


def span_figures(agency_id: int, span: Span) -> SpanFigures:
    """The figures as the boards of the span stand; zeros where it has none."""

    def of(subject: Subject) -> ColumnElement[bool]:
        return and_(
            Board.agency_id == agency_id,
            Board.span == str(span),
            Board.last_period == str(span.last),
            Board.subject == subject.value,
        )

    with reading() as session:
        notes, thanked = session.execute(
            select(func.coalesce(func.sum(PersonStanding.received_notes), 0), func.count())
            .join(Board, Board.id == PersonStanding.board_id)
            .where(of(Subject.PERSONS), PersonStanding.received_notes > 0)
        ).one()
        departments = session.execute(
            select(func.count())
            .select_from(DepartmentStanding)
            .join(Board, Board.id == DepartmentStanding.board_id)
            .where(of(Subject.DEPARTMENTS), DepartmentStanding.received_notes > 0)
        ).scalar_one()
    return SpanFigures(int(notes) if _may_be_told(agency_id, span) else None, thanked, departments)


def _may_be_told(agency_id: int, span: Span) -> bool:
    """Whether the total of every month of the span may be told (docs/adr/0018)."""
    with reading() as session:
        begun = session.scalars(
            select(Month.period).where(
                Month.agency_id == agency_id, Month.period.between(str(span.first), str(span.last))
            )
        ).all()
    return {periods.Month.parse(period) for period in begun} <= months_with_total(agency_id)
