"""Offers: what was understood, kept until somebody says OK. The newest is what a correction is about."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, select, update

from bot.core import offers
from bot.core.offers import Offer, Option
from bot.store.engine import Tx
from bot.store.tables import offer


async def make(tx: Tx, person_id: int, update_id: int, options: tuple[Option, ...]) -> Offer:
    """Keep what one message was read as; the same message again gives the same offer."""
    values = {"person_id": person_id, "update_id": update_id, "made_at": tx.now}
    await tx.insert_new(offer, [values | {"options": offers.to_json(options)}])
    query = select(offer).where(offer.c.person_id == person_id, offer.c.update_id == update_id)
    return _offer((await tx.conn.execute(query)).one())


async def find(tx: Tx, offer_id: int, person_id: int) -> Offer | None:
    """This person's offer with that id: somebody else's is as good as none."""
    return await _first(tx, select(offer).where(offer.c.id == offer_id, offer.c.person_id == person_id))


async def newest(tx: Tx, person_id: int, within: timedelta) -> Offer | None:
    query = select(offer).where(offer.c.person_id == person_id, offer.c.made_at > tx.now - within)
    return await _first(tx, query.order_by(offer.c.id.desc()))


async def drop(tx: Tx, offer_id: int) -> None:
    """None of them, unless one was chosen already."""
    query = update(offer).where(offer.c.id == offer_id, offer.c.chosen.is_(None))
    await tx.conn.execute(query.values(chosen=-1))


async def choose(tx: Tx, offer_id: int, at: int) -> bool:
    """Whether this is the first choice that was made of it; a "none of them" may still become a yes."""
    query = update(offer).where(offer.c.id == offer_id, (offer.c.chosen.is_(None)) | (offer.c.chosen == -1))
    return (await tx.conn.execute(query.values(chosen=at))).rowcount == 1


async def _first(tx: Tx, query: Select[Any]) -> Offer | None:
    row = (await tx.conn.execute(query.limit(1))).first()
    return None if row is None else _offer(row)


def _offer(row: Row[Any]) -> Offer:
    return Offer(row.id, offers.from_json(row.options), row.chosen, row.update_id)
