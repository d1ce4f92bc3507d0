"""review and special points: what waits for a reviewer, what he decided, who asked for another look; special points with
their evidence; drafts of schemes

A table's CHECK or unique constraint changes on PostgreSQL by ALTER; SQLite cannot, so the table is made again from its own
text with that one line edited (foreign keys are off and checked at the end, see env.py), its indexes and triggers with it.

Revision: 0003, after 0002
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("note_reviews", "note_openings")
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Table, constraint, before and after.
_CHECKS = (
    ("entries", "ck_entries_note",
     "kind = 'special' OR (note_id IS NOT NULL AND giver_person_id IS NOT NULL AND receiver_person_id IS NOT NULL)",
     "special_grant_id IS NOT NULL OR (kind <> 'special' AND note_id IS NOT NULL AND giver_person_id IS NOT NULL"
     " AND receiver_person_id IS NOT NULL)"),
    ("notices", "ck_notices_kind",
     "kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private')",
     "kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private', 'opened', 'reclaimed', 'appealed',"
     " 'appeal_decided', 'report_decided', 'special_granted', 'special_decided')"),
    ("outbox", "ck_outbox_kind", "kind IN ('morning', 'link')", "kind IN ('morning', 'link', 'hook')"),
)  # fmt: skip
_NO_ENDS_OF_A_GRANT = (
    "special_grant_id IS NULL OR (kind IN ('special', 'reclaim', 'restore') AND note_id IS NULL"
    " AND giver_person_id IS NULL AND giver_department_id IS NULL AND notes = 0 AND spent = 0 AND counted = 0)"
)
# Table, column, type as SQLite spells it, the table it refers to.
_REFERENCES = (
    ("entries", "special_grant_id", "special_grants"),
    ("notices", "review_id", "note_reviews"),
    ("notices", "appeal_id", "appeals"),
    ("notices", "special_grant_id", "special_grants"),
    ("schemes", "drafted_by_person_id", "people"),
    ("schemes", "started_by_person_id", "people"),
)
_TOTALS = ("person_month_totals", "department_month_totals")
_ONE_A_MONTH = ("uq_schemes_agency_id_starts_in", "UNIQUE (agency_id, starts_in)")
_ONE_A_REVISION = ("uq_schemes_agency_id_starts_in_revision", "UNIQUE (agency_id, starts_in, revision)")
_SCHEME_CHECKS = (
    ("ck_schemes_revision", "revision >= 1"),
    ("ck_schemes_reason", "revision = 1 OR length(reason) > 0"),
)


def upgrade() -> None:
    _new_tables()
    if op.get_bind().dialect.name == "sqlite":
        _alter_sqlite()
    else:
        _alter_postgresql()
    op.create_index(
        "uq_entries_special_grant_id", "entries", ["special_grant_id"], unique=True,
        sqlite_where=sa.text("kind = 'special'"), postgresql_where=sa.text("kind = 'special'"),
    )  # fmt: skip
    _guard()


def downgrade() -> None:
    _unguard()
    op.drop_index("uq_entries_special_grant_id", "entries")
    if op.get_bind().dialect.name == "sqlite":
        _alter_sqlite_back()
    else:
        _alter_postgresql_back()
    for table in (
        "note_flags",
        "appeals",
        "note_reviews",
        "note_openings",
        "evidence",
        "special_grants",
        "scheme_drafts",
    ):
        op.drop_table(table)


def _alter_postgresql() -> None:
    for table, column, parent in _REFERENCES:
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))
        op.create_foreign_key(f"fk_{table}_{column}", table, parent, [column], ["id"])
    for table, name, _before, after in _CHECKS:
        op.drop_constraint(name, table)
        op.create_check_constraint(op.f(name), table, after)
    op.create_check_constraint(op.f("ck_entries_special_grant"), "entries", _NO_ENDS_OF_A_GRANT)
    op.alter_column("notices", "kind", type_=sa.String(20))
    op.add_column("schemes", sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False))
    op.add_column("schemes", sa.Column("reason", sa.String(500), server_default="", nullable=False))
    op.drop_constraint(_ONE_A_MONTH[0], "schemes")
    op.create_unique_constraint(_ONE_A_REVISION[0], "schemes", ["agency_id", "starts_in", "revision"])
    for name, check in _SCHEME_CHECKS:
        op.create_check_constraint(op.f(name), "schemes", check)
    for table in _TOTALS:
        op.add_column(table, sa.Column("special_points", sa.BigInteger(), server_default="0", nullable=False))
        op.create_check_constraint(op.f(f"ck_{table}_special"), table, "special_points >= 0")
    op.add_column("employees", sa.Column("employment", sa.String(20), server_default="", nullable=False))
    op.add_column("employees", sa.Column("joined_on", sa.Date(), nullable=True))


def _alter_postgresql_back() -> None:
    for column in ("employment", "joined_on"):
        op.drop_column("employees", column)
    for table in _TOTALS:
        op.drop_column(table, "special_points")  # and its CHECK with it
    op.drop_constraint(_ONE_A_REVISION[0], "schemes")
    for name in ("revision", "reason"):
        op.drop_column("schemes", name)
    op.create_unique_constraint(_ONE_A_MONTH[0], "schemes", ["agency_id", "starts_in"])
    op.alter_column("notices", "kind", type_=sa.String(12))
    op.drop_constraint("ck_entries_special_grant", "entries")
    for table, name, before, _after in _CHECKS:
        op.drop_constraint(name, table)
        op.create_check_constraint(op.f(name), table, before)
    for table, column, _parent in _REFERENCES:
        op.drop_column(table, column)


def _alter_sqlite() -> None:
    for table in _TOTALS:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN special_points INTEGER DEFAULT 0 NOT NULL"
            f" CONSTRAINT ck_{table}_special CHECK (special_points >= 0)"
        )
    op.execute("ALTER TABLE employees ADD COLUMN employment VARCHAR(20) DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE employees ADD COLUMN joined_on DATE")
    op.execute("ALTER TABLE schemes ADD COLUMN revision INTEGER DEFAULT 1 NOT NULL")
    op.execute("ALTER TABLE schemes ADD COLUMN reason VARCHAR(500) DEFAULT '' NOT NULL")
    for table, column, parent in _REFERENCES:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES {parent} (id)"
        )
    _edit(
        "entries", [*_of("entries"), ("CONSTRAINT ck_entries_note ", _special_check() + "CONSTRAINT ck_entries_note ")]
    )
    _edit("notices", [*_of("notices"), ("kind VARCHAR(12)", "kind VARCHAR(20)")])
    _edit("outbox", _of("outbox"))
    _edit("schemes", [(_one_a_month(), _one_a_revision())])


def _alter_sqlite_back() -> None:
    _edit("schemes", [(_one_a_revision(), _one_a_month())])
    _edit("outbox", _back("outbox"))
    _edit("notices", [*_back("notices"), ("kind VARCHAR(20)", "kind VARCHAR(12)")])
    _edit("entries", [*_back("entries"), (_special_check(), "")])
    for table, column, _parent in _REFERENCES:
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table, column in (
        *((table, "special_points") for table in _TOTALS),
        ("employees", "employment"), ("employees", "joined_on"), ("schemes", "revision"), ("schemes", "reason"),
    ):  # fmt: skip
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _of(table: str) -> list[tuple[str, str]]:
    return [(before, after) for of, _name, before, after in _CHECKS if of == table]


def _back(table: str) -> list[tuple[str, str]]:
    return [(after, before) for before, after in _of(table)]


def _special_check() -> str:
    return f"CONSTRAINT ck_entries_special_grant CHECK ({_NO_ENDS_OF_A_GRANT}), "


def _one_a_month() -> str:
    return "CONSTRAINT {} {}".format(*_ONE_A_MONTH)


def _one_a_revision() -> str:
    checks = "".join(f", CONSTRAINT {name} CHECK ({check})" for name, check in _SCHEME_CHECKS)
    return "CONSTRAINT {} {}".format(*_ONE_A_REVISION) + checks


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


def _guard() -> None:
    for name, table, event in _guards():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{name}: this row may not be changed'); END"
            )
            continue
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{name}: this row may not be changed' USING ERRCODE = 'check_violation'; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _unguard() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, _event in _guards():
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _guards() -> list[tuple[str, str, str]]:
    return [(f"tr_{table}_no_{event.lower()}", table, event) for table in APPEND_ONLY for event in ("UPDATE", "DELETE")]


def _new_tables() -> None:
    op.create_table(
        "scheme_drafts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("starts_in", sa.String(length=7), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", _ID, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("drafted_by_person_id", _ID, nullable=False),
        sa.Column("drafted_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("scheme_id", _ID, nullable=True),
        sa.CheckConstraint("(state = 'started') = (scheme_id IS NOT NULL)", name=op.f("ck_scheme_drafts_scheme")),
        sa.CheckConstraint("state IN ('open', 'started', 'dropped')", name=op.f("ck_scheme_drafts_state")),
        sa.CheckConstraint("length(starts_in) = 7", name=op.f("ck_scheme_drafts_starts_in")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_scheme_drafts_agency_id")),
        sa.ForeignKeyConstraint(
            ["drafted_by_person_id"], ["people.id"], name=op.f("fk_scheme_drafts_drafted_by_person_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_scheme_drafts_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_drafts")),
    )
    op.create_index(
        "uq_scheme_drafts_open",
        "scheme_drafts",
        ["agency_id", "starts_in"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "special_grants",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("scheme_id", _ID, nullable=False),
        sa.Column("kind_code", sa.String(length=40), nullable=False),
        sa.Column("proposer_person_id", _ID, nullable=False),
        sa.Column("proposer_department_id", _ID, nullable=False),
        sa.Column("receiver_person_id", _ID, nullable=True),
        sa.Column("receiver_department_id", _ID, nullable=False),
        sa.Column("points", _ID, nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("proposed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by_person_id", _ID, nullable=True),
        sa.Column("decided_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_special_grants_decided")),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'refused', 'withdrawn')", name=op.f("ck_special_grants_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'refused') OR (decided_by_person_id IS NOT NULL AND decided_by_person_id <> proposer_person_id AND (receiver_person_id IS NULL OR decided_by_person_id <> receiver_person_id))",
            name=op.f("ck_special_grants_decider"),
        ),
        sa.CheckConstraint("length(form_id) = 36", name=op.f("ck_special_grants_form_id")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_special_grants_reason")),
        sa.CheckConstraint(
            "points BETWEEN 1 AND 1000 AND points = CAST(points AS INTEGER)", name=op.f("ck_special_grants_points")
        ),
        sa.CheckConstraint(
            "receiver_person_id IS NULL OR receiver_person_id <> proposer_person_id",
            name=op.f("ck_special_grants_proposer"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_special_grants_agency_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_person_id"], ["people.id"], name=op.f("fk_special_grants_decided_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_department_id"], ["departments.id"], name=op.f("fk_special_grants_proposer_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposer_person_id"], ["people.id"], name=op.f("fk_special_grants_proposer_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_department_id"], ["departments.id"], name=op.f("fk_special_grants_receiver_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["receiver_person_id"], ["people.id"], name=op.f("fk_special_grants_receiver_person_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_special_grants_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_grants")),
        sa.UniqueConstraint("agency_id", "form_id", name=op.f("uq_special_grants_agency_id_form_id")),
    )
    op.create_index(
        "ix_special_grants_proposer_person_id", "special_grants", ["proposer_person_id", "id"], unique=False
    )
    op.create_index(
        "ix_special_grants_receiver_person_id", "special_grants", ["receiver_person_id", "id"], unique=False
    )
    op.create_index("ix_special_grants_state", "special_grants", ["agency_id", "state", "id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("special_grant_id", _ID, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_size")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_evidence_agency_id")),
        sa.ForeignKeyConstraint(["special_grant_id"], ["special_grants.id"], name=op.f("fk_evidence_special_grant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_special_grant_id", "evidence", ["special_grant_id"], unique=False)
    op.create_table(
        "note_openings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("reviewer_person_id", _ID, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_note_openings_reason")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_note_openings_agency_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_openings_note_id")),
        sa.ForeignKeyConstraint(
            ["reviewer_person_id"], ["people.id"], name=op.f("fk_note_openings_reviewer_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_openings")),
    )
    op.create_index("ix_note_openings_note_id", "note_openings", ["note_id", "id"], unique=False)
    op.create_table(
        "note_reviews",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("reviewer_person_id", _ID, nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("entry_id", _ID, nullable=True),
        sa.Column("decided_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(decision = 'reclaimed') = (entry_id IS NOT NULL)", name=op.f("ck_note_reviews_entry")),
        sa.CheckConstraint("decision = 'passed' OR length(trim(reason)) > 0", name=op.f("ck_note_reviews_reason")),
        sa.CheckConstraint("decision IN ('passed', 'reclaimed')", name=op.f("ck_note_reviews_decision")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_note_reviews_agency_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_note_reviews_entry_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_reviews_note_id")),
        sa.ForeignKeyConstraint(["reviewer_person_id"], ["people.id"], name=op.f("fk_note_reviews_reviewer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_reviews")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_note_reviews_entry_id")),
    )
    op.create_index("ix_note_reviews_note_id", "note_reviews", ["note_id", "id"], unique=False)
    op.create_table(
        "appeals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("review_id", _ID, nullable=False),
        sa.Column("asker_person_id", _ID, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("decided_by_person_id", _ID, nullable=True),
        sa.Column("decided_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=500), nullable=False),
        sa.Column("entry_id", _ID, nullable=True),
        sa.CheckConstraint("(state = 'asked') = (decided_at IS NULL)", name=op.f("ck_appeals_decided")),
        sa.CheckConstraint("(state = 'granted') = (entry_id IS NOT NULL)", name=op.f("ck_appeals_entry")),
        sa.CheckConstraint(
            "decided_by_person_id IS NULL OR state = 'withdrawn' OR decided_by_person_id <> asker_person_id",
            name=op.f("ck_appeals_decider"),
        ),
        sa.CheckConstraint("state IN ('asked', 'granted', 'dismissed', 'withdrawn')", name=op.f("ck_appeals_state")),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_appeals_reason")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_appeals_agency_id")),
        sa.ForeignKeyConstraint(["asker_person_id"], ["people.id"], name=op.f("fk_appeals_asker_person_id")),
        sa.ForeignKeyConstraint(["decided_by_person_id"], ["people.id"], name=op.f("fk_appeals_decided_by_person_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_appeals_entry_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_appeals_note_id")),
        sa.ForeignKeyConstraint(["review_id"], ["note_reviews.id"], name=op.f("fk_appeals_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("review_id", "asker_person_id", name=op.f("uq_appeals_review_id_asker_person_id")),
    )
    op.create_index("ix_appeals_state", "appeals", ["agency_id", "state", "id"], unique=False)
    op.create_index(
        "uq_appeals_asked",
        "appeals",
        ["review_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "note_flags",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("reporter_person_id", _ID, nullable=True),
        sa.Column("flagged_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("review_id", _ID, nullable=True),
        sa.CheckConstraint("(kind = 'report') = (reporter_person_id IS NOT NULL)", name=op.f("ck_note_flags_reporter")),
        sa.CheckConstraint("kind IN ('stock_phrase', 'repeated_text', 'report')", name=op.f("ck_note_flags_kind")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_note_flags_agency_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_flags_note_id")),
        sa.ForeignKeyConstraint(["reporter_person_id"], ["people.id"], name=op.f("fk_note_flags_reporter_person_id")),
        sa.ForeignKeyConstraint(["review_id"], ["note_reviews.id"], name=op.f("fk_note_flags_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_flags")),
    )
    op.create_index(
        "ix_note_flags_open",
        "note_flags",
        ["agency_id", "id"],
        unique=False,
        sqlite_where=sa.text("review_id IS NULL"),
        postgresql_where=sa.text("review_id IS NULL"),
    )
    op.create_index(
        "uq_note_flags_found",
        "note_flags",
        ["note_id", "kind"],
        unique=True,
        sqlite_where=sa.text("reporter_person_id IS NULL"),
        postgresql_where=sa.text("reporter_person_id IS NULL"),
    )
    op.create_index(
        "uq_note_flags_reported",
        "note_flags",
        ["note_id", "reporter_person_id"],
        unique=True,
        sqlite_where=sa.text("reporter_person_id IS NOT NULL"),
        postgresql_where=sa.text("reporter_person_id IS NOT NULL"),
    )
