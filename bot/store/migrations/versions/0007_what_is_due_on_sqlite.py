"""SQLite finds what is due by its index: a condition is known again only as it is written in the query"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _index_where(condition: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_reminder_due", "reminder")
        op.create_index("ix_reminder_due", "reminder", ["next_fire_at"], sqlite_where=sa.text(condition))


def upgrade() -> None:
    _index_where("is_on = 1")


def downgrade() -> None:
    _index_where("is_on")
