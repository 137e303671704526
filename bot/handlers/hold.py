"""The answers to an urgent message: on the way, seen, not happening. Only the last two lift the hold."""

from bot.callback_data import AnswerHold
from bot.handlers import here
from bot.handlers.turn import Turn
from bot.render import Reply, urgent
from bot.store import Tx, checkups, holds, reminders
from bot.store.holds import Hold


async def answer(turn: Turn, action: AnswerHold) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        hold = await holds.find(tx, action.hold, person.id)
        if hold is None:
            return await here.show(tx, turn, person)
        if not hold.is_open:
            return await _lifted(tx, turn, hold, hold.state)
        reply = await _carry_out(tx, turn, hold, action)
    turn.services.wake()
    return reply


async def _carry_out(tx: Tx, turn: Turn, hold: Hold, action: AnswerHold) -> Reply:
    assessment = await here.assessment_of(tx, turn, hold)
    called = hold.state == holds.CALLED
    match action.answer, bool(action.sure):
        case ("seen", _) | ("not_happening", True):
            await holds.lift(tx, hold.id, action.answer)
            if assessment.told and action.answer == "not_happening":
                await checkups.void(tx, hold.checkup_id, hold.person_id)
            return await _lifted(tx, turn, hold, action.answer)
        case "not_happening", False:
            return urgent.confirm(turn.words, hold.id, assessment)
        case "called", _:
            await holds.note_called(tx, hold.id)
            return urgent.standing(turn.words, hold.id, assessment, called=True)
        case "still", _ if not called:
            return urgent.still_happening(turn.words, hold.id, assessment)
        case _:
            return urgent.standing(turn.words, hold.id, assessment, called=called)


async def _lifted(tx: Tx, turn: Turn, hold: Hold, because: str) -> Reply:
    standing = await reminders.of_person(tx, hold.person_id)
    return urgent.lifted(turn.words, because, [kind for kind, each in standing.items() if each.is_on])
