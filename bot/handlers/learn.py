"""/learn: cards to read, in one message. While something urgent stands, that is shown instead."""

from collections.abc import Callable

from bot.callback_data import ShowCard, ShowTopic, ShowTopics
from bot.core.checkup import assess_so_far, is_emergency
from bot.core.learning import held_back
from bot.core.people import Person
from bot.handlers import here
from bot.handlers.here import CONTINUE_WITHIN
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.render import learn as render
from bot.store import Tx, checkups, holds

Draw = Callable[[frozenset[str]], Reply]


async def topics(turn: Turn, _action: ShowTopics) -> Reply:
    return await _show(turn, lambda _held_back: render.topics(turn.words))


async def topic(turn: Turn, action: ShowTopic) -> Reply:
    shown = turn.services.content.learn.topic(action.topic)
    if shown is None:  # from an older version of the content
        return await topics(turn, ShowTopics())
    return await _show(turn, lambda _held_back: render.topic(turn.words, shown))


async def card(turn: Turn, action: ShowCard) -> Reply:
    within = turn.services.content.learn.topic_of(action.card)
    if within is None:
        return await topics(turn, ShowTopics())
    shown = next(each for each in within.cards if each.id == action.card)
    return await _show(turn, lambda held_back: render.card(turn.words, within, shown, held_back))


async def _show(turn: Turn, draw: Draw) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        held = await holds.find_open(tx, person.id)
        if held is not None:
            return await here.show_held(tx, turn, held, also="learn-held")
        if await _is_telling_of_an_emergency(tx, turn, person):
            return await here.show(tx, turn, person)
        return draw(await _spoken_against(tx, turn, person))


async def _is_telling_of_an_emergency(tx: Tx, turn: Turn, person: Person) -> bool:
    """A check is open in which an emergency sign is marked: there is nothing to read before it is judged."""
    stored = await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
    return stored is not None and is_emergency(stored.checkup, turn.services.content)


async def _spoken_against(tx: Tx, turn: Turn, person: Person) -> frozenset[str]:
    stored = await checkups.latest_done(tx, person.id)
    if stored is None:
        return frozenset()
    content = turn.services.content
    return held_back(assess_so_far(stored.checkup, content), content)
