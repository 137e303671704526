"""What was understood, said back in full before it is stored: "Water every 2 hours, 09:00–18:00, every day, Berlin time"."""

from datetime import datetime, timedelta

from bot.core import cadence
from bot.core.people import Person, wall_of
from bot.core.triggers import EveryWithin, Once, Trigger
from bot.render.clock import next_time, wall
from bot.render.reply import Words
from bot.render.times import days_in_words, every_words

_MINUTE = timedelta(minutes=1)


def echo(words: Words, person: Person, kind: str, trigger: Trigger, now: datetime) -> str:
    """Plain words that read back as the same times: bot/core/understand is held to it."""
    name = words.label(words.kind(kind).title)
    place = words.say("echo-place", place=words.place(person.zone)) if person.zone else ""
    if isinstance(trigger, Once):
        return words.say("echo-once", name=name, time=next_time(words, person, trigger.at, now), place=place)
    days = days_in_words(words, trigger.days)
    minutes = cadence.minutes_of(trigger)
    if not isinstance(trigger, EveryWithin) or len(minutes) == 1:
        return words.say("echo-daily", name=name, time=wall(wall_of(minutes[0])), days=days, place=place)
    every = every_words(words, trigger.every // _MINUTE)
    span = {"first": wall(wall_of(minutes[0])), "last": wall(wall_of(_last_said(trigger, minutes[-1])))}
    return words.say("echo-every", name=name, every=every, days=days, place=place, **span)


def _last_said(trigger: EveryWithin, last: int) -> int:
    """The end as it was said ("to 18:00" is kept as a window that stops a minute later), else the last time itself."""
    said = trigger.grid().stop - 1
    return said if said % 5 == 0 else last
