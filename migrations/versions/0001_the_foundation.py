"""the foundation: every table of the first release

Revision: 0001, after
"""

import sqlalchemy as sa
from alembic import op

import collabpoints.db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_ko", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=100), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("code", name=op.f("uq_agencies_code")),
    )
    op.create_table(
        "department_paths",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ids", sa.String(length=200), nullable=False),
        sa.Column(
            "names",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_department_paths_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department_paths")),
        sa.UniqueConstraint("agency_id", "ids", "names", name=op.f("uq_department_paths_agency_id_ids_names")),
    )
    op.create_table(
        "help_kinds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "name_ko",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_help_kinds_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_kinds")),
        sa.UniqueConstraint("agency_id", "name_ko", name=op.f("uq_help_kinds_agency_id_name_ko")),
    )
    op.create_table(
        "job_runs",
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("started_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("duration_ms", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rows", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint("(outcome = 'finished') = (finished_at IS NOT NULL)", name=op.f("ck_job_runs_finished")),
        sa.CheckConstraint("outcome IN ('finished', 'failed')", name=op.f("ck_job_runs_outcome")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_job_runs_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "job", "period", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "name",
            sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("is_opted_out", sa.Boolean(), nullable=False),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(trim(name)) > 0 AND name NOT LIKE '%ㅤ%' AND name NOT LIKE '%ᅟ%' AND name NOT LIKE '%ᅠ%' AND name NOT LIKE '%ﾠ%' AND name NOT LIKE '%⠀%' AND name NOT LIKE '%\u180e%'",
            name=op.f("ck_people_name_visible"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_people_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_agency_id_name", ["agency_id", "name", "id"], unique=False)

    op.create_table(
        "scheduler_beats",
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("process", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("beat_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_scheduler_beats_agency_id")),
        sa.PrimaryKeyConstraint("host", "process", name=op.f("pk_scheduler_beats")),
    )
    op.create_table(
        "schemes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("starts_in", sa.String(length=7), nullable=False),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(starts_in) = 7", name=op.f("ck_schemes_starts_in")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_schemes_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schemes")),
        sa.UniqueConstraint("agency_id", "starts_in", name=op.f("uq_schemes_agency_id_starts_in")),
    )
    op.create_table(
        "sign_in_tries",
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("window_started_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_sign_in_tries_tries")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_sign_in_tries_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "bucket", "window_started_at", name=op.f("pk_sign_in_tries")),
    )
    op.create_table(
        "access_records",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("subject_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_person_id"], ["people.id"], name=op.f("fk_access_records_actor_person_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_access_records_agency_id")),
        sa.ForeignKeyConstraint(["subject_person_id"], ["people.id"], name=op.f("fk_access_records_subject_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_records")),
    )
    with op.batch_alter_table("access_records", schema=None) as batch_op:
        batch_op.create_index("ix_access_records_recorded_at", ["agency_id", "recorded_at", "id"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_changed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("session_epoch", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_mail_wanted", sa.Boolean(), nullable=False),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_accounts_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_accounts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_accounts_agency_id_login")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "departments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "code",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "name",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("level", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("official_order", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("home_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("path_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name=op.f("ck_departments_dates")),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_departments_parent")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_departments_agency_id")),
        sa.ForeignKeyConstraint(["home_id"], ["departments.id"], name=op.f("fk_departments_home_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["departments.id"], name=op.f("fk_departments_parent_id")),
        sa.ForeignKeyConstraint(["path_id"], ["department_paths.id"], name=op.f("fk_departments_path_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departments")),
        sa.UniqueConstraint("agency_id", "code", name=op.f("uq_departments_agency_id_code")),
    )
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.create_index("ix_departments_agency_id_official_order", ["agency_id", "official_order"], unique=False)

    op.create_table(
        "drafts",
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("points", sa.String(length=20), nullable=False),
        sa.Column("help_kind_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("saved_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_drafts_agency_id")),
        sa.ForeignKeyConstraint(["help_kind_id"], ["help_kinds.id"], name=op.f("fk_drafts_help_kind_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.PrimaryKeyConstraint("form_id", name=op.f("pk_drafts")),
    )
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.create_index("ix_drafts_person_id", ["person_id", "saved_at"], unique=False)

    op.create_table(
        "employees",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "number",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(status = 'left') = (left_on IS NOT NULL)", name=op.f("ck_employees_left")),
        sa.CheckConstraint(
            "status IN ('active', 'leave', 'seconded', 'training', 'left')", name=op.f("ck_employees_status")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_employees_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_employees_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employees")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_employees_agency_id_number")),
    )
    with op.batch_alter_table("employees", schema=None) as batch_op:
        batch_op.create_index(
            "uq_employees_person_id_serving",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.create_table(
        "months",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("scheme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=6), nullable=False),
        sa.Column("starts_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("allowance", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("pair_cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_months_closed")),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_months_ended")),
        sa.CheckConstraint("state IN ('open', 'ended', 'closed')", name=op.f("ck_months_state")),
        sa.CheckConstraint("allowance > 0", name=op.f("ck_months_allowance")),
        sa.CheckConstraint("pair_cap IS NULL OR pair_cap > 0", name=op.f("ck_months_pair_cap")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_months_dates")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_months_agency_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_months_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_months")),
        sa.UniqueConstraint("agency_id", "period", name=op.f("uq_months_agency_id_period")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("for_day", sa.Date(), nullable=False),
        sa.Column("subject_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("sent_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('morning', 'link')", name=op.f("ck_outbox_kind")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_outbox_tries")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_outbox_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("agency_id", "kind", "person_id", "for_day", "subject_id", name="uq_outbox_message"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outbox_due",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
        )

    op.create_table(
        "send_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("sender_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(form_id) = 36", name=op.f("ck_send_batches_form_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_send_batches_agency_id")),
        sa.ForeignKeyConstraint(["sender_person_id"], ["people.id"], name=op.f("fk_send_batches_sender_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_send_batches")),
        sa.UniqueConstraint("agency_id", "form_id", name="uq_send_batches_form_id"),
    )
    op.create_table(
        "staff_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("uploaded_by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("uploaded_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("applied_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("new_people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("changed_people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("left_people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("returned_people", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("state IN ('uploaded', 'applied', 'dropped')", name=op.f("ck_staff_imports_state")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_staff_imports_agency_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_person_id"], ["people.id"], name=op.f("fk_staff_imports_uploaded_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_imports")),
    )
    op.create_table(
        "account_sessions",
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("epoch", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_account_sessions_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_account_sessions_agency_id")),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_account_sessions")),
    )
    with op.batch_alter_table("account_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_account_sessions_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_account_sessions_seen_at", ["seen_at"], unique=False)

    op.create_table(
        "appointments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("rank", sa.String(length=40), nullable=False),
        sa.Column("position", sa.String(length=40), nullable=False),
        sa.Column("duty", sa.String(length=200), nullable=False),
        sa.CheckConstraint("kind IN ('primary', 'concurrent', 'seconded')", name=op.f("ck_appointments_kind")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_appointments_dates")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_appointments_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_appointments_department_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_appointments_employee_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.create_index("ix_appointments_department_id", ["department_id", "kind", "employee_id"], unique=False)
        batch_op.create_index("ix_appointments_employee_id", ["employee_id", "kind", "starts_on"], unique=False)

    op.create_table(
        "department_month_totals",
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_notes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_notes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "sent_points >= 0 AND sent_notes >= 0 AND received_points >= 0 AND received_notes >= 0",
            name=op.f("ck_department_month_totals_sums"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_department_month_totals_agency_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_month_totals_department_id")
        ),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_department_month_totals_month_id")),
        sa.PrimaryKeyConstraint("month_id", "department_id", name=op.f("pk_department_month_totals")),
    )
    op.create_table(
        "draft_recipients",
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_draft_recipients_agency_id")),
        sa.ForeignKeyConstraint(
            ["form_id"], ["drafts.form_id"], name=op.f("fk_draft_recipients_form_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_draft_recipients_person_id")),
        sa.PrimaryKeyConstraint("form_id", "person_id", name=op.f("pk_draft_recipients")),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scheme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender_department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender_path_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_path_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("help_kind_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("sent_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.String(length=10), nullable=True),
        sa.Column("withdrawn_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn IS NULL OR withdrawn IN ('taken_back', 'given_back', 'reclaimed')",
            name=op.f("ck_notes_withdrawn"),
        ),
        sa.CheckConstraint("(withdrawn IS NULL) = (withdrawn_at IS NULL)", name=op.f("ck_notes_withdrawn_at")),
        sa.CheckConstraint(
            "points BETWEEN 0 AND 1000 AND points = CAST(points AS INTEGER)", name=op.f("ck_notes_points")
        ),
        sa.CheckConstraint("sender_person_id <> recipient_person_id", name=op.f("ck_notes_ends")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_notes_agency_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["send_batches.id"], name=op.f("fk_notes_batch_id")),
        sa.ForeignKeyConstraint(["help_kind_id"], ["help_kinds.id"], name=op.f("fk_notes_help_kind_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_notes_month_id")),
        sa.ForeignKeyConstraint(
            ["recipient_department_id"], ["departments.id"], name=op.f("fk_notes_recipient_department_id")
        ),
        sa.ForeignKeyConstraint(
            ["recipient_path_id"], ["department_paths.id"], name=op.f("fk_notes_recipient_path_id")
        ),
        sa.ForeignKeyConstraint(["recipient_person_id"], ["people.id"], name=op.f("fk_notes_recipient_person_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["schemes.id"], name=op.f("fk_notes_scheme_id")),
        sa.ForeignKeyConstraint(
            ["sender_department_id"], ["departments.id"], name=op.f("fk_notes_sender_department_id")
        ),
        sa.ForeignKeyConstraint(["sender_path_id"], ["department_paths.id"], name=op.f("fk_notes_sender_path_id")),
        sa.ForeignKeyConstraint(["sender_person_id"], ["people.id"], name=op.f("fk_notes_sender_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sa.UniqueConstraint("batch_id", "recipient_person_id", name=op.f("uq_notes_batch_id_recipient_person_id")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notes_feed",
            ["agency_id", "id"],
            unique=False,
            sqlite_where=sa.text("NOT is_private AND withdrawn IS NULL"),
            postgresql_where=sa.text("NOT is_private AND withdrawn IS NULL"),
        )
        batch_op.create_index("ix_notes_recipient_person_id", ["recipient_person_id", "id"], unique=False)
        batch_op.create_index("ix_notes_sender_person_id", ["sender_person_id", "id"], unique=False)
        batch_op.create_index(
            "ix_notes_unread",
            ["recipient_person_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL AND withdrawn IS NULL"),
            postgresql_where=sa.text("read_at IS NULL AND withdrawn IS NULL"),
        )

    op.create_table(
        "one_time_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_one_time_links_account_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_one_time_links_agency_id")),
        sa.ForeignKeyConstraint(
            ["created_by_person_id"], ["people.id"], name=op.f("fk_one_time_links_created_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_one_time_links_token_digest")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index("ix_one_time_links_account_id", ["account_id"], unique=False)

    op.create_table(
        "pair_month_totals",
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sender_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recipient_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cap", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("counted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("counted >= 0 AND (cap IS NULL OR counted <= cap)", name=op.f("ck_pair_month_totals_cap")),
        sa.CheckConstraint("points >= 0 AND notes >= 0", name=op.f("ck_pair_month_totals_sums")),
        sa.CheckConstraint("sender_person_id <> recipient_person_id", name=op.f("ck_pair_month_totals_ends")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_pair_month_totals_agency_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_pair_month_totals_month_id")),
        sa.ForeignKeyConstraint(
            ["recipient_person_id"], ["people.id"], name=op.f("fk_pair_month_totals_recipient_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["sender_person_id"], ["people.id"], name=op.f("fk_pair_month_totals_sender_person_id")
        ),
        sa.PrimaryKeyConstraint(
            "month_id", "sender_person_id", "recipient_person_id", name=op.f("pk_pair_month_totals")
        ),
    )
    with op.batch_alter_table("pair_month_totals", schema=None) as batch_op:
        batch_op.create_index("ix_pair_month_totals_recipient", ["recipient_person_id", "month_id"], unique=False)
        batch_op.create_index("ix_pair_month_totals_sender", ["sender_person_id", "month_id"], unique=False)

    op.create_table(
        "person_month_totals",
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("granted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("spent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_notes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_notes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint(
            "sent_points >= 0 AND sent_notes >= 0 AND received_points >= 0 AND received_notes >= 0",
            name=op.f("ck_person_month_totals_sums"),
        ),
        sa.CheckConstraint("spent >= 0 AND spent <= granted", name=op.f("ck_person_month_totals_allowance")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_person_month_totals_agency_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_person_month_totals_month_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_month_totals_person_id")),
        sa.PrimaryKeyConstraint("month_id", "person_id", name=op.f("pk_person_month_totals")),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("granted_by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("granted_reason", sa.String(length=200), nullable=False),
        sa.Column("revoked_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revoked_reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(role = 'department_head') = (department_id IS NOT NULL)", name=op.f("ck_role_grants_department")
        ),
        sa.CheckConstraint(
            "role IN ('department_head', 'reviewer', 'officer', 'privacy_officer', 'administrator')",
            name=op.f("ck_role_grants_role"),
        ),
        sa.CheckConstraint("revoked_at IS NULL OR revoked_at >= granted_at", name=op.f("ck_role_grants_dates")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_role_grants_agency_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_role_grants_department_id")),
        sa.ForeignKeyConstraint(
            ["granted_by_person_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_person_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.ForeignKeyConstraint(
            ["revoked_by_person_id"], ["people.id"], name=op.f("fk_role_grants_revoked_by_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.create_index("ix_role_grants_agency_id", ["agency_id", "id"], unique=False)
        batch_op.create_index(
            "uq_role_grants_held",
            ["person_id", "role"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL AND department_id IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL AND department_id IS NULL"),
        )
        batch_op.create_index(
            "uq_role_grants_held_department",
            ["person_id", "role", "department_id"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL AND department_id IS NOT NULL"),
            postgresql_where=sa.text("revoked_at IS NULL AND department_id IS NOT NULL"),
        )

    op.create_table(
        "search_terms",
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "term",
            sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("employee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_search_terms_agency_id")),
        sa.ForeignKeyConstraint(["employee_id"], ["employees.id"], name=op.f("fk_search_terms_employee_id")),
        sa.PrimaryKeyConstraint("agency_id", "kind", "term", "employee_id", name=op.f("pk_search_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_terms_employee_id", "search_terms", ["employee_id"])
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("booked_month_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("counters", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("giver_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("giver_department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receiver_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receiver_department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("spent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("counted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("actor_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(counters IS NULL AND points >= 0 AND notes >= 0 AND spent >= 0 AND counted >= 0) OR (counters IS NOT NULL AND points <= 0 AND notes <= 0 AND spent <= 0 AND counted <= 0) OR kind = 'restore'",
            name=op.f("ck_entries_signs"),
        ),
        sa.CheckConstraint("(kind IN ('send', 'special')) = (counters IS NULL)", name=op.f("ck_entries_counters")),
        sa.CheckConstraint(
            "kind = 'special' OR (note_id IS NOT NULL AND giver_person_id IS NOT NULL AND receiver_person_id IS NOT NULL)",
            name=op.f("ck_entries_note"),
        ),
        sa.CheckConstraint(
            "kind IN ('send', 'take_back', 'give_back', 'reclaim', 'restore', 'special')",
            name=op.f("ck_entries_kind"),
        ),
        sa.CheckConstraint(
            "giver_person_id IS NULL OR giver_person_id <> receiver_person_id", name=op.f("ck_entries_ends")
        ),
        sa.CheckConstraint(
            "points BETWEEN -1000 AND 1000 AND points = CAST(points AS INTEGER)",
            name=op.f("ck_entries_points"),
        ),
        sa.CheckConstraint("receiver_department_id IS NOT NULL", name=op.f("ck_entries_beneficiary")),
        sa.ForeignKeyConstraint(["actor_person_id"], ["people.id"], name=op.f("fk_entries_actor_person_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_entries_agency_id")),
        sa.ForeignKeyConstraint(["booked_month_id"], ["months.id"], name=op.f("fk_entries_booked_month_id")),
        sa.ForeignKeyConstraint(["counters"], ["entries.id"], name=op.f("fk_entries_counters")),
        sa.ForeignKeyConstraint(
            ["giver_department_id"], ["departments.id"], name=op.f("fk_entries_giver_department_id")
        ),
        sa.ForeignKeyConstraint(["giver_person_id"], ["people.id"], name=op.f("fk_entries_giver_person_id")),
        sa.ForeignKeyConstraint(["month_id"], ["months.id"], name=op.f("fk_entries_month_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_entries_note_id")),
        sa.ForeignKeyConstraint(
            ["receiver_department_id"], ["departments.id"], name=op.f("fk_entries_receiver_department_id")
        ),
        sa.ForeignKeyConstraint(["receiver_person_id"], ["people.id"], name=op.f("fk_entries_receiver_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("counters", name=op.f("uq_entries_counters")),
    )
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.create_index("ix_entries_month_id", ["month_id", "id"], unique=False)
        batch_op.create_index("ix_entries_note_id", ["note_id"], unique=False)
        batch_op.create_index(
            "uq_entries_note_id_send",
            ["note_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'send'"),
            postgresql_where=sa.text("kind = 'send'"),
        )

    op.create_table(
        "note_texts",
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("redacted_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "redacted_at IS NOT NULL OR (length(trim(text)) > 0 AND text NOT LIKE '%ㅤ%' AND text NOT LIKE '%ᅟ%' AND text NOT LIKE '%ᅠ%' AND text NOT LIKE '%ﾠ%' AND text NOT LIKE '%⠀%' AND text NOT LIKE '%\u180e%')",
            name=op.f("ck_note_texts_visible"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_note_texts_agency_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_note_texts_note_id")),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_note_texts")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('received', 'replied', 'given_back', 'taken_back', 'made_private')",
            name=op.f("ck_notices_kind"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_notices_agency_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_notices_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_person_id", ["person_id", "id"], unique=False)

    op.create_table(
        "replies",
        sa.Column("note_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agency_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("replied_at", collabpoints.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", collabpoints.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_replies_agency_id")),
        sa.ForeignKeyConstraint(["note_id"], ["notes.id"], name=op.f("fk_replies_note_id")),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_replies")),
    )


def downgrade() -> None:
    op.drop_table("replies")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_person_id")

    op.drop_table("notices")
    op.drop_table("note_texts")
    with op.batch_alter_table("entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_entries_note_id_send",
            sqlite_where=sa.text("kind = 'send'"),
            postgresql_where=sa.text("kind = 'send'"),
        )
        batch_op.drop_index("ix_entries_note_id")
        batch_op.drop_index("ix_entries_month_id")

    op.drop_table("entries")
    op.drop_table("search_terms")
    with op.batch_alter_table("role_grants", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grants_held_department",
            sqlite_where=sa.text("revoked_at IS NULL AND department_id IS NOT NULL"),
            postgresql_where=sa.text("revoked_at IS NULL AND department_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_role_grants_held",
            sqlite_where=sa.text("revoked_at IS NULL AND department_id IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL AND department_id IS NULL"),
        )
        batch_op.drop_index("ix_role_grants_agency_id")

    op.drop_table("role_grants")
    op.drop_table("person_month_totals")
    with op.batch_alter_table("pair_month_totals", schema=None) as batch_op:
        batch_op.drop_index("ix_pair_month_totals_sender")
        batch_op.drop_index("ix_pair_month_totals_recipient")

    op.drop_table("pair_month_totals")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_links_account_id")

    op.drop_table("one_time_links")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notes_unread",
            sqlite_where=sa.text("read_at IS NULL AND withdrawn IS NULL"),
            postgresql_where=sa.text("read_at IS NULL AND withdrawn IS NULL"),
        )
        batch_op.drop_index("ix_notes_sender_person_id")
        batch_op.drop_index("ix_notes_recipient_person_id")
        batch_op.drop_index(
            "ix_notes_feed",
            sqlite_where=sa.text("NOT is_private AND withdrawn IS NULL"),
            postgresql_where=sa.text("NOT is_private AND withdrawn IS NULL"),
        )

    op.drop_table("notes")
    op.drop_table("draft_recipients")
    op.drop_table("department_month_totals")
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.drop_index("ix_appointments_employee_id")
        batch_op.drop_index("ix_appointments_department_id")

    op.drop_table("appointments")
    with op.batch_alter_table("account_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_account_sessions_seen_at")
        batch_op.drop_index("ix_account_sessions_account_id")

    op.drop_table("account_sessions")
    op.drop_table("staff_imports")
    op.drop_table("send_batches")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_due",
            sqlite_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("sent_at IS NULL AND dropped_at IS NULL"),
        )

    op.drop_table("outbox")
    op.drop_table("months")
    with op.batch_alter_table("employees", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_employees_person_id_serving",
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        )

    op.drop_table("employees")
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_index("ix_drafts_person_id")

    op.drop_table("drafts")
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.drop_index("ix_departments_agency_id_official_order")

    op.drop_table("departments")
    op.drop_table("accounts")
    with op.batch_alter_table("access_records", schema=None) as batch_op:
        batch_op.drop_index("ix_access_records_recorded_at")

    op.drop_table("access_records")
    op.drop_table("sign_in_tries")
    op.drop_table("schemes")
    op.drop_table("scheduler_beats")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_agency_id_name")

    op.drop_table("people")
    op.drop_table("job_runs")
    op.drop_table("help_kinds")
    op.drop_table("department_paths")
    op.drop_table("agencies")
