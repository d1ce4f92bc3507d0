"""Exports (내려받기): files asked for, made behind the scenes, kept a while; and the record of every file taken out."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant

_WHAT = "what IN ('totals', 'departments', 'notes', 'special_grants', 'reclaims', 'prizes')"
_FORMATS = "file_format IN ('csv', 'csv_cp949', 'xlsx')"
_SCOPES = "scope IN ('agency', 'department', 'own')"


class Export(Base):
    """A file that somebody asked for: what, of which months, in which form, for what reason.

    `scope`: of the whole agency, of a department and what is below it (`department_id`), or of the asker himself. `span`
    is spelled as in domain/spans.py, "" where two months were named. `filters` is the canonical text of what the page
    filtered by. Afterwards, once `ready`: `rows`, `digest` (SHA-256 of the file), `through_entry_id` (the ledger as of that
    entry), `losses`, how many characters the encoding could not hold, and `companion`, the cover as text with those
    characters named. `done_rows` moves while it is made. The content lies in pieces until it expires; the row stays.
    `expires_at` null: kept (a submission). `fault` of a failed one: the code of a refusal, `disk_full`, or `unknown`.
    """

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint(_WHAT, name="what"),
        CheckConstraint(_FORMATS, name="file_format"),
        CheckConstraint(_SCOPES, name="scope"),
        CheckConstraint("scope <> 'department' OR department_id IS NOT NULL", name="department"),
        CheckConstraint("first_period <= last_period", name="span"),
        CheckConstraint("state IN ('asked', 'ready', 'failed', 'expired')", name="state"),
        CheckConstraint("state NOT IN ('ready', 'expired') OR (length(digest) = 64 AND rows IS NOT NULL"
                        " AND ready_at IS NOT NULL)", name="ready"),
        CheckConstraint("done_rows >= 0 AND (rows IS NULL OR rows >= 0) AND losses >= 0", name="rows"),
        Index("ix_exports_asked_by_person_id", "asked_by_person_id", "id"),
        Index("ix_exports_state", "agency_id", "state", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    asked_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(10))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    what: Mapped[str] = mapped_column(String(14))
    span: Mapped[str] = mapped_column(String(8), default="")
    first_period: Mapped[str] = mapped_column(String(7))
    last_period: Mapped[str] = mapped_column(String(7))
    file_format: Mapped[str] = mapped_column(String(9))
    filters: Mapped[str] = mapped_column(String(400), default="")
    language: Mapped[str] = mapped_column(String(2), default="ko")
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(7), default="asked")
    done_rows: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int | None]
    losses: Mapped[int] = mapped_column(default=0)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    through_entry_id: Mapped[int | None]
    companion: Mapped[str] = mapped_column(Text, default="")
    fault: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[Instant]
    ready_at: Mapped[Instant | None]
    expires_at: Mapped[Instant | None]


class ExportPiece(Base):
    """A piece of a file's content, in the database because the host that made it may not be the one that hands it out."""

    __tablename__ = "export_pieces"

    export_id: Mapped[int] = mapped_column(ForeignKey("exports.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[AgencyId]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DownloadRecord(Base):
    """A file left the house (내려받기 기록): who took which, of whose data, from where, why. Append-only and sealed.

    `export_id` null: a file made on the spot (certificates, a merge list, a tree's table); `what` names it then by its
    endpoint. Whose data: the whole agency's, a department's, or those that the access records of the same visit name.
    """

    __tablename__ = "download_records"
    __table_args__ = (
        CheckConstraint(_SCOPES, name="scope"),
        CheckConstraint("scope <> 'department' OR department_id IS NOT NULL", name="department"),
        Index("ix_download_records_recorded_at", "agency_id", "recorded_at", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    export_id: Mapped[int | None] = mapped_column(ForeignKey("exports.id"))
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    role: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(String(64))
    what: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(10))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    first_period: Mapped[str] = mapped_column(String(7), default="")
    last_period: Mapped[str] = mapped_column(String(7), default="")
    file_format: Mapped[str] = mapped_column(String(9), default="")
    rows: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(String(200))
    recorded_at: Mapped[Instant]
