"""What the messages of packs and care plans say, worded from what is true at the moment of sending."""

from datetime import datetime

from bot.core.outgoing import Kind, Outgoing
from bot.core.packs import TAKE_OFF, next_allowed
from bot.core.people import Person
from bot.core.schedule import QuietHours, awake_at
from bot.errors import EasebackError
from bot.render import Reply, Words, pack, plan
from bot.store import Tx, holds, packs
from content import Content


def awake_for(outgoing: Outgoing, person: Person, now: datetime, content: Content) -> datetime | None:
    """When a message that may wait for the morning is to be sent; None: now. Someone without quiet hours sleeps too."""
    asks_about_a_doctor = outgoing.kind is Kind.CHECK_BACK and outgoing.hold_id is None
    if outgoing.kind is not Kind.PLAN_END and not asks_about_a_doctor:
        return None
    usual = content.reminders.quiet_hours
    night = QuietHours(usual.start, usual.end) if person.quiet.is_empty else person.quiet
    awake = awake_at(now, person.zoneinfo, night)
    return awake if awake > now else None


async def word_plan_part(tx: Tx, words: Words, outgoing: Outgoing, person: Person) -> Reply:
    """A part of a pack's timer, or the end of a care plan."""
    if outgoing.kind is Kind.PLAN_END:
        return plan.ended(words, outgoing, person, tx.now)
    return await _word_pack(tx, words, outgoing, person)


async def _word_pack(tx: Tx, words: Words, outgoing: Outgoing, person: Person) -> Reply:
    """During a hold nothing is said of a next pack: first comes medical help."""
    put_on = await packs.find(tx, outgoing.pack_id or 0, person.id)
    if put_on is None:
        raise EasebackError(f"the pack of message {outgoing.id} is gone")
    next_at = None
    if outgoing.part == TAKE_OFF and await holds.find_open(tx, person.id) is None:
        kind = words.kind(put_on.kind)
        next_at = next_allowed(kind, await packs.of_last_day(tx, person.id), person, tx.now)
    return pack.part(words, outgoing, put_on, person, tx.now, next_at=next_at)
