"""Every table, on one screen. Only the store's own modules read this."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect

from bot.store.sealed import SealedColumn

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
BigId = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: takes aware datetimes only, gives them back in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored: say which zone it is in")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _belongs_to(table: str, *, nullable: bool = False) -> Column[int]:
    return Column(
        f"{table}_id", BigId, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=nullable, index=True
    )


person = Table(
    "person",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("locale", String(16), nullable=False),
    Column("zone", String(64)),
    Column("quiet_begin", Integer, nullable=False),  # minutes after local midnight
    Column("quiet_end", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("unreachable_at", UtcDateTime),
)

checkup = Table(
    "checkup",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),  # drawn at random: it seals the answers
    _belongs_to("person"),
    Column("state", String(8), nullable=False),  # open, done, dropped
    Column("answers", SealedColumn, nullable=False),
    Column("content_version", String(32), nullable=False),
    Column("judge_at", UtcDateTime, index=True),  # an emergency answer is in and nothing more came
    Column("created_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
)

known = Table(  # what stays true of a person from check to check, sealed; absent until they told it
    "known",
    metadata,
    Column(
        "person_id", BigId, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("signs", SealedColumn, nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
)

hold = Table(
    "hold",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    _belongs_to("checkup"),
    Column("level", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # waiting, called, seen, not_happening
    Column("begun_at", UtcDateTime, nullable=False),
    Column("answered_at", UtcDateTime),
    Column("lifted_at", UtcDateTime),
    Index(
        "uq_hold_open",
        "person_id",
        unique=True,
        sqlite_where=text("lifted_at IS NULL"),
        postgresql_where=text("lifted_at IS NULL"),
    ),
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    Column("kind", String(32), nullable=False),
    Column("trigger", String(255), nullable=False),  # JSON
    Column("is_on", Boolean, nullable=False),
    Column("next_fire_at", UtcDateTime),
    Column("next_local_on", Date),
    Column("next_slot", Integer),
    Column("until_at", UtcDateTime),  # it ends by itself
    Column("paused_until", UtcDateTime),
    Column("turns", Integer, nullable=False, server_default="0"),  # how often it was sent
    Column("skipped_on", Date),  # the person's own date on which it does not come
    UniqueConstraint("person_id", "kind"),
    Index("ix_reminder_due", "next_fire_at", sqlite_where=text("is_on = 1"), postgresql_where=text("is_on")),
)

care_plan = Table(
    "care_plan",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    _belongs_to("checkup"),
    Column("kinds", String(255), nullable=False),  # joined with dots
    Column("begun_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("answer", String(16)),  # better, same, worse
    Index(
        "uq_care_plan_open",
        "person_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_care_plan_ends", "ends_at"),
)

pack = Table(  # a cold or warm pack that was put on; its messages are timed parts
    "pack",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    Column("kind", String(32), nullable=False),
    Column("begun_at", UtcDateTime, nullable=False),
    Column("off_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
)

question = Table(  # what the next typed text is the answer to, while that screen is open
    "question",
    metadata,
    Column(
        "person_id", BigId, ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("about", String(64), nullable=False),  # the button of the screen that asked
    Column("expires_at", UtcDateTime, nullable=False),
)

said = (
    Table(  # what a person typed in the last minutes: messages in a row are read together, and then forgotten
        "said",
        metadata,
        Column(
            "person_id",
            BigId,
            ForeignKey("person.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        Column("update_id", BigInteger, primary_key=True, autoincrement=False),
        Column("text", SealedColumn, nullable=False),
        Column("said_at", UtcDateTime, nullable=False, index=True),
        Column("reply", SealedColumn),  # what it was answered with, to be said again and not done again
    )
)

doubt = Table(  # "is this happening now?", asked because what was typed may be a red flag
    "doubt",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    Column("update_id", BigInteger, nullable=False),  # of the message that raised it
    Column("signs", SealedColumn, nullable=False),  # none: the question for all that is not understood
    Column("answer", String(8)),  # yes, other, no; told: another message answered it
    Column("asked_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "update_id"),
)

offer = Table(  # what was understood and waits for an OK; the newest is what a correction is about
    "offer",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    Column("update_id", BigInteger, nullable=False),
    Column("options", String(2048), nullable=False),  # JSON: the readings to choose from
    Column("chosen", Integer),  # which of them; -1: none
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "update_id"),
)

diary = Table(  # what a person told of themself: pain, glasses, stretches
    "diary",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    Column("update_id", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("entry", SealedColumn, nullable=False),
    UniqueConstraint("person_id", "update_id"),
)

message = Table(
    "message",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("person"),
    _belongs_to("checkup", nullable=True),
    _belongs_to("hold", nullable=True),
    Column(
        "care_plan_id", BigId, index=True
    ),  # no foreign keys: both go with their person, as the message does
    Column("pack_id", BigId, index=True),
    Column("follows_id", BigId, ForeignKey("message.id", ondelete="CASCADE"), unique=True),  # snoozed from
    Column("joined_id", BigId),  # late, and said by that message; no foreign key either
    Column("lane", Integer, nullable=False),  # 0 urgent, 1 timed, 2 routine
    Column("kind", String(32), nullable=False),
    Column("part", String(32), nullable=False),  # which one of its kind, such as the check-back after "1h"
    Column("state", String(16), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("local_on", Date),  # the person's own date, for the daily cap on routine messages
    Column("tries", Integer, nullable=False),  # sends that may have arrived
    Column("faults", Integer, nullable=False),  # sends that failed through our own fault
    Column("not_before", Float),  # real seconds: Telegram said wait, or a retry is spaced out
    Column("lease_owner", String(128)),
    Column("lease_until", Float),  # real seconds
    Column("started_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("telegram_message_id", BigInteger),
    Index("ix_message_waiting", "state", "lane", "due_at"),
)

occurrence = Table(
    "occurrence",
    metadata,
    Column("id", BigId, primary_key=True),
    _belongs_to("reminder"),
    _belongs_to("message", nullable=True),
    Column("local_on", Date, nullable=False),
    Column("slot", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("outcome", String(16), nullable=False),  # planned, or why it was skipped
    Column("answer", String(16)),  # done, snoozed, skipped, stopped
    Column("answered_at", UtcDateTime),
    Column("turn", Integer, nullable=False, server_default="0"),  # how many of its series were sent before it
    UniqueConstraint("reminder_id", "local_on", "slot"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("from_id", BigInteger, nullable=False),  # whose turn it is: updates of one person stay in order
    Column("raw", SealedColumn),
    Column("state", String(8), nullable=False),  # waiting, done, dead
    Column("received_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("uncertain", Integer, nullable=False),  # answers to it that may have arrived
    Column("not_before", Float),
    Column("lease_owner", String(128)),
    Column("lease_until", Float),
    Index("ix_inbox_waiting", "state", "from_id", "update_id"),
)

told_group = Table(
    "told_group",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("told_at", UtcDateTime, nullable=False),
)

budget = Table(  # what all processes together may send; every column is real seconds
    "budget",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("tat", Float, nullable=False),  # when the next slot is free: the theoretical arrival time of GCRA
    Column("yield_until", Float, nullable=False),  # people are being answered: bulk leaves the reserve alone
    Column("paused_until", Float, nullable=False),  # Telegram asked bulk to wait
)

note = Table(  # what this database remembers of itself, such as the proof that the data key fits
    "note",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(1024), nullable=False),
)
