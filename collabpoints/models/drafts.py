"""Drafts: what was typed and not yet sent, by form id, so that nothing typed is ever lost (promise 24)."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Instant


class Draft(Base):
    """What a person typed in one form. A text in which a registration number seems to stand is never kept."""

    __tablename__ = "drafts"
    __table_args__ = (Index("ix_drafts_person_id", "person_id", "saved_at"),)

    form_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    points: Mapped[str] = mapped_column(String(20), default="")
    help_kind_id: Mapped[int | None] = mapped_column(ForeignKey("help_kinds.id"))
    is_private: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[Instant]


class DraftRecipient(Base):
    """A colleague chosen in a draft, in the order of choosing."""

    __tablename__ = "draft_recipients"

    form_id: Mapped[str] = mapped_column(ForeignKey("drafts.form_id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    place: Mapped[int]
