"""indexes: somebody's services, ended ones too; his unread notices

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_employees_person_id", "employees", ["person_id"])
    op.create_index("ix_notices_unread", "notices", ["person_id"], sqlite_where=_UNREAD, postgresql_where=_UNREAD)


def downgrade() -> None:
    op.drop_index("ix_notices_unread", "notices")
    op.drop_index("ix_employees_person_id", "employees")
