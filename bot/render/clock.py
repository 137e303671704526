"""Instants and wall times as a person reads them on their own clock."""

from datetime import date, datetime, time, timedelta

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
    """ "today at 14:00", "tomorrow at 08:00", "on Friday at 08:00", or with the date."""
    if at is None:
        return words.say("next-none")
    ahead = person.local_date(at) - person.local_date(now)
    key = {timedelta(0): "next-today", timedelta(days=1): "next-tomorrow"}.get(ahead, "next-later")
    return words.say(key, time=local(person, at), day=_day(words, person.local_date(at), ahead))


def _day(words: Words, day: date, ahead: timedelta) -> str:
    """A weekday within the week to come, else the date."""
    if ahead < timedelta(days=7):
        return words.say("day-weekday", number=day.isoweekday())
    return words.say("day-date", day=day.day, month=day.month)
