"""exports, submissions, records of downloads and their reviews, redaction; records have a term; a session knows when its
password was given last

Revision: 0008, after 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "exports",
    "export_pieces",
    "download_records",
    "submissions",
    "submission_lines",
    "record_reviews",
    "purged_segments",
    "redactions",
)
_FOREVER = ("submissions", "submission_lines", "record_reviews", "purged_segments", "redactions")
_SHORTEST_TERM_DAYS = 366
_BEFORE = (
    "kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private', 'opened', 'reclaimed', 'appealed',"
    " 'appeal_decided', 'report_decided', 'special_granted', 'special_decided', 'prize_asked', 'prize_won',"
    " 'note_prize_asked', 'note_prize_won')"
)
_AFTER = _BEFORE.removesuffix(")") + ", 'export_ready')"


def upgrade() -> None:
    _new_tables()
    for table in _FOREVER:
        _guard(table)
    _unguard("access_records", ("delete",))
    _guard("access_records", _is_within_term(), ("DELETE",))
    _guard("download_records", events=("UPDATE",))
    _guard("download_records", _is_within_term(), ("DELETE",))
    op.create_index("ix_access_records_subject_person_id", "access_records", ["subject_person_id", "id"], unique=False)
    op.add_column(
        "account_sessions", sa.Column("confirmed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True)
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE notices ADD COLUMN export_id INTEGER CONSTRAINT fk_notices_export_id REFERENCES exports (id)"
        )
        _edit("notices", [(_BEFORE, _AFTER)])
        return
    op.add_column("notices", sa.Column("export_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_notices_export_id", "notices", "exports", ["export_id"], ["id"])
    _constrain(_AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE kind = 'export_ready'")
    if op.get_bind().dialect.name == "sqlite":
        _edit("notices", [(_AFTER, _BEFORE)])
        op.execute("ALTER TABLE notices DROP COLUMN export_id")
    else:
        _constrain(_BEFORE)
        op.drop_column("notices", "export_id")
    op.drop_index("ix_access_records_subject_person_id", "access_records")
    op.drop_column("account_sessions", "confirmed_at")
    _unguard("access_records", ("delete",))
    _guard("access_records", events=("DELETE",))
    for table in (*_FOREVER, "download_records"):
        _unguard(table)
    for table in reversed(_TABLES):
        op.drop_table(table)


def _is_within_term() -> str:
    """Of a record that the law wants kept still (a year at least): nobody deletes it, whatever the settings say."""
    if op.get_bind().dialect.name == "sqlite":
        return f"OLD.recorded_at > datetime('now', '-{_SHORTEST_TERM_DAYS} days')"
    return f"OLD.recorded_at > now() - interval '{_SHORTEST_TERM_DAYS} days'"


def _constrain(kinds: str) -> None:
    op.drop_constraint("ck_notices_kind", "notices")
    op.create_check_constraint(op.f("ck_notices_kind"), "notices", kinds)


def _edit(table: str, edits: Sequence[tuple[str, str]]) -> None:
    """Make the SQLite table again with its text edited; rows, indexes and triggers stay."""
    bind = op.get_bind()
    parts = bind.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL"), {"table": table}
    ).all()
    text = next(sql for kind, sql in parts if kind == "table")
    for before, after in edits:
        if text.count(before) != 1:
            raise RuntimeError(f"{table} is not the table that this migration knows: {before!r} is not in it once")
        text = text.replace(before, after)
    columns = ", ".join(f'"{column["name"]}"' for column in sa.inspect(bind).get_columns(table))
    made = text.replace(f"CREATE TABLE {table} ", f"CREATE TABLE _{table} ", 1).replace(
        f'CREATE TABLE "{table}" ', f"CREATE TABLE _{table} ", 1
    )
    op.execute(sa.text(made.replace(":", "\\:")))
    op.execute(f"INSERT INTO _{table} ({columns}) SELECT {columns} FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE _{table} RENAME TO {table}")
    for kind, sql in parts:
        if kind != "table":
            op.execute(sa.text(sql.replace(":", "\\:")))


def _guard(table: str, is_final: str = "", events: Sequence[str] = ("UPDATE", "DELETE")) -> None:
    """No row may be changed or deleted; or, with a condition on OLD, none of which it is true."""
    when = f"WHEN ({is_final}) " if is_final else ""
    for event in events:
        name = f"tr_{table}_no_{event.lower()}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}"
                f"BEGIN SELECT RAISE(ABORT, '{name}: this row may not be changed'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{name}: this row may not be changed' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()")


def _unguard(table: str, events: Sequence[str] = ("update", "delete")) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event in events:
        name = f"tr_{table}_no_{event}"
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _new_tables() -> None:
    op.create_table(
        "exports",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("asked_by_person_id", _ID, nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("department_id", _ID, nullable=True),
        sa.Column("what", sa.String(length=14), nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("file_format", sa.String(length=9), nullable=False),
        sa.Column("filters", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("done_rows", _ID, nullable=False),
        sa.Column("rows", _ID, nullable=True),
        sa.Column("losses", _ID, nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("through_entry_id", _ID, nullable=True),
        sa.Column("companion", sa.Text(), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("asked_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ready_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("file_format IN ('csv', 'csv_cp949', 'xlsx')", name=op.f("ck_exports_file_format")),
        sa.CheckConstraint("scope <> 'department' OR department_id IS NOT NULL", name=op.f("ck_exports_department")),
        sa.CheckConstraint("scope IN ('agency', 'department', 'own')", name=op.f("ck_exports_scope")),
        sa.CheckConstraint("state IN ('asked', 'ready', 'failed', 'expired')", name=op.f("ck_exports_state")),
        sa.CheckConstraint(
            "state NOT IN ('ready', 'expired') OR (length(digest) = 64 AND rows IS NOT NULL AND ready_at IS NOT NULL)",
            name=op.f("ck_exports_ready"),
        ),
        sa.CheckConstraint(
            "what IN ('totals', 'departments', 'notes', 'special_grants', 'reclaims', 'prizes')",
            name=op.f("ck_exports_what"),
        ),
        sa.CheckConstraint(
            "done_rows >= 0 AND (rows IS NULL OR rows >= 0) AND losses >= 0", name=op.f("ck_exports_rows")
        ),
        sa.CheckConstraint("first_period <= last_period", name=op.f("ck_exports_span")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_exports_agency_id")),
        sa.ForeignKeyConstraint(["asked_by_person_id"], ["people.id"], name=op.f("fk_exports_asked_by_person_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_exports_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index("ix_exports_asked_by_person_id", "exports", ["asked_by_person_id", "id"], unique=False)
    op.create_index("ix_exports_state", "exports", ["agency_id", "state", "id"], unique=False)

    op.create_table(
        "export_pieces",
        sa.Column("export_id", _ID, nullable=False),
        sa.Column("place", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_export_pieces_agency_id")),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_export_pieces_export_id")),
        sa.PrimaryKeyConstraint("export_id", "place", name=op.f("pk_export_pieces")),
    )

    op.create_table(
        "download_records",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("export_id", _ID, nullable=True),
        sa.Column("actor_person_id", _ID, nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=10), nullable=False),
        sa.Column("department_id", _ID, nullable=True),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("file_format", sa.String(length=9), nullable=False),
        sa.Column("rows", _ID, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "scope <> 'department' OR department_id IS NOT NULL", name=op.f("ck_download_records_department")
        ),
        sa.CheckConstraint("scope IN ('agency', 'department', 'own')", name=op.f("ck_download_records_scope")),
        sa.ForeignKeyConstraint(["actor_person_id"], ["people.id"], name=op.f("fk_download_records_actor_person_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_download_records_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_download_records_department_id")),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_download_records_export_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download_records")),
    )
    op.create_index(
        "ix_download_records_recorded_at", "download_records", ["agency_id", "recorded_at", "id"], unique=False
    )

    op.create_table(
        "submissions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("year", _ID, nullable=False),
        sa.Column("number", _ID, nullable=False),
        sa.Column("export_id", _ID, nullable=False),
        sa.Column("subject", sa.String(length=11), nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("filters", sa.String(length=400), nullable=False),
        sa.Column("is_everyone", sa.Boolean(), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("is_beyond", sa.Boolean(), nullable=False),
        sa.Column("scheme_id", _ID, nullable=False),
        sa.Column("through_entry_id", _ID, nullable=False),
        sa.Column("rows", _ID, nullable=False),
        sa.Column("received_points", _ID, nullable=False),
        sa.Column("received_notes", _ID, nullable=False),
        sa.Column("sent_points", _ID, nullable=False),
        sa.Column("sent_notes", _ID, nullable=False),
        sa.Column("special_points", _ID, nullable=False),
        sa.Column("made_by_person_id", _ID, nullable=False),
        sa.Column("made_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("subject IN ('persons', 'departments')", name=op.f("ck_submissions_subject")),
        sa.CheckConstraint("first_period <= last_period AND rows >= 0", name=op.f("ck_submissions_span")),
        sa.CheckConstraint(
            "received_points >= 0 AND received_notes >= 0 AND sent_points >= 0 AND sent_notes >= 0 AND special_points >= 0",
            name=op.f("ck_submissions_sums"),
        ),
        sa.CheckConstraint("year >= 2000 AND number >= 1", name=op.f("ck_submissions_number")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_submissions_agency_id")),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_submissions_export_id")),
        sa.ForeignKeyConstraint(["made_by_person_id"], ["people.id"], name=op.f("fk_submissions_made_by_person_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_submissions_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("agency_id", "year", "number", name=op.f("uq_submissions_agency_id_year_number")),
        sa.UniqueConstraint("export_id", name=op.f("uq_submissions_export_id")),
    )

    op.create_table(
        "submission_lines",
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("place", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("department_id", _ID, nullable=True),
        sa.Column("path_id", _ID, nullable=True),
        sa.Column("rank", _ID, nullable=True),
        sa.Column("received_points", _ID, nullable=False),
        sa.Column("received_notes", _ID, nullable=False),
        sa.Column("sent_points", _ID, nullable=False),
        sa.Column("sent_notes", _ID, nullable=False),
        sa.Column("special_points", _ID, nullable=False),
        sa.Column("score", _ID, nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name=op.f("ck_submission_lines_subject")),
        sa.CheckConstraint(
            "received_points >= 0 AND received_notes >= 0 AND sent_points >= 0 AND sent_notes >= 0 AND special_points >= 0 AND score >= 0",
            name=op.f("ck_submission_lines_sums"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_submission_lines_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_submission_lines_department_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_submission_lines_path_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_submission_lines_person_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name=op.f("fk_submission_lines_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", "place", name=op.f("pk_submission_lines")),
    )
    # ### end Alembic commands ###
    op.create_index("ix_submission_lines_person_id", "submission_lines", ["person_id"], unique=False)

    op.create_table(
        "record_reviews",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("looks", _ID, nullable=False),
        sa.Column("downloads", _ID, nullable=False),
        sa.Column("unusual", _ID, nullable=False),
        sa.Column("remark", sa.String(length=500), nullable=False),
        sa.Column("reviewed_by_person_id", _ID, nullable=False),
        sa.Column("reviewed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_record_reviews_days")),
        sa.CheckConstraint("looks >= 0 AND downloads >= 0 AND unusual >= 0", name=op.f("ck_record_reviews_figures")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_record_reviews_agency_id")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_person_id"], ["people.id"], name=op.f("fk_record_reviews_reviewed_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_reviews")),
    )

    op.create_table(
        "purged_segments",
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("sealed_table", sa.String(length=40), nullable=False),
        sa.Column("segment", _ID, nullable=False),
        sa.Column("rows", _ID, nullable=False),
        sa.Column("purged_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("segment >= 1 AND rows >= 1", name=op.f("ck_purged_segments_segment")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_purged_segments_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "sealed_table", "segment", name=op.f("pk_purged_segments")),
    )

    op.create_table(
        "redactions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("left_before", sa.Date(), nullable=False),
        sa.Column("texts_before", sa.Date(), nullable=False),
        sa.Column("names", _ID, nullable=False),
        sa.Column("texts", _ID, nullable=False),
        sa.Column("files", _ID, nullable=False),
        sa.Column("redacted_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("names >= 0 AND texts >= 0 AND files >= 0", name=op.f("ck_redactions_figures")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_redactions_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redactions")),
    )
