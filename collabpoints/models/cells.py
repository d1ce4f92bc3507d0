"""Cells: who took part in a department in a month, and what of the boards may be shown without telling on a few people."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base


class MonthParticipant(Base):
    """Somebody who gave or got points in a month while serving in a department that is ranked; written with the month's
    boards, of the same entries. Never shown: only small cells ask for it (docs/adr/0018)."""

    __tablename__ = "month_participants"
    __table_args__ = (Index("ix_month_participants_person_id", "person_id", "month_id"),)

    month_id: Mapped[int] = mapped_column(ForeignKey("months.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[AgencyId]


class ShownCell(Base):
    """A department whose figures the board of departments may show. Without such a row they are not shown."""

    __tablename__ = "shown_cells"

    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    agency_id: Mapped[AgencyId]


class ShownTotal(Base):
    """A month's board of departments (`board_id`) beside which the agency's total of the month may be shown."""

    __tablename__ = "shown_totals"

    board_id: Mapped[int] = mapped_column(ForeignKey("boards.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
