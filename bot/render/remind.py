"""Reminders as they arrive, and what they show once they are answered."""

from datetime import datetime
from functools import lru_cache

from bot.callback_data import THIS, AnswerReminder, ShowReminders
from bot.core.people import Person
from bot.render.clock import local, next_time
from bot.render.pack import start_button
from bot.render.reply import Reply, Rows, Words
from bot.render.urgent import hold_buttons
from content.reminder_schema import ReminderKind


def reminder(words: Words, message_id: int, turns: dict[str, int]) -> Reply:
    """One message for all that is due together. `turns`: how many of each kind were sent before; lines and stretches take
    turns by it."""
    text, buttons = _shared(words, tuple(turns.items()))
    return Reply(text, buttons, of=message_id)


@lru_cache(maxsize=1024)
def _shared(words: Words, turns: tuple[tuple[str, int], ...]) -> tuple[str, Rows]:
    """What all who get the same say and see: a crowd that is due at once has it worded once."""
    texts = [_text(words, words.kind(kind), turn) for kind, turn in turns]
    text = texts[0] if len(texts) == 1 else "\n\n".join([words.say("remind-many"), *texts])
    return text, _buttons(words, [kind for kind, _ in turns])


def answered(
    words: Words, person: Person, kinds: list[str], answer: str, *, next_at: datetime | None, now: datetime
) -> Reply:
    """`answer`: done, skip or stop."""
    chosen = words.say(f"answered-{answer}", next=next_time(words, person, next_at, now))
    again = words.button("button-reminders", ShowReminders())
    return Reply(f"{titles(words, kinds)}\n{chosen}", ((again,),) if answer == "stop" else ())


def snoozed(words: Words, person: Person, kinds: list[str], until: datetime) -> Reply:
    """A snooze that ends in quiet hours comes all the same, because the person chose it, and says so."""
    key = "answered-snooze-quiet" if person.is_quiet_at(until) else "answered-snooze"
    chosen = words.say(key, time=local(person, until))
    return Reply(f"{titles(words, kinds)}\n{chosen}" if kinds else chosen)  # none: snoozed once more since


def held(words: Words, hold_id: int) -> Reply:
    return Reply(words.say("answered-held"), hold_buttons(words, hold_id))


def titles(words: Words, kinds: list[str]) -> str:
    return " · ".join(words.say(words.kind(kind).title) for kind in kinds)


def stretch(words: Words, place: int) -> str:
    """The name of one stretch, how to do it, and when to stop; after the last comes the first again."""
    stretches = words.content.stretches
    key = f"stretch-{words.key(stretches[place % len(stretches)].id)}"
    return f"<b>{words.say(f'{key}-name')}.</b> {words.say(f'{key}-how')}\n{words.say('stretch-stop')}"


def _text(words: Words, kind: ReminderKind, turn: int) -> str:
    line = words.say(kind.lines[turn % len(kind.lines)])
    return f"{line}\n{stretch(words, turn)}" if kind.stretches else line


def _buttons(words: Words, kinds: list[str]) -> Rows:
    """Two in a row: three would cut the words short on a phone. A pack is put on with a row of its own."""
    done = words.button("button-done", AnswerReminder(THIS, "done"))
    snoozes = [
        words.button("button-snooze", AnswerReminder(THIS, "snooze", minutes), minutes=minutes)
        for minutes in words.content.reminders.snooze
    ]
    skip = words.button("button-skip", AnswerReminder(THIS, "skip"))
    stop = words.button("button-stop", AnswerReminder(THIS, "stop"))
    buttons = [done, *snoozes, skip, stop]
    packs = tuple((start_button(words, kind),) for kind in kinds if words.kind(kind).timer is not None)
    return (*packs, *(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)))
