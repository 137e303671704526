"""Wishes about reminders: offered in full and carried out after an OK, or at once where a tap takes them back."""

from datetime import datetime, timedelta

from bot.callback_data import AnswerOffer, AskZone
from bot.core.offers import Offer, Option, that_come
from bot.core.people import Person
from bot.core.understand.wish import NotBefore, Pause, Quiet, Resume, Set, Snooze, Stop
from bot.handlers import changes, here, home, standing
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import offers as render
from bot.render import zone as render_zone
from bot.store import Tx, holds, offers, reminders

TYPED_WITHIN = timedelta(minutes=15)  # a typed "ok" is about an offer that is no older
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
    coming = that_come(kept, person)
    if not coming:
        return render.only_at_night(turn.words, person)
    if len(coming) == 1 and isinstance(coming[0], Stop | Pause | Resume | Snooze) and not asks:
        return await changes.carry_out(tx, turn, person, coming[0])
    made = await offers.make(tx, person.id, turn.update_id, coming)
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
    if held is not None and not (isinstance(option, Stop) and await changes.on(tx, person)):
        return talk.on_hold(turn.words, held.id)
    return await changes.carry_out(tx, turn, person, option)


async def is_waiting(tx: Tx, person: Person) -> bool:
    """Whether something was offered a short while ago and waits for a yes or a no."""
    newest = await offers.newest(tx, person.id, TYPED_WITHIN)
    return newest is not None and newest.is_waiting


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
        if newest is None or not newest.is_waiting:
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
        return await changes.carry_out(tx, turn, person, option)
    if made.chosen == at:
        return render.done(turn.words, person, option, tx.now)
    return await here.show(tx, turn, person)


def _may_be_had(option: Option, open_ones: list[str]) -> bool:
    return not isinstance(option, Set) or option.kind in open_ones


def _place(then: str) -> tuple[int, int] | None:
    """Which option of which offer is to go on; None: it is about something else."""
    offer, _, at = then.removeprefix(ZONE).partition("-")
    is_whole = then.startswith(ZONE) and all(each.isascii() and each.isdigit() for each in (offer, at))
    return (int(offer), int(at)) if is_whole else None
