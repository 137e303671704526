"""A pack that is on, from "on" to "take it off"."""

from datetime import datetime

from bot.callback_data import ShowGetHelp, ShowReminders, StartCheck, StartPack, StopPack
from bot.core.late import LONG_AFTER, is_late
from bot.core.outgoing import Outgoing
from bot.core.packs import TAKE_OFF, Pack
from bot.core.people import Person
from bot.render import late
from bot.render.clock import local, next_time
from bot.render.reply import Button, Reply, Words


def begun(words: Words, pack: Pack) -> Reply:
    return Reply(words.say(f"timer-{pack.kind}-begun"), ((_stop(words, pack),),))


def is_on(words: Words, person: Person, pack: Pack) -> Reply:
    """Started twice: the one that is on goes on."""
    return Reply(words.say("timer-is-on", time=local(person, pack.off_at)), ((_stop(words, pack),),))


def too_soon(words: Words, person: Person, next_at: datetime, now: datetime) -> Reply:
    return Reply(words.say("timer-too-soon", next=next_time(words, person, next_at, now)))


def not_for_you(words: Words) -> Reply:
    check = words.button("button-check", StartCheck(1))
    return Reply(
        words.say("timer-not-for-you"), ((check, words.button("button-reminders", ShowReminders())),)
    )


def stopped(words: Words) -> Reply:
    return Reply(words.say("timer-stopped"))


def part(
    words: Words, outgoing: Outgoing, pack: Pack, person: Person, now: datetime, *, next_at: datetime | None
) -> Reply:
    """One timed part. A late one says when it was planned; `next_at` None: nothing is said of a next pack."""
    if outgoing.part != TAKE_OFF:
        text = words.say(f"timer-{pack.kind}-{words.key(outgoing.part)}")
        return Reply(late.marked(words, text, outgoing, person, now), ((_stop(words, pack),),))
    is_long_ago = now - outgoing.due_at > LONG_AFTER
    text = words.say("late-take-off" if is_long_ago else f"timer-{pack.kind}-take-off")
    if next_at is not None and next_at > now:  # said late, it is not so many hours from now any more
        key = "late-again" if is_late(outgoing.due_at, now) else f"timer-{pack.kind}-again"
        text += "\n" + words.say(key, time=local(person, next_at))
    text = late.marked(words, text, outgoing, person, now)
    return Reply(text, ((words.button("button-get-help", ShowGetHelp()),),))


def start_button(words: Words, kind: str) -> Button:
    title = words.label(words.kind(kind).title)
    return words.button("button-pack-start", StartPack(kind), name=title)


def _stop(words: Words, pack: Pack) -> Button:
    return words.button("button-pack-stop", StopPack(pack.id))
