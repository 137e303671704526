"""A red flag in what was typed: the urgent message at once, as after a check."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.alarms import Of, tell, with_known, with_told
from bot.core.checkup import begin
from bot.core.escalation import escalate
from bot.core.people import Person
from bot.core.triage import Assessment
from bot.handlers import here
from bot.handlers.here import CONTINUE_WITHIN
from bot.handlers.turn import Turn
from bot.render import Reply
from bot.store import Tx, checkups, doubts, holds, known, reminders
from bot.store.checkups import DROPPED, StoredCheckup


async def sound(
    tx: Tx, turn: Turn, person: Person, signs: Iterable[str], of: Of = "me", *, holding: bool = True
) -> int:
    """Write the urgent message for these signs, with its hold and check-backs; its id, for `deliver_now`.

    What was told before counts: an open check is finished with what was tapped in it, and what an open hold speaks of stays
    part of it, so that no later sign talks down an earlier one. About somebody else nothing of the writer's own counts,
    nothing is kept as theirs, and their own hold stays.
    """
    content = turn.services.content
    held = await holds.find_open(tx, person.id)
    before = None if held is None else await checkups.find(tx, held.checkup_id, person.id)
    stored = await _so_far(tx, turn, person, of, before)
    told, assessment = tell(stored.checkup, signs, of, content)
    escalation = escalate(assessment, person, tx.now, content)
    assert escalation is not None  # `tell` sees to it
    is_of_another = before is not None and before.checkup.of != of
    if not holding or (is_of_another and of == "other"):
        escalation = replace(escalation, holds=False, check_backs=())
    if of == "me":
        await reminders.switch_off(tx, person.id, list(assessment.forbidden))
    message_id = await checkups.finish(
        tx,
        replace(stored, checkup=told),
        escalation,
        kept=checkups.DONE if of == "me" else DROPPED,
        takes_over=is_of_another,
    )
    assert message_id is not None  # it is ours: the person is locked
    if before is not None and before.checkup.told and escalation.holds:
        await checkups.void(tx, before.id, person.id)  # all that it said is in the new one
    await doubts.close(tx, person.id, of)
    return message_id


async def standing(tx: Tx, turn: Turn, person: Person, signs: Iterable[str], of: Of) -> Reply | None:
    """The advice of the open hold, if that speaks of all these signs already."""
    held = await holds.find_open(tx, person.id)
    if held is None:
        return None
    stands: Assessment = await here.assessment_of(tx, turn, held)
    if stands.of != of or not set(signs) <= set(stands.flags):
        return None
    return await here.show_held(tx, turn, held)


async def _so_far(tx: Tx, turn: Turn, person: Person, of: Of, before: StoredCheckup | None) -> StoredCheckup:
    """The checkup these signs join, with what the open hold is about if it is about the same person."""
    content = turn.services.content
    facts = await known.recall(tx, person.id) if of == "me" else ()
    stored = None if of == "other" else await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
    if stored is None:
        start = checkups.begin if of == "me" else checkups.add
        stored = await start(tx, person.id, begin(content, facts), content.version)
    joined = with_known(stored.checkup, facts)
    if before is not None and before.checkup.of == of:
        joined = with_told(joined, before.checkup)
    return replace(stored, checkup=joined)
