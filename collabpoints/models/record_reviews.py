"""Reviews of the access records (접속기록 점검), signed by the privacy officer. Append-only."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class RecordReview(Base):
    """Somebody looked at the records of the days from `first_day` up to and with `last_day` (KST) and signed: so many
    looks, downloads and unusual ones stood there then, and what he says of them."""

    __tablename__ = "record_reviews"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days"),
        CheckConstraint("looks >= 0 AND downloads >= 0 AND unusual >= 0", name="figures"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    first_day: Mapped[date]
    last_day: Mapped[date]
    looks: Mapped[int]
    downloads: Mapped[int]
    unusual: Mapped[int]
    remark: Mapped[str] = mapped_column(String(500), default="")
    reviewed_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reviewed_at: Mapped[Instant]
