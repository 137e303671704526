"""Care plans, packs, pauses and typed times"""

import sqlalchemy as sa
from alembic import op

from bot.store.tables import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("ended_at IS NULL")


def _id_of(owner: str, name: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    column = sa.Column(f"{owner}_id", BIG_ID, nullable=False)
    key = sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=op.f(name), ondelete="CASCADE")
    return column, key


def upgrade() -> None:
    op.create_table(
        "care_plan",
        sa.Column("id", BIG_ID, nullable=False),
        *_id_of("person", "fk_care_plan_person_id_person"),
        *_id_of("checkup", "fk_care_plan_checkup_id_checkup"),
        sa.Column("kinds", sa.String(length=255), nullable=False),
        sa.Column("begun_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_plan")),
    )
    op.create_index(op.f("ix_care_plan_person_id"), "care_plan", ["person_id"])
    op.create_index(op.f("ix_care_plan_checkup_id"), "care_plan", ["checkup_id"])
    op.create_index("ix_care_plan_ends", "care_plan", ["ends_at"])
    op.create_index(
        "uq_care_plan_open", "care_plan", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "pack",
        sa.Column("id", BIG_ID, nullable=False),
        *_id_of("person", "fk_pack_person_id_person"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("begun_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("off_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
    )
    op.create_index(op.f("ix_pack_person_id"), "pack", ["person_id"])
    op.create_table(
        "question",
        *_id_of("person", "fk_question_person_id_person"),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_question")),
    )
    for column in ("until_at", "paused_until"):
        op.add_column("reminder", sa.Column(column, UtcDateTime(timezone=True), nullable=True))
    for owner in ("care_plan", "pack"):
        # Without a foreign key: SQLite would make the table anew, and dropping the old one takes occurrences along.
        op.add_column("message", sa.Column(f"{owner}_id", BIG_ID, nullable=True))
        op.create_index(op.f(f"ix_message_{owner}_id"), "message", [f"{owner}_id"])
    # One kind "compress" became two: whoever had it chooses one of them in /reminders.
    op.execute(sa.text("DELETE FROM reminder WHERE kind = 'compress'"))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM message WHERE kind IN ('compress', 'plan_end')"))
    for owner in ("pack", "care_plan"):
        op.drop_index(op.f(f"ix_message_{owner}_id"), "message")
        op.drop_column("message", f"{owner}_id")
    for column in ("paused_until", "until_at"):
        op.drop_column("reminder", column)
    for table in ("question", "pack", "care_plan"):
        op.drop_table(table)
