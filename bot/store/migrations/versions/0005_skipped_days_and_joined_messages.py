"""Days that are skipped, and late messages that come as one"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("reminder", sa.Column("skipped_on", sa.Date(), nullable=True))
    op.add_column("message", sa.Column("joined_id", BIG_ID, nullable=True))


def downgrade() -> None:
    # What was said by another message must not come once more under code that knows nothing of it.
    op.execute(sa.text("UPDATE message SET state = 'cancelled' WHERE state = 'joined'"))
    op.drop_column("message", "joined_id")
    op.drop_column("reminder", "skipped_on")
