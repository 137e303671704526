"""A red flag in what was typed: the urgent message at once, as after a check."""

from collections.abc import Iterable
from dataclasses import replace

from bot.core.alarms import Of, tell, with_known
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

    An open check is finished with what was tapped so far. About somebody else nothing of the writer's own counts, and
    nothing is kept as theirs.
    """
    content = turn.services.content
    stored = await _so_far(tx, turn, person, of)
    told, assessment = tell(stored.checkup, signs, of, content)
    escalation = escalate(assessment, person, tx.now, content)
    assert escalation is not None  # `tell` sees to it
    if not holding:
        escalation = replace(escalation, holds=False, check_backs=())
    if of == "me":
        await reminders.switch_off(tx, person.id, list(assessment.forbidden))
    message_id = await checkups.finish(
        tx, replace(stored, checkup=told), escalation, kept=checkups.DONE if of == "me" else DROPPED
    )
    assert message_id is not None  # it is ours: the person is locked
    await doubts.close(tx, person.id, doubts.TOLD)
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


async def _so_far(tx: Tx, turn: Turn, person: Person, of: Of) -> StoredCheckup:
    content = turn.services.content
    if of == "other":
        return await checkups.add(tx, person.id, begin(content), content.version)
    facts = await known.recall(tx, person.id)
    stored = await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
    if stored is None:
        stored = await checkups.begin(tx, person.id, begin(content, facts), content.version)
    return replace(stored, checkup=with_known(stored.checkup, facts))
