"""/reminders: what is on, when next, and one tap to change it."""

from datetime import timedelta

from bot.callback_data import AskZone, ShowReminders, SwitchReminder
from bot.core.checkup import assess_so_far
from bot.core.people import Person
from bot.core.schedule import EveryWithin, Trigger, next_fire_at
from bot.handlers import here
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import reminders as render
from bot.render import zone as render_zone
from bot.store import Tx, checkups, holds, reminders
from content import Content

LOOK_BACK = timedelta(days=7)


async def show(turn: Turn, _action: ShowReminders) -> Reply:
    async with turn.services.store.transaction() as tx:
        return await overview(tx, turn, await turn.greet(tx))


async def switch(turn: Turn, action: SwitchReminder) -> Reply:
    """Switch one kind, all, or what a check's result offered. Without a zone, the zone is asked first."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        kinds = await _wished(tx, turn.services.content, person, action)
        if kinds is None:
            return await here.show(tx, turn, person)
        if action.on and kinds and held is None and person.zone is None:
            return render_zone.ask(turn.words, AskZone(action.wish, action.checkup), tx.now)
        if not action.on:
            await reminders.switch_off(tx, person.id, kinds)
        elif kinds and held is None:
            await _switch_on(tx, turn.services.content, person, kinds)
        reply = await overview(tx, turn, person, just_on=bool(action.on and kinds and held is None))
    turn.services.wake()
    return reply


async def overview(tx: Tx, turn: Turn, person: Person, *, just_on: bool = False) -> Reply:
    """The screen of /reminders; during a hold it says so and asks how it stands."""
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    offered = await _offered(tx, turn.services.content, person)
    standing = await reminders.of_person(tx, person.id)
    return render.overview(turn.words, person, standing, offered, tx.now, just_on=just_on)


async def replan_all(tx: Tx, person: Person) -> None:
    """After a change of zone or quiet hours: everything not yet sent finds its new time."""
    if person.zoneinfo is None:
        return
    for each in (await reminders.of_person(tx, person.id)).values():
        if each.is_on:
            slot = next_fire_at(each.trigger, tx.now, person.zoneinfo, person.quiet)
            await reminders.replan(tx, each.id, slot)


async def _wished(tx: Tx, content: Content, person: Person, action: SwitchReminder) -> list[str] | None:
    """None for a wish nobody can have. What the last check left out is not switched on, however old the button."""
    every = [kind.id for kind in content.reminders.kinds]
    wished = await _named(tx, content, person, action, every)
    if wished is None or not action.on:
        return wished
    return [kind for kind in await _offered(tx, content, person) if kind in wished]


async def _named(
    tx: Tx, content: Content, person: Person, action: SwitchReminder, every: list[str]
) -> list[str] | None:
    if action.wish == "check":
        stored = await checkups.find(tx, action.checkup, person.id)
        return None if stored is None else list(assess_so_far(stored.checkup, content).reminders)
    if action.wish == "all":
        return every
    return [action.wish] if action.wish in every else None


async def _offered(tx: Tx, content: Content, person: Person) -> list[str]:
    """The kinds that the last check leaves open; all of them for a person who had none."""
    stored = await checkups.latest_done(tx, person.id)
    if stored is None:
        return [kind.id for kind in content.reminders.kinds]
    return list(assess_so_far(stored.checkup, content).reminders)


async def _switch_on(tx: Tx, content: Content, person: Person, kinds: list[str]) -> None:
    assert person.zoneinfo is not None
    for kind in kinds:
        trigger = _usual(content, kind)
        slot = next_fire_at(trigger, tx.now, person.zoneinfo, person.quiet)
        await reminders.switch_on(tx, person.id, kind, trigger, slot)


def _usual(content: Content, kind: str) -> Trigger:
    every = next(each.every for each in content.reminders.kinds if each.id == kind)
    window = content.reminders.window
    return EveryWithin(timedelta(minutes=every), window.start, window.end)
