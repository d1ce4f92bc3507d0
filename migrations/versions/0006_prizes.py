"""prizes: proposals, winners, who was left out, who changed what; the note of a month; their notices

Revision: 0006, after 0005
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = ("prize_proposals", "prize_winners", "prize_exclusions", "prize_changes", "note_prizes")
_BEFORE = (
    "kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private', 'opened', 'reclaimed', 'appealed',"
    " 'appeal_decided', 'report_decided', 'special_granted', 'special_decided')"
)
_AFTER = _BEFORE.removesuffix(")") + ", 'prize_asked', 'prize_won', 'note_prize_asked', 'note_prize_won')"
_REFERENCES = (("prize_winner_id", "prize_winners"), ("note_prize_id", "note_prizes"))


def upgrade() -> None:
    _new_tables()
    _guard("prize_changes")
    if op.get_bind().dialect.name == "sqlite":
        for column, parent in _REFERENCES:
            op.execute(
                f"ALTER TABLE notices ADD COLUMN {column} INTEGER"
                f" CONSTRAINT fk_notices_{column} REFERENCES {parent} (id)"
            )
        _edit("notices", [(_BEFORE, _AFTER)])
        return
    for column, parent in _REFERENCES:
        op.add_column("notices", sa.Column(column, sa.BigInteger(), nullable=True))
        op.create_foreign_key(f"fk_notices_{column}", "notices", parent, [column], ["id"])
    _constrain(_AFTER)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _edit("notices", [(_AFTER, _BEFORE)])
        for column, _parent in _REFERENCES:
            op.execute(f"ALTER TABLE notices DROP COLUMN {column}")
    else:
        _constrain(_BEFORE)
        for column, _parent in _REFERENCES:
            op.drop_column("notices", column)
    _unguard("prize_changes")
    for table in reversed(_TABLES):
        op.drop_table(table)


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


def _guard(table: str) -> None:
    for event in ("UPDATE", "DELETE"):
        name = f"tr_{table}_no_{event.lower()}"
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


def _unguard(table: str) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event in ("update", "delete"):
        name = f"tr_{table}_no_{event}"
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")


def _new_tables() -> None:
    op.create_table(
        "prize_proposals",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("span", sa.String(length=8), nullable=False),
        sa.Column("first_period", sa.String(length=7), nullable=False),
        sa.Column("last_period", sa.String(length=7), nullable=False),
        sa.Column("scheme_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("revision", _ID, nullable=False),
        sa.Column("opened_by_person_id", _ID, nullable=False),
        sa.Column("opened_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_person_id", _ID, nullable=True),
        sa.Column("confirmed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("certificate", sa.String(length=12), nullable=False),
        sa.Column("giver_title", sa.String(length=60), nullable=False),
        sa.Column("giver_name", sa.String(length=60), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'confirmed') = (confirmed_at IS NOT NULL AND confirmed_by_person_id IS NOT NULL AND awarded_on IS NOT NULL)",
            name=op.f("ck_prize_proposals_confirmed"),
        ),
        sa.CheckConstraint(
            "certificate IN ('none', 'award', 'commendation')", name=op.f("ck_prize_proposals_certificate")
        ),
        sa.CheckConstraint("state IN ('open', 'confirmed', 'dropped')", name=op.f("ck_prize_proposals_state")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_prize_proposals_agency_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_person_id"], ["people.id"], name=op.f("fk_prize_proposals_confirmed_by_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_person_id"], ["people.id"], name=op.f("fk_prize_proposals_opened_by_person_id")
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_prize_proposals_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_proposals")),
    )
    op.create_index(
        "uq_prize_proposals_standing",
        "prize_proposals",
        ["agency_id", "span", "last_period"],
        unique=True,
        sqlite_where=sa.text("state <> 'dropped'"),
        postgresql_where=sa.text("state <> 'dropped'"),
    )

    op.create_table(
        "prize_winners",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("proposal_id", _ID, nullable=False),
        sa.Column("tier", _ID, nullable=False),
        sa.Column("tier_ko", sa.String(length=100), nullable=False),
        sa.Column("tier_en", sa.String(length=100), nullable=False),
        sa.Column("division", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=True),
        sa.Column("department_id", _ID, nullable=True),
        sa.Column("path_id", _ID, nullable=False),
        sa.Column("rank", _ID, nullable=True),
        sa.Column("figure", _ID, nullable=False),
        sa.Column("origin", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("certificate_number", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "department_id IS NULL OR state IN ('proposed', 'removed')", name=op.f("ck_prize_winners_asked")
        ),
        sa.CheckConstraint("origin IN ('scheme', 'officer')", name=op.f("ck_prize_winners_origin")),
        sa.CheckConstraint(
            "state IN ('proposed', 'asked', 'agreed', 'declined', 'removed')", name=op.f("ck_prize_winners_state")
        ),
        sa.CheckConstraint("(person_id IS NULL) <> (department_id IS NULL)", name=op.f("ck_prize_winners_winner")),
        sa.CheckConstraint("tier >= 1 AND division >= 0", name=op.f("ck_prize_winners_tier")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_prize_winners_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_prize_winners_department_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_prize_winners_path_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_prize_winners_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["prize_proposals.id"], name=op.f("fk_prize_winners_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_winners")),
        sa.UniqueConstraint("proposal_id", "department_id", name=op.f("uq_prize_winners_proposal_id_department_id")),
        sa.UniqueConstraint("proposal_id", "person_id", name=op.f("uq_prize_winners_proposal_id_person_id")),
    )
    op.create_index("ix_prize_winners_person_id", "prize_winners", ["person_id"], unique=False)
    op.create_index(
        "uq_prize_winners_certificate_number",
        "prize_winners",
        ["agency_id", "certificate_number"],
        unique=True,
        sqlite_where=sa.text("certificate_number <> ''"),
        postgresql_where=sa.text("certificate_number <> ''"),
    )

    op.create_table(
        "prize_exclusions",
        sa.Column("proposal_id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("why", sa.String(length=6), nullable=False),
        sa.Column("rank", _ID, nullable=False),
        sa.CheckConstraint("why IN ('role', 'rank', 'recent', 'left')", name=op.f("ck_prize_exclusions_why")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_prize_exclusions_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_prize_exclusions_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["prize_proposals.id"], name=op.f("fk_prize_exclusions_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_prize_exclusions")),
    )

    op.create_table(
        "prize_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("proposal_id", _ID, nullable=False),
        sa.Column("winner_id", _ID, nullable=True),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("actor_person_id", _ID, nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("changed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "act IN ('open', 'add', 'remove', 'move', 'ask', 'agree', 'decline', 'confirm', 'drop')",
            name=op.f("ck_prize_changes_act"),
        ),
        sa.ForeignKeyConstraint(["actor_person_id"], ["people.id"], name=op.f("fk_prize_changes_actor_person_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_prize_changes_agency_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["prize_proposals.id"], name=op.f("fk_prize_changes_proposal_id")),
        sa.ForeignKeyConstraint(["winner_id"], ["prize_winners.id"], name=op.f("fk_prize_changes_winner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prize_changes")),
    )
    op.create_index("ix_prize_changes_proposal_id", "prize_changes", ["proposal_id", "id"], unique=False)

    op.create_table(
        "note_prizes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("agency_id", _ID, nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("note_id", _ID, nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("chosen_by_person_id", _ID, nullable=False),
        sa.Column("chosen_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("sender_agreed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("recipient_agreed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'agreed', 'declined', 'confirmed', 'dropped')", name=op.f("ck_note_prizes_state")
        ),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'confirmed') OR (sender_agreed_at IS NOT NULL AND recipient_agreed_at IS NOT NULL)",
            name=op.f("ck_note_prizes_agreed"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_note_prizes_agency_id")),
        sa.ForeignKeyConstraint(
            ["chosen_by_person_id"], ["people.id"], name=op.f("fk_note_prizes_chosen_by_person_id")
        ),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_prizes_note_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_prizes")),
        sa.UniqueConstraint("note_id", name=op.f("uq_note_prizes_note_id")),
    )
    op.create_index("ix_note_prizes_period", "note_prizes", ["agency_id", "period", "id"], unique=False)
    op.create_index(
        "uq_note_prizes_standing",
        "note_prizes",
        ["agency_id", "period"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'agreed', 'confirmed')"),
        postgresql_where=sa.text("state IN ('asked', 'agreed', 'confirmed')"),
    )
