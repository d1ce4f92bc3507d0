"""guards: what no row may do, held by triggers where a CHECK cannot

The ledger and the access records are append-only; a note's ends, departments, month, scheme and points never change;
a note's text changes only by redaction; one primary appointment a day.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("entries", "access_records")
NOTE_FROZEN = (
    "agency_id", "batch_id", "month_id", "scheme_id", "sender_person_id", "recipient_person_id", "sender_department_id",
    "recipient_department_id", "sender_path_id", "recipient_path_id", "points", "sent_at",
)  # fmt: skip
_OVERLAP = (
    "NEW.kind = 'primary' AND EXISTS (SELECT 1 FROM appointments a WHERE a.employee_id = NEW.employee_id"
    " AND a.kind = 'primary' AND a.id <> NEW.id AND (a.ends_on IS NULL OR a.ends_on > NEW.starts_on)"
    " AND (NEW.ends_on IS NULL OR NEW.ends_on > a.starts_on))"
)


def _changed(columns: tuple[str, ...]) -> str:
    different = "IS NOT" if op.get_bind().dialect.name == "sqlite" else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{column} {different} OLD.{column}" for column in columns)


def _guards() -> list[tuple[str, str, str, str]]:
    """Name, table, event and condition of each trigger ("" means always)."""
    guards = []
    for table in APPEND_ONLY:
        guards += [
            (f"tr_{table}_no_update", table, "UPDATE", ""),
            (f"tr_{table}_no_delete", table, "DELETE", ""),
        ]
    guards += [
        ("tr_notes_frozen", "notes", "UPDATE", _changed(NOTE_FROZEN)),
        ("tr_notes_no_delete", "notes", "DELETE", ""),
        ("tr_note_texts_frozen", "note_texts", "UPDATE", "NEW.redacted_at IS NULL"),
    ]
    return guards


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, table, event, condition in _guards():
            _sqlite_trigger(name, table, event, condition)
        for event in ("INSERT", "UPDATE"):
            _sqlite_trigger(f"ex_appointments_primary_{event.lower()}", "appointments", event, _OVERLAP, when="AFTER")
        return
    for name, table, event, condition in _guards():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{name}: this row may not be changed' USING ERRCODE = 'check_violation'; END $$"
        )
        when = f"WHEN ({condition})" if condition else ""
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} EXECUTE FUNCTION {name}()")
    op.execute(
        "ALTER TABLE appointments ADD CONSTRAINT ex_appointments_primary EXCLUDE USING gist"
        " (int8range(employee_id, employee_id, '[]') WITH &&, daterange(starts_on, ends_on) WITH &&) WHERE (kind = 'primary')"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in [guard[0] for guard in _guards()] + [
            "ex_appointments_primary_insert",
            "ex_appointments_primary_update",
        ]:
            op.execute(sa.text(f"DROP TRIGGER {name}"))
        return
    op.execute("ALTER TABLE appointments DROP CONSTRAINT ex_appointments_primary")
    for name, table, _event, _condition in _guards():
        op.execute(f"DROP TRIGGER {name} ON {table}")
        op.execute(f"DROP FUNCTION {name}()")


def _sqlite_trigger(name: str, table: str, event: str, condition: str, *, when: str = "BEFORE") -> None:
    only = f"WHEN {condition}" if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} {when} {event} ON {table} FOR EACH ROW {only} "
        f"BEGIN SELECT RAISE(ABORT, '{name}: this row may not be changed'); END"
    )
