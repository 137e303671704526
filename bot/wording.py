"""What every message but a reminder says, worded from what is true at the moment of sending."""

from bot import latecomers
from bot.core.checkup import assess_so_far
from bot.core.outgoing import Kind, Outgoing
from bot.core.packs import TAKE_OFF, next_allowed
from bot.core.people import Person
from bot.core.triage import Assessment, Level
from bot.errors import EasebackError
from bot.render import Reply, Words, doubt, pack, plan, urgent
from bot.store import Tx, checkups, doubts, holds, outbox, packs
from content import Content


async def word_part(tx: Tx, words: Words, outgoing: Outgoing, person: Person, content: Content) -> Reply:
    """One message, with what else is late for this person. Raises EasebackError when what it speaks of is gone."""
    parts = await latecomers.gather(tx, outgoing, person, content)
    reply = await _word(tx, words, parts[0], person, content)
    return latecomers.word(words, reply, parts)


async def _word(tx: Tx, words: Words, outgoing: Outgoing, person: Person, content: Content) -> Reply:
    if outgoing.kind is Kind.PLAN_END:
        return plan.ended(words, outgoing, person, tx.now)
    if outgoing.kind is Kind.UNANSWERED:
        return await _word_unanswered(tx, words, outgoing, person)
    if outgoing.kind is Kind.COMPRESS:
        return await _word_pack(tx, words, outgoing, person)
    assessment = await _assessment(tx, outgoing, content)
    if outgoing.kind is Kind.DOCTOR:
        return urgent.doctor(words, outgoing, assessment)
    if outgoing.kind is Kind.URGENT:
        return urgent.urgent(words, outgoing, assessment)
    return await _word_check_back(tx, words, outgoing, person, assessment)


async def _word_check_back(
    tx: Tx, words: Words, outgoing: Outgoing, person: Person, assessment: Assessment
) -> Reply:
    hold = None if outgoing.hold_id is None else await holds.find(tx, outgoing.hold_id, person.id)
    if hold is None:
        return urgent.check_back(words, outgoing, Level.DOCTOR.word, person, tx.now)
    if not await outbox.is_told(tx, hold.id):  # a check-back never comes before what it asks about
        return urgent.urgent(words, outgoing, assessment)
    return urgent.check_back(words, outgoing, hold.level, person, tx.now)


async def _assessment(tx: Tx, outgoing: Outgoing, content: Content) -> Assessment:
    stored = None
    if outgoing.checkup_id is not None:
        stored = await checkups.find(tx, outgoing.checkup_id, outgoing.person_id)
    if stored is None:
        raise EasebackError(f"message {outgoing.id} has no checkup to speak of")
    return assess_so_far(stored.checkup, content)


async def _word_unanswered(tx: Tx, words: Words, outgoing: Outgoing, person: Person) -> Reply:
    asked = await doubts.find(tx, int(outgoing.part), person.id)
    if asked is None:
        raise EasebackError(f"message {outgoing.id} has no question to repeat")
    return doubt.unanswered(words, outgoing, asked, person, tx.now)


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
