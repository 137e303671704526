"""Reminders as they arrive, and what they show once they are answered."""

from datetime import datetime

from bot.callback_data import AnswerReminder, ShowReminders
from bot.core.outgoing import Outgoing
from bot.core.people import Person
from bot.render.clock import local, next_time
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import hold_buttons


def reminder(words: Words, outgoing: Outgoing, kinds: list[str]) -> Reply:
    """One message for all that is due together; the lines of each kind take turns by day and hour."""
    turn = int(outgoing.due_at.timestamp() // 3600)
    return Reply(_text(words, kinds, turn), _buttons(words, outgoing.id))


def standing(words: Words, message_id: int, kinds: list[str]) -> Reply:
    """The message with its buttons, as it was."""
    return Reply(_text(words, kinds, 0), _buttons(words, message_id))


def answered(
    words: Words, person: Person, kinds: list[str], answer: str, *, next_at: datetime | None, now: datetime
) -> Reply:
    """`answer`: done, skip or stop."""
    chosen = words.say(f"answered-{answer}", next=next_time(words, person, next_at, now))
    again = words.button("button-reminders", ShowReminders())
    return Reply(f"{titles(words, kinds)}\n{chosen}", ((again,),) if answer == "stop" else ())


def snoozed(words: Words, person: Person, until: datetime) -> Reply:
    """A snooze that ends in quiet hours comes all the same, because the person chose it, and says so."""
    zone = person.zoneinfo
    in_quiet = zone is not None and person.quiet.contains(until.astimezone(zone).time())
    return Reply(
        words.say("answered-snooze-quiet" if in_quiet else "answered-snooze", time=local(person, until))
    )


def held(words: Words, hold_id: int) -> Reply:
    return Reply(words.say("answered-held"), hold_buttons(words, hold_id))


def titles(words: Words, kinds: list[str]) -> str:
    return " · ".join(words.say(words.kind(kind).title) for kind in kinds)


def _text(words: Words, kinds: list[str], turn: int) -> str:
    lines = [words.kind(kind).lines for kind in kinds]
    texts = [words.say(each[turn % len(each)]) for each in lines]
    return texts[0] if len(texts) == 1 else "\n\n".join([words.say("remind-many"), *texts])


def _buttons(words: Words, message_id: int) -> Rows:
    """Two in a row: three would cut the words short on a phone."""
    done = words.button("button-done", AnswerReminder(message_id, "done"))
    snoozes = [
        words.button("button-snooze", AnswerReminder(message_id, "snooze", minutes), minutes=minutes)
        for minutes in words.content.reminders.snooze
    ]
    skip = words.button("button-skip", AnswerReminder(message_id, "skip"))
    stop = words.button("button-stop", AnswerReminder(message_id, "stop"))
    buttons = [done, *snoozes, skip, stop]
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
