"""Reorganisations (조직개편): departments opened, closed, renamed, moved, merged, split on a date, planned ahead."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant, ordered_text


class Reorganisation(Base):
    """A plan of steps that take effect together at the beginning of `effective_on` (the agency's zone)."""

    __tablename__ = "reorganisations"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'planned', 'done', 'dropped')", name="state"),
        CheckConstraint("(state IN ('done', 'dropped')) = (settled_at IS NOT NULL)", name="settled"),
        Index("ix_reorganisations_state", "agency_id", "state", "effective_on", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    title: Mapped[str] = mapped_column(String(100))
    effective_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(7), default="draft")
    fault: Mapped[str] = mapped_column(String(200), default="")
    planned_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[Instant]
    settled_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[Instant | None]


class ReorganisationStep(Base):
    """One step, in order. `open`: `code` is opened as `name` under `parent_code`. `close`: `code` is closed. `rename`:
    `code` is called `name`. `move`: `code` hangs under `parent_code`. `merge`: the people of `code` go to `into_code` and
    `code` is closed. `split`: people of `code` named in the moves go to `into_code`; `code` stays unless it is closed too.
    `before_code`: stands in front of that department in the official order ("": last below its parent)."""

    __tablename__ = "reorganisation_steps"
    __table_args__ = (
        CheckConstraint("act IN ('open', 'close', 'rename', 'move', 'merge', 'split')", name="act"),
        CheckConstraint("act NOT IN ('open', 'rename') OR length(name) > 0", name="name"),
        CheckConstraint("(act IN ('merge', 'split')) = (length(into_code) > 0)", name="into"),
    )

    reorganisation_id: Mapped[int] = mapped_column(ForeignKey("reorganisations.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[AgencyId]
    act: Mapped[str] = mapped_column(String(6))
    code: Mapped[str] = mapped_column(ordered_text(40))
    name: Mapped[str] = mapped_column(ordered_text(100), default="")
    parent_code: Mapped[str] = mapped_column(ordered_text(40), default="")
    into_code: Mapped[str] = mapped_column(ordered_text(40), default="")
    before_code: Mapped[str] = mapped_column(ordered_text(40), default="")


class ReorganisationMove(Base):
    """A person who goes to the department `code` with the reorganisation, whatever its steps say of his department."""

    __tablename__ = "reorganisation_moves"

    reorganisation_id: Mapped[int] = mapped_column(ForeignKey("reorganisations.id"), primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employees.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    code: Mapped[str] = mapped_column(ordered_text(40))
