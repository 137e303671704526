"""A cold or warm pack: put on, told when to look and when to take it off, taken off early."""

from bot.callback_data import StartPack, StopPack
from bot.core.packs import may_begin, next_allowed
from bot.core.people import Person
from bot.handlers import here, standing
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import pack as render
from bot.store import Tx, holds, packs
from content.reminder_schema import ReminderKind


async def start(turn: Turn, action: StartPack) -> Reply:
    """Put one on, unless one is on already, the last check speaks against it, or the skin needs its rest."""
    content = turn.services.content
    kind = content.reminders.kind(action.kind)
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        if held is not None:
            return talk.on_hold(turn.words, held.id)
        if kind is None or kind.timer is None:
            return await here.show(tx, turn, person)
        if kind.id not in await standing.offered(tx, content, person):
            return render.not_for_you(turn.words)
        reply = await _start(tx, turn, person, kind)
    turn.services.wake()
    return reply


async def _start(tx: Tx, turn: Turn, person: Person, kind: ReminderKind) -> Reply:
    assert kind.timer is not None
    recent = await packs.of_last_day(tx, person.id)
    running = next((pack for pack in recent if pack.is_on(tx.now)), None)
    if running is not None:
        return render.is_on(turn.words, person, running)
    if not may_begin(kind, recent, person, tx.now):
        next_at = next_allowed(kind, recent, person, tx.now)
        return render.too_soon(turn.words, person, next_at, tx.now)
    return render.begun(turn.words, await packs.begin(tx, person.id, kind.id, kind.timer))


async def stop(turn: Turn, action: StopPack) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        pack = await packs.find(tx, action.pack, person.id)
        if pack is None:
            return await here.show(tx, turn, person)
        await packs.stop(tx, pack.id)
    turn.services.wake()
    return render.stopped(turn.words)
