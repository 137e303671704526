"""The only room that speaks SQL. Each module is one noun; its functions take the unit of work first."""

from bot.store.engine import Store, StoreUnavailable, Tx
from bot.store.sealed import KeyRing, SealBroken

__all__ = ["KeyRing", "SealBroken", "Store", "StoreUnavailable", "Tx"]
