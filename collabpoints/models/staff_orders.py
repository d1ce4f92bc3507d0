"""Staff orders (인사 발령): what happens to one person's service on a date, planned ahead or done at once."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_ACTS = (
    "act IN ('transfer', 'second', 'end_secondment', 'concurrent', 'end_concurrent', 'leave', 'return', 'part', 'rehire',"
    " 'merge')"
)


class StaffOrder(Base):
    """An order takes effect at the beginning of `effective_on` (the agency's zone). `planned`: a job carries it out when the
    day comes; `done`: it stands in appointments and employees; `dropped`: somebody withdrew it before its day.

    `department_id`, `rank`, `position`, `duty` are those of the new post where the act gives one ("" keeps what was);
    `until_on` is the planned first day without it (leave, secondment, concurrent post), for information.
    `number`: a re-hired person's new employee number. `other_person_id`: the record that a merge joins to this person.
    `document` names the order (발령 문서번호). `fault`: why the job could not carry it out.
    """

    __tablename__ = "staff_orders"
    __table_args__ = (
        CheckConstraint(_ACTS, name="act"),
        CheckConstraint("state IN ('planned', 'done', 'dropped')", name="state"),
        CheckConstraint("(state = 'planned') = (settled_at IS NULL)", name="settled"),
        CheckConstraint("(act = 'merge') = (other_person_id IS NOT NULL)", name="merge"),
        CheckConstraint("other_person_id IS NULL OR other_person_id <> person_id", name="persons"),
        CheckConstraint("until_on IS NULL OR until_on > effective_on", name="dates"),
        Index("ix_staff_orders_person_id", "person_id", "effective_on", "id"),
        Index("ix_staff_orders_state", "agency_id", "state", "effective_on", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    act: Mapped[str] = mapped_column(String(14))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    rank: Mapped[str] = mapped_column(String(40), default="")
    position: Mapped[str] = mapped_column(String(40), default="")
    duty: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str] = mapped_column(String(20), default="")
    effective_on: Mapped[date]
    until_on: Mapped[date | None]
    document: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(7), default="planned")
    fault: Mapped[str] = mapped_column(String(200), default="")
    planned_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[Instant]
    settled_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[Instant | None]
