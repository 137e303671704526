"""Where a person is: what to show for a button that leads nowhere any more."""

from datetime import timedelta

from bot.core.checkup import assess_so_far
from bot.core.people import Person
from bot.core.triage import Assessment
from bot.handlers.turn import Turn
from bot.render import Reply, check, talk, urgent
from bot.store import Tx, checkups, holds
from bot.store.holds import CALLED, Hold

CONTINUE_WITHIN = timedelta(hours=2)


async def show(tx: Tx, turn: Turn, person: Person) -> Reply:
    """What is most urgent: the advice of an open hold, the check they are in the middle of, or the way on."""
    held = await holds.find_open(tx, person.id)
    if held is not None:
        assessment = await assessment_of(tx, turn, held)
        return urgent.standing(turn.words, held.id, assessment, called=held.state == CALLED)
    stored = await checkups.find_open(tx, person.id, CONTINUE_WITHIN)
    if stored is not None:
        return check.screen(turn.words, stored.id, stored.checkup)
    return talk.old_button(turn.words)


async def assessment_of(tx: Tx, turn: Turn, hold: Hold) -> Assessment:
    """What the answers that caused a hold come to."""
    stored = await checkups.find(tx, hold.checkup_id, hold.person_id)
    assert stored is not None  # the hold goes with its checkup
    return assess_so_far(stored.checkup, turn.services.content)
