"""Finding a person's zone: first what their clock shows, then which place keeps that time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.callback_data import AskZone, ChooseClock, ChooseZone, ShowHome
from bot.core.zones import ClockChoice, clock_choices, places_with
from bot.render.reply import Button, Reply, Rows, Words

_CLOCKS_IN_A_ROW = 4
_PLACES_ON_A_PAGE = 8


def ask(words: Words, action: AskZone, now: datetime) -> Reply:
    """Every whole-hour clock in the world on one screen, the odd ones on another."""
    choices = clock_choices(now, words.content.places)
    shown = [choice for choice in choices if choice.is_whole_hour != bool(action.odd)]
    other = AskZone(action.then, action.checkup, 0 if action.odd else 1)
    switch = words.button("button-whole-clock" if action.odd else "button-odd-clock", other)
    leave = words.button("button-home", ShowHome())
    text = words.say("zone-ask-odd" if action.odd else "zone-ask")
    return Reply(text, (*_clocks(action, shown), (switch,), (leave,)))


def places(words: Words, action: ChooseClock, now: datetime) -> Reply:
    """The places that share the chosen clock, well-known ones first, a page at a time."""
    found = places_with(action.difference, now, words.content.places)
    pages = max(1, -(-len(found) // _PLACES_ON_A_PAGE))
    begin = action.page % pages * _PLACES_ON_A_PAGE
    rows = [
        (Button(place.name, ChooseZone(action.then, action.checkup, place.zone)),)
        for place in found[begin : begin + _PLACES_ON_A_PAGE]
    ]
    if pages > 1:
        following = ChooseClock(action.then, action.checkup, action.difference, (action.page + 1) % pages)
        rows.append((words.button("button-more-places", following),))
    rows.append((words.button("button-other-time", AskZone(action.then, action.checkup)),))
    shown = now + timedelta(minutes=action.difference)
    return Reply(words.say("zone-place", time=f"{shown:%H:%M}"), tuple(rows))


def _clocks(action: AskZone, choices: Sequence[ClockChoice]) -> Rows:
    buttons = [
        Button(choice.text, ChooseClock(action.then, action.checkup, choice.difference)) for choice in choices
    ]
    wide = _CLOCKS_IN_A_ROW
    return tuple(tuple(buttons[at : at + wide]) for at in range(0, len(buttons), wide))
