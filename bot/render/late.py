"""What comes late says so, and says what it leaves of others that are late with it."""

from datetime import datetime

from bot.core.late import is_late
from bot.core.outgoing import Kind, Outgoing
from bot.core.packs import TAKE_OFF
from bot.core.people import Person
from bot.render.clock import local
from bot.render.reply import Reply, Words


def marked(words: Words, text: str, outgoing: Outgoing, person: Person, now: datetime) -> str:
    """The text, under a line that says when it was planned if it comes late; without a zone, that it is late."""
    if not is_late(outgoing.due_at, now):
        return text
    return f"{_planned_for(words, outgoing, person, now)}\n{text}"


def with_others(words: Words, reply: Reply, others: tuple[Outgoing, ...]) -> Reply:
    """The reply, and one line for each of the others that can still be acted on."""
    lines = [words.say("late-pack")] if any(one.part == TAKE_OFF for one in others) else []
    if any(one.kind is Kind.PLAN_END for one in others):
        lines.append(words.say("late-plan"))
    return Reply("\n\n".join([reply.text, *lines]), reply.buttons)


def repeated(words: Words, reply: Reply) -> Reply:
    """The reply, under a line that says why it may come twice."""
    return Reply(f"{words.say('remind-repeat')}\n{reply.text}", reply.buttons)


def _planned_for(words: Words, outgoing: Outgoing, person: Person, now: datetime) -> str:
    if person.zoneinfo is None:
        return words.say("late")
    time, on = local(person, outgoing.due_at), person.local_date(outgoing.due_at)
    if on == person.local_date(now):
        return words.say("late-today", time=time)
    return words.say("late-before", time=time, date=on.isoformat())
