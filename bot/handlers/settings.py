"""/settings: the time zone and quiet hours. A zone is always a place, never an offset."""

from dataclasses import replace
from datetime import datetime

from bot.callback_data import AskZone, ChooseClock, ChooseZone, SetQuiet, ShowSettings, SwitchReminder
from bot.core.people import Person, wall_of
from bot.core.triggers import QuietHours
from bot.core.zones import is_iana
from bot.handlers import lost, offers, plan, reminders, standing
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.render import settings as render
from bot.render import zone as render_zone
from bot.store import Tx, once, people

SETTINGS = "settings"
_DAY_MINUTES = 24 * 60


async def show(turn: Turn, _action: ShowSettings) -> Reply:
    async with turn.services.store.transaction() as tx:
        return render.overview(turn.words, await turn.greet(tx), tx.now)


async def ask_zone(turn: Turn, action: AskZone) -> Reply:
    if not _leads_on(turn, action.then):
        return await lost.button(turn)
    return render_zone.ask(turn.words, action, _now(turn))


async def choose_clock(turn: Turn, action: ChooseClock) -> Reply:
    if not _leads_on(turn, action.then):
        return await lost.button(turn)
    clock = replace(action, difference=action.difference % _DAY_MINUTES)
    return render_zone.places(turn.words, clock, _now(turn))


async def choose_zone(turn: Turn, action: ChooseZone) -> Reply:
    """Keep the zone, move every reminder to it, and go on with what the person wanted."""
    if not is_iana(action.zone):
        return await lost.button(turn)
    async with turn.services.store.transaction() as tx:
        was = await turn.greet(tx)
        person = replace(was, zone=action.zone)
        await people.set_zone(tx, person.id, action.zone)
        await once.move(tx, person)
        saved = await _saved(tx, turn, was, person)
    turn.services.wake()
    if action.then == SETTINGS:
        return saved
    if offers.leads_on(action.then):
        return await offers.go_on(turn, action.then)
    if plan.leads_on(turn.services.content, action.then):
        return await plan.go_on(turn, action.then, action.checkup)
    return await reminders.switch(turn, SwitchReminder(action.then, 1))


async def set_quiet(turn: Turn, action: SetQuiet) -> Reply:
    """Asked in two taps: from when, until when."""
    if action.begin < 0 or action.end < 0:
        return render.ask_quiet(turn.words, action.begin)
    async with turn.services.store.transaction() as tx:
        quiet = QuietHours(wall_of(action.begin % _DAY_MINUTES), wall_of(action.end % _DAY_MINUTES))
        was = await turn.greet(tx)
        person = replace(was, quiet=quiet)
        await people.set_quiet_hours(tx, person.id, quiet)
        reply = await _saved(tx, turn, was, person)
    turn.services.wake()
    return reply


async def _saved(tx: Tx, turn: Turn, was: Person, person: Person) -> Reply:
    """Move every reminder to the new clock, and say which ones moved and how."""
    moved = [
        render.moved_line(turn.words, each.kind, (was, each.before), (person, each.after), tx.now)
        for each in await standing.replan_all(tx, person)
    ]
    lines = [line for line in moved if line is not None]
    return render.overview(turn.words, person, tx.now, saved=True, moved=lines)


def _leads_on(turn: Turn, then: str) -> bool:
    content = turn.services.content
    by_kind = then in reminders.wishes(content) or plan.leads_on(content, then)
    return then == SETTINGS or by_kind or offers.leads_on(then)


def _now(turn: Turn) -> datetime:
    return turn.services.clock.now()
