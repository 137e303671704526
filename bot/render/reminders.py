"""The screen of /reminders."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.callback_data import AskZone, SetQuiet, ShowHome, StartCheck, SwitchReminder
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.core.triggers import EveryWithin, Trigger
from bot.render.clock import local, next_time, wall
from bot.render.reply import Button, Reply, Rows, Words

_HOUR = timedelta(hours=1)


def overview(
    words: Words,
    person: Person,
    standing: Mapping[str, Reminder],
    offered: list[str],
    now: datetime,
    *,
    just_on: bool,
) -> Reply:
    """What is on and when next, on the person's clock, with a button for each."""
    on = [kind for kind, each in standing.items() if each.is_on]
    off = [kind for kind in offered if kind not in on]
    none_on = "reminders-none" if off else "reminders-none-offered"
    parts = [_heading(words, person, just_on=just_on)]
    parts.append(
        "\n".join([_line_on(words, person, standing[kind], now) for kind in on]) or words.say(none_on)
    )
    left_out = [kind.id for kind in words.content.reminders.kinds if kind.id not in {*offered, *on}]
    if left_out:
        parts.append(words.say("reminders-left-out", names=", ".join(name(words, kind) for kind in left_out)))
    parts.append(_clock(words, person, now))
    return Reply("\n\n".join(parts), _buttons(words, on, off))


def name(words: Words, kind: str) -> str:
    return words.label(words.kind(kind).title)


def _heading(words: Words, person: Person, *, just_on: bool) -> str:
    if not just_on:
        return words.say("reminders-title")
    if person.quiet.is_empty:
        return words.say("plan-on-no-quiet")
    return words.say("plan-on", begin=wall(person.quiet.begin), end=wall(person.quiet.end))


def _line_on(words: Words, person: Person, each: Reminder, now: datetime) -> str:
    next_at = None if each.next_slot is None else each.next_slot.due_at
    parts = {"every": _every(words, each.trigger), "next": next_time(words, person, next_at, now)}
    return words.say("reminders-line-on", name=name(words, each.kind), **parts)


def _every(words: Words, trigger: Trigger) -> str:
    if isinstance(trigger, EveryWithin):
        return words.say("every-hours", hours=int(trigger.every / _HOUR))
    return words.say("once-a-day")


def _clock(words: Words, person: Person, now: datetime) -> str:
    if person.zone is None:
        return words.say("reminders-no-zone")
    where = {"now": local(person, now), "zone": words.place(person.zone)}
    if person.quiet.is_empty:
        return words.say("reminders-clock-no-quiet", **where)
    begin, end = wall(person.quiet.begin), wall(person.quiet.end)
    return words.say("reminders-clock", **where, begin=begin, end=end)


def _buttons(words: Words, on: list[str], off: list[str]) -> Rows:
    kinds = [kind.id for kind in words.content.reminders.kinds if kind.id in {*on, *off}]
    rows: list[tuple[Button, ...]] = [(_switch(words, kind, on=kind in on),) for kind in kinds]
    if len(off) > 1:
        rows.append((words.button("button-all-on", SwitchReminder("all", 1)),))
    if len(on) > 1:
        rows.append((words.button("button-all-off", SwitchReminder("all", 0)),))
    zone = words.button("button-change-zone", AskZone("settings"))
    quiet = words.button("button-change-quiet", SetQuiet())
    if not kinds:
        rows.append((words.button("button-check", StartCheck()),))
    home = words.button("button-home", ShowHome())
    return (*rows, (zone, quiet), (home,))


def _switch(words: Words, kind: str, *, on: bool) -> Button:
    """Each kind keeps its row, so that a second tap never lands on another one."""
    key = "button-switch-off" if on else "button-switch-on"
    return words.button(key, SwitchReminder(kind, 0 if on else 1), name=name(words, kind))
