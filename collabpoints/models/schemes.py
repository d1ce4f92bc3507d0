"""Schemes (운영 기준): the dated rule books of an agency."""

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Scheme(Base):
    """A rule book as one TOML text; it holds from `starts_in` (YYYY-MM) until the next one starts. Never edited."""

    __tablename__ = "schemes"
    __table_args__ = (
        UniqueConstraint("agency_id", "starts_in"),
        CheckConstraint("length(starts_in) = 7", name="starts_in"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    starts_in: Mapped[str] = mapped_column(String(7))
    created_at: Mapped[Instant]
