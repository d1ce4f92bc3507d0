"""collaboration trees: their layout as rows, who helped whom, the links of lobby screens

Revision: 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = ("trees", "tree_limbs", "tree_flows", "lobby_links")


def upgrade() -> None:
    _new_tables()
    _guard("trees", "OLD.state = 'confirmed'")


def downgrade() -> None:
    _unguard("trees")
    for table in reversed(_TABLES):
        op.drop_table(table)


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
        "trees",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("root_id", _ID, nullable=False),
        sa.Column("path_id", _ID, nullable=True),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("through_entry_id", _ID, nullable=False),
        sa.Column("as_of", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("leaf_notes", _ID, nullable=False),
        sa.Column("scale", _ID, nullable=False),
        sa.Column("trunk", _ID, nullable=False),
        sa.Column("people", _ID, nullable=False),
        sa.Column("received_notes", _ID, nullable=True),
        sa.Column("crossed_notes", _ID, nullable=True),
        sa.Column("sent_notes", _ID, nullable=True),
        sa.CheckConstraint("state IN ('provisional', 'confirmed')", name=op.f("ck_trees_state")),
        sa.CheckConstraint("first_period <= last_period", name=op.f("ck_trees_span")),
        sa.CheckConstraint("(root_id = 0) = (path_id IS NULL)", name=op.f("ck_trees_path")),
        sa.CheckConstraint(
            "leaf_notes > 0 AND scale BETWEEN 1 AND 100 AND trunk > 0 AND people >= 0", name=op.f("ck_trees_sizes")
        ),
        sa.CheckConstraint(
            "received_notes >= 0 AND crossed_notes BETWEEN 0 AND received_notes AND sent_notes >= 0",
            name=op.f("ck_trees_figures"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_trees_agency_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_trees_path_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trees")),
        sa.UniqueConstraint(
            "agency_id", "span", "last_period", "root_id", name=op.f("uq_trees_agency_id_span_last_period_root_id")
        ),
    )
    op.create_table(
        "tree_limbs",
        sa.Column("tree_id", _ID, nullable=False),
        sa.Column("place", _ID, autoincrement=False, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("parent", _ID, nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("department_id", _ID, nullable=True),
        sa.Column("path_id", _ID, nullable=True),
        sa.Column("departments", _ID, nullable=False),
        sa.Column("people", _ID, nullable=False),
        sa.Column("received_notes", _ID, nullable=True),
        sa.Column("crossed_notes", _ID, nullable=True),
        sa.Column("sent_notes", _ID, nullable=True),
        sa.Column("from_x", _ID, nullable=False),
        sa.Column("from_y", _ID, nullable=False),
        sa.Column("bend_x", _ID, nullable=False),
        sa.Column("bend_y", _ID, nullable=False),
        sa.Column("to_x", _ID, nullable=False),
        sa.Column("to_y", _ID, nullable=False),
        sa.Column("from_width", _ID, nullable=False),
        sa.Column("to_width", _ID, nullable=False),
        sa.Column("crown", _ID, nullable=False),
        sa.Column("root_from_x", _ID, nullable=True),
        sa.Column("root_from_y", _ID, nullable=True),
        sa.Column("root_bend_x", _ID, nullable=True),
        sa.Column("root_bend_y", _ID, nullable=True),
        sa.Column("root_to_x", _ID, nullable=True),
        sa.Column("root_to_y", _ID, nullable=True),
        sa.Column("root_from_width", _ID, nullable=True),
        sa.Column("root_to_width", _ID, nullable=True),
        sa.CheckConstraint(
            "(kind IN ('bureau', 'department')) = (department_id IS NOT NULL)", name=op.f("ck_tree_limbs_department")
        ),
        sa.CheckConstraint(
            "kind IN ('bureau', 'department', 'others', 'small', 'bough')", name=op.f("ck_tree_limbs_kind")
        ),
        sa.CheckConstraint("(department_id IS NULL) = (path_id IS NULL)", name=op.f("ck_tree_limbs_path")),
        sa.CheckConstraint(
            "(received_notes IS NULL) = (crossed_notes IS NULL) AND (received_notes IS NULL) = (sent_notes IS NULL) AND received_notes >= 0 AND crossed_notes BETWEEN 0 AND received_notes AND sent_notes >= 0",
            name=op.f("ck_tree_limbs_figures"),
        ),
        sa.CheckConstraint("parent < place", name=op.f("ck_tree_limbs_parent")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_tree_limbs_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_tree_limbs_department_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_tree_limbs_path_id")),
        sa.ForeignKeyConstraint(["tree_id"], ["trees.id"], name=op.f("fk_tree_limbs_tree_id")),
        sa.PrimaryKeyConstraint("tree_id", "place", name=op.f("pk_tree_limbs")),
    )
    op.create_table(
        "tree_flows",
        sa.Column("tree_id", _ID, nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("sender_department_id", _ID, nullable=False),
        sa.Column("recipient_department_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("notes", _ID, nullable=False),
        sa.Column("senders", _ID, nullable=False),
        sa.Column("recipients", _ID, nullable=False),
        sa.CheckConstraint("level IN ('bureau', 'department', 'outward', 'inward')", name=op.f("ck_tree_flows_level")),
        sa.CheckConstraint("notes > 0 AND senders > 0 AND recipients > 0", name=op.f("ck_tree_flows_figures")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_tree_flows_agency_id")),
        sa.ForeignKeyConstraint(
            ["recipient_department_id"], ["departments.id"], name=op.f("fk_tree_flows_recipient_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender_department_id"], ["departments.id"], name=op.f("fk_tree_flows_sender_department_id")
        ),
        sa.ForeignKeyConstraint(["tree_id"], ["trees.id"], name=op.f("fk_tree_flows_tree_id")),
        sa.PrimaryKeyConstraint(
            "tree_id", "level", "sender_department_id", "recipient_department_id", name=op.f("pk_tree_flows")
        ),
    )
    op.create_table(
        "lobby_links",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("secret_digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_person_id", _ID, nullable=False),
        sa.Column("made_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_by_person_id", _ID, nullable=True),
        sa.Column("revoked_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_by_person_id IS NULL)", name=op.f("ck_lobby_links_revoked")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_lobby_links_agency_id")),
        sa.ForeignKeyConstraint(["made_by_person_id"], ["people.id"], name=op.f("fk_lobby_links_made_by_person_id")),
        sa.ForeignKeyConstraint(
            ["revoked_by_person_id"], ["people.id"], name=op.f("fk_lobby_links_revoked_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lobby_links")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_lobby_links_secret_digest")),
    )
    op.create_index("ix_lobby_links_agency_id", "lobby_links", ["agency_id", "id"], unique=False)
