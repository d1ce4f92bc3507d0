"""Departments (부서): the organisation tree, dated, in its official order (직제순)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, ordered_text


class Department(Base):
    """A bureau (실·국), a department (과) or a team (팀). `level`: 0 the agency itself, 1 bureau, 2 department, 3 team.

    `home_id` is the department that "same department" is judged by: itself, or for a team the department above it.
    `path_id` is its path in force now; what is written carries the path's id, so that the past keeps its path.
    """

    __tablename__ = "departments"
    __table_args__ = (
        UniqueConstraint("agency_id", "code"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="dates"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="parent"),
        Index("ix_departments_agency_id_official_order", "agency_id", "official_order"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    code: Mapped[str] = mapped_column(ordered_text(40))
    name: Mapped[str] = mapped_column(ordered_text(100))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    level: Mapped[int]
    official_order: Mapped[int]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    home_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    path_id: Mapped[int | None] = mapped_column(ForeignKey("department_paths.id"))


class DepartmentPath(Base):
    """A department with all that was above it at some time, frozen: `ids` "3/17", `names` "기획조정실 정책기획관".

    The agency at the top is left out of both; the last id is the department itself. `home_id` is the department that is
    ranked and that "same department" means by default: the last in the path that is no team; `bureau_id` the first in
    the path. Rows are never changed: a renaming or a move makes a new row.
    """

    __tablename__ = "department_paths"
    __table_args__ = (UniqueConstraint("agency_id", "ids", "names"),)

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    ids: Mapped[str] = mapped_column(String(200))
    names: Mapped[str] = mapped_column(ordered_text(400))
    home_id: Mapped[int]
    bureau_id: Mapped[int]
