"""Wishes about reminders: offered in full and stored after an OK, or done at once where a tap undoes it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.callback_data import AnswerOffer, AskZone
from bot.core import cadence
from bot.core.offers import Option
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.core.triggers import DailyAt, Once, QuietHours
from bot.core.understand.wish import ALL, Change, NotBefore, Pause, Quiet, Resume, Set, Snooze, Stop
from bot.handlers import here, home, standing
from bot.handlers.reminders import overview
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import offers as render
from bot.render import times as render_times
from bot.render import zone as render_zone
from bot.store import Tx, holds, occurrences, offers, people, plans, reminders
from bot.store.offers import Offer
from content import Content
from content.reminder_schema import ReminderKind

TYPED_WITHIN = timedelta(minutes=15)  # a typed "ok" is about an offer that is no older
SNOOZED_WITHIN = timedelta(hours=6)
KEEP_FOR = timedelta(hours=2)
ZONE = "offer-"  # with the id of an offer: where to go on after the zone was asked


async def make(turn: Turn, options: tuple[Option, ...], *, asks: bool = False) -> Reply:
    """Say it back in full; nothing is stored as a reminder before somebody says OK. What a tap can take back is done at once,
    unless it `asks`."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        reply = await turn.settle(tx, person, await _make(tx, turn, person, options, asks=asks))
    turn.services.wake()
    return reply


async def _make(tx: Tx, turn: Turn, person: Person, options: tuple[Option, ...], *, asks: bool) -> Reply:
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    open_ones = await standing.offered(tx, turn.services.content, person)
    kept = tuple(option for option in options if _may_be_had(option, open_ones))
    if not kept:
        return render.not_for_you(turn.words)
    by_day = tuple(
        sorted(
            (one for one in kept if not _is_silent(one, person)), key=lambda one: _is_at_night(one, person)
        )
    )
    if not by_day:
        return render.only_at_night(turn.words, person)
    if len(by_day) == 1 and isinstance(by_day[0], Stop | Pause | Resume | Snooze) and not asks:
        return await _carry_out(tx, turn, person, by_day[0])
    made = await offers.make(tx, person.id, turn.update_id, by_day)
    return render.offer(turn.words, person, made.id, made.options, tx.now)


async def not_before(turn: Turn, wish: NotBefore) -> Reply:
    """On one day a pause of all that is on until then; on every day the end of quiet hours."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
    if wish.on is None:
        usual = turn.services.content.reminders.quiet_hours
        begin = usual.start if person.quiet.is_empty else person.quiet.begin
        return await make(turn, (Quiet(begin, wish.at),))
    if person.zoneinfo is None:
        return render_zone.ask(turn.words, AskZone("settings"), turn.services.clock.now())
    return await make(turn, (Pause(None, datetime.combine(wish.on, wish.at, person.zoneinfo)),), asks=True)


async def do(turn: Turn, option: Snooze | Pause | Stop | Resume) -> Reply:
    """At once: what can be taken back with a tap needs no OK. "Water back on", when it was stopped, is a new schedule."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        again = await _times_again(tx, turn, person, option) if isinstance(option, Resume) else None
        if again is None:
            reply = await turn.settle(tx, person, await _do(tx, turn, person, option))
    if again is not None:
        return await make(turn, (again,))
    turn.services.wake()
    return reply


async def _do(tx: Tx, turn: Turn, person: Person, option: Snooze | Pause | Stop | Resume) -> Reply:
    """During a hold what is on can be stopped, and nothing else is to be had."""
    held = await holds.find_open(tx, person.id)
    if held is not None and not (isinstance(option, Stop) and await _on(tx, person)):
        return talk.on_hold(turn.words, held.id)
    return await _carry_out(tx, turn, person, option)


async def is_waiting(tx: Tx, person: Person) -> bool:
    """Whether something was offered a short while ago and waits for a yes or a no."""
    newest = await offers.newest(tx, person.id, TYPED_WITHIN)
    return newest is not None and newest.chosen is None


async def _times_again(tx: Tx, turn: Turn, person: Person, wish: Resume) -> Set | None:
    """The times that a kind had before it was stopped."""
    standing_ones = await reminders.of_person(tx, person.id)
    was = None if wish.kind is None else standing_ones.get(wish.kind)
    if wish.kind is None or (was is not None and was.is_on):
        return None
    return Set(wish.kind, standing.times_of(turn.services.content, wish.kind, standing_ones))


async def ask_how_long(turn: Turn) -> Reply:
    """ "pause": until when? Of all that is on."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        if held is not None:
            return talk.on_hold(turn.words, held.id)
        ends = render.pauses(person, tx.now)
        if not ends:
            return render_zone.ask(turn.words, AskZone("settings"), tx.now)
        made = await offers.make(tx, person.id, turn.update_id, tuple(Pause(None, end) for end in ends))
        return render.offer(turn.words, person, made.id, made.options, tx.now)


async def answer(turn: Turn, action: AnswerOffer) -> Reply:
    async with turn.services.store.transaction() as tx:
        reply = await _answer(tx, turn, action.offer, action.at)
    turn.services.wake()
    return reply


async def go_on(turn: Turn, then: str) -> Reply:
    """After the zone was asked: the option that needed it is carried out."""
    place = _place(then)
    return await answer(turn, AnswerOffer(*(place or (-1, 0))))


def leads_on(then: str) -> bool:
    return _place(then) is not None


async def typed(turn: Turn, *, said_yes: bool) -> Reply | None:
    """A typed yes or no, if it can be about the offer that is open."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        newest = await offers.newest(tx, person.id, TYPED_WITHIN)
        if newest is None or newest.chosen is not None:
            return None
        if said_yes and len(newest.options) > 1:
            return render.offer(turn.words, person, newest.id, newest.options, tx.now)
        reply = await turn.settle(tx, person, await _answer(tx, turn, newest.id, 0 if said_yes else -1))
    turn.services.wake()
    return reply


async def drop_or_cancel(turn: Turn) -> Reply:
    """ "never mind": the offer that is open, or else the check."""
    return await typed(turn, said_yes=False) or await home.cancel(turn)


async def _answer(tx: Tx, turn: Turn, offer_id: int, at: int) -> Reply:
    person = await turn.greet(tx)
    made = await offers.find(tx, offer_id, person.id)
    if made is None or at >= len(made.options):
        return await here.show(tx, turn, person)
    if at < 0 and made.chosen is not None and made.chosen >= 0:
        return render.done(turn.words, person, made.options[made.chosen], tx.now)
    if at < 0:
        await offers.drop(tx, made.id)
        return render.dropped(turn.words)
    return await _take(tx, turn, person, made, at)


async def _take(tx: Tx, turn: Turn, person: Person, made: Offer, at: int) -> Reply:
    """The first choice counts; the same tap again shows what it led to."""
    option = made.options[at]
    held = await holds.find_open(tx, person.id)
    if held is not None:
        return talk.on_hold(turn.words, held.id)
    if person.zoneinfo is None and not isinstance(option, Stop | Snooze):
        return render_zone.ask(turn.words, AskZone(f"{ZONE}{made.id}-{at}"), tx.now)
    if await offers.choose(tx, made.id, at):
        return await _carry_out(tx, turn, person, option)
    if made.chosen == at:
        return render.done(turn.words, person, option, tx.now)
    return await here.show(tx, turn, person)


async def _carry_out(tx: Tx, turn: Turn, person: Person, option: Option) -> Reply:
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
        await occurrences.plan_once(tx, person, await _series(tx, content, person, kind), trigger.at, grace)
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
    on = (await reminders.of_person(tx, person.id)).get(kind)
    return (on is not None and on.is_on) or kind in await standing.offered(tx, content, person)


async def _stop(tx: Tx, turn: Turn, person: Person, kind: str) -> Reply:
    on = await _on(tx, person)
    stopped = [one for one in on if kind in {one, ALL}]
    if not stopped:
        return render.nothing_on(turn.words, kind)
    await reminders.switch_off(tx, person.id, stopped)
    if kind == ALL:
        await plans.end(tx, person.id)
    return render.stopped(turn.words, stopped)


async def _on(tx: Tx, person: Person) -> list[str]:
    """The kinds that are on, or are to come once."""
    once = {kind for kind, _ in await occurrences.planned_once(tx, person.id)}
    standing_ones = await reminders.of_person(tx, person.id)
    return [kind for kind, each in standing_ones.items() if each.is_on or kind in once]


async def _pause(tx: Tx, turn: Turn, person: Person, kind: str | None, until: datetime | None) -> Reply:
    """Silent until then; None: what is paused goes on."""
    on = await reminders.of_person(tx, person.id)
    meant = [each for one, each in on.items() if each.is_on and kind in {None, one}]
    if until is None:
        meant = [each for each in meant if each.paused_until is not None and each.paused_until > tx.now]
    if not meant and until is None and on:
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
    moved = await occurrences.snooze_anew(tx, person, minutes, KEEP_FOR)
    if moved is not None:
        kinds = [each.kind for each in await occurrences.carried(tx, moved[0], person.id)]
        return render.snoozed(turn.words, person, kinds, moved[1])
    message_id = await occurrences.last_sent(tx, person.id, SNOOZED_WITHIN)
    if message_id is None:
        return render.nothing_to_snooze(turn.words)
    await occurrences.snooze(tx, message_id, person, minutes, KEEP_FOR)
    later = await occurrences.snoozed_to(tx, message_id, person.id)
    assert later is not None  # it was just written
    kinds = [each.kind for each in await occurrences.carried(tx, later[0], person.id)]
    return render.snoozed(turn.words, person, kinds, later[1])


def _may_be_had(option: Option, open_ones: list[str]) -> bool:
    return not isinstance(option, Set) or option.kind in open_ones


def _is_silent(option: Option, person: Person) -> bool:
    """A daily time in quiet hours would never come."""
    trigger = option.trigger if isinstance(option, Set | Change) else None
    return isinstance(trigger, DailyAt) and person.quiet.contains(trigger.at)


def _is_at_night(option: Option, person: Person) -> bool:
    """ "at 3" is rather in the afternoon, though the night can be chosen."""
    trigger = option.trigger if isinstance(option, Set | Change) else None
    if not isinstance(trigger, Once) or person.zoneinfo is None:
        return False
    return person.quiet.contains(trigger.at.astimezone(person.zoneinfo).time())


def _place(then: str) -> tuple[int, int] | None:
    """Which option of which offer is to go on; None: it is about something else."""
    offer, _, at = then.removeprefix(ZONE).partition("-")
    is_whole = then.startswith(ZONE) and all(each.isascii() and each.isdigit() for each in (offer, at))
    return (int(offer), int(at)) if is_whole else None
