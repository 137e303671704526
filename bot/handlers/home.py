"""/start, /help, /privacy, /cancel, /forget: who we are, and how to leave."""

from bot.callback_data import Forget, ShowGetHelp, ShowHelp, ShowHome, ShowPrivacy
from bot.handlers import standing
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.store import checkups, holds, people


async def home(turn: Turn, _action: ShowHome) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
    return talk.home(turn.words, None if held is None else held.id)


async def show_help(turn: Turn, _action: ShowHelp) -> Reply:
    await _arrive(turn)
    return talk.show_help(turn.words)


async def get_help(turn: Turn, _action: ShowGetHelp) -> Reply:
    await _arrive(turn)
    return talk.get_help(turn.words)


async def privacy(turn: Turn, _action: ShowPrivacy) -> Reply:
    await _arrive(turn)
    return talk.privacy(turn.words)


async def _arrive(turn: Turn) -> None:
    """The person has left the screen they were on."""
    async with turn.services.store.transaction() as tx:
        await turn.greet(tx)


async def welcome_back(turn: Turn) -> Reply | None:
    """Somebody who could not be reached is here again: their reminders go on from now, and that is said in a word."""
    async with turn.services.store.transaction() as tx:
        person = await people.set_reachable(tx, turn.telegram_id)
        if person is None:
            return None
        moved = await standing.replan_all(tx, person)
        if not moved or await holds.find_open(tx, person.id) is not None:
            return None
    return talk.welcome_back(turn.words, [each.kind for each in moved])


async def cancel(turn: Turn) -> Reply:
    """Leave an open check. One with an emergency answer in it is still judged: that is not to be cancelled."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        await checkups.drop_open(tx, person.id)
        held = await holds.find_open(tx, person.id)
    return talk.cancelled(turn.words, held=held is not None)


async def forget(turn: Turn, action: Forget) -> Reply:
    """Everything goes at once. Somebody with a warning sign is told to get help, before and after."""
    store = turn.services.store
    async with store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id) is not None
        warned = held or await checkups.waits_to_be_judged(tx, person.id)
        if not action.sure:
            return talk.ask_forget(turn.words, warned=warned)
        await people.forget(tx, turn.telegram_id, but_update=turn.update_id)
    await store.sweep()
    return talk.forgotten(turn.words, warned=warned)
