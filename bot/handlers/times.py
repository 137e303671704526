"""One reminder: other times by a tap or typed, a pause, and its end."""

import re
from dataclasses import replace

from bot.callback_data import PauseReminder, SetTimes, ShowReminder, decode, encode
from bot.core import cadence
from bot.core.people import Person
from bot.core.reminders import pause_end
from bot.core.triggers import Once, Trigger
from bot.core.understand import Context, read_wish
from bot.core.understand.wish import Change, Refused, Set
from bot.handlers import here, plan, standing
from bot.handlers import reminders as overview
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import times as render
from bot.store import Tx, holds, questions, reminders
from content.reminder_schema import ReminderKind

_NUMBER = re.compile(r"\d")


async def show(turn: Turn, action: ShowReminder) -> Reply:
    async with turn.services.store.transaction() as tx:
        return await _screen(tx, turn, await turn.greet(tx), action)


async def choose(turn: Turn, action: SetTimes) -> Reply:
    """A time with one tap. On the way to a plan, back to its preview."""
    settings = turn.services.content.reminders
    screen = ShowReminder(action.kind, action.checkup, action.kinds)
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        kind, trigger = settings.kind(action.kind), cadence.times_of(action.times, settings)
        if kind is not None and trigger is not None and await _is_free(tx, person):
            saved = await _keep(tx, person, kind, trigger)
            reply = await _after(tx, turn, person, screen, "" if saved else "no")
        else:
            reply = await _screen(tx, turn, person, screen)
    turn.services.wake()
    return reply


async def pause(turn: Turn, action: PauseReminder) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        each = (await reminders.of_person(tx, person.id)).get(action.kind)
        zone = person.zoneinfo
        if each is not None and each.is_on and zone is not None:
            until = pause_end(action.until, tx.now, zone)
            if until is not None or action.until == "resume":
                paused = render.with_pause(each, until)
                await reminders.pause(tx, each.id, until, paused.slot_after(tx.now, person))
        reply = await _screen(tx, turn, person, ShowReminder(action.kind))
    turn.services.wake()
    return reply


async def typed(
    tx: Tx, turn: Turn, person: Person, context: Context, *, is_nothing_else: bool
) -> Reply | None:
    """What was typed, read as times; None unless the person is on the screen that asks for them, and it speaks of any or
    is nothing else."""
    about = await questions.pending(tx, person.id)
    screen = None if about is None else decode(about)
    if not isinstance(screen, ShowReminder):
        return None
    kind = turn.services.content.reminders.kind(screen.kind)
    if kind is None:
        return None
    trigger, problem = _read(turn, replace(context, asked=kind.id))
    speaks_of_times = is_nothing_else or _NUMBER.search(turn.text) is not None
    if problem == "unread" and (not speaks_of_times or _is_a_wish(turn, context)):
        return None
    if trigger is not None and await _is_free(tx, person) and not await _keep(tx, person, kind, trigger):
        problem = "no"
    return await _after(tx, turn, person, screen, problem)


def _read(turn: Turn, context: Context) -> tuple[Trigger | None, str]:
    """The times that were typed for the kind that was asked about; or else what is wrong."""
    wish = read_wish(turn.text, context, turn.services.content)
    if isinstance(wish, Set | Change) and wish.kind == context.asked and not isinstance(wish.trigger, Once):
        return wish.trigger, ""
    is_too_often = isinstance(wish, Refused) and wish.why in {"too_close", "too_many"}
    return None, "no" if is_too_often else "unread"


def _is_a_wish(turn: Turn, context: Context) -> bool:
    """ "snooze 20 min" on the screen of a reminder is no time for it."""
    wish = read_wish(turn.text, context, turn.services.content)
    return wish is not None and not isinstance(wish, Refused)


async def _keep(tx: Tx, person: Person, kind: ReminderKind, trigger: Trigger) -> bool:
    """Whether the kind may have these times; if so, it has them now."""
    if cadence.refusal(trigger, kind) is not None:
        return False
    await standing.set_times(tx, person, kind.id, trigger)
    return True


async def _after(tx: Tx, turn: Turn, person: Person, screen: ShowReminder, problem: str) -> Reply:
    if screen.checkup and not problem:
        return await plan.preview(tx, turn, person, screen.checkup, screen.kinds)
    return await _screen(tx, turn, person, screen, problem=problem, saved=not problem)


async def _is_free(tx: Tx, person: Person) -> bool:
    return await holds.find_open(tx, person.id) is None


async def _screen(
    tx: Tx, turn: Turn, person: Person, screen: ShowReminder, *, problem: str = "", saved: bool = False
) -> Reply:
    """The screen of one kind. While it is shown, what is typed is read as a time."""
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    content = turn.services.content
    kind = content.reminders.kind(screen.kind)
    if kind is None:
        return await here.show(tx, turn, person)
    on = await reminders.of_person(tx, person.id)
    was = on.get(kind.id)
    if not screen.checkup and (was is None or not was.is_on):
        return await overview.overview(tx, turn, person)
    await questions.ask(tx, person.id, encode(screen))
    trigger = standing.times_of(content, kind.id, on)
    return render.screen(
        turn.words, person, screen, trigger, standing=was, now=tx.now, problem=problem, saved=saved
    )
