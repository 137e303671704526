"""What people tell of themselves: pain, water, stretches, packs. Noted, and taken as the answer to what was asked."""

from datetime import UTC, datetime, time, timedelta

from bot.callback_data import StartPack, StopPack
from bot.core.diary import PAIN, Entry
from bot.core.people import Person
from bot.core.understand.wish import Log
from bot.handlers import pack
from bot.handlers.here import CONTINUE_WITHIN
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.render import logs as render
from bot.store import Tx, checkups, diary, holds, occurrences, packs, reminders

ANSWERS_WITHIN = timedelta(hours=2)  # so long "done" is about the reminder that came


async def flare(turn: Turn, pain: int | None) -> Reply:
    """It hurts: noted, and a check is one tap away."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        await _note_pain(tx, turn, person, pain)
        held = await holds.find_open(tx, person.id)
        is_open = await checkups.find_open(tx, person.id, CONTINUE_WITHIN) is not None
        reply = render.flare(turn.words, pain, None if held is None else held.id, goes_on=is_open)
        return await turn.settle(tx, person, reply)


async def better(turn: Turn, pain: int | None) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        await _note_pain(tx, turn, person, pain)
        held = await holds.find_open(tx, person.id)
    return render.better(turn.words, pain, None if held is None else held.id)


async def deed(turn: Turn, log: Log) -> Reply:
    if log.deed in {"pack_on", "pack_off"}:
        return await (_pack_on if log.deed == "pack_on" else _pack_off)(turn, log.kind)
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        answered = await _answer_last(tx, person, log)
        kinds = [log.kind] if log.kind is not None else answered
        if log.deed == "skipped":
            reply = render.skipped(turn.words, kinds)
        elif not kinds:
            reply = render.noted(turn.words)
        else:
            await diary.note(tx, person.id, turn.update_id, Entry(kinds[0], log.amount, log.unit))
            reply = render.did(turn.words, kinds, await _of_today(tx, person))
        await turn.settle(tx, person, reply)
    turn.services.wake()
    return reply


async def today(turn: Turn) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        return render.today(turn.words, await _of_today(tx, person))


async def stretch(turn: Turn) -> Reply:
    """One stretch, another one each day."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        sent = (await reminders.of_person(tx, person.id)).get("stretching")
        turns = (0 if sent is None else sent.turns) + person.local_date(tx.now).toordinal()
    return render.stretch(turn.words, turns, None if held is None else held.id)


async def _note_pain(tx: Tx, turn: Turn, person: Person, pain: int | None) -> None:
    if pain is not None:
        await diary.note(tx, person.id, turn.update_id, Entry(PAIN, pain))


async def _answer_last(tx: Tx, person: Person, log: Log) -> list[str]:
    """The kinds of the last reminder, if this answers it."""
    message_id = await occurrences.last_sent(tx, person.id, ANSWERS_WITHIN)
    carried = [] if message_id is None else await occurrences.carried(tx, message_id, person.id)
    kinds = [each.kind for each in carried]
    if message_id is None or (log.kind is not None and kinds != [log.kind]):
        return []
    await occurrences.answer(tx, message_id, "done" if log.deed == "done" else "skip")
    return kinds


async def _pack_off(turn: Turn, _kind: str | None) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        recent = await packs.of_last_day(tx, person.id)
        running = next((each for each in recent if each.is_on(tx.now)), None)
    if running is None:
        return render.noted(turn.words)
    return await pack.stop(turn, StopPack(running.id))


async def _pack_on(turn: Turn, kind: str | None) -> Reply:
    """Its timer begins; of which sort it is, is asked where it was not said."""
    if kind is None:
        return render.which_pack(turn.words)
    return await pack.start(turn, StartPack(kind))


async def _of_today(tx: Tx, person: Person) -> list[Entry]:
    zone = person.zoneinfo or UTC
    return await diary.since(tx, person.id, datetime.combine(person.local_date(tx.now), time(0), zone))
