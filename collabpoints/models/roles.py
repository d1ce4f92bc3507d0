"""Roles and their history: a grant is a row; taking the role away ends the row and says by whom and why."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class RoleGrant(Base):
    """A role that a person holds, from when to when. A department head's row names the department."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(
            "role IN ('department_head', 'reviewer', 'officer', 'privacy_officer', 'administrator')", name="role"
        ),
        CheckConstraint("(role = 'department_head') = (department_id IS NOT NULL)", name="department"),
        CheckConstraint("revoked_at IS NULL OR revoked_at >= granted_at", name="dates"),
        Index("uq_role_grants_held", "person_id", "role", unique=True,
              sqlite_where=text("revoked_at IS NULL AND department_id IS NULL"),
              postgresql_where=text("revoked_at IS NULL AND department_id IS NULL")),
        Index("uq_role_grants_held_department", "person_id", "role", "department_id", unique=True,
              sqlite_where=text("revoked_at IS NULL AND department_id IS NOT NULL"),
              postgresql_where=text("revoked_at IS NULL AND department_id IS NOT NULL")),
        Index("ix_role_grants_agency_id", "agency_id", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    granted_at: Mapped[Instant]
    granted_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    granted_reason: Mapped[str] = mapped_column(String(200), default="")
    revoked_at: Mapped[Instant | None]
    revoked_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_reason: Mapped[str] = mapped_column(String(200), default="")
