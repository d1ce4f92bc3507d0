"""Special points (특별협업포인트): proposed by a department head, approved by whom the scheme names, and their evidence."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class SpecialGrant(Base):
    """Special points for a person or, without one, for a department. `receiver_department_id` is where the person served
    when it was proposed. `scheme_id` is the scheme whose kinds and bounds judged it; approval writes the entry.

    The form's id makes one press one proposal, as it does for notes.
    """

    __tablename__ = "special_grants"
    __table_args__ = (
        UniqueConstraint("agency_id", "form_id"),
        CheckConstraint("length(form_id) = 36", name="form_id"),
        CheckConstraint("points BETWEEN 1 AND 1000 AND points = CAST(points AS INTEGER)", name="points"),
        CheckConstraint("length(trim(reason)) > 0", name="reason"),
        CheckConstraint("state IN ('proposed', 'approved', 'refused', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("receiver_person_id IS NULL OR receiver_person_id <> proposer_person_id", name="proposer"),
        CheckConstraint("state NOT IN ('approved', 'refused') OR (decided_by_person_id IS NOT NULL"
                        " AND decided_by_person_id <> proposer_person_id"
                        " AND (receiver_person_id IS NULL OR decided_by_person_id <> receiver_person_id))", name="decider"),
        Index("ix_special_grants_state", "agency_id", "state", "id"),
        Index("ix_special_grants_receiver_person_id", "receiver_person_id", "id"),
        Index("ix_special_grants_proposer_person_id", "proposer_person_id", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    form_id: Mapped[str] = mapped_column(String(36))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("schemes.id"))
    kind_code: Mapped[str] = mapped_column(String(40))
    proposer_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    proposer_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    receiver_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    receiver_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    receiver_path_id: Mapped[int | None] = mapped_column(ForeignKey("department_paths.id"))
    points: Mapped[int]
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_at: Mapped[Instant]
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    decided_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    decision_reason: Mapped[str] = mapped_column(String(500), default="")


class Evidence(Base):
    """A file that proves what special points are for. Kept in the database, so that every host and every backup has it;
    handed out as a download only."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        Index("ix_evidence_special_grant_id", "special_grant_id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    special_grant_id: Mapped[int] = mapped_column(ForeignKey("special_grants.id"))
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[Instant]
