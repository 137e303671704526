"""What helps: the care cards that a check leaves open, one a screen."""

from bot.callback_data import ShowCareCard
from bot.core.checkup import assess_so_far
from bot.handlers import here
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.render import cards as render
from bot.store import checkups, holds
from bot.store.checkups import DONE


async def show(turn: Turn, action: ShowCareCard) -> Reply:
    """The cards of this check; what a newer one speaks against is not shown any more."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        if held is not None:
            return talk.on_hold(turn.words, held.id)
        stored = await checkups.find(tx, action.checkup, person.id)
        newest = await checkups.latest_done(tx, person.id)
        if stored is None or stored.state != DONE or newest is None:
            return await here.show(tx, turn, person)
    still = assess_so_far(newest.checkup, content).cards
    cards = [card for card in assess_so_far(stored.checkup, content).cards if card in still]
    return render.show(turn.words, action.checkup, cards, action.at)
