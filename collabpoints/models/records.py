"""Access records (접속기록): who looked at whose data in a role. Triggers refuse UPDATE, and DELETE of
what is younger than the term that the law sets (promise 19)."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class AccessRecord(Base):
    """One look or act in a role at others' personal data: who, when, from where, what, whose, why."""

    __tablename__ = "access_records"
    __table_args__ = (
        Index("ix_access_records_recorded_at", "agency_id", "recorded_at", "id"),
        Index("ix_access_records_subject_person_id", "subject_person_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(60))
    subject_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    subject: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    recorded_at: Mapped[Instant]
