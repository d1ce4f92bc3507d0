"""Notices: what happened to me, written in the transaction that caused it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Notice(Base):
    """Something that a person should learn: a note arrived, a reply, a note given back."""

    __tablename__ = "notices"
    __table_args__ = (
        CheckConstraint("kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private')", name="kind"),
        Index("ix_notices_person_id", "person_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(12))
    note_id: Mapped[int | None] = mapped_column(ForeignKey("notes.id"))
    created_at: Mapped[Instant]
    read_at: Mapped[Instant | None]
