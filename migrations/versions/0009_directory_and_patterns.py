"""staff orders, reorganisations, suspicious patterns, which send notes to review; two records that are one person; redacted names;
the official order at the end of each month

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "staff_orders",
    "reorganisations",
    "reorganisation_steps",
    "reorganisation_moves",
    "pattern_findings",
    "pattern_people",
    "pattern_notes",
    "pattern_decisions",
    "month_orders",
)
_FLAGS_BEFORE = "kind IN ('stock_phrase', 'repeated_text', 'report')"
_FLAGS_AFTER = "kind IN ('stock_phrase', 'repeated_text', 'report', 'pattern')"


def upgrade() -> None:
    _new_tables()
    _guard("pattern_decisions")
    _change_flags(_FLAGS_BEFORE, _FLAGS_AFTER)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE people ADD COLUMN merged_into_person_id INTEGER"
            " CONSTRAINT fk_people_merged_into_person_id REFERENCES people (id)"
            " CONSTRAINT ck_people_merged CHECK (merged_into_person_id IS NULL OR merged_into_person_id <> id)"
        )
        op.execute("ALTER TABLE people ADD COLUMN redacted_at DATETIME")
    else:
        op.add_column("people", sa.Column("merged_into_person_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key("fk_people_merged_into_person_id", "people", "people", ["merged_into_person_id"], ["id"])
        op.create_check_constraint(
            op.f("ck_people_merged"), "people", "merged_into_person_id IS NULL OR merged_into_person_id <> id"
        )
        op.add_column("people", sa.Column("redacted_at", sa.DateTime(timezone=True), nullable=True))
    is_merged = sa.text("merged_into_person_id IS NOT NULL")
    op.create_index(
        "ix_people_merged_into_person_id",
        "people",
        ["merged_into_person_id"],
        unique=False,
        sqlite_where=is_merged,
        postgresql_where=is_merged,
    )


def downgrade() -> None:
    op.execute("DELETE FROM note_flags WHERE kind = 'pattern'")
    _change_flags(_FLAGS_AFTER, _FLAGS_BEFORE)
    op.drop_index("ix_people_merged_into_person_id", "people")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE people DROP COLUMN redacted_at")
        op.execute("ALTER TABLE people DROP COLUMN merged_into_person_id")
    else:
        op.drop_column("people", "redacted_at")
        op.drop_column("people", "merged_into_person_id")
    _unguard("pattern_decisions")
    for table in reversed(_TABLES):
        op.drop_table(table)


def _change_flags(before: str, after: str) -> None:
    """On SQLite the table is made again with its text edited; rows and indexes stay."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint("ck_note_flags_kind", "note_flags")
        op.create_check_constraint(op.f("ck_note_flags_kind"), "note_flags", after)
        return
    parts = bind.execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'note_flags' AND sql IS NOT NULL")
    ).all()
    text = next(sql for kind, sql in parts if kind == "table")
    if text.count(before) != 1:
        raise RuntimeError("note_flags is not the table that this migration knows")
    made = text.replace(before, after).replace('"note_flags"', "note_flags", 1)
    op.execute(made.replace("CREATE TABLE note_flags", "CREATE TABLE _note_flags", 1))
    op.execute("INSERT INTO _note_flags SELECT * FROM note_flags")
    op.execute("DROP TABLE note_flags")
    op.execute("ALTER TABLE _note_flags RENAME TO note_flags")
    for kind, sql in parts:
        if kind != "table":
            op.execute(sql)


def _guard(table: str, is_final: str = "") -> None:
    """No row may be changed or deleted; or, with a condition on OLD, none of which it is true."""
    when = f"WHEN ({is_final}) " if is_final else ""
    for event in ("UPDATE", "DELETE"):
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


def _unguard(table: str) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event in ("update", "delete"):
        name = f"tr_{table}_no_{event}"
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _new_tables() -> None:
    op.create_table(
        "staff_orders",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("act", sa.String(length=14), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("other_person_id", _ID, nullable=True),
        sa.Column("department_id", _ID, nullable=True),
        sa.Column("rank", sa.String(length=40), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("duty", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("planned_by_person_id", _ID, nullable=False),
        sa.Column("planned_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_by_person_id", _ID, nullable=True),
        sa.Column("settled_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(act = 'merge') = (other_person_id IS NOT NULL)", name=op.f("ck_staff_orders_merge")),
        sa.CheckConstraint("(state = 'planned') = (settled_at IS NULL)", name=op.f("ck_staff_orders_settled")),
        sa.CheckConstraint(
            "act IN ('transfer', 'second', 'end_secondment', 'concurrent', 'end_concurrent', 'leave', 'return', 'part', 'rehire', 'merge')",
            name=op.f("ck_staff_orders_act"),
        ),
        sa.CheckConstraint("state IN ('planned', 'done', 'dropped')", name=op.f("ck_staff_orders_state")),
        sa.CheckConstraint(
            "other_person_id IS NULL OR other_person_id <> person_id", name=op.f("ck_staff_orders_persons")
        ),
        sa.CheckConstraint("until_on IS NULL OR until_on > effective_on", name=op.f("ck_staff_orders_dates")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_staff_orders_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_staff_orders_department_id")),
        sa.ForeignKeyConstraint(["other_person_id"], ["people.id"], name=op.f("fk_staff_orders_other_person_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_staff_orders_person_id")),
        sa.ForeignKeyConstraint(
            ["planned_by_person_id"], ["people.id"], name=op.f("fk_staff_orders_planned_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_person_id"], ["people.id"], name=op.f("fk_staff_orders_settled_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_orders")),
    )
    op.create_index("ix_staff_orders_person_id", "staff_orders", ["person_id", "effective_on", "id"], unique=False)
    op.create_index("ix_staff_orders_state", "staff_orders", ["agency_id", "state", "effective_on", "id"], unique=False)

    op.create_table(
        "reorganisations",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("document", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=False),
        sa.Column("planned_by_person_id", _ID, nullable=False),
        sa.Column("planned_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_by_person_id", _ID, nullable=True),
        sa.Column("settled_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('done', 'dropped')) = (settled_at IS NOT NULL)", name=op.f("ck_reorganisations_settled")
        ),
        sa.CheckConstraint("state IN ('draft', 'planned', 'done', 'dropped')", name=op.f("ck_reorganisations_state")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reorganisations_agency_id")),
        sa.ForeignKeyConstraint(
            ["planned_by_person_id"], ["people.id"], name=op.f("fk_reorganisations_planned_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_person_id"], ["people.id"], name=op.f("fk_reorganisations_settled_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisations")),
    )
    op.create_index(
        "ix_reorganisations_state", "reorganisations", ["agency_id", "state", "effective_on", "id"], unique=False
    )

    op.create_table(
        "reorganisation_steps",
        sa.Column("reorganisation_id", _ID, nullable=False),
        sa.Column("place", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("act", sa.String(length=6), nullable=False),
        sa.Column(
            "code", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column(
            "name",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "parent_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "into_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "before_code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(act IN ('merge', 'split')) = (length(into_code) > 0)", name=op.f("ck_reorganisation_steps_into")
        ),
        sa.CheckConstraint(
            "act IN ('open', 'close', 'rename', 'move', 'merge', 'split')", name=op.f("ck_reorganisation_steps_act")
        ),
        sa.CheckConstraint(
            "act NOT IN ('open', 'rename') OR length(name) > 0", name=op.f("ck_reorganisation_steps_name")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reorganisation_steps_agency_id")),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"], ["reorganisations.id"], name=op.f("fk_reorganisation_steps_reorganisation_id")
        ),
        sa.PrimaryKeyConstraint("reorganisation_id", "place", name=op.f("pk_reorganisation_steps")),
    )

    op.create_table(
        "reorganisation_moves",
        sa.Column("reorganisation_id", _ID, nullable=False),
        sa.Column("employee_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column(
            "code", sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_reorganisation_moves_agency_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_reorganisation_moves_employee_id")),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"], ["reorganisations.id"], name=op.f("fk_reorganisation_moves_reorganisation_id")
        ),
        sa.PrimaryKeyConstraint("reorganisation_id", "employee_id", name=op.f("pk_reorganisation_moves")),
    )

    op.create_table(
        "pattern_findings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("notes", _ID, nullable=False),
        sa.Column("expected", _ID, nullable=False),
        sa.Column("measure", _ID, nullable=False),
        sa.Column("found_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('exchange', 'ring', 'last_day', 'same_text', 'one_giver', 'superior', 'programme')",
            name=op.f("ck_pattern_findings_kind"),
        ),
        sa.CheckConstraint("first_period <= last_period", name=op.f("ck_pattern_findings_span")),
        sa.CheckConstraint("length(key) = 64", name=op.f("ck_pattern_findings_key")),
        sa.CheckConstraint("notes >= 0 AND expected >= 0 AND measure >= 0", name=op.f("ck_pattern_findings_figures")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_pattern_findings_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_findings")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_pattern_findings_agency_id_key")),
    )
    op.create_index(
        "ix_pattern_findings_last_period", "pattern_findings", ["agency_id", "last_period", "id"], unique=False
    )

    op.create_table(
        "pattern_people",
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("place", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_pattern_people_agency_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["pattern_findings.id"], name=op.f("fk_pattern_people_finding_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_pattern_people_person_id")),
        sa.PrimaryKeyConstraint("finding_id", "place", name=op.f("pk_pattern_people")),
    )
    op.create_index("ix_pattern_people_person_id", "pattern_people", ["person_id"], unique=False)

    op.create_table(
        "pattern_notes",
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_pattern_notes_agency_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["pattern_findings.id"], name=op.f("fk_pattern_notes_finding_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_pattern_notes_note_id")),
        sa.PrimaryKeyConstraint("finding_id", "note_id", name=op.f("pk_pattern_notes")),
    )

    op.create_table(
        "pattern_decisions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("finding_id", _ID, nullable=False),
        sa.Column("decision", sa.String(length=9), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decided_by_person_id", _ID, nullable=False),
        sa.Column("decided_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('explained', 'review')", name=op.f("ck_pattern_decisions_decision")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_pattern_decisions_agency_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_person_id"], ["people.id"], name=op.f("fk_pattern_decisions_decided_by_person_id")
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["pattern_findings.id"], name=op.f("fk_pattern_decisions_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pattern_decisions")),
    )
    op.create_index("ix_pattern_decisions_finding_id", "pattern_decisions", ["finding_id", "id"], unique=False)

    op.create_table(
        "month_orders",
        sa.Column("month_id", _ID, nullable=False),
        sa.Column("department_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("official_order", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_month_orders_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_month_orders_department_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_month_orders_month_id")),
        sa.PrimaryKeyConstraint("month_id", "department_id", name=op.f("pk_month_orders")),
    )
