"""What people type: read together, asked about, offered, and noted"""

import sqlalchemy as sa
from alembic import op

from bot.store.sealed import SealedColumn
from bot.store.tables import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "said",
        *_of_person("said"),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("text", SealedColumn(), nullable=False),
        _instant("said_at"),
        sa.Column("reply", SealedColumn(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", "update_id", name=op.f("pk_said")),
    )
    op.create_index(op.f("ix_said_said_at"), "said", ["said_at"])
    _create(
        "doubt",
        sa.Column("signs", SealedColumn(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=True),
        _instant("asked_at"),
    )
    _create(
        "offer",
        sa.Column("options", sa.String(length=2048), nullable=False),
        sa.Column("chosen", sa.Integer(), nullable=True),
        _instant("made_at"),
    )
    _create("diary", _instant("at"), sa.Column("entry", SealedColumn(), nullable=False))


def downgrade() -> None:
    for table in ("diary", "offer", "doubt", "said"):
        op.drop_table(table)


def _create(table: str, *columns: sa.Column[object]) -> None:
    """A table with one row for each update of a person at most."""
    op.create_table(
        table,
        sa.Column("id", BIG_ID, nullable=False),
        *_of_person(table),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("person_id", "update_id", name=op.f(f"uq_{table}_person_id_update_id")),
    )
    op.create_index(op.f(f"ix_{table}_person_id"), table, ["person_id"])


def _of_person(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    column = sa.Column("person_id", BIG_ID, nullable=False)
    name = op.f(f"fk_{table}_person_id_person")
    return column, sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=name, ondelete="CASCADE")


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=False)
