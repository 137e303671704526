"""The care plan: which way to start it, what a day of it brings, and how it went."""

from datetime import datetime

from bot.callback_data import (
    Action,
    AnswerPlan,
    ShowGetHelp,
    ShowPlan,
    ShowReminder,
    ShowReminders,
    StartCheck,
    StartPlan,
    SwitchReminder,
)
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.core.preview import Coming
from bot.render import late
from bot.render.clock import local, next_time, wall
from bot.render.pack import start_button
from bot.render.reply import Button, Reply, Rows, Words

_ANSWERS = ("better", "same", "worse")


def ways_on(words: Words, checkup_id: int, kinds: tuple[str, ...]) -> Rows:
    """Under a result: start with one tap (saying which pack, where either may be had), or see the plan first."""
    rivals = _rivals(words, kinds)
    see = words.button("button-plan-see", ShowPlan(checkup_id, first_choice(words, kinds), 1))
    if len(rivals) < 2:
        return ((words.button("button-plan", StartPlan(checkup_id, ".".join(kinds), 1)),), (see,))
    starts = tuple(
        words.button(f"plan-with-{pack}", StartPlan(checkup_id, choice_with(words, kinds, pack), 1))
        for pack in rivals
    )
    return (*((start,) for start in starts), (see,))


def first_choice(words: Words, kinds: tuple[str, ...] | list[str]) -> str:
    """Every kind, but where only one of several can be had it is left to the person."""
    rivals = _rivals(words, kinds)
    return ".".join(kind for kind in kinds if len(rivals) < 2 or kind not in rivals)


def choice_with(words: Words, kinds: tuple[str, ...] | list[str], pack: str) -> str:
    """Every kind, with this one of those that exclude each other."""
    rivals = _rivals(words, kinds)
    return ".".join(kind for kind in kinds if kind == pack or kind not in rivals)


def preview(
    words: Words,
    person: Person,
    checkup_id: int,
    fitting: list[str],
    chosen: list[str],
    *,
    coming: tuple[Coming, ...],
    now: datetime,
) -> Reply:
    """The messages of the next day, with a switch and other times for each kind."""
    parts = [words.say("plan-preview"), _day(words, person, coming, now)]
    if len(_rivals(words, fitting)) > 1 and not _rivals(words, chosen):
        parts.append(words.say("plan-choose-pack"))
    rows = [_row(words, checkup_id, kind, chosen) for kind in fitting]
    start = words.button("button-plan-start", StartPlan(checkup_id, ".".join(chosen)))
    return Reply("\n\n".join(parts), (*rows, (start,)) if chosen else tuple(rows))


def started(
    words: Words,
    person: Person,
    ends_at: datetime,
    kinds: list[str],
    *,
    coming: tuple[Coming, ...],
    now: datetime,
) -> Reply:
    """The plan is on; a pack of it may be put on at once."""
    parts = [words.say("plan-started", end=next_time(words, person, ends_at, now))]
    parts.append(_day(words, person, coming, now))
    if not person.quiet.is_empty:
        begin, end = wall(person.quiet.begin), wall(person.quiet.end)
        parts.append(words.say("plan-quiet", begin=begin, end=end))
    change = words.button("button-plan-change", ShowReminders())
    stop = words.button("button-all-off", SwitchReminder("all", 0))
    packs = tuple((start_button(words, kind),) for kind in kinds if words.kind(kind).timer is not None)
    return Reply("\n\n".join(parts), (*packs, (change,), (stop,)))


def nothing(words: Words) -> Reply:
    """The answers leave no reminder open."""
    return Reply(words.say("plan-nothing"), ((words.button("button-get-help", ShowGetHelp()),),))


def ended(words: Words, outgoing: Outgoing, person: Person, now: datetime) -> Reply:
    """After the days of the plan: how are you?"""
    plan_id = outgoing.care_plan_id or 0
    buttons = tuple(words.button(f"button-plan-{word}", AnswerPlan(plan_id, word)) for word in _ANSWERS)
    return Reply(late.marked(words, words.say("plan-ended"), outgoing, person, now), (buttons,))


def answered(words: Words, plan_id: int, answer: str, gentle: list[str]) -> Reply:
    """`answer`: better, same, keep or stop. `gentle`: the kinds that may be kept."""
    check = words.button("button-check", StartCheck(1))
    if answer == "same":
        parts = [words.say("plan-same"), words.say("safety-net-doctor")]
        return Reply("\n\n".join(parts), ((check,), (words.button("button-get-help", ShowGetHelp()),)))
    reminders = words.button("button-reminders", ShowReminders())
    if answer == "better" and gentle:
        names = ", ".join(words.label(words.kind(kind).title) for kind in gentle)
        keep = words.button("button-plan-keep", AnswerPlan(plan_id, "keep"))
        stop = words.button("button-plan-stop", AnswerPlan(plan_id, "stop"))
        return Reply(words.say("plan-better", names=names), ((keep,), (stop,)))
    key = {"better": "plan-better-nothing", "keep": "plan-kept", "stop": "plan-stopped"}[answer]
    return Reply(words.say(key), ((reminders, check),))


def _row(words: Words, checkup_id: int, kind: str, chosen: list[str]) -> tuple[Button, ...]:
    """Each kind keeps its row, whatever is chosen."""
    title = words.label(words.kind(kind).title)
    if kind not in chosen:
        group = words.kind(kind).one_of
        others = [each for each in chosen if group is None or words.kind(each).one_of != group]
        return (words.button("button-plan-add", ShowPlan(checkup_id, ".".join([*others, kind])), name=title),)
    left = ".".join(each for each in chosen if each != kind)
    change: Action = ShowReminder(kind, checkup_id, ".".join(chosen))
    return (
        words.button("button-plan-leave-out", ShowPlan(checkup_id, left), name=title),
        words.button("button-times", change),
    )


def _rivals(words: Words, kinds: tuple[str, ...] | list[str]) -> list[str]:
    """Those of the kinds of which only one can be had."""
    return [kind for kind in kinds if words.kind(kind).one_of is not None]


def _day(words: Words, person: Person, coming: tuple[Coming, ...], now: datetime) -> str:
    if not coming:
        return words.say("plan-day-empty")
    lines: list[str] = []
    day = None
    for each in coming:
        on = person.local_date(each.at)
        if on != day:
            day = on
            lines.append(words.say("plan-day-today" if on == person.local_date(now) else "plan-day-tomorrow"))
        listed = [kind for kind in words.content.reminders.kinds if kind.id in each.kinds]
        kinds = " · ".join(words.label(kind.title) for kind in listed)
        lines.append(words.say("plan-day-line", time=local(person, each.at), kinds=kinds))
    return "\n".join(lines)
