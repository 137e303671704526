"""/check: one message, edited from screen to screen. A tap that says yes is never thrown away."""

from dataclasses import replace
from datetime import timedelta

from bot.callback_data import ChooseValue, MarkSign, NextScreen, PreviousScreen, StartCheck
from bot.core.checkup import (
    Ask,
    Back,
    Choose,
    Done,
    Mark,
    Next,
    SetMark,
    Tap,
    advance,
    assess_so_far,
    begin,
    is_emergency,
    screen_of,
)
from bot.core.escalation import escalate
from bot.core.people import Person
from bot.core.triage import Assessment, Level
from bot.handlers import here, lost
from bot.handlers.here import CONTINUE_WITHIN
from bot.handlers.turn import Turn
from bot.render import Reply, check
from bot.store import Tx, checkups, holds, reminders
from bot.store.checkups import DONE, OPEN, StoredCheckup

JUDGE_AFTER = timedelta(minutes=1)
_MARKS = {"y": Mark.YES, "u": Mark.NOT_SURE, "n": None}


async def start(turn: Turn, action: StartCheck) -> Reply:
    """Begin a check, or go on with the one that is open."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = None if action.fresh else await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
        if stored is None:
            stored = await checkups.begin(tx, person.id, begin(content), content.version)
    return check.screen(turn.words, stored.id, stored.checkup)


async def mark(turn: Turn, action: MarkSign) -> Reply:
    screen = screen_of(action.sign, turn.services.content)
    if screen is None or action.mark not in _MARKS:
        return await lost.button(turn)
    return await _advance(turn, action.checkup, SetMark(screen, action.sign, _MARKS[action.mark]))


async def go_on(turn: Turn, action: NextScreen) -> Reply:
    return await _advance(turn, action.checkup, Next(action.screen, action.version))


async def go_back(turn: Turn, action: PreviousScreen) -> Reply:
    return await _advance(turn, action.checkup, Back(action.screen, action.version))


async def choose(turn: Turn, action: ChooseValue) -> Reply:
    return await _advance(turn, action.checkup, Choose(action.screen, action.version, action.value))


async def _advance(turn: Turn, checkup_id: int, tap: Tap) -> Reply:
    """One tap, one transaction; an urgent message is in the outbox before anybody hears of it."""
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = await _to_be_tapped(tx, turn, person, checkup_id, tap)
        if stored is None:
            return await here.show(tx, turn, person)
        if stored.state != OPEN:
            return await _show_closed(tx, turn, person, stored)
        step = advance(stored.checkup, tap, turn.services.content)
        stored = replace(stored, checkup=step.checkup)
        urgent_id = await _write(tx, turn, person, stored, step)
        reply = await _show(tx, turn, person, stored, step)
    if urgent_id is not None:
        await turn.services.delivery.deliver_now(urgent_id)
    turn.services.wake()
    return reply


async def _write(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, step: Ask | Done) -> int | None:
    content = turn.services.content
    if isinstance(step, Done):
        if step.assessment.level < Level.URGENT:  # from there up the hold stops them all
            await reminders.switch_off(tx, person.id, _left_out(turn, step.assessment))
        return await checkups.finish(tx, stored, escalate(step.assessment, person, tx.now, content))
    judge_at = tx.now + JUDGE_AFTER if is_emergency(stored.checkup, content) else None
    await checkups.save(tx, stored, judge_at)
    return None


async def _to_be_tapped(
    tx: Tx, turn: Turn, person: Person, checkup_id: int, tap: Tap
) -> StoredCheckup | None:
    """The checkup a tap is for. News for one that is closed goes to the open one, or opens a fresh one."""
    stored = await checkups.find(tx, checkup_id, person.id)
    if stored is not None and stored.state == OPEN:
        return stored
    says_yes = isinstance(tap, SetMark) and tap.mark is not None
    if not says_yes or (stored is not None and _knows(stored, tap)):
        return stored
    content = turn.services.content
    current = await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
    return current or await checkups.begin(tx, person.id, begin(content), content.version)


def _knows(stored: StoredCheckup, tap: Tap) -> bool:
    return isinstance(tap, SetMark) and stored.state == DONE and tap.sign in stored.checkup.marks


async def _show_closed(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup) -> Reply:
    if stored.state != DONE:
        return await here.show(tx, turn, person)
    assessment = assess_so_far(stored.checkup, turn.services.content)
    return await _result(tx, turn, person, stored, assessment)


async def _show(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, step: Ask | Done) -> Reply:
    if isinstance(step, Ask):
        return check.screen(turn.words, stored.id, stored.checkup)
    return await _result(tx, turn, person, stored, step.assessment)


async def _result(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, assessment: Assessment) -> Reply:
    held = await holds.find_open(tx, person.id) is not None
    standing = await reminders.of_person(tx, person.id)
    left_out = _left_out(turn, assessment)
    stopped = [kind for kind in left_out if kind in standing and not standing[kind].is_on]
    return check.result(turn.words, stored.id, assessment, held=held, stopped=stopped)


def _left_out(turn: Turn, assessment: Assessment) -> list[str]:
    """The kinds of reminders that these answers speak against."""
    kinds = turn.services.content.reminders.kinds
    return [kind.id for kind in kinds if kind.id not in assessment.reminders]
