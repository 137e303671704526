"""Instants and wall times as a person reads them on their own clock."""

from datetime import datetime, time

from bot.core.people import Person
from bot.core.zones import local_time_text
from bot.render.reply import Words

_WEEK = 7  # days: from here on the same weekday could be meant twice


def wall(at: time) -> str:
    return f"{at:%H:%M}"


def local(person: Person, at: datetime) -> str:
    """A time of day on the person's clock; UTC's until their zone is known."""
    return f"{at:%H:%M} UTC" if person.zoneinfo is None else local_time_text(at, person.zoneinfo)


def next_time(words: Words, person: Person, at: datetime | None, now: datetime) -> str:
    """ "today at 14:00", "tomorrow at 08:00", "on Wednesday at 10:30", or with the date when a week away."""
    if at is None:
        return words.say("next-none")
    on, time_of_day = person.local_date(at), local(person, at)
    ahead = (on - person.local_date(now)).days
    if 2 <= ahead < _WEEK:
        return words.say("next-weekday", time=time_of_day, day=on.isoweekday())
    key = {0: "next-today", 1: "next-tomorrow"}.get(ahead, "next-later")
    return words.say(key, time=time_of_day, date=on.isoformat())
