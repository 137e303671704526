"""Whether a wish was read as a corpus says. A line says it by `expect` (as bot/core/understand/as_json.py writes a wish), or as
README.md says of the reporting split: `action`, `kind`, and `trigger`, `minutes`, `until` or `ambiguous`."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Literal

import content
from bot.core import cadence
from bot.core.people import wall_of
from bot.core.triggers import EVERY_DAY, DailyAt, EveryWithin, Once, Trigger, trigger_from_json
from bot.core.understand import Context, Last, Wish, read_wish
from bot.core.understand.wish import (
    ALL,
    Ask,
    Change,
    Log,
    NotBefore,
    Pause,
    Quiet,
    Refused,
    Resume,
    Set,
    Snooze,
    Stop,
    wish_to_json,
)  # fmt: skip
from bot.core.zones import zone_named

Verdict = Literal["right", "dangerous", "asked", "passed over"]
Line = dict[str, Any]
CONTENT = content.load()
ZONE = zone_named("Europe/Berlin")
PLAIN = Context(datetime(2026, 11, 25, 10, tzinfo=UTC), CONTENT.reminders.window, ZONE)  # a Wednesday, 11:00
NOON = replace(PLAIN, now=datetime(2026, 11, 25, 11, tzinfo=UTC))
WATER = EveryWithin(timedelta(hours=2), time(9), time(18, 1))
CONTEXTS = {
    None: PLAIN,
    "water_set": replace(PLAIN, on={"hydration": WATER}, last=Last("hydration", WATER)),
    "warm_on": replace(PLAIN, on={"warm": DailyAt(time(20))}),
    "just_sent": replace(PLAIN, last_sent=True),
}
SCHEDULES = {"set", "change", "snooze", "pause", "stop", "resume", "not_before", "quiet", "ask", "refused"}
# Wishes that would be stored: one of these that was not said is dangerous, and an Ask or a Refused never is.
STORED = SCHEDULES - {"quiet", "ask", "refused"}
_LENGTH = re.compile(r"(\d+) (hour|day|week)s?")
_UNTIL = re.compile(r"(?P<day>[a-z]+|\d+ [a-z]+)?\s*(?P<wall>\d\d:\d\d)?")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def context_of(line: Line) -> Context:
    return CONTEXTS[line.get("context")] if "expect" in line else NOON


def read(line: Line) -> Wish | None:
    return read_wish(line["text"], context_of(line), CONTENT)


def verdict(line: Line) -> Verdict:
    """ "asked" and "passed over" are safe, and not right."""
    wish = read(line)
    if _is_right(line, wish):
        return "right"
    if is_stored(wish):
        return "dangerous"
    return "asked" if isinstance(wish, Ask | Refused) else "passed over"


def is_stored(wish: Wish | None) -> bool:
    """Whether something would be kept that changes what comes and when."""
    if isinstance(wish, Quiet):
        return wish.begin is not None or wish.end is not None
    return isinstance(wish, Set | Change | Snooze | Pause | Stop | Resume | NotBefore)


def is_kept(wish: Wish | None) -> bool:
    """The same, and what is written down as done."""
    return is_stored(wish) or isinstance(wish, Log)


def fits(got: Line, expected: Line) -> bool:
    """`none` is anything but a schedule; cards are among those shown; what would be stored is the same in everything."""
    if expected["wish"] == "none":
        return got["wish"] not in SCHEDULES
    if expected["wish"] in STORED:
        return got == expected
    wanted = dict(expected)
    cards = set(wanted.pop("cards", ()))
    return cards <= set(got.get("cards", ())) and all(got.get(key) == value for key, value in wanted.items())


def _is_right(line: Line, wish: Wish | None) -> bool:
    if "expect" in line:
        return fits(wish_to_json(wish), line["expect"])
    if line.get("ambiguous"):
        return isinstance(wish, Ask | Refused)
    if "trigger" in line:
        return _has_times(line, wish)
    if line["action"] == "snooze":
        return _is_again_at(line["kind"], NOON.now + timedelta(minutes=line["minutes"]), wish)
    if line["action"] == "pause":
        return _is_silent_until(line["kind"], until(line["until"]), wish)
    return wish == (Stop(line["kind"] or ALL) if line["action"] == "stop" else Resume(line["kind"]))


def _has_times(line: Line, wish: Wish | None) -> bool:
    """The same local times on the same days. Where no kind was said, asking which is all that can be done; what the
    kind or one reminder may not have is right when it is refused for that."""
    wanted = _wanted(line)
    if isinstance(wish, Refused):
        return wish.why == _why_not(wanted, line["kind"]) and wish.kind in {None, line["kind"]}
    if isinstance(wish, Ask) and wish.why == "which" and line["kind"] is None:
        found = [each.trigger for each in wish.options if isinstance(each, Set | Change)]
        return bool(found) and all(_times_of(each) == wanted for each in found)
    is_it = isinstance(wish, Set | Change) and wish.kind == line["kind"]
    return is_it and isinstance(wish, Set | Change) and _times_of(wish.trigger) == wanted


Times = tuple[list[int], frozenset[int]] | datetime


def _times_of(trigger: Trigger) -> Times:
    """Minutes of a day and days of the week, or the one instant."""
    return trigger.at if isinstance(trigger, Once) else (cadence.minutes_of(trigger), trigger.days)


def _wanted(line: Line) -> Times:
    trigger, days = line["trigger"], line.get("days")
    if "type" in trigger:
        found = _times_of(trigger_from_json(trigger))
    elif "times" in trigger:
        found = sorted(map(_minute, trigger["times"])), EVERY_DAY
    else:
        window = CONTENT.reminders.window
        first = _minute(trigger.get("begin") or f"{window.start:%H:%M}")
        stop = _minute(trigger["end"]) + 1 if "end" in trigger else _minute(f"{window.end:%H:%M}")
        found = list(range(first, stop, trigger["every_minutes"])), EVERY_DAY
    return found if isinstance(found, datetime) or days is None else (found[0], frozenset(days))


def _minute(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _why_not(wanted: Times, kind_id: str | None) -> str | None:
    """Why they cannot be had: no one step makes them, or the kind may not come so often."""
    kind = CONTENT.reminders.kind(kind_id or "")
    if isinstance(wanted, datetime):
        return None
    steps = {after - before for before, after in pairwise(wanted[0])}
    if len(steps) > 1:
        return "uneven"
    first, last = wanted[0][0], min(wanted[0][-1] + 1, 24 * 60)
    every = EveryWithin(timedelta(minutes=min(steps, default=1)), wall_of(first), wall_of(last), wanted[1])
    return None if kind is None else cadence.refusal(every, kind)


def _is_again_at(kind: str | None, at: datetime, wish: Wish | None) -> bool:
    """A snooze, or once the reminder that was named."""
    if isinstance(wish, Ask) and wish.why == "which" and kind is None:
        return all(isinstance(each, Set) and each.trigger == Once(at) for each in wish.options)
    if isinstance(wish, Snooze):
        return at == (wish.until or NOON.now + timedelta(minutes=wish.minutes or 0))
    return isinstance(wish, Set) and wish.trigger == Once(at) and kind in {None, wish.kind}


def _is_silent_until(kind: str | None, end: datetime, wish: Wish | None) -> bool:
    """A pause, or nothing before that time of that day."""
    if isinstance(wish, NotBefore) and wish.on is not None and kind is None:
        return datetime.combine(wish.on, wish.at, ZONE) == end
    return wish == Pause(kind, end.astimezone(UTC))


def until(said: str) -> datetime:
    """A length counts from now; "HH:MM" alone is today, or tomorrow when that is over; a day of the week is the next one
    after today, a date the next such date; a day without a time begins at 00:00."""
    if length := _LENGTH.fullmatch(said):
        hours = {"hour": 1, "day": 24, "week": 7 * 24}[length[2]]
        return NOON.now + timedelta(hours=int(length[1]) * hours)
    found = _UNTIL.fullmatch(said)
    assert found, said
    wall = time.fromisoformat(found["wall"] or "00:00")
    on = _date(found["day"])
    end = datetime.combine(on, wall, ZONE)
    return end if found["day"] or end > NOON.now else datetime.combine(on + timedelta(days=1), wall, ZONE)


def _date(named: str | None) -> date:
    today = NOON.now.astimezone(ZONE).date()
    if named in _DAYS:
        return today + timedelta(days=(_DAYS.index(named) - today.weekday() - 1) % 7 + 1)
    if named is None or named == "tomorrow":
        return today + timedelta(days=named is not None)
    found = [
        datetime.strptime(f"{named} {year}", "%d %B %Y").replace(tzinfo=UTC).date()
        for year in (today.year, today.year + 1)
    ]
    return next(each for each in found if each > today)
