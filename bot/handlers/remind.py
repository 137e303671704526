"""The buttons under a reminder: done, snooze, skip today, stop these."""

from dataclasses import replace
from datetime import timedelta

from bot.callback_data import AnswerReminder
from bot.core.people import Person
from bot.handlers import here
from bot.handlers.turn import Turn
from bot.render import Reply, remind
from bot.store import Tx, holds, occurrences, reminders
from bot.store.occurrences import Carried

KEEP_SNOOZED_FOR = timedelta(hours=2)


async def answer(turn: Turn, action: AnswerReminder) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        carried = await occurrences.carried(tx, action.message, person.id)
        held = await holds.find_open(tx, person.id)
        if carried and held is not None and action.answer in {"snooze", "skip"}:
            return remind.held(turn.words, held.id)  # nothing comes later today, so nothing is promised
        if carried and carried[0].answer is None:
            await _carry_out(tx, turn, person, action, carried)
        reply = await _show(tx, turn, person, action)
    turn.services.wake()
    return reply


async def _carry_out(
    tx: Tx, turn: Turn, person: Person, action: AnswerReminder, carried: list[Carried]
) -> None:
    settings = turn.services.content.reminders
    if action.answer == "snooze":
        if action.minutes in settings.snooze:
            await occurrences.snooze(tx, action.message, person, action.minutes, KEEP_SNOOZED_FOR)
        return
    if action.answer in {"done", "skip", "stop"}:
        await occurrences.answer(tx, action.message, action.answer)
    if action.answer == "skip":
        await _wait_for_tomorrow(tx, person, {each.reminder_id for each in carried})
    if action.answer == "stop":
        await reminders.switch_off(tx, person.id, [each.kind for each in carried])


async def _wait_for_tomorrow(tx: Tx, person: Person, reminder_ids: set[int]) -> None:
    today = person.local_date(tx.now)
    for each in (await reminders.of_person(tx, person.id)).values():
        if each.id in reminder_ids and each.is_on and person.zoneinfo is not None:
            slot = replace(each, skipped_on=today).slot_after(tx.now, person)
            await reminders.skip_day(tx, each.id, today, slot)


async def _show(tx: Tx, turn: Turn, person: Person, action: AnswerReminder) -> Reply:
    """What the message shows now, whichever tap this is of how many."""
    later = await occurrences.snoozed_to(tx, action.message, person.id)
    if later is not None:
        moved = await occurrences.carried(tx, later[0], person.id)
        return remind.snoozed(turn.words, person, [each.kind for each in moved], later[1])
    carried = await occurrences.carried(tx, action.message, person.id)
    if not carried:
        return await here.show(tx, turn, person)
    if carried[0].answer is None:
        turns = {each.kind: each.turn for each in carried}
        return remind.reminder(turn.words, action.message, turns)
    standing = await reminders.of_person(tx, person.id)
    slots = [standing[each.kind].next_slot for each in carried if each.kind in standing]
    next_at = min((slot.due_at for slot in slots if slot is not None), default=None)
    kinds = [each.kind for each in carried]
    return remind.answered(turn.words, person, kinds, carried[0].answer, next_at=next_at, now=tx.now)
