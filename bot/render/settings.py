"""The screens of /settings."""

from collections.abc import Sequence
from datetime import datetime

from bot.callback_data import AskZone, SetQuiet, ShowHome, ShowReminders, ShowSettings
from bot.core.people import Person, wall_of
from bot.render.clock import local, next_time, wall
from bot.render.reply import Button, Reply, Words

# Minutes after midnight. Ends come in the order people look for them.
_BEGINS = (20 * 60, 21 * 60, 22 * 60, 23 * 60, 0, 60)
_ENDS = (5 * 60, 6 * 60, 7 * 60, 8 * 60, 9 * 60, 10 * 60)


def overview(
    words: Words, person: Person, now: datetime, *, saved: bool = False, moved: Sequence[str] = ()
) -> Reply:
    """`moved`: a line for each reminder that has another next time now."""
    clock = words.say("settings-clock-unknown")
    if person.zone is not None:
        place = words.place(person.zone)
        clock = words.say("settings-clock", now=local(person, now), zone=place)
    quiet = words.say("settings-no-quiet")
    if not person.quiet.is_empty:
        quiet = words.say("settings-quiet", begin=wall(person.quiet.begin), end=wall(person.quiet.end))
    text = words.say("settings", clock=clock, quiet=quiet)
    if saved:
        text = words.say("settings-saved") + "\n\n" + text
    if moved:
        text += "\n\n" + "\n".join([words.say("moved-title"), *moved])
    zone = words.button("button-change-zone", AskZone("settings"))
    change_quiet = words.button("button-change-quiet", SetQuiet())
    reminders = words.button("button-reminders", ShowReminders())
    return Reply(text, ((zone,), (change_quiet,), (reminders, words.button("button-home", ShowHome()))))


def moved_line(
    words: Words,
    kind: str,
    before: tuple[Person, datetime | None],
    after: tuple[Person, datetime | None],
    now: datetime,
) -> str | None:
    """One reminder before and after, each on the clock of its time; None if it reads the same."""
    said = [next_time(words, person, at, now) for person, at in (before, after)]
    if said[0] == said[1]:
        return None
    name = words.label(words.kind(kind).title)
    return words.say("moved-line", name=name, before=said[0], after=said[1])


def ask_quiet(words: Words, begin: int) -> Reply:
    """From when; and once that is known, until when."""
    back = (words.button("button-back", ShowSettings()),)
    if begin < 0:
        none = (words.button("button-no-quiet", SetQuiet(0, 0)),)
        begins = [Button(wall(wall_of(each)), SetQuiet(each)) for each in _BEGINS]
        return Reply(words.say("quiet-ask-begin"), (tuple(begins[:3]), tuple(begins[3:]), none, back))
    ends = [Button(wall(wall_of(each)), SetQuiet(begin, each)) for each in _ENDS]
    text = words.say("quiet-ask-end", begin=wall(wall_of(begin)))
    return Reply(text, (tuple(ends[:3]), tuple(ends[3:]), back))
