"""/reminders: what is on, when next, and one tap to change it."""

from bot.callback_data import AskZone, ShowReminders, SwitchReminder
from bot.core.people import Person
from bot.handlers import here, standing
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import reminders as render
from bot.render import zone as render_zone
from bot.store import Tx, holds, plans, reminders
from content import Content


async def show(turn: Turn, _action: ShowReminders) -> Reply:
    async with turn.services.store.transaction() as tx:
        return await overview(tx, turn, await turn.greet(tx))


async def switch(turn: Turn, action: SwitchReminder) -> Reply:
    """Switch one kind or all. Without a zone, the zone is asked first."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        kinds = await _wished(tx, content, person, action)
        if kinds is None:
            return await here.show(tx, turn, person)
        if action.on and kinds and held is None and person.zone is None:
            return render_zone.ask(turn.words, AskZone(action.wish), tx.now)
        if not action.on:
            await _switch_off(tx, person, kinds, everything=action.wish == "all")
        elif kinds and held is None:
            await standing.switch_on(tx, content, person, kinds)
        reply = await overview(tx, turn, person, just_on=bool(action.on and kinds and held is None))
    turn.services.wake()
    return reply


async def overview(tx: Tx, turn: Turn, person: Person, *, just_on: bool = False) -> Reply:
    """The screen of /reminders; during a hold it says so and asks how it stands."""
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    await reminders.switch_off_ended(tx, person.id)
    offered = await standing.offered(tx, turn.services.content, person)
    on = await reminders.of_person(tx, person.id)
    running = await plans.find_open(tx, person.id)
    ends_at = None if running is None else running.ends_at
    return render.overview(turn.words, person, on, offered, tx.now, just_on=just_on, plan_ends_at=ends_at)


def wishes(content: Content) -> dict[str, list[str]]:
    """Every wish that can be had, with the kinds it stands for. With "all" the first of rivals comes."""
    kinds = [kind.id for kind in content.reminders.kinds]
    with_one = {f"all-{one}": [k for k in kinds if k not in standing.rivals(content, one)] for one in kinds}
    return {"all": kinds} | {kind: [kind] for kind in kinds} | with_one


async def _wished(tx: Tx, content: Content, person: Person, action: SwitchReminder) -> list[str] | None:
    """None for a wish nobody can have. What the last check left out is not switched on, however old the button."""
    wished = wishes(content).get(action.wish)
    if wished is None or not action.on:
        return wished
    offered = await standing.offered(tx, content, person)
    on = [each.kind for each in (await reminders.of_person(tx, person.id)).values() if each.is_on]
    spared = {rival for kind in on for rival in standing.rivals(content, kind)}
    return [k for k in offered if k in wished and (action.wish == k or k not in spared)]


async def _switch_off(tx: Tx, person: Person, kinds: list[str], *, everything: bool) -> None:
    await reminders.switch_off(tx, person.id, kinds)
    if everything:
        await plans.end(tx, person.id)
