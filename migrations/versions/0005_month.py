"""the month: its closing, headcounts, boards with their standings, seals; what a path's department is ranked as

Revision: 0005, after 0004
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "seals", "month_closings", "month_headcounts", "boards", "person_standings", "department_standings",
    "month_participants", "shown_cells", "shown_totals",
)  # fmt: skip
_PLACES = ("home_id", "bureau_id")


def upgrade() -> None:
    _new_tables()
    _guard("seals")
    for table, is_final in _FINAL.items():
        _guard(table, is_final)
    op.create_index("ix_notes_month_id", "notes", ["month_id"], postgresql_using="brin")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for column in _PLACES:
        op.add_column("department_paths", sa.Column(column, _ID, nullable=True))
    _place_paths()
    if is_sqlite:
        _edit("department_paths", [(f"{column} INTEGER", f"{column} INTEGER NOT NULL") for column in _PLACES])
        op.execute(
            "ALTER TABLE special_grants ADD COLUMN receiver_path_id INTEGER"
            " CONSTRAINT fk_special_grants_receiver_path_id REFERENCES department_paths (id)"
        )
    else:
        for column in _PLACES:
            op.alter_column("department_paths", column, nullable=False)
        op.add_column("special_grants", sa.Column("receiver_path_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(
            "fk_special_grants_receiver_path_id", "special_grants", "department_paths", ["receiver_path_id"], ["id"]
        )
    op.execute(
        "UPDATE special_grants SET receiver_path_id ="
        " (SELECT path_id FROM departments WHERE departments.id = special_grants.receiver_department_id)"
    )
    _change_outcomes(_RUN, _ASKED_OR_RUN)
    op.add_column("job_runs", sa.Column("failed_tries", _ID, nullable=False, server_default=sa.text("0")))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE job_runs DROP COLUMN failed_tries")
    else:
        op.drop_column("job_runs", "failed_tries")
    op.execute("DELETE FROM job_runs WHERE outcome = 'asked'")
    _change_outcomes(_ASKED_OR_RUN, _RUN)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE special_grants DROP COLUMN receiver_path_id")
    else:
        op.drop_column("special_grants", "receiver_path_id")
    for column in reversed(_PLACES):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"ALTER TABLE department_paths DROP COLUMN {column}")
        else:
            op.drop_column("department_paths", column)
    op.drop_index("ix_notes_month_id", "notes")
    _unguard("seals")
    for table in _FINAL:
        _unguard(table)
    for table in reversed(_TABLES):
        op.drop_table(table)


# What was confirmed never changes. A closing is complete when the checksum of its boards stands.
_FINAL = {
    "months": "OLD.state = 'closed'",
    "month_closings": "OLD.state = 'closed' AND OLD.checksum <> '" + "0" * 64 + "'",
    "boards": "OLD.state = 'confirmed'",
}

_RUN = "outcome IN ('finished', 'failed')"
_ASKED_OR_RUN = "outcome IN ('asked', 'finished', 'failed')"


def _change_outcomes(before: str, after: str) -> None:
    """What a job's run may be: the CHECK by that name says the other thing."""
    if op.get_bind().dialect.name == "sqlite":
        _edit("job_runs", [(before, after)])
        return
    op.drop_constraint("ck_job_runs_outcome", "job_runs")
    op.create_check_constraint(op.f("ck_job_runs_outcome"), "job_runs", after)


def _place_paths() -> None:
    """Each path learns which of its departments is ranked (the last that is no team) and which is its bureau."""
    bind = op.get_bind()
    levels = {row.id: row.level for row in bind.execute(sa.text("SELECT id, level FROM departments"))}
    for path_id, ids in bind.execute(sa.text("SELECT id, ids FROM department_paths")).all():
        path = [int(part) for part in ids.split("/")]
        home = next((one for one in reversed(path) if levels.get(one, _TEAM) < _TEAM), path[0])
        bind.execute(
            sa.text("UPDATE department_paths SET home_id = :home, bureau_id = :bureau WHERE id = :id"),
            {"home": home, "bureau": path[0], "id": path_id},
        )


_TEAM = 3


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
        "seals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("sealed_table", sa.String(length=40), nullable=False),
        sa.Column("segment", _ID, nullable=False),
        sa.Column("first_id", _ID, nullable=False),
        sa.Column("last_id", _ID, nullable=False),
        sa.Column("rows", _ID, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(digest) = 64 AND length(previous) = 64", name=op.f("ck_seals_digest")),
        sa.CheckConstraint("segment >= 1 AND first_id <= last_id AND rows >= 1", name=op.f("ck_seals_segment")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_seals_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint(
            "agency_id", "sealed_table", "segment", name=op.f("uq_seals_agency_id_sealed_table_segment")
        ),
    )

    op.create_table(
        "month_closings",
        sa.Column("month_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("asked_by_person_id", _ID, nullable=False),
        sa.Column("asked_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=7), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.Column("closed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("through_entry_id", _ID, nullable=True),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL AND through_entry_id IS NOT NULL AND length(checksum) = 64)",
            name=op.f("ck_month_closings_closed"),
        ),
        sa.CheckConstraint("(state = 'stopped') = (length(difference) > 0)", name=op.f("ck_month_closings_difference")),
        sa.CheckConstraint("state IN ('asked', 'stopped', 'closed')", name=op.f("ck_month_closings_state")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_month_closings_agency_id")),
        sa.ForeignKeyConstraint(
            ["asked_by_person_id"], ["people.id"], name=op.f("fk_month_closings_asked_by_person_id")
        ),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_month_closings_month_id")),
        sa.PrimaryKeyConstraint("month_id", name=op.f("pk_month_closings")),
    )

    op.create_table(
        "month_headcounts",
        sa.Column("month_id", _ID, nullable=False),
        sa.Column("path_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("person_days", _ID, nullable=False),
        sa.CheckConstraint("person_days > 0", name=op.f("ck_month_headcounts_person_days")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_month_headcounts_agency_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_month_headcounts_month_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_month_headcounts_path_id")),
        sa.PrimaryKeyConstraint("month_id", "path_id", name=op.f("pk_month_headcounts")),
    )

    op.create_table(
        "boards",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=11), nullable=False),
        sa.Column("state", sa.String(length=11), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("days", _ID, nullable=False),
        sa.Column("scheme_id", _ID, nullable=False),
        sa.Column("through_entry_id", _ID, nullable=False),
        sa.Column("as_of", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.CheckConstraint("state = 'provisional' OR length(checksum) = 64", name=op.f("ck_boards_checksum")),
        sa.CheckConstraint("state IN ('provisional', 'confirmed')", name=op.f("ck_boards_state")),
        sa.CheckConstraint("subject IN ('persons', 'departments')", name=op.f("ck_boards_subject")),
        sa.CheckConstraint("first_period <= last_period AND days > 0", name=op.f("ck_boards_span")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_boards_agency_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_boards_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boards")),
        sa.UniqueConstraint(
            "agency_id", "span", "last_period", "subject", name=op.f("uq_boards_agency_id_span_last_period_subject")
        ),
    )

    op.create_table(
        "person_standings",
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("path_id", _ID, nullable=False),
        sa.Column("place", _ID, nullable=True),
        sa.Column("rank", _ID, nullable=True),
        sa.Column("received_points", _ID, nullable=False),
        sa.Column("sent_points", _ID, nullable=False),
        sa.Column("special_points", _ID, nullable=False),
        sa.Column("received_notes", _ID, nullable=False),
        sa.Column("sent_notes", _ID, nullable=False),
        sa.Column("score", _ID, nullable=False),
        sa.Column("colleagues", _ID, nullable=False),
        sa.Column("departments", _ID, nullable=False),
        sa.Column("crossed_points", _ID, nullable=False),
        sa.CheckConstraint(
            "(place IS NULL) = (rank IS NULL) AND (rank IS NULL OR rank <= place)",
            name=op.f("ck_person_standings_ranked"),
        ),
        sa.CheckConstraint(
            "received_points >= 0 AND sent_points >= 0 AND special_points >= 0 AND received_notes >= 0 AND sent_notes >= 0 AND score >= 0 AND colleagues >= 0 AND departments >= 0 AND crossed_points >= 0",
            name=op.f("ck_person_standings_sums"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_person_standings_agency_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_person_standings_board_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_person_standings_path_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_standings_person_id")),
        sa.PrimaryKeyConstraint("board_id", "person_id", name=op.f("pk_person_standings")),
    )
    op.create_index("ix_person_standings_person_id", "person_standings", ["person_id"], unique=False)
    op.create_index("uq_person_standings_place", "person_standings", ["board_id", "place"], unique=True)

    op.create_table(
        "department_standings",
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("department_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("path_id", _ID, nullable=False),
        sa.Column("division", _ID, nullable=False),
        sa.Column("place", _ID, nullable=True),
        sa.Column("rank", _ID, nullable=True),
        sa.Column("received_points", _ID, nullable=False),
        sa.Column("sent_points", _ID, nullable=False),
        sa.Column("special_points", _ID, nullable=False),
        sa.Column("received_notes", _ID, nullable=False),
        sa.Column("sent_notes", _ID, nullable=False),
        sa.Column("score", _ID, nullable=False),
        sa.Column("colleagues", _ID, nullable=False),
        sa.Column("departments", _ID, nullable=False),
        sa.Column("crossed_points", _ID, nullable=False),
        sa.Column("person_days", _ID, nullable=False),
        sa.Column("per_head", _ID, nullable=True),
        sa.CheckConstraint(
            "(place IS NULL) = (rank IS NULL) AND (rank IS NULL OR rank <= place)",
            name=op.f("ck_department_standings_ranked"),
        ),
        sa.CheckConstraint(
            "person_days >= 0 AND (per_head IS NULL OR person_days > 0)",
            name=op.f("ck_department_standings_person_days"),
        ),
        sa.CheckConstraint(
            "received_points >= 0 AND sent_points >= 0 AND special_points >= 0 AND received_notes >= 0 AND sent_notes >= 0 AND score >= 0 AND colleagues >= 0 AND departments >= 0 AND crossed_points >= 0",
            name=op.f("ck_department_standings_sums"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_department_standings_agency_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_department_standings_board_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_standings_department_id")
        ),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_department_standings_path_id")),
        sa.PrimaryKeyConstraint("board_id", "department_id", name=op.f("pk_department_standings")),
    )
    op.create_index(
        "uq_department_standings_place", "department_standings", ["board_id", "division", "place"], unique=True
    )

    op.create_table(
        "month_participants",
        sa.Column("month_id", _ID, nullable=False),
        sa.Column("department_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_month_participants_agency_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_month_participants_department_id")
        ),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_month_participants_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_month_participants_person_id")),
        sa.PrimaryKeyConstraint("month_id", "department_id", "person_id", name=op.f("pk_month_participants")),
    )
    op.create_index("ix_month_participants_person_id", "month_participants", ["person_id", "month_id"], unique=False)

    op.create_table(
        "shown_cells",
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("department_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_shown_cells_agency_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_shown_cells_board_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_shown_cells_department_id")),
        sa.PrimaryKeyConstraint("board_id", "department_id", name=op.f("pk_shown_cells")),
    )

    op.create_table(
        "shown_totals",
        sa.Column("board_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_shown_totals_agency_id")),
        sa.ForeignKeyConstraint(["board_id"], ["boards.id"], name=op.f("fk_shown_totals_board_id")),
        sa.PrimaryKeyConstraint("board_id", name=op.f("pk_shown_totals")),
    )
