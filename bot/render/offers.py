"""What was understood of a wish about reminders: said back before it is stored, and said again once it is done."""

from datetime import datetime, time

from bot.callback_data import AnswerOffer, PauseReminder, SetQuiet, ShowReminders, StartCheck, SwitchReminder
from bot.core.offers import Option
from bot.core.people import Person
from bot.core.reminders import PAUSES, pause_end
from bot.core.triggers import Once, Trigger
from bot.core.understand.wish import ALL, Change, Pause, Quiet, Resume, Set, Snooze, Stop
from bot.render.clock import next_time, wall
from bot.render.echo import echo
from bot.render.reply import Button, Reply, Rows, Words
from bot.render.times import described

MOST_LABEL = 40  # characters of a button that a phone shows


def offer(words: Words, person: Person, offer_id: int, options: tuple[Option, ...], now: datetime) -> Reply:
    """One reading with OK under it, or several to choose from."""
    lines = [line(words, person, option, now) for option in options]
    no = words.button("button-offer-no", AnswerOffer(offer_id, -1))
    if len(options) == 1:
        ok = words.button("button-offer-ok", AnswerOffer(offer_id, 0))
        text = [
            f"<b>{lines[0]}</b>",
            _in_quiet(words, person, options[0]),
            words.say("offer-ask" if isinstance(options[0], Set | Change | Quiet) else "offer-ask-do"),
        ]
        return Reply("\n\n".join(part for part in text if part), ((ok,), (no,)))
    labels = _labels(words, person, options, now)
    rows = tuple((Button(label, AnswerOffer(offer_id, at)),) for at, label in enumerate(labels))
    text = [words.say("offer-which"), "\n".join(words.say("offer-line", line=each) for each in lines)]
    return Reply("\n".join(text), (*rows, (no,)))


def line(words: Words, person: Person, option: Option, now: datetime) -> str:
    """One reading in full."""
    match option:
        case Set() | Change():
            return echo(words, person, option.kind or "", option.trigger, now)
        case Pause(kind, until):
            end = next_time(words, person, until, now)
            return words.say("offer-pause", name=_name(words, kind or ALL), until=end)
        case Stop() | Resume():
            key = "offer-stop" if isinstance(option, Stop) else "offer-resume"
            return words.say(key, name=_name(words, option.kind or ALL))
        case Snooze():
            return words.say("offer-snooze", minutes=option.minutes or 0)
        case Quiet():
            ends = {"begin": wall(option.begin or time(0)), "end": wall(option.end or time(0))}
            return words.say("offer-quiet", **ends)


def pauses(person: Person, now: datetime) -> tuple[datetime, ...]:
    """The usual ends of a pause, on this person's clock."""
    zone = person.zoneinfo
    ends = () if zone is None else tuple(pause_end(word, now, zone) for word in PAUSES)
    return tuple(dict.fromkeys(end for end in ends if end is not None))


def done(words: Words, person: Person, option: Option, now: datetime) -> Reply:
    """It is stored."""
    text = words.say("offer-done", line=line(words, person, option, now))
    if isinstance(option, Set | Change) and not isinstance(option.trigger, Once):
        stop = words.button("button-stop", SwitchReminder(option.kind or "", 0))
        return Reply(text, ((stop,), _reminders(words)))
    return Reply(text, (_reminders(words),))


def dropped(words: Words) -> Reply:
    return Reply(words.say("offer-dropped"), (_reminders(words),))


def stopped(words: Words, kinds: list[str]) -> Reply:
    """With the way back under it."""
    again = [
        (words.button("button-switch-on", SwitchReminder(kind, 1), name=_name(words, kind)),)
        for kind in kinds
    ]
    return Reply(words.say("offer-stopped", names=_names(words, kinds)), (*again, _reminders(words)))


def paused(words: Words, person: Person, kinds: list[str], until: datetime | None, now: datetime) -> Reply:
    names = _names(words, kinds)
    if until is None:
        return Reply(words.say("offer-resumed", names=names), (_reminders(words),))
    resume: Rows = tuple(
        (words.button("button-resume-one", PauseReminder(kind, "resume"), name=_name(words, kind)),)
        for kind in kinds
    )
    text = words.say("offer-paused", names=names, until=next_time(words, person, until, now))
    return Reply(text, (*resume, _reminders(words)))


def nothing_to_snooze(words: Words) -> Reply:
    return Reply(words.say("offer-no-snooze"), (_reminders(words),))


def nothing_on(words: Words, kind: str) -> Reply:
    return Reply(words.say("offer-nothing-on", name=_name(words, kind)), (_reminders(words),))


def not_for_you(words: Words) -> Reply:
    check = words.button("button-check", StartCheck(1))
    return Reply(words.say("offer-not-for-you"), ((check,), _reminders(words)))


def only_at_night(words: Words, person: Person) -> Reply:
    """It would fall in quiet hours, and never come."""
    ends = {"begin": wall(person.quiet.begin), "end": wall(person.quiet.end)}
    quiet = words.button("button-change-quiet", SetQuiet())
    return Reply(words.say("offer-never", **ends), ((quiet,), _reminders(words)))


def is_past(words: Words) -> Reply:
    return Reply(words.say("offer-past"), (_reminders(words),))


def _in_quiet(words: Words, person: Person, option: Option) -> str:
    """An instant that was chosen wins over quiet hours, and that is said."""
    trigger = option.trigger if isinstance(option, Set | Change) else None
    is_quiet = isinstance(trigger, Once) and person.is_quiet_at(trigger.at)
    return words.say("offer-in-quiet") if is_quiet else ""


def _labels(words: Words, person: Person, options: tuple[Option, ...], now: datetime) -> list[str]:
    """What tells the options apart: the kind, or else the times."""
    kinds = {getattr(option, "kind", None) for option in options}
    labels = [_label(words, person, option, now, by_kind=len(kinds) == len(options)) for option in options]
    return [label if len(label) <= MOST_LABEL else f"{label[: MOST_LABEL - 1]}…" for label in labels]


def _label(words: Words, person: Person, option: Option, now: datetime, *, by_kind: bool) -> str:
    match option:
        case Set() | Change():
            return _name(words, option.kind or ALL) if by_kind else _when(words, person, option.trigger, now)
        case Pause(kind, until) if not by_kind:
            return words.label("offer-until", until=next_time(words, person, until, now))
        case Snooze():
            return words.label("button-snooze", minutes=option.minutes or 0)
        case Stop(kind):
            return words.label("button-offer-stop", name=_name(words, kind))
        case _:
            return _name(words, getattr(option, "kind", None) or ALL)


def _when(words: Words, person: Person, trigger: Trigger, now: datetime) -> str:
    if isinstance(trigger, Once):
        return words.label("offer-once", when=next_time(words, person, trigger.at, now))
    return described(words, trigger)


def _name(words: Words, kind: str) -> str:
    return words.label("offer-all") if kind == ALL else words.label(words.kind(kind).title)


def _names(words: Words, kinds: list[str]) -> str:
    return ", ".join(_name(words, kind) for kind in kinds)


def _reminders(words: Words) -> tuple[Button, ...]:
    return (words.button("button-reminders", ShowReminders()),)
