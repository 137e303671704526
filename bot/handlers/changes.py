"""What wishes about reminders change: new times, once, stop, pause, snooze, quiet hours."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import cadence
from bot.core.offers import Option
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.core.triggers import Once, QuietHours
from bot.core.understand.wish import ALL, Change, Pause, Quiet, Resume, Set, Snooze, Stop
from bot.handlers import standing
from bot.handlers.remind import KEEP_SNOOZED_FOR
from bot.handlers.reminders import overview
from bot.handlers.turn import Turn
from bot.render import Reply, remind, talk
from bot.render import offers as render
from bot.render import times as render_times
from bot.store import Tx, holds, occurrences, once, people, plans, reminders
from content import Content
from content.reminder_schema import ReminderKind

SNOOZED_WITHIN = timedelta(hours=6)  # the last reminder is no older


async def carry_out(tx: Tx, turn: Turn, person: Person, option: Option) -> Reply:
    """Do it, and say what was done or why not."""
    match option:
        case Set() | Change():
            return await _set(tx, turn, person, option)
        case Stop(kind):
            return await _stop(tx, turn, person, kind)
        case Pause() | Resume():
            until = option.until if isinstance(option, Pause) else None
            return await _pause(tx, turn, person, option.kind, until)
        case Snooze():
            return await _snooze(tx, turn, person, option)
        case Quiet():
            return await _be_quiet(tx, turn, person, option)


async def _be_quiet(tx: Tx, turn: Turn, person: Person, wish: Quiet) -> Reply:
    quiet = QuietHours(wish.begin or person.quiet.begin, wish.end or person.quiet.end)
    await people.set_quiet_hours(tx, person.id, quiet)
    await standing.replan_all(tx, replace(person, quiet=quiet))
    return render.done(turn.words, person, wish, tx.now)


async def _set(tx: Tx, turn: Turn, person: Person, wish: Set | Change) -> Reply:
    """As its new times, or once beside those it has. What the last check speaks against is not to be had."""
    content, trigger = turn.services.content, wish.trigger
    kind = content.reminders.kind(wish.kind or "")
    if kind is None or not await _is_open(tx, content, person, kind.id):
        return render.not_for_you(turn.words)
    if isinstance(trigger, Once):
        if trigger.at <= tx.now:
            return render.is_past(turn.words)
        grace = timedelta(minutes=kind.grace)
        await once.plan(tx, person, await _series(tx, content, person, kind), trigger.at, grace)
    elif cadence.refusal(trigger, kind) is not None:
        return render_times.too_often(turn.words, kind)
    else:
        await standing.put_on(tx, content, person, kind.id, trigger)
    return render.done(turn.words, person, wish, tx.now)


async def _series(tx: Tx, content: Content, person: Person, kind: ReminderKind) -> Reminder:
    """The series of a kind; made, and off, for a person who never had one."""
    if kind.id not in await reminders.of_person(tx, person.id):
        await reminders.keep_times(tx, person.id, kind.id, cadence.usual(kind, content.reminders))
    return (await reminders.of_person(tx, person.id))[kind.id]


async def _is_open(tx: Tx, content: Content, person: Person, kind: str) -> bool:
    was = (await reminders.of_person(tx, person.id)).get(kind)
    return (was is not None and was.is_on) or kind in await standing.offered(tx, content, person)


async def _stop(tx: Tx, turn: Turn, person: Person, kind: str) -> Reply:
    stopped = [one for one in await on(tx, person) if kind in {one, ALL}]
    if not stopped:
        return render.nothing_on(turn.words, kind)
    await reminders.switch_off(tx, person.id, stopped)
    if kind == ALL:
        await plans.end(tx, person.id)
    return render.stopped(turn.words, stopped)


async def on(tx: Tx, person: Person) -> list[str]:
    """The kinds that are on, or are to come once."""
    to_come = {kind for kind, _ in await once.planned(tx, person.id)}
    every = await reminders.of_person(tx, person.id)
    return [kind for kind, each in every.items() if each.is_on or kind in to_come]


async def _pause(tx: Tx, turn: Turn, person: Person, kind: str | None, until: datetime | None) -> Reply:
    """Silent until then; None: what is paused goes on."""
    every = await reminders.of_person(tx, person.id)
    meant = [each for one, each in every.items() if each.is_on and kind in {None, one}]
    if until is None:
        meant = [each for each in meant if each.paused_until is not None and each.paused_until > tx.now]
    if not meant and until is None and every:
        return await overview(tx, turn, person)
    if not meant:
        return render.nothing_on(turn.words, kind or ALL)
    for each in meant:
        changed = render_times.with_pause(each, until)
        await reminders.pause(tx, each.id, until, changed.slot_after(tx.now, person))
    return render.paused(turn.words, person, [each.kind for each in meant], until, tx.now)


async def _snooze(tx: Tx, turn: Turn, person: Person, snooze: Snooze) -> Reply:
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    minutes = snooze.minutes or max(1, round(((snooze.until or tx.now) - tx.now) / timedelta(minutes=1)))
    moved = await occurrences.snooze_anew(tx, person, minutes, KEEP_SNOOZED_FOR)
    if moved is None:
        message_id = await occurrences.last_sent(tx, person.id, SNOOZED_WITHIN)
        if message_id is None:
            return render.nothing_to_snooze(turn.words)
        await occurrences.snooze(tx, message_id, person, minutes, KEEP_SNOOZED_FOR)
        moved = await occurrences.snoozed_to(tx, message_id, person.id)
    assert moved is not None  # it was just written
    kinds = [each.kind for each in await occurrences.carried(tx, moved[0], person.id)]
    return remind.snoozed(turn.words, person, kinds, moved[1])
