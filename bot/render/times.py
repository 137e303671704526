"""The screen of one reminder: when it comes, other times for it, a pause, its end."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.callback_data import (
    PauseReminder,
    SetTimes,
    ShowPlan,
    ShowReminder,
    ShowReminders,
    SwitchReminder,
)
from bot.core import cadence
from bot.core.people import Person, wall_of
from bot.core.reminders import PAUSES, Reminder, pause_end
from bot.core.triggers import EVERY_DAY, WEEKDAYS, WEEKEND, Days, EveryWithin, Once, QuietHours, Trigger
from bot.render.clock import next_time, wall
from bot.render.pack import start_button
from bot.render.reply import Button, Reply, Rows, Words
from content.reminder_schema import ReminderKind, Span

_MINUTE = timedelta(minutes=1)


def screen(
    words: Words,
    person: Person,
    shown: ShowReminder,
    trigger: Trigger,
    *,
    standing: Reminder | None,
    now: datetime,
    problem: str,
    saved: bool,
) -> Reply:
    """`problem`: "unread" if what was typed is no time, "no" if the kind may not have those times."""
    kind = words.kind(shown.kind)
    parts = [f"<b>{words.say(kind.title)}</b>"]
    if problem:
        parts.append(words.say(f"times-{problem}", least=every_words(words, kind.least_every)))
        if problem == "no" and kind.most_a_day is not None:
            parts.append(words.say("times-most", count=kind.most_a_day))
    elif saved:
        parts.append(words.say("settings-saved"))
    parts.append(words.say("times-now", times=described(words, trigger)))
    if standing is not None and standing.is_on and not shown.checkup:
        parts += _standing_lines(words, person, standing, now)
    parts += [words.say(kind.about), words.say("times-type")]
    return Reply("\n\n".join(parts), _buttons(words, person, shown, standing, now))


def too_often(words: Words, kind: ReminderKind) -> Reply:
    text = words.say("times-no", least=every_words(words, kind.least_every))
    if kind.most_a_day is not None:
        text += "\n" + words.say("times-most", count=kind.most_a_day)
    return Reply(text, ((words.button("button-reminders", ShowReminders()),),))


def described(words: Words, trigger: Trigger) -> str:
    """What is stored, to the minute: every so often, the first time and the last; or daily at a time. And on which days."""
    minutes = cadence.minutes_of(trigger)
    first, last = wall(wall_of(minutes[0])), wall(wall_of(minutes[-1]))
    if not isinstance(trigger, EveryWithin) or len(minutes) == 1:
        return _at(words, trigger, first)
    every = every_words(words, trigger.every // _MINUTE)
    return _on_its_days(words, trigger, words.say("times-every", every=every, first=first, last=last))


def in_short(words: Words, trigger: Trigger) -> str:
    """For a list: "every 2 hours", or "daily at 09:00"; and on which days."""
    minutes = cadence.minutes_of(trigger)
    if not isinstance(trigger, EveryWithin) or len(minutes) == 1:
        return _at(words, trigger, wall(wall_of(minutes[0])))
    return _on_its_days(words, trigger, every_words(words, trigger.every // _MINUTE))


def days_in_words(words: Words, days: Days) -> str:
    """Every day, Monday to Friday, or the days by name."""
    for name, group in (("every", EVERY_DAY), ("weekdays", WEEKDAYS), ("weekend", WEEKEND)):
        if days == group:
            return words.say(f"days-{name}")
    names = ", ".join(words.label("day-weekday", number=day + 1) for day in sorted(days))
    return words.say("days-some", days=names)


def _at(words: Words, trigger: Trigger, first: str) -> str:
    if isinstance(trigger, Once) or trigger.days == EVERY_DAY:
        return words.say("times-daily", time=first)
    return words.say("times-at-on", time=first, days=days_in_words(words, trigger.days))


def _on_its_days(words: Words, trigger: EveryWithin, times: str) -> str:
    if trigger.days == EVERY_DAY:
        return times
    return words.say("times-on", times=times, days=days_in_words(words, trigger.days))


def with_pause(each: Reminder, until: datetime | None) -> Reminder:
    return replace(each, paused_until=until, skipped_on=None if until is None else each.skipped_on)


def quiet(span: Span) -> QuietHours:
    return QuietHours(span.start, span.end)


def every_words(words: Words, minutes: int) -> str:
    if minutes % 60:
        return words.say("every-minutes", minutes=minutes)
    return words.say("every-hours", hours=minutes // 60)


def _standing_lines(words: Words, person: Person, each: Reminder, now: datetime) -> list[str]:
    next_at = None if each.next_slot is None else each.next_slot.due_at
    said = next_time(words, person, next_at, now)
    paused = each.paused_until is not None and each.paused_until > now
    lines = [words.say("times-paused" if paused else "times-next", next=said)]
    if each.until_at is not None:
        lines.append(words.say("times-until", end=next_time(words, person, each.until_at, now)))
    return lines


def _buttons(
    words: Words,
    person: Person,
    shown: ShowReminder,
    standing: Reminder | None,
    now: datetime,
) -> Rows:
    settings, kind = words.content.reminders, words.kind(shown.kind)
    presets = [
        Button(_preset(words, word), SetTimes(kind.id, word, shown.checkup, shown.kinds))
        for word in cadence.offered(kind, settings)
    ]
    rows: list[tuple[Button, ...]] = [tuple(presets[at : at + 2]) for at in range(0, len(presets), 2)]
    if shown.checkup:
        back = words.button("button-back", ShowPlan(shown.checkup, shown.kinds))
        return (*rows, (back,))
    if standing is not None:
        rows += _pauses(words, person, standing, now)
    if kind.timer is not None:
        rows.append((start_button(words, kind.id),))
    rows.append((words.button("button-remove", SwitchReminder(kind.id, 0)),))
    return (*rows, (words.button("button-back", ShowReminders()),))


def _preset(words: Words, word: str) -> str:
    number = int(word[1:])
    if word.startswith("d"):
        return words.label("choice-daily", time=wall(wall_of(number)))
    return words.label("choice-every", hours=number // 60)


def _pauses(words: Words, person: Person, each: Reminder, now: datetime) -> Rows:
    if each.paused_until is not None and each.paused_until > now:
        return ((words.button("button-resume", PauseReminder(each.kind, "resume")),),)
    zone = person.zoneinfo
    if zone is None:
        return ()
    shown = [word for word in PAUSES if pause_end(word, now, zone) is not None]
    buttons = [words.button(f"button-pause-{word}", PauseReminder(each.kind, word)) for word in shown]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
