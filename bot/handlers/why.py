"""Behind a result: why it says so, and changing one answer."""

from dataclasses import replace

from bot.callback_data import AnswerDoctor, ChangeAnswer, ShowAnswers, ShowResult, ShowWhy
from bot.core.answered import answers
from bot.core.checkup import Ask, assess_so_far, change
from bot.core.grounds import deciding
from bot.core.people import Person
from bot.core.triage import Level
from bot.handlers import check, here
from bot.handlers.turn import Turn
from bot.render import Reply, urgent
from bot.render import check as render_check
from bot.render import why as render
from bot.store import Tx, checkups, holds, outbox
from bot.store.checkups import DONE, StoredCheckup


async def show_why(turn: Turn, action: ShowWhy) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = await _finished(tx, person, action.checkup)
        if stored is None:
            return await here.show(tx, turn, person)
    content = turn.services.content
    assessment = assess_so_far(stored.checkup, content)
    met = deciding(answers(stored.checkup, content), assessment, content)
    return render.why(turn.words, stored.id, assessment, met)


async def show_result(turn: Turn, action: ShowResult) -> Reply:
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = await _finished(tx, person, action.checkup)
        if stored is None:
            return await here.show(tx, turn, person)
        return await _result(tx, turn, person, stored)


async def show_answers(turn: Turn, action: ShowAnswers) -> Reply:
    """Which answer? After an urgent message none: that is answered with the hold's own buttons."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = await _finished(tx, person, action.checkup)
        if stored is None:
            return await here.show(tx, turn, person)
        return await _answers(tx, turn, person, stored)


async def change_answer(turn: Turn, action: ChangeAnswer) -> Reply:
    """The screen of that answer again, in the same message; Continue judges anew."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = await _finished(tx, person, action.checkup)
        if stored is None:
            return await here.show(tx, turn, person)
        if assess_so_far(stored.checkup, content).level >= Level.URGENT:
            return await _answers(tx, turn, person, stored)
        step = change(stored.checkup, action.screen, content)
        if not isinstance(step, Ask):
            return await _answers(tx, turn, person, stored)
        stored = await checkups.reopen(tx, replace(stored, checkup=step.checkup))
        held = await holds.find_open(tx, person.id) is not None
    return render_check.screen(turn.words, stored.id, stored.checkup, held=held)


async def answer_doctor(turn: Turn, action: AnswerDoctor) -> Reply:
    """Booked, seen or better: nobody needs to be asked again."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = await checkups.find(tx, action.checkup, person.id)
        if stored is None or action.answer not in {"booked", "better"}:
            return await here.show(tx, turn, person)
        await outbox.cancel_doctor(tx, person.id)
    return urgent.doctor_answered(turn.words, action.answer)


async def _answers(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup) -> Reply:
    assessment = assess_so_far(stored.checkup, turn.services.content)
    if assessment.level < Level.URGENT:
        return render.answers(turn.words, stored.id, stored.checkup)
    held = await holds.find_open(tx, person.id)
    if held is None:  # seen, or not happening: that was the last word on it
        return await _result(tx, turn, person, stored)
    return render.stands(turn.words, stored.id, held.id)


async def _result(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup) -> Reply:
    assessment = assess_so_far(stored.checkup, turn.services.content)
    return await check.show_result(tx, turn, person, stored, assessment)


async def _finished(tx: Tx, person: Person, checkup_id: int) -> StoredCheckup | None:
    """This person's finished checkup with that id."""
    stored = await checkups.find(tx, checkup_id, person.id)
    return stored if stored is not None and stored.state == DONE else None
