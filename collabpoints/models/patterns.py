"""Suspicious patterns: what was found, the records behind it, and what the officer decided. The machine never punishes."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class PatternFinding(Base):
    """One pattern in the months from `first_period` to `last_period`. `key` is the digest of its kind and its people (or
    text): the same pattern found again is the same row, with its newest figures. `notes` are those behind it, `expected` how
    many hundredths of notes chance and the work itself would have made, `measure` a number that the kind explains."""

    __tablename__ = "pattern_findings"
    __table_args__ = (
        UniqueConstraint("agency_id", "key"),
        CheckConstraint(
            "kind IN ('exchange', 'ring', 'last_day', 'same_text', 'one_giver', 'superior', 'programme')", name="kind"
        ),
        CheckConstraint("length(key) = 64", name="key"),
        CheckConstraint("first_period <= last_period", name="span"),
        CheckConstraint("notes >= 0 AND expected >= 0 AND measure >= 0", name="figures"),
        Index("ix_pattern_findings_last_period", "agency_id", "last_period", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(64))
    first_period: Mapped[str] = mapped_column(String(7))
    last_period: Mapped[str] = mapped_column(String(7))
    notes: Mapped[int]
    expected: Mapped[int] = mapped_column(default=0)
    measure: Mapped[int] = mapped_column(default=0)
    found_at: Mapped[Instant]
    seen_at: Mapped[Instant]


class PatternPerson(Base):
    """Somebody in a pattern; `place` counts around the ring, or giver before receiver."""

    __tablename__ = "pattern_people"
    __table_args__ = (Index("ix_pattern_people_person_id", "person_id"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey("pattern_findings.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))


class PatternNote(Base):
    """A note behind a pattern."""

    __tablename__ = "pattern_notes"

    finding_id: Mapped[int] = mapped_column(ForeignKey("pattern_findings.id"), primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("notes.id"), primary_key=True)
    agency_id: Mapped[AgencyId]


class PatternDecision(Base):
    """What the officer decided of a finding: explained, or sent to review. Append-only; the newest one holds."""

    __tablename__ = "pattern_decisions"
    __table_args__ = (
        CheckConstraint("decision IN ('explained', 'review')", name="decision"),
        Index("ix_pattern_decisions_finding_id", "finding_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    finding_id: Mapped[int] = mapped_column(ForeignKey("pattern_findings.id"))
    decision: Mapped[str] = mapped_column(String(9))
    reason: Mapped[str] = mapped_column(String(500))
    decided_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant]
