"""How often a reminder was sent; the schedule of people out of reach rests"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COUNTED = "SELECT count(*) FROM occurrence WHERE reminder_id = reminder.id AND message_id IS NOT NULL"
GONE = "SELECT id FROM person WHERE unreachable_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("reminder", sa.Column("turns", sa.Integer(), server_default="0", nullable=False))
    op.add_column("occurrence", sa.Column("turn", sa.Integer(), server_default="0", nullable=False))
    op.execute(sa.text(f"UPDATE reminder SET turns = ({COUNTED})"))  # noqa: S608 - nobody's words are in it
    op.execute(sa.text(f"UPDATE reminder SET next_fire_at = NULL WHERE person_id IN ({GONE})"))  # noqa: S608


def downgrade() -> None:
    op.drop_column("occurrence", "turn")
    op.drop_column("reminder", "turns")
