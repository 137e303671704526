"""The screen of /reminders."""

from collections.abc import Mapping
from datetime import datetime

from bot.callback_data import AskZone, SetQuiet, ShowHome, ShowReminder, StartCheck, SwitchReminder
from bot.core.people import Person
from bot.core.reminders import Reminder
from bot.render.clock import local, next_time, wall
from bot.render.reply import Button, Reply, Rows, Words
from bot.render.times import in_short


def overview(
    words: Words,
    person: Person,
    standing: Mapping[str, Reminder],
    offered: list[str],
    now: datetime,
    *,
    just_on: bool,
    plan_ends_at: datetime | None = None,
) -> Reply:
    """What is on and when next, on the person's clock, with a button for each."""
    kinds = words.content.reminders.kinds
    on = [kind.id for kind in kinds if kind.id in standing and standing[kind.id].is_on]
    off = [kind for kind in offered if kind not in on]
    none_on = "reminders-none" if off else "reminders-none-offered"
    parts = [_heading(words, person, just_on=just_on)]
    parts.append(
        "\n".join([_line_on(words, person, standing[kind], now) for kind in on]) or words.say(none_on)
    )
    if plan_ends_at is not None:
        parts.append(words.say("plan-until", end=next_time(words, person, plan_ends_at, now)))
    left_out = [kind.id for kind in kinds if kind.id not in {*offered, *on}]
    if left_out:
        parts.append(words.say("reminders-left-out", names=", ".join(name(words, kind) for kind in left_out)))
    if on or off or person.zone is not None:
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
    parts = {"every": in_short(words, each.trigger), "next": next_time(words, person, next_at, now)}
    paused = each.paused_until is not None and each.paused_until > now
    key = "line-paused" if paused else "reminders-line-on"
    return words.say(key, name=name(words, each.kind), **parts)


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
        rows += _all_on(words, on, off)
    if len(on) > 1:
        rows.append((words.button("button-all-off", SwitchReminder("all", 0)),))
    zone = words.button("button-change-zone", AskZone("settings"))
    quiet = words.button("button-change-quiet", SetQuiet())
    if not kinds:
        rows.append((words.button("button-check", StartCheck()),))
    home = words.button("button-home", ShowHome())
    return (*rows, (zone,), (quiet,), (home,))


def _switch(words: Words, kind: str, *, on: bool) -> Button:
    """Each kind keeps its row, so that a second tap never lands on another one."""
    if on:
        return words.button("button-change", ShowReminder(kind), name=name(words, kind))
    return words.button("button-switch-on", SwitchReminder(kind, 1), name=name(words, kind))


def _all_on(words: Words, on: list[str], off: list[str]) -> Rows:
    """All of them with one tap; where only one of several can be had, with each of those."""
    taken = {words.kind(kind).one_of for kind in on}
    off = [kind for kind in off if words.kind(kind).one_of is None or words.kind(kind).one_of not in taken]
    rivals = [kind for kind in off if words.kind(kind).one_of]
    if not off:
        return ()
    if len(rivals) < 2 or len(off) == len(rivals):
        return ((words.button("button-all-on", SwitchReminder("all", 1)),),) if len(rivals) < 2 else ()
    return tuple(
        (words.button("button-all-on-with", SwitchReminder(f"all-{kind}", 1), name=name(words, kind)),)
        for kind in rivals
    )
