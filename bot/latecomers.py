"""Late parts of one person come as one message: gathered as its send begins, let go again when it fails."""

from bot.core.late import by_weight, is_late_part
from bot.core.outgoing import Lane, Outgoing
from bot.core.people import Person
from bot.core.waking import awake_for
from bot.render import Reply, Words
from bot.render import late as render
from bot.store import Tx, late
from content import Content


async def gather(tx: Tx, outgoing: Outgoing, person: Person, content: Content) -> tuple[Outgoing, ...]:
    """What this message says, the part said in full first; the others are joined to it. On time: itself only.

    Lock the person first, before any message, so that nobody else gathers for them.

    A part that waits for the morning anyway is left to come then.
    """
    if not is_late_part(outgoing, tx.now):
        return (outgoing,)
    others = await late.companions(tx, outgoing)
    others = [one for one in others if awake_for(one, person, tx.now, content) is None]
    await late.join(tx, outgoing, others)
    await late.let_routine_go(tx, person)
    return by_weight((outgoing, *others))


def word(words: Words, reply: Reply, parts: tuple[Outgoing, ...]) -> Reply:
    """The reply for the first of `parts`, with what the others still have to say. One that may have come before, in
    whichever of these parts, says that it is a repeat."""
    told = render.with_others(words, reply, parts[1:])
    if any(one.is_repeat and one.lane is Lane.TIMED for one in parts):
        return render.repeated(words, told)
    return told
