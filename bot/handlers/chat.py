"""What people type. Every text is first read for red flags, in whatever state the person is, then for what they want."""

from dataclasses import dataclass, replace

from bot.core.people import Person
from bot.core.reading import Reading, read
from bot.core.triage import Level
from bot.core.understand import Context, Wish, read_wish
from bot.core.understand.wish import Better, Chat, Flare, Log, Pause, Resume, Snooze, Stop
from bot.core.watch import Watch
from bot.handlers import alarm, doubt, offers, times, wishes
from bot.handlers.turn import Turn
from bot.render import Reply, talk
from bot.store import Tx, holds, said

_DONE_AT_ONCE = (Log, Flare, Better, Snooze, Stop, Pause, Resume, Chat)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text led to so far: an urgent message to send, a reply, a wish that is still to be granted, or (`small`) a word
    for what asks for nothing. `is_alarm`: it was one, also if its message was written down before."""

    message_id: int | None = None
    reply: Reply | None = None
    wish: Wish | None = None
    small: Reply | None = None
    is_alarm: bool = False


async def text(turn: Turn) -> Reply | None:
    """Answer a message. None: the urgent message is the answer."""
    if not turn.text.strip():
        return talk.not_text(turn.words)
    return await _finish(turn, await _hear(turn, turn.text))


async def edited(turn: Turn) -> Reply | None:
    """A message was changed: it is read as a new one, but nothing is done or answered twice, and small talk is left."""
    if not turn.text.strip():
        return None
    heard = await _hear(turn, turn.text, answers=False)
    is_told_before = isinstance(heard.wish, _DONE_AT_ONCE)
    return await _finish(turn, replace(heard, wish=None if is_told_before else heard.wish))


async def beside_command(turn: Turn, *, is_known: bool) -> tuple[bool, Reply | None]:
    """What stands behind a command (and an unknown command itself) is read for red flags, too: whether there was one, and the
    reply to it."""
    words = turn.text.split(maxsplit=1)
    rest = " ".join(words[1:] if is_known else [turn.text.strip().removeprefix("/")])
    if not rest.strip():
        return False, None
    heard = await _hear(turn, rest, wants=False)
    return heard.is_alarm or heard.reply is not None, await _finish(turn, heard)


async def _finish(turn: Turn, heard: Heard) -> Reply | None:
    if heard.message_id is not None:
        await turn.services.delivery.deliver_now(heard.message_id)
    if heard.wish is not None:
        return await wishes.grant(turn, heard.wish)
    turn.services.wake()
    return heard.reply or heard.small


async def _hear(turn: Turn, typed: str, *, wants: bool = True, answers: bool = True) -> Heard:
    """One transaction: what is written down of a text is written once, however often it is handled."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.meet(tx)
        noted = await said.note(tx, person.id, turn.update_id, typed)
        if noted.reply is not None:
            return Heard(reply=Reply.from_json(noted.reply))
        context = await wishes.context_of(tx, turn, person)
        reading = read(noted.texts, context, content)
        heard = await _red_flag(tx, turn, person, reading.watch, is_new=noted.is_new, answers=answers)
        if heard is None:
            heard = await _wanted(tx, turn, person, reading, context) if wants else Heard()
        heard = heard if answers else replace(heard, small=None)
        reply = heard.reply or heard.small
        if reply is not None:
            await turn.settle(tx, person, reply)
        return heard


async def _red_flag(
    tx: Tx, turn: Turn, person: Person, found: Watch, *, is_new: bool, answers: bool
) -> Heard | None:
    """An alarm at once, an answer to what was asked, or a question; None: there is nothing of the kind."""
    if found.action in {"alarm", "ask"}:
        stands = await alarm.standing(tx, turn, person, found.flags, found.who)
        if stands is not None and (is_new or found.action == "ask"):
            return Heard(reply=stands, is_alarm=True)
    if found.action == "alarm":
        # Handled again, its message was written down before.
        message_id = await alarm.sound(tx, turn, person, found.flags, found.who) if is_new else None
        return Heard(message_id, is_alarm=True)
    answered = await doubt.typed(tx, turn, person) if answers else None
    if answered is not None:
        return Heard(*answered, is_alarm=answered[0] is not None)
    if found.action == "ask" and not await doubt.is_muted(tx, person, found.flags, found.who):
        return Heard(reply=await doubt.ask(tx, turn, person, found.flags, found.who))
    return None


async def _wanted(tx: Tx, turn: Turn, person: Person, reading: Reading, context: Context) -> Heard:
    """What was asked about and denied a short while ago keeps nobody from their wishes."""
    heard, wish = reading.watch, reading.wish
    if heard.action == "ask":
        wish = read_wish(turn.text, context, turn.services.content)
    is_unknown = heard.action == "unknown" and wish is None
    on_screen = await times.typed(tx, turn, person, context, is_nothing_else=wish is None and not is_unknown)
    if on_screen is not None:
        return Heard(reply=on_screen)
    unsettled = await _unsettled(tx, turn, person) if wish is None or isinstance(wish, Chat) else None
    is_answer = isinstance(wish, Chat) and wish.sort in {"yes", "no"} and await offers.is_waiting(tx, person)
    if unsettled is not None and not is_answer:
        return Heard(small=unsettled)
    if wish is not None:
        return Heard(wish=wish)
    if is_unknown and not await doubt.was_asked_of_anything(tx, turn, person):
        return Heard(reply=await doubt.ask(tx, turn, person, ()))
    return Heard(small=_small(turn, heard))


async def _unsettled(tx: Tx, turn: Turn, person: Person) -> Reply | None:
    """What stands before all small talk: a hold ("i am ok now", "we are on our way"), or a question that is open."""
    held = await holds.find_open(tx, person.id)
    return await doubt.again(tx, turn, person) if held is None else talk.on_hold(turn.words, held.id)


def _small(turn: Turn, heard: Watch) -> Reply:
    """There was nothing to do: an answer all the same."""
    if heard.action != "calm":
        return talk.not_understood(turn.words)
    return (talk.worth_a_check if heard.level is Level.DOCTOR else talk.calm)(turn.words)
