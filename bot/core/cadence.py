"""How often a kind of reminder may come: its usual times, the ones offered with a tap, and its limits."""

from datetime import time, timedelta
from typing import Literal

from bot.core.people import wall_of
from bot.core.triggers import DailyAt, EveryWithin, Once, Trigger
from content.reminder_schema import ReminderKind, Reminders

Refusal = Literal["too_close", "too_many"]
_DAY = 24 * 60
DAILY = (9 * 60, 13 * 60, 18 * 60)  # minutes after midnight


def usual(kind: ReminderKind, settings: Reminders, *, in_plan: bool = False) -> EveryWithin:
    """The times a kind has until somebody changes them; in a care plan they may be others."""
    every = kind.plan_every if in_plan and kind.plan_every else kind.every
    return _within_window(every, settings)


def offered(kind: ReminderKind, settings: Reminders) -> tuple[str, ...]:
    """The words of the times that are one tap away: "e120" for every 120 minutes, "d540" for daily at 09:00."""
    every = sorted({kind.every, *settings.presets})
    words = [f"e{minutes}" for minutes in every] + [f"d{minute}" for minute in DAILY]
    return tuple(word for word in words if _fits(times_of(word, settings), kind))


def times_of(word: str, settings: Reminders) -> Trigger | None:
    """The trigger that a word of `offered` stands for; None for any other word."""
    number = int(word[1:]) if word[1:].isascii() and word[1:].isdigit() else -1
    if word[:1] == "e" and 0 < number <= _DAY:
        return _within_window(number, settings)
    return DailyAt(wall_of(number)) if word[:1] == "d" and 0 <= number < _DAY else None


def refusal(trigger: Trigger, kind: ReminderKind) -> Refusal | None:
    """Why a kind may not have these times: closer together than it allows, or too many a day."""
    minutes = minutes_of(trigger)
    gaps = [after - before for before, after in zip(minutes, [*minutes[1:], minutes[0] + _DAY], strict=True)]
    if min(gaps) < kind.least_every:
        return "too_close"
    return "too_many" if kind.most_a_day is not None and len(minutes) > kind.most_a_day else None


def minutes_of(trigger: Trigger) -> list[int]:
    """Every time of a full day, in minutes after midnight; at least one."""
    match trigger:
        case EveryWithin():
            grid = trigger.grid()
            return list(range(grid.first, grid.stop, grid.every))
        case DailyAt(at):
            return [_minute(at)]
        case Once(instant):
            return [_minute(instant.time())]


def _fits(trigger: Trigger | None, kind: ReminderKind) -> bool:
    return trigger is not None and refusal(trigger, kind) is None


def _within_window(every: int, settings: Reminders) -> EveryWithin:
    return EveryWithin(timedelta(minutes=every), settings.window.start, settings.window.end)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
