"""/check: one message, edited from screen to screen. A tap that says yes is never thrown away."""

from dataclasses import replace
from datetime import timedelta

from bot.callback_data import (
    ChooseValue,
    ConfirmKnown,
    MarkSign,
    NextScreen,
    PreviousScreen,
    SkipScreen,
    StartCheck,
)
from bot.core.checkup import (
    Ask,
    Back,
    Choose,
    Confirm,
    Done,
    Mark,
    Next,
    SetMark,
    Skip,
    Tap,
    advance,
    assess_so_far,
    begin,
    is_emergency,
    screen_of,
    to_remember,
)
from bot.core.escalation import escalate
from bot.core.people import Person
from bot.core.triage import Assessment, Level
from bot.handlers import here, lost
from bot.handlers.here import CONTINUE_WITHIN
from bot.handlers.turn import Turn
from bot.render import Reply, check
from bot.store import Tx, checkups, holds, known, outbox, reminders
from bot.store.checkups import DONE, OPEN, StoredCheckup
from content import Content

JUDGE_AFTER = timedelta(minutes=1)
_MARKS = {"y": Mark.YES, "u": Mark.NOT_SURE, "l": Mark.LONG, "n": None}


async def start(turn: Turn, action: StartCheck) -> Reply:
    """Begin a check, or go on with the one that is open."""
    content = turn.services.content
    async with turn.services.store.transaction() as tx:
        person = await turn.greet(tx)
        stored = None if action.fresh else await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
        if stored is None:
            stored = await _begin(tx, person, content)
        held = await holds.find_open(tx, person.id) is not None
    return check.screen(turn.words, stored.id, stored.checkup, held=held)


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


async def skip(turn: Turn, action: SkipScreen) -> Reply:
    return await _advance(turn, action.checkup, Skip(action.screen, action.version))


async def confirm(turn: Turn, action: ConfirmKnown) -> Reply:
    still_right = bool(action.right)
    return await _advance(turn, action.checkup, Confirm(action.screen, action.version, still_right))


async def _begin(tx: Tx, person: Person, content: Content) -> StoredCheckup:
    fresh = begin(content, await known.recall(tx, person.id))
    return await checkups.begin(tx, person.id, fresh, content.version)


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
        message_id = await _write(tx, turn, person, stored, step)
        reply = await _show(tx, turn, person, stored, step)
    if message_id is not None:
        await turn.services.delivery.deliver_now(message_id)
    turn.services.wake()
    return reply


async def _write(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, step: Ask | Done) -> int | None:
    content = turn.services.content
    if isinstance(step, Done):
        return await _finish(tx, turn, person, stored, step.assessment)
    judge_at = tx.now + JUDGE_AFTER if is_emergency(stored.checkup, content) else None
    await checkups.save(tx, stored, judge_at)
    return None


async def _finish(
    tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, assessment: Assessment
) -> int | None:
    """What a finished check sets in motion; the id of its message. During a hold only a new red flag speaks."""
    content = turn.services.content
    escalation = escalate(assessment, person, tx.now, content)
    await reminders.switch_off(tx, person.id, list(assessment.forbidden))
    if assessment.level < Level.URGENT:
        escalation = None if await holds.find_open(tx, person.id) else escalation
    signs = to_remember(stored.checkup, content)
    if signs is not None:
        await known.remember(tx, person.id, signs)
    return await checkups.finish(tx, stored, escalation)


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
    current = await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
    return current or await _begin(tx, person, turn.services.content)


def _knows(stored: StoredCheckup, tap: Tap) -> bool:
    return isinstance(tap, SetMark) and stored.state == DONE and tap.sign in stored.checkup.marks


async def _show_closed(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup) -> Reply:
    if stored.state != DONE:
        return await here.show(tx, turn, person)
    assessment = assess_so_far(stored.checkup, turn.services.content)
    return await show_result(tx, turn, person, stored, assessment)


async def _show(tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, step: Ask | Done) -> Reply:
    if isinstance(step, Ask):
        return check.screen(turn.words, stored.id, stored.checkup)
    return await show_result(tx, turn, person, stored, step.assessment)


async def show_result(
    tx: Tx, turn: Turn, person: Person, stored: StoredCheckup, assessment: Assessment
) -> Reply:
    """A finished check as it stands now: what it said, and what has become of the reminders since."""
    held = await holds.find_open(tx, person.id) is not None
    standing = await reminders.of_person(tx, person.id)
    stopped = [kind for kind in assessment.forbidden if kind in standing and not standing[kind].is_on]
    void = assessment.level is Level.SELF_CARE and await outbox.was_sent_to_a_doctor(tx, stored.id)
    reply = check.result(turn.words, stored.id, stored.checkup, assessment, held=held, stopped=stopped)
    return replace(reply, text=f"{reply.text}\n\n{turn.words.say('check-doctor-void')}") if void else reply
