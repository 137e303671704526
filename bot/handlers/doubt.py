"""Is this happening now? Asked where what was typed may be a red flag, answered by a tap or in words."""

from bot.callback_data import AnswerDoubt
from bot.core.alarms import ANY_EVERY, ASKED_WITHIN, MUTED_FOR, Doubt, Of, unmuted
from bot.core.people import Person
from bot.core.understand.answers import answer_in
from bot.handlers import alarm, here
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.render import doubt as render
from bot.store import Tx, doubts, holds, offers
from bot.store.doubts import NO, OTHER, YES


async def ask(tx: Tx, turn: Turn, person: Person, signs: tuple[str, ...], of: Of = "me") -> Reply:
    """Ask about these signs. A question that is open is not forgotten over it: its signs are asked about, too, and what
    nobody understands brings it again."""
    waiting = await doubts.find_open(tx, person.id, ASKED_WITHIN)
    if waiting is not None and (not signs or waiting.update_id == turn.update_id):
        return render.question(turn.words, waiting)
    instead = waiting if waiting is not None and waiting.of == of else None
    if instead is not None:
        signs = tuple(dict.fromkeys((*signs, *instead.signs)))
    raised = await doubts.raise_one(tx, person.id, turn.update_id, signs, of, instead=instead)
    return render.question(turn.words, raised)


async def again(tx: Tx, turn: Turn, person: Person) -> Reply | None:
    """The question that is still open."""
    waiting = await doubts.find_open(tx, person.id, ASKED_WITHIN)
    return None if waiting is None else render.question(turn.words, waiting)


async def is_muted(tx: Tx, person: Person, signs: tuple[str, ...], of: Of) -> bool:
    """Whether a short while ago the person said no to all of these, about the same one."""
    recent = await doubts.since(tx, person.id, MUTED_FOR)
    return not unmuted(signs, [each.signs for each in recent if each.answer == NO and each.of == of])


async def was_asked_of_anything(tx: Tx, turn: Turn, person: Person) -> bool:
    """Whether the question that names no sign came lately, for another message than this one."""
    recent = await doubts.since(tx, person.id, ANY_EVERY)
    return any(not each.signs and each.update_id != turn.update_id for each in recent)


async def answer(turn: Turn, action: AnswerDoubt) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        asked = await doubts.find(tx, action.doubt, person.id)
        if asked is None or action.answer not in {YES, OTHER, NO}:
            return await here.show(tx, turn, person)
        message_id, reply = await _take(tx, turn, person, asked, action.answer)
    await _send(turn, message_id)
    return reply


async def typed(tx: Tx, turn: Turn, person: Person) -> tuple[int | None, Reply | None] | None:
    """The answer to the question that is open, if what was typed is one: the message it calls for, or what to reply.

    After a newer offer nobody knows which of the two a yes or a no is for: the buttons are there.
    """
    asked = await doubts.find_open(tx, person.id, ASKED_WITHIN)
    word = None if asked is None else answer_in(turn.text, turn.services.content)
    if asked is None or word is None:
        return None
    offered = await offers.newest(tx, person.id, ASKED_WITHIN)
    is_open = offered is not None and offered.is_waiting and offered.update_id > asked.update_id
    if is_open and word != OTHER:
        return None
    message_id, reply = await _take(tx, turn, person, asked, word)
    return message_id, reply if message_id is None else None


async def _take(tx: Tx, turn: Turn, person: Person, asked: Doubt, word: str) -> tuple[int | None, Reply]:
    """A yes counts whenever it comes; a no takes nothing back, be it an earlier yes or another alarm."""
    if word == NO:
        held = await holds.find_open(tx, person.id)
        if held is not None:
            return None, await here.show_held(tx, turn, held)
        if asked.answer not in {YES, OTHER}:
            await doubts.answer(tx, asked, NO)
        return None, render.answered(turn.words, NO, asked.signs)
    if asked.answer == word:
        return None, render.answered(turn.words, word, asked.signs)
    of: Of = "other" if word == OTHER else asked.of
    message_id = await alarm.sound(tx, turn, person, asked.signs, of, holding=of == "me")
    await doubts.answer(tx, asked, word)
    return message_id, render.answered(turn.words, word, asked.signs)


async def _send(turn: Turn, message_id: int | None) -> None:
    if message_id is not None:
        await turn.services.delivery.deliver_now(message_id)
    turn.services.wake()
