"""people by person: an index for finding somebody's services, ended ones too

Revision: 0004, after 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_employees_person_id", "employees", ["person_id"])


def downgrade() -> None:
    op.drop_index("ix_employees_person_id", "employees")
