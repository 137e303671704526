"""The database's shape: migrating to it, and asking whether it is there."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select, text

from bot.errors import SettingError
from bot.store.engine import LOCK_TIMEOUT_MS, Store, StoreUnavailable, Tx
from bot.store.sealed import SealBroken, Sealed
from bot.store.tables import note

_SQLITE_TRIES = 6  # of as many seconds as SQLite waits for a lock
_PROOF = "key proof"
_PROOF_TEXT = b"the data key fits this database"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


async def migrate(store: Store) -> None:
    """Bring the tables to the newest shape. Safe to call from several processes at once: each waits for the others."""
    tries = 1
    while True:
        try:
            await _migrate(store)
            break
        except StoreUnavailable:
            if tries == _SQLITE_TRIES or not await _is_being_migrated(store):
                raise
        tries += 1


async def _is_being_migrated(store: Store) -> bool:
    """Whoever keeps SQLite's lock for so long, while the tables are not there yet, makes them."""
    if store.engine.dialect.name != "sqlite":
        return False
    async with store.reading() as tx:
        return not await is_at_head(tx)


async def _migrate(store: Store) -> None:
    async with store.transaction() as tx:
        if tx.conn.dialect.name == "postgresql":
            # However long another process takes over it, and whatever a migration itself takes.
            await tx.conn.execute(text("SET LOCAL statement_timeout = 0"))
            await tx.conn.execute(text("SET LOCAL lock_timeout = 0"))
            await tx.conn.execute(text("SELECT pg_advisory_xact_lock(20261122)"))
            await tx.conn.execute(text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"))
        await tx.conn.run_sync(lambda connection: command.upgrade(_config(connection), "head"))


async def is_at_head(tx: Tx) -> bool:
    """Whether the tables are what this version of the code expects."""
    current = await tx.conn.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())
    return current == _head()


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(_config()).get_current_head()


async def prove_key(store: Store) -> None:
    """The first start writes a proof sealed with the key; later starts must be able to open it.

    Raises SettingError naming DATA_KEY.
    """
    async with store.transaction() as tx:
        proof = await _proof(tx)
        if proof is None:
            sealed = tx.keys.seal(_PROOF_TEXT, _PROOF).hex()
            await tx.conn.execute(note.insert().values(name=_PROOF, value=sealed))
            return
        _open(tx, proof)


async def check_key(store: Store) -> None:
    """As prove_key, but writes nothing: a database without a proof was never used."""
    async with store.reading() as tx:
        proof = await _proof(tx)
        if proof is not None:
            _open(tx, proof)


def _open(tx: Tx, proof: Sealed) -> None:
    try:
        tx.keys.open(proof.value, _PROOF)
    except SealBroken:
        raise SettingError(
            "DATA_KEY: this is not the key that sealed this database; give back the old key "
            "(several may be listed, separated by commas, the newest first)"
        ) from None


async def _proof(tx: Tx) -> Sealed | None:
    value = (await tx.conn.execute(select(note.c.value).where(note.c.name == _PROOF))).scalar_one_or_none()
    return None if value is None else Sealed(bytes.fromhex(value))
