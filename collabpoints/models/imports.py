"""Staff imports: HR's files as they came, between the dry run and the confirmation, and what each did."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class StaffImport(Base):
    """One file. `content` is kept until it is applied or expires; `digest` is its SHA-256."""

    __tablename__ = "staff_imports"
    __table_args__ = (CheckConstraint("state IN ('uploaded', 'applied', 'dropped')", name="state"),)

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    file_name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(10))
    uploaded_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    uploaded_at: Mapped[Instant]
    applied_at: Mapped[Instant | None]
    new_people: Mapped[int] = mapped_column(default=0)
    changed_people: Mapped[int] = mapped_column(default=0)
    left_people: Mapped[int] = mapped_column(default=0)
    returned_people: Mapped[int] = mapped_column(default=0)
