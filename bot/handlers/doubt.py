"""Is this happening now? Asked where what was typed may be a red flag, answered by a tap or in words."""

from bot.callback_data import AnswerDoubt
from bot.core.alarms import ANY_EVERY, ASKED_WITHIN, MUTED_FOR, Of, unmuted
from bot.core.people import Person
from bot.core.understand.answers import answer_in
from bot.handlers import alarm, here
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.render import doubt as render
from bot.store import Tx, doubts
from bot.store.doubts import NO, OTHER, YES, Doubt


async def ask(tx: Tx, turn: Turn, person: Person, signs: tuple[str, ...]) -> Reply:
    raised = await doubts.raise_one(tx, person.id, turn.update_id, signs)
    return render.question(turn.words, raised.id, signs)


async def is_muted(tx: Tx, person: Person, signs: tuple[str, ...]) -> bool:
    """Whether a short while ago the person said no to all of these."""
    denied = [each.signs for each in await doubts.since(tx, person.id, MUTED_FOR) if each.answer == NO]
    return not unmuted(signs, denied)


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


async def typed(tx: Tx, turn: Turn, person: Person) -> tuple[int | None, Reply] | None:
    """The answer to the question that is open, if what was typed is one: the message it calls for, and what to reply."""
    asked = await doubts.find_open(tx, person.id, ASKED_WITHIN)
    word = None if asked is None else answer_in(turn.text, turn.services.content)
    if asked is None or word is None:
        return None
    return await _take(tx, turn, person, asked, word)


async def _take(tx: Tx, turn: Turn, person: Person, asked: Doubt, word: str) -> tuple[int | None, Reply]:
    """A yes counts whenever it comes; a no that comes after a yes takes nothing back."""
    if asked.answer == word:
        return None, render.answered(turn.words, word, asked.signs)
    if word == NO:
        if asked.answer in {YES, OTHER}:
            return None, await here.show(tx, turn, person)
        await doubts.answer(tx, asked, NO)
        return None, render.answered(turn.words, NO, asked.signs)
    of: Of = "me" if word == YES else "other"
    message_id = await alarm.sound(tx, turn, person, asked.signs, of, holding=word == YES)
    await doubts.answer(tx, asked, word)
    return message_id, render.answered(turn.words, word, asked.signs)


async def _send(turn: Turn, message_id: int | None) -> None:
    if message_id is not None:
        await turn.services.delivery.deliver_now(message_id)
    turn.services.wake()
