"""Reminders as they arrive, and what they show once they are answered."""

from datetime import datetime

from bot.callback_data import AnswerReminder, ShowReminders
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.render.clock import local, next_time
from bot.render.pack import start_button
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import hold_buttons

STRETCHING = "stretching"


def reminder(words: Words, outgoing: Outgoing, kinds: list[str], place: int) -> Reply:
    """One message for all that is due together; the lines of each kind take turns.

    `place`: how many stretches this person has had; the next one in turn is described.
    """
    minute = int(outgoing.due_at.timestamp() // 60)
    return Reply(_text(words, kinds, minute, place), _buttons(words, outgoing.id, kinds))


def standing(words: Words, message_id: int, kinds: list[str], place: int) -> Reply:
    """The message with its buttons, as it was."""
    return Reply(_text(words, kinds, 0, place), _buttons(words, message_id, kinds))


def answered(
    words: Words, person: Person, kinds: list[str], answer: str, *, next_at: datetime | None, now: datetime
) -> Reply:
    """`answer`: done, skip or stop."""
    chosen = words.say(f"answered-{answer}", next=next_time(words, person, next_at, now))
    again = words.button("button-reminders", ShowReminders())
    return Reply(f"{titles(words, kinds)}\n{chosen}", ((again,),) if answer == "stop" else ())


def snoozed(words: Words, person: Person, kinds: list[str], until: datetime) -> Reply:
    """A snooze that ends in quiet hours comes all the same, because the person chose it, and says so."""
    zone = person.zoneinfo
    in_quiet = zone is not None and person.quiet.contains(until.astimezone(zone).time())
    chosen = words.say("answered-snooze-quiet" if in_quiet else "answered-snooze", time=local(person, until))
    return Reply(f"{titles(words, kinds)}\n{chosen}")


def held(words: Words, hold_id: int) -> Reply:
    return Reply(words.say("answered-held"), hold_buttons(words, hold_id))


def titles(words: Words, kinds: list[str]) -> str:
    return " · ".join(words.say(words.kind(kind).title) for kind in kinds)


def stretch(words: Words, place: int) -> str:
    """The name of one stretch, how to do it, and when to stop; after the last comes the first again."""
    stretches = words.content.stretches
    key = f"stretch-{words.key(stretches[place % len(stretches)].id)}"
    return f"<b>{words.say(f'{key}-name')}.</b> {words.say(f'{key}-how')}\n{words.say('stretch-stop')}"


def _text(words: Words, kinds: list[str], minute: int, place: int) -> str:
    """`minute`: when it was due, in minutes since 1970: two that follow each other have different lines."""
    texts = []
    for kind in map(words.kind, kinds):
        turn = place if kind.stretches else minute // kind.least_every
        line = words.say(kind.lines[turn % len(kind.lines)])
        texts.append(f"{line}\n{stretch(words, place)}" if kind.stretches else line)
    return texts[0] if len(texts) == 1 else "\n\n".join([words.say("remind-many"), *texts])


def _buttons(words: Words, message_id: int, kinds: list[str]) -> Rows:
    """Two in a row: three would cut the words short on a phone. A pack is put on with a row of its own."""
    done = words.button("button-done", AnswerReminder(message_id, "done"))
    snoozes = [
        words.button("button-snooze", AnswerReminder(message_id, "snooze", minutes), minutes=minutes)
        for minutes in words.content.reminders.snooze
    ]
    skip = words.button("button-skip", AnswerReminder(message_id, "skip"))
    stop = words.button("button-stop", AnswerReminder(message_id, "stop"))
    buttons = [done, *snoozes, skip, stop]
    packs = tuple((start_button(words, kind),) for kind in kinds if words.kind(kind).timer is not None)
    return (*packs, *(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)))
