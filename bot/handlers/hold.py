"""The answers to an urgent message: on the way, seen, not happening. Only the last two lift the hold."""

from bot.callback_data import AnswerHold
from bot.core.checkup import answers
from bot.core.triage import Assessment, assess
from bot.handlers.turn import Turn
from bot.render import Reply, talk, urgent
from bot.store import Tx, checkups, holds
from bot.store.holds import Hold


async def answer(turn: Turn, action: AnswerHold) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        hold = await holds.find(tx, action.hold, person.id)
        if hold is None:
            return talk.old_button(turn.words)
        if not hold.is_open:
            return urgent.lifted(turn.words, hold.state)
        reply = await _carry_out(tx, turn, hold, action)
    turn.services.wake()
    return reply


async def _carry_out(tx: Tx, turn: Turn, hold: Hold, action: AnswerHold) -> Reply:
    assessment = await _assessment(tx, turn, hold)
    called = hold.state == holds.CALLED
    match action.answer, bool(action.sure):
        case ("seen", _) | ("not_happening", True):
            await holds.lift(tx, hold.id, action.answer)
            return urgent.lifted(turn.words, action.answer)
        case "not_happening", False:
            return urgent.confirm(turn.words, hold.id, assessment)
        case "called", _:
            await holds.note_called(tx, hold.id)
            return urgent.standing(turn.words, hold.id, assessment, called=True)
        case _:
            return urgent.still_happening(turn.words, hold.id, assessment, called=called)


async def _assessment(tx: Tx, turn: Turn, hold: Hold) -> Assessment:
    stored = await checkups.find(tx, hold.checkup_id, hold.person_id)
    assert stored is not None  # the hold goes with its checkup
    return assess(answers(stored.checkup), turn.services.content)
